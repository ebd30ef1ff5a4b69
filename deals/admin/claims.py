"""Claims: pasted in from a source, read back as windows, recorded by the action."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from typing_extensions import override

from deals.dates import Relative
from deals.models import Claim, Deal
from deliveries import drafts
from deliveries.actions import Book, record_claim
from deliveries.admin.pages import record_address
from deliveries.admin.previewing import StatedDate, WideInput
from deliveries.admin.showing import DealFilter, OfDeals, in_words, stated
from deliveries.admin.statements import SHOWN_VOICE, StandingFilter, StatementAdmin
from deliveries.admin.typing_in import VoicedForm
from deliveries.models import Span
from deliveries.standings import milestones_on


class ClaimForm(VoicedForm[Claim]):
    """A claim as typed."""

    edtf = StatedDate(
        label="Date",
        required=False,
        help_text=(
            "As stated: end of 2021, Q1 2026, by May 2024, contract + 36 months. "
            "Empty only for unchanged, delayed, undone and cancelled."
        ),
    )
    text = forms.CharField(
        max_length=300,
        required=False,
        help_text="The words of the source; empty: the date as typed.",
        widget=WideInput,
    )
    threshold_edtf = StatedDate(
        label="Threshold",
        required=False,
        help_text="The contract's own limit, of a contracted or amended date only.",
    )

    @override
    def draft(self) -> drafts.ClaimDraft:
        given = self.cleaned_data
        return drafts.ClaimDraft(
            milestone=given["milestone"],
            kind=given["kind"],
            date=given["edtf"],
            text=given["text"],
            threshold=given["threshold_edtf"],
            rank=given["rank"],
            voice=self.voice(),
        )

    @override
    def checked(self) -> Claim:
        return drafts.claim(self.draft(), self.today)

    @override
    def dated(self) -> list[tuple[str, str]]:
        claim: Claim = self.record
        shown = [("Date", in_words(claim.date, self.cleaned_data["edtf"]) + self._for_now())]
        if claim.threshold_edtf:
            shown.append(("Threshold", stated(claim.threshold_edtf)))
        return shown

    def _for_now(self) -> str:
        """Of a relative date, the days that follow from what its milestone is expected for."""
        claim: Claim = self.record
        if claim.anchor is None:
            return ""
        spans = Span.objects.on(self.today).filter(milestone=claim.anchor)
        estimate = next((m.estimate for m in milestones_on(spans, self.today)), None)
        if estimate is None or not isinstance(claim.date, Relative):
            return "; for now nobody has said when that is"
        return f"; for now {claim.date.resolve(estimate).plain}"


@admin.register(Claim)
class ClaimAdmin(OfDeals[Claim], StatementAdmin[Claim]):
    """What was said about the dates of milestones."""

    deal_path = "milestone__deal"
    narrowed = ("milestone", "deal")
    form = ClaimForm
    autocomplete_fields = ("milestone", "source")
    list_display = (
        "milestone",
        "deal",
        "kind",
        "date_as",
        "reported",
        "stands",
        "side",
        "said_by",
        "source",
        "credibility",
    )
    list_filter = (StandingFilter, "kind", "side", "credibility", "rank", DealFilter)
    list_select_related = ("milestone__deal", "source", "anchor", "retracted_by")
    date_hierarchy = "reported_on"
    search_fields = (
        "text",
        "said_by",
        "note",
        "source__code",
        "source__publisher",
        "milestone__code",
        "milestone__title",
        "milestone__deal__ref",
    )
    fieldsets = (
        (None, {"fields": ("milestone", "kind", "edtf", "text")}),
        ("Who said it", {"fields": ("said_by", "side", "source", "reported_edtf", "credibility")}),
        ("More", {"fields": ("threshold_edtf", "in_force_edtf", "rank", "note")}),
    )
    shown = (
        (
            None,
            {"fields": ("deal", "milestone", "kind", "date_as", "text", "threshold_as", "rank")},
        ),
        *SHOWN_VOICE,
    )

    @override
    def record(self, book: Book, draft: Any) -> Claim:
        return record_claim(book, draft)

    @override
    def deals_of(self, record: Any) -> list[Deal]:
        return [record.milestone.deal]

    @override
    def about(self, record: Any) -> list[int]:
        return [record.milestone_id]

    @override
    def tools(self, request: HttpRequest, obj: Claim) -> list[tuple[str, str]]:
        return [*super().tools(request, obj), ("Deal", record_address(obj.milestone.deal))]

    @admin.display(ordering="milestone__deal__ref")
    def deal(self, claim: Claim) -> str:
        """The deal's reference."""
        return claim.milestone.deal.ref

    @admin.display(description="date", ordering="latest")
    def date_as(self, claim: Claim) -> str:
        """The date as a window."""
        return in_words(claim.date)

    @admin.display(description="threshold")
    def threshold_as(self, claim: Claim) -> str:
        """The contract's own limit as a window."""
        return stated(claim.threshold_edtf)
