"""Terms and events: what else was agreed or happened."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from typing_extensions import override

from deals.models import Deal, Event, Term
from deliveries import drafts
from deliveries.actions import Book, link_event, record_event, record_term
from deliveries.admin.asking import Question
from deliveries.admin.choosing import LabelledChoice
from deliveries.admin.pages import person, record_address
from deliveries.admin.previewing import StatedDate
from deliveries.admin.showing import DealFilter, OfDeals, in_words, links
from deliveries.admin.statements import (
    RETRACT,
    SHOWN_STANDING,
    SHOWN_VOICE,
    StandingFilter,
    StatementAdmin,
)
from deliveries.admin.typing_in import StatementForm, VoicedForm


class TermForm(VoicedForm[Term]):
    """A term as typed."""

    @override
    def draft(self) -> drafts.TermDraft:
        given = self.cleaned_data
        amount = given["amount"]
        return drafts.TermDraft(
            deal=given["deal"],
            kind=given["kind"],
            amount=None if amount is None else str(amount),
            currency=given["currency"].upper(),
            stage=given["stage"],
            text=given["text"],
            voice=self.voice(),
        )

    @override
    def checked(self) -> Term:
        return drafts.term(self.draft(), self.today)

    @override
    def dated(self) -> list[tuple[str, str]]:
        return []


@admin.register(Term)
class TermAdmin(OfDeals[Term], StatementAdmin[Term]):
    """What was said about value, quantity, local content and stage."""

    form = TermForm
    autocomplete_fields = ("deal", "source")
    list_display = (
        "deal_ref",
        "kind",
        "text",
        "amount",
        "currency",
        "stage",
        "reported",
        "side",
        "said_by",
        "source",
        "stands",
    )
    list_filter = (StandingFilter, "kind", "side", "credibility", "stage", DealFilter)
    list_select_related = ("deal", "source", "retracted_by")
    date_hierarchy = "reported_on"
    search_fields = ("text", "said_by", "note", "source__code", "source__publisher", "deal__ref")
    fieldsets = (
        (None, {"fields": ("deal", "kind", "text", "amount", "currency", "stage")}),
        ("Who said it", {"fields": ("said_by", "side", "source", "reported_edtf", "credibility")}),
        ("More", {"fields": ("in_force_edtf", "note")}),
    )
    shown = (
        (None, {"fields": ("deal", "kind", "text", "amount", "currency", "stage")}),
        *SHOWN_VOICE,
    )

    @override
    def record(self, book: Book, draft: Any) -> Term:
        return record_term(book, draft)

    @admin.display(description="deal", ordering="deal__ref")
    def deal_ref(self, term: Term) -> str:
        """The deal's reference."""
        return term.deal.ref


class EventForm(StatementForm[Event]):
    """An event as typed, with the deals that it stands with."""

    edtf = StatedDate(label="Date", help_text="When it happened, as stated: October 2018.")

    @override
    def draft(self) -> drafts.EventDraft:
        given = self.cleaned_data
        return drafts.EventDraft(
            code=given["code"],
            kind=given["kind"],
            title=given["title"],
            date=given["edtf"],
            voice=self.voice(),
            deals=tuple(given["deals"]),
        )

    @override
    def checked(self) -> Event:
        return drafts.event(self.draft(), self.today)

    @override
    def dated(self) -> list[tuple[str, str]]:
        return [("Date", in_words(self.record.date, self.cleaned_data["edtf"]))]


def _link_form(request: HttpRequest, data: Any) -> forms.Form:
    """Asks for one of the deals that this person may know of."""
    form = forms.Form(data)
    form.fields["deal"] = LabelledChoice(queryset=Deal.objects.visible_to(person(request)))
    return form


def _link(book: Book, event: Event, deal: Deal) -> None:
    if not link_event(book, event, deal):
        raise ValidationError({"deal": f"The event stands with “{deal}” already."})


LINK = Question(
    verb="link",
    title="Link to a deal",
    explains="The event then stands with that deal as well.",
    form=_link_form,
    open_to={"retracted_at__isnull": True},
    carry_out=lambda book, event, answer: _link(book, event, answer["deal"]),
)


@admin.register(Event)
class EventAdmin(StatementAdmin[Event]):
    """Dated context. An event is seen by whoever may know of one of its deals."""

    deal_path = "deals"
    questions = (LINK, RETRACT)
    form = EventForm
    autocomplete_fields = ("deals", "source")
    list_display = ("code", "title", "kind", "date_as", "reported", "said_by", "source", "stands")
    list_filter = (StandingFilter, "kind", DealFilter)
    list_select_related = ("source", "retracted_by")
    date_hierarchy = "reported_on"
    search_fields = ("code", "title", "said_by", "note", "source__code", "deals__ref")
    fieldsets = (
        (None, {"fields": ("code", "title", "kind", "edtf", "deals")}),
        ("Who said it", {"fields": ("said_by", "source", "reported_edtf", "note")}),
    )
    shown = (
        (None, {"fields": ("code", "title", "kind", "date_as", "known_deals")}),
        ("Who said it", {"fields": ("said_by", "source", "reported_as", "note")}),
        SHOWN_STANDING,
    )

    @override
    def get_queryset(self, request: HttpRequest) -> QuerySet[Event]:
        visible = Deal.objects.visible_to(person(request))
        links = Event.deals.through.objects.filter(event_id=OuterRef("pk"))
        known = Exists(links.filter(deal__in=visible))
        named = Prefetch("deals", queryset=visible.order_by("ref"), to_attr="known")
        rows = super().get_queryset(request).filter(known | ~Exists(links))
        return rows.prefetch_related(named)

    @override
    def record(self, book: Book, draft: Any) -> Event:
        return record_event(book, draft)

    @override
    def deals_of(self, record: Any) -> list[Deal]:
        """None: an event is context, and moves no verdict."""
        return []

    @admin.display(description="date", ordering="latest")
    def date_as(self, event: Event) -> str:
        """The date as a window."""
        return in_words(event.date)

    @admin.display(description="deals")
    def known_deals(self, event: Any) -> SafeString:
        """Those of its deals that this person may know of."""
        return links((record_address(deal), deal.ref) for deal in event.known)
