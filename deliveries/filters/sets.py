"""The filters of deals, of milestones and of what was said, as FilterSets for every door.

    DealFilters(request.GET, deal_spans_on(actor, day), day=day).qs

Filters of different names must all hold; several values of one mean one or the other. Filters that
speak of the same thing (when something is due, how far it slipped, a deal's value) hold together,
of one and the same milestone or word.
"""

from functools import partial

from django.db.models import Exists, OuterRef, Q
from typing_extensions import override

from deals import choices
from deliveries.filters import conditions as so
from deliveries.filters import values as takes
from deliveries.filters.parts import due, is_, of_deals, slips
from deliveries.filters.values import codes, words
from deliveries.filters.wanted import Filters, Wanted
from deliveries.models import Span
from deliveries.verdicts import FLAGS, LEVELS, WORST_FIRST

KNOWLEDGE = ("contested", "stale", "confirmed", "single_source", "none")
_STATE = words(WORST_FIRST)
_KNOWN = "How well the date is known; none: nobody has spoken of it itself."


class DealFilters(Filters):
    """Filters of deals, for spans of deals."""

    state = Wanted(_STATE, "The verdict in one word.", is_("state"))
    knowledge = Wanted(
        words(KNOWLEDGE),
        f"Of the milestone that decides: {_KNOWN}",
        is_("knowledge"),
    )
    kind = Wanted(words(choices.DealKind.values), "What sort of deal.", is_("deal__kind"))
    stage = Wanted(words(choices.Stage.values), "The latest that was said.", is_("stage"))
    stale = Wanted(
        takes.YES_OR_NO,
        "Whether the word on what decides is stale.",
        lambda is_so, on: Q(is_stale=is_so),
    )
    due_year = Wanted(
        takes.A_YEAR,
        "Deals whose next milestone has an estimate, as stated, that ends in this year.",
        lambda years, on: so.due_in(years),
    )
    q = Wanted(
        takes.WORDS,
        "Deals that have each of these words in designation, title, ref or in the name of a party.",
        lambda text, on: so.told_of_deals(text),
    )

    @override
    @classmethod
    def get_filters(cls) -> dict[str, Wanted]:
        own: dict[str, Wanted] = super().get_filters()  # type: ignore[no-untyped-call]
        return own | of_deals() | due("Deals with an open milestone") | slips()

    @override
    def of(self, what: str, condition: Q) -> Q:
        whose = {"milestone": Q(milestone=OuterRef("worst")), "due": Q(deal=OuterRef("deal"))}
        if what not in whose:
            return super().of(what, condition)
        return Q(Exists(Span.objects.on(self.on.day).filter(whose[what], condition)))


class MilestoneFilters(Filters):
    """Filters of milestones, for their spans."""

    state = Wanted(_STATE, "The verdict in one word.", is_("state"))
    level = Wanted(words(filter(None, LEVELS)), "How late it certainly is.", is_("level"))
    progress = Wanted(words(("open", "met", "cancelled")), "How it goes on.", is_("progress"))
    knowledge = Wanted(words(KNOWLEDGE), _KNOWN, is_("knowledge"))
    kind = Wanted(words(choices.MilestoneKind.values), "What is to happen.", is_("milestone__kind"))
    code = Wanted(codes("a milestone"), "Its code within the deal.", is_("milestone__code"))
    flag = Wanted(
        words(FLAGS),
        "One of these findings stands by what sources say; whether the scan has found it, and "
        "what people said of it, is in the list of flags.",
        lambda kinds, on: so.has_flag(kinds),
    )
    stale = Wanted(takes.YES_OR_NO, "Whether the word on it is stale.", partial(so.is_stale))
    deal_kind = Wanted(words(choices.DealKind.values), "What sort of deal.", is_("deal__kind"))
    stage = Wanted(words(choices.Stage.values), "The latest that was said of its deal.", so.stages)
    q = Wanted(
        takes.WORDS,
        "Milestones that have each of these words in their title or code, or in designation, "
        "title, ref or the name of a party of their deal.",
        lambda text, on: so.told_of_milestones(text),
    )

    @override
    @classmethod
    def get_filters(cls) -> dict[str, Wanted]:
        own: dict[str, Wanted] = super().get_filters()  # type: ignore[no-untyped-call]
        return own | of_deals() | due("Open milestones") | slips()


class FlagFilters(MilestoneFilters):
    """Filters of flags, for the spans of their milestones: `kind` is left to who has the flags."""

    kind = Wanted(words(FLAGS), "What was found.", lambda kinds, on: Q(), of="flag")
    milestone_kind = Wanted(
        words(choices.MilestoneKind.values), "What is to happen.", is_("milestone__kind")
    )
    flag = None  # type: ignore[assignment]  # this is how a FilterSet drops one
