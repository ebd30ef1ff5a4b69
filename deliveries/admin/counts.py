"""Lots and what has been counted of them."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.http import HttpRequest
from django.urls import URLPattern, path
from typing_extensions import override

from deals.models import Deal
from deliveries import drafts
from deliveries.actions import Book, record_count
from deliveries.admin.choosing import Choices
from deliveries.admin.pages import record_address
from deliveries.admin.previewing import StatedDate
from deliveries.admin.showing import DealFilter, OfDeals, ReadOnly, in_words
from deliveries.admin.statements import SHOWN_VOICE, StandingFilter, StatementAdmin
from deliveries.admin.typing_in import VoicedForm
from deliveries.models import Count, Lot


@admin.register(Lot)
class LotAdmin(OfDeals[Lot], ReadOnly[Lot]):
    """Lots, to be found and chosen; they are written on the page of their deal."""

    deal_path = "milestone__deal"
    list_display = ("item", "quantity", "mode", "milestone", "deal")
    list_filter = ("mode", DealFilter)
    list_select_related = ("milestone__deal",)
    search_fields = ("item", "milestone__code", "milestone__title", "milestone__deal__ref")
    ordering = ("milestone__deal__ref", "milestone__position", "id")

    @override
    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("milestone__deal")

    @override
    def get_urls(self) -> list[URLPattern]:
        """Among them what every labelled autocomplete field asks."""
        view: type[AutocompleteJsonView] = Choices
        offered = self.admin_site.admin_view(view.as_view(admin_site=self.admin_site))
        return [path("choices/", offered, name="choices"), *super().get_urls()]

    @admin.display(ordering="milestone__deal__ref")
    def deal(self, lot: Lot) -> str:
        """The deal's reference."""
        return lot.milestone.deal.ref

    @override
    def tools(self, request: HttpRequest, obj: Lot) -> list[tuple[str, str]]:
        return [*super().tools(request, obj), ("Deal", record_address(obj.milestone.deal))]


class CountForm(VoicedForm[Count]):
    """A running total as typed."""

    edtf = StatedDate(label="By", help_text="By when the total was reached, as stated: 2024-05.")

    @override
    def draft(self) -> drafts.CountDraft:
        given = self.cleaned_data
        return drafts.CountDraft(
            lot=given["lot"],
            kind=given["kind"],
            total=given["total"],
            by=given["edtf"],
            voice=self.voice(),
        )

    @override
    def checked(self) -> Count:
        return drafts.count(self.draft(), self.today)

    @override
    def dated(self) -> list[tuple[str, str]]:
        return [("By", in_words(self.record.by, self.cleaned_data["edtf"]))]


@admin.register(Count)
class CountAdmin(OfDeals[Count], StatementAdmin[Count]):
    """Running totals of lots."""

    deal_path = "lot__milestone__deal"
    narrowed = ("lot", "milestone__deal")
    form = CountForm
    autocomplete_fields = ("lot", "source")
    list_display = ("total", "kind", "by_when", "lot", "deal", "reported", "said_by", "stands")
    list_filter = (StandingFilter, "kind", "side", "credibility", DealFilter)
    list_select_related = ("lot__milestone__deal", "source", "retracted_by")
    search_fields = (
        "said_by",
        "note",
        "source__code",
        "source__publisher",
        "lot__item",
        "lot__milestone__title",
        "lot__milestone__deal__ref",
    )
    fieldsets = (
        (None, {"fields": ("lot", "kind", "total", "edtf")}),
        ("Who said it", {"fields": ("said_by", "side", "source", "reported_edtf", "credibility")}),
        ("More", {"fields": ("in_force_edtf", "note")}),
    )
    shown = ((None, {"fields": ("deal", "lot", "kind", "total", "by_as")}), *SHOWN_VOICE)

    @override
    def record(self, book: Book, draft: Any) -> Count:
        return record_count(book, draft)

    @override
    def deals_of(self, record: Any) -> list[Deal]:
        return [record.lot.milestone.deal]

    @override
    def about(self, record: Any) -> list[int]:
        return [record.lot.milestone_id]

    @admin.display(ordering="lot__milestone__deal__ref")
    def deal(self, count: Count) -> str:
        """The deal's reference."""
        return count.lot.milestone.deal.ref

    @admin.display(description="by", ordering="by_on")
    def by_when(self, count: Count) -> str:
        """By when, in words."""
        return count.by.text

    @admin.display(description="by")
    def by_as(self, count: Count) -> str:
        """By when, as a window."""
        return in_words(count.by)
