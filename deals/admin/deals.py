"""Deals, each with its parties, its plan and the way to what was said about it."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localdate
from typing_extensions import override

from deals.admin.plan import LOT, MilestoneForm, PlanFormSet, lot_of, save_plan, written
from deals.models import Deal, Milestone, Party, Precedence
from deliveries.actions import restrict
from deliveries.admin.choosing import Choosing
from deliveries.admin.door import RefusableForm, RefusableInline, book_of
from deliveries.admin.kept import KeptAdmin
from deliveries.admin.pages import person
from deliveries.admin.showing import DealFilter, OfDeals, ReadOnly, link
from deliveries.models import DealSpan, Span
from journal.models import Entry

SAID = (("deals", "claim"), ("deals", "term"), ("deliveries", "count"), ("deals", "event"))


class PartyInline(Choosing, RefusableInline[Party, Deal]):
    """Who takes part."""

    model = Party
    form = RefusableForm
    autocomplete_fields = ("organisation",)

    @override
    def get_queryset(self, request: HttpRequest) -> QuerySet[Party]:
        return super().get_queryset(request).select_related("organisation")


class MilestoneInline(RefusableInline[Milestone, Deal]):
    """The plan, with lots and links (see plan.py), and how each milestone stands today."""

    model = Milestone
    form = MilestoneForm
    formset = PlanFormSet
    fields = ("code", "title", "kind", "position", "threshold_months", "after", *LOT, "today")
    readonly_fields = ("today",)

    @override
    def get_queryset(self, request: HttpRequest) -> QuerySet[Milestone]:
        today = Prefetch("spans", queryset=Span.objects.on(localdate()), to_attr="standing")
        rows = super().get_queryset(request).select_related("lot", "deal")
        return rows.prefetch_related(today, "after__predecessor")

    @override
    def get_formset(self, request: HttpRequest, obj: Deal | None = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs)
        fields = formset.form.base_fields
        for names, model in ((LOT, "deliveries.{}_lot"), (("after",), "deals.{}_precedence")):
            needed = [model.format(verb) for verb in ("add", "change", "delete")]
            for name in names:
                fields[name].disabled = not person(request).has_perms(needed)
        return formset

    @override
    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name in ("code", "title", "threshold_months"):
            narrow = {"code": 12, "title": 30, "threshold_months": 4}[db_field.name]
            field.widget.attrs |= {"size": narrow, "class": ""}
        return field

    # What a row shows to those who may only look; to the others its fields do.

    def after(self, milestone: Milestone) -> str:
        """The predecessors in one line."""
        return written(milestone)

    def item(self, milestone: Milestone) -> str:
        """What the lot is of."""
        lot = lot_of(milestone)
        return lot.item if lot else ""

    def quantity(self, milestone: Milestone) -> int | str:
        """How many pieces the lot has."""
        lot = lot_of(milestone)
        return lot.quantity if lot else ""

    def mode(self, milestone: Milestone) -> str:
        """How the pieces come."""
        lot = lot_of(milestone)
        return lot.get_mode_display() if lot else ""

    @admin.display(description="today")
    def today(self, milestone: Any) -> SafeString | str:
        """How it stands today, and the way to say something about it."""
        if milestone.pk is None:
            return ""
        state = milestone.standing[0].get_state_display() if milestone.standing else "not spoken of"
        address = reverse("admin:deals_claim_add")
        about = f"?deal={milestone.deal_id}&milestone={milestone.pk}"
        return format_html('{}<br><a href="{}{}">Add claim</a>', state, address, about)
