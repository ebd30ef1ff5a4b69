"""The parts of plans, to be found and chosen; they are written on the page of their deal."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from typing_extensions import override

from deals.models import Milestone, Party, Precedence
from deliveries.admin.pages import record_address
from deliveries.admin.showing import DealFilter, OfDeals, ReadOnly


@admin.register(Milestone)
class MilestoneAdmin(OfDeals[Milestone], ReadOnly[Milestone]):
    """Milestones of all deals."""

    list_display = ("title", "code", "deal", "kind", "position", "threshold_months")
    list_filter = ("kind", DealFilter)
    list_select_related = ("deal",)
    search_fields = ("code", "title", "deal__ref", "deal__designation")
    ordering = ("deal__ref", "position", "id")
    list_per_page = 50

    @override
    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("deal")

    @override
    def tools(self, request: HttpRequest, obj: Milestone) -> list[tuple[str, str]]:
        return [*super().tools(request, obj), ("Deal", record_address(obj.deal))]


@admin.register(Party)
class PartyAdmin(OfDeals[Party], ReadOnly[Party]):
    """Who takes part in which deals."""

    list_display = ("organisation", "role", "deal")
    list_filter = ("role", DealFilter)
    list_select_related = ("organisation", "deal")
    search_fields = ("organisation__code", "organisation__name", "deal__ref", "deal__designation")
    ordering = ("organisation__name", "deal__ref", "id")
    list_per_page = 50

    @override
    def tools(self, request: HttpRequest, obj: Party) -> list[tuple[str, str]]:
        return [*super().tools(request, obj), ("Deal", record_address(obj.deal))]


@admin.register(Precedence)
class PrecedenceAdmin(OfDeals[Precedence], ReadOnly[Precedence]):
    """What comes after what."""

    deal_path = "milestone__deal"
    list_display = ("milestone", "predecessor", "lag_days", "deal")
    list_filter = (DealFilter,)
    list_select_related = ("milestone__deal", "predecessor")
    search_fields = (
        "milestone__code",
        "milestone__title",
        "milestone__deal__ref",
        "predecessor__code",
    )
    ordering = ("milestone__deal__ref", "milestone__position", "id")
    list_per_page = 50

    @admin.display(ordering="milestone__deal__ref")
    def deal(self, precedence: Precedence) -> str:
        """The deal's reference."""
        return precedence.milestone.deal.ref
