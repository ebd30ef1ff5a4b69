"""Deals, each with its parties, its plan and the way to what was said about it."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Prefetch, QuerySet, Value
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localdate
from typing_extensions import override

from deals.admin.plan import LOT, NARROW, MilestoneForm, PlanFormSet, lot_of, written
from deals.admin.planning import save_plan
from deals.models import Deal, Milestone, Party
from deliveries.actions import restrict
from deliveries.admin.choosing import Choosing
from deliveries.admin.door import RefusableForm, RefusableInline, book_of
from deliveries.admin.kept import KeptAdmin
from deliveries.admin.pages import person
from deliveries.admin.previewing import WideInput
from deliveries.models import DealSpan, Span
from journal.models import Entry

SAID = (("deals", "claim"), ("deals", "term"), ("deliveries", "count"), ("deals", "event"))


class PartyInline(Choosing, RefusableInline[Party, Deal]):
    """Who takes part."""

    model = Party
    form: Any = RefusableForm
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
        may_claim = Value(person(request).has_perm("deals.add_claim"))
        rows = super().get_queryset(request).select_related("lot", "deal")
        rows = rows.annotate(may_claim=may_claim)
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
        if db_field.name == "threshold_months":
            kwargs |= {"widget": NARROW, "label": "Margin"}
        elif db_field.name in ("code", "title"):
            size = 12 if db_field.name == "code" else 24
            kwargs["widget"] = forms.TextInput(attrs={"size": size})
        return super().formfield_for_dbfield(db_field, request, **kwargs)

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
        if not milestone.may_claim:
            return state
        address = reverse("admin:deals_claim_add")
        about = f"?deal={milestone.deal_id}&milestone={milestone.pk}"
        return format_html('{}<br><a href="{}{}">Add&nbsp;claim</a>', state, address, about)


class DealForm(RefusableForm[Deal]):
    """A deal's own fields."""

    class Meta:
        widgets = {
            "title": WideInput,
            "summary": forms.Textarea(attrs={"rows": 4, "cols": 80}),
            "restricted_to": forms.CheckboxSelectMultiple,
        }


@admin.register(Deal)
class DealAdmin(KeptAdmin[Deal]):
    """Deals that this person may know of."""

    form = DealForm
    inlines = (PartyInline, MilestoneInline)
    list_display = ("ref", "designation", "kind", "category", "route", "today", "is_suspended")
    list_filter = ("kind", "category", "route", "is_suspended")
    search_fields = ("ref", "designation", "title", "parties__organisation__name")
    list_per_page = 50
    fieldsets = (
        (None, {"fields": ("ref", "designation", "title", ("kind", "route", "category"))}),
        (None, {"fields": ("unit", "summary")}),
        (None, {"fields": ("threshold_months", "is_suspended", "restricted_to")}),
    )

    @override
    def get_queryset(self, request: HttpRequest) -> QuerySet[Deal]:
        visible = Deal.objects.visible_to(person(request))
        today = Prefetch("spans", queryset=DealSpan.objects.on(localdate()), to_attr="standing")
        return visible.prefetch_related(today)

    @override
    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        """A plan is a wide table; what stands beside it elsewhere would push it off the screen."""
        context["is_nav_sidebar_enabled"] = False
        return super().render_change_form(request, context, *args, **kwargs)

    @override
    def get_readonly_fields(self, request: HttpRequest, obj: Deal | None = None) -> Any:
        """A reference stays with its deal for good."""
        return () if obj is None else ("ref",)

    @override
    def entries_about(self, record: Deal) -> QuerySet[Entry]:
        return Entry.objects.filter(deal=record.ref)

    @override
    def save_model(self, request: HttpRequest, obj: Deal, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if "restricted_to" in form.cleaned_data:
            restrict(book_of(request), obj, form.cleaned_data["restricted_to"])

    @override
    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        if isinstance(formset, PlanFormSet):
            save_plan(book_of(request), formset)
        else:
            super().save_formset(request, form, formset, change)

    @override
    def tools(self, request: HttpRequest, obj: Deal) -> list[tuple[str, str]]:
        """The ways to add what was said about the deal, and to what has been said."""
        found = super().tools(request, obj)
        for app, name in SAID:
            if person(request).has_perm(f"{app}.add_{name}"):
                begun = f"?deal={obj.pk}" + (f"&deals={obj.pk}" if name == "event" else "")
                found.append((f"Add {name}", reverse(f"admin:{app}_{name}_add") + begun))
        for app, name in SAID:
            if person(request).has_perm(f"{app}.view_{name}"):
                listed = reverse(f"admin:{app}_{name}_changelist") + f"?deal={obj.ref}"
                found.append((f"{name.title()}s", listed))
        return found

    @admin.display(description="today")
    def today(self, deal: Any) -> str:
        """The state that it stands in today."""
        return deal.standing[0].get_state_display() if deal.standing else "not spoken of"
