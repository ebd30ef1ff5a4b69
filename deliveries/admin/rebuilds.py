"""Rebuilds and their ranges: how far they have come, who works on them and what they changed."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from typing_extensions import override

from deliveries.admin.derived import as_json
from deliveries.admin.showing import ReadOnly
from deliveries.models import Rebuild, RebuildRange

COUNTED = ("deals", "spans", "flags", "failed")


@admin.register(Rebuild)
class RebuildAdmin(ReadOnly[Rebuild]):
    """Each time that every history was derived anew."""

    list_display = ("id", "started_at", "why", "door", "started_by", "progress", *COUNTED)
    list_filter = ("door", "is_under_way", "started_at")
    list_select_related = ("started_by",)
    search_fields = ("why", "started_by__username")
    list_per_page = 50
    fields = (
        ("started_at", "finished_at"),
        ("started_by", "door", "why"),
        ("progress", "size"),
        COUNTED,
        ("shown_margins", "rules"),
    )
    readonly_fields = ("progress", "shown_margins")

    @admin.display(description="progress")
    def progress(self, rebuild: Rebuild) -> str:
        """Finished, given up, or how far it has come."""
        if not rebuild.is_under_way:
            return rebuild.state
        return f"{rebuild.percent()} % of the deals"

    @admin.display(description="margins")
    def shown_margins(self, rebuild: Rebuild) -> str:
        """The margins that it derives under."""
        return as_json(rebuild.margins)

    @override
    def tools(self, request: HttpRequest, obj: Rebuild) -> list[tuple[str, str]]:
        about = f"?rebuild__id__exact={obj.pk}"
        ranges = reverse("admin:deliveries_rebuildrange_changelist") + about
        return [*super().tools(request, obj), ("Ranges", ranges)]


class StateFilter(admin.SimpleListFilter):
    """Done, taken or waiting."""

    title = "state"
    parameter_name = "state"

    @override
    def lookups(
        self, request: HttpRequest, model_admin: admin.ModelAdmin[RebuildRange]
    ) -> list[tuple[str, str]]:
        return [
            ("done", "done"),
            ("held", "taken"),
            ("free", "waiting, or lost"),
            ("failed", "failed"),
        ]

    @override
    def queryset(
        self, request: HttpRequest, queryset: QuerySet[RebuildRange]
    ) -> QuerySet[RebuildRange]:
        ranges = RebuildRange.objects.all()
        wanted = {
            "done": ranges.filter(done_at__isnull=False),
            "held": ranges.held(),
            "free": ranges.free(),
            "failed": ranges.filter(failed__gt=0),
        }.get(self.value() or "")
        return queryset if wanted is None else queryset.filter(pk__in=wanted.values("pk"))


@admin.register(RebuildRange)
class RebuildRangeAdmin(ReadOnly[RebuildRange]):
    """Who has which deals, and how far they are."""

    has_history = False
    list_display = (
        "rebuild",
        "first",
        "last",
        "next",
        "state",
        "taken_by",
        "taken_at",
        "lease_until",
        "attempts",
        *COUNTED,
    )
    list_filter = (StateFilter, ("rebuild", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("rebuild",)
    search_fields = ("taken_by", "error")
    list_per_page = 50
