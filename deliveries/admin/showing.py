"""Showing records: those of deals that one may know of, filtered, with dates as windows."""

from collections.abc import Iterable
from typing import Any, ClassVar, TypeVar

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localdate
from typing_extensions import override

from deals import dates
from deals.models import Deal
from deliveries.admin.pages import RecordPage, person

M = TypeVar("M", bound=Model)

MOST_DEALS = 100  # in the list of a filter; where there are more, one searches


class OfDeals(admin.ModelAdmin[M]):
    """Records that hang on deals: only those of deals that one may know of."""

    deal_path: ClassVar[str] = "deal"

    @override
    def get_queryset(self, request: HttpRequest) -> QuerySet[M]:
        visible = Deal.objects.visible_to(person(request))
        return super().get_queryset(request).filter(**{f"{self.deal_path}__in": visible})


class Unchanging(RecordPage[M]):
    """Records that can be added, and then neither changed nor deleted."""

    @override
    def has_change_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        return False

    @override
    def has_delete_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        return False


class ReadOnly(Unchanging[M]):
    """Records that are looked at here, and written elsewhere or by the product itself."""

    @override
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


class DealFilter(admin.SimpleListFilter):
    """One deal, by its reference."""

    title = "deal"
    parameter_name = "deal"

    @override
    def lookups(
        self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]
    ) -> Iterable[tuple[str, str]]:
        visible = Deal.objects.visible_to(person(request)).order_by("ref")
        refs = list(visible.values_list("ref", flat=True)[: MOST_DEALS + 1])
        if len(refs) > MOST_DEALS:
            refs = [self.value() or ""] if self.value() else []
        return [(ref, ref) for ref in refs]

    @override
    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if not self.value():
            return queryset
        path = getattr(self.model_admin, "deal_path", "deal")
        return queryset.filter(**{f"{path}__ref": self.value()})

    def __init__(
        self,
        request: HttpRequest,
        params: dict[str, Any],
        model: type[Model],
        model_admin: admin.ModelAdmin[Any],
    ) -> None:
        self.model_admin = model_admin
        super().__init__(request, params, model, model_admin)


class EmptyFilter(admin.SimpleListFilter):
    """Whether a field is empty, in words of the field."""

    field: ClassVar[str]
    empty: ClassVar[str]
    filled: ClassVar[str]

    @override
    def lookups(
        self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]
    ) -> Iterable[tuple[str, str]]:
        return [("yes", self.empty), ("no", self.filled)]

    @override
    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() not in ("yes", "no"):
            return queryset
        return queryset.filter(**{f"{self.field}__isnull": self.value() == "yes"})


class TodayFilter(admin.SimpleListFilter):
    """What stands today, of spans."""

    title = "time"
    parameter_name = "stands"

    @override
    def lookups(
        self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]
    ) -> Iterable[tuple[str, str]]:
        return [("today", "stands today")]

    @override
    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.on(localdate()) if self.value() == "today" else queryset


def in_words(found: dates.Window | dates.Relative | None, typed: str = "") -> str:
    """A date as stated with the days it stands for: end of 2021 → 1 Oct – 31 Dec 2021 (quarter)."""
    if found is None:
        return "no date"
    if isinstance(found, dates.Relative):
        return f"{typed or found.text} → moves with that milestone"
    precision = str(found.precision).replace("_", " ")
    return f"{typed or found.text} → {found.plain} ({precision})"


def stated(edtf: str) -> str:
    """The date that canonical EDTF stands for, in words; nothing for nothing."""
    return in_words(dates.from_edtf(edtf)) if edtf else ""


def links(pairs: Iterable[tuple[str, str]]) -> SafeString:
    """Links beside each other, of addresses and words."""
    return format_html_join(", ", '<a href="{}">{}</a>', pairs)
