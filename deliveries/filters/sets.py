"""The filters of deals, of milestones and of what was said, as FilterSets for every door.

    DealFilters(request.GET, deal_spans_on(actor, day), day=day).qs

Filters of different names must all hold; several values of one mean one or the other. Filters that
speak of the same thing (when something is due, how far it slipped, a deal's value) hold together,
of one and the same milestone or word.
"""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any, Literal

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.forms import Field
from django_filters import Filter
from django_filters.filterset import FilterSet
from typing_extensions import override

from deals import choices
from deliveries.filters import conditions as so
from deliveries.filters import values as takes
from deliveries.filters.conditions import RULERS, On, Ruler
from deliveries.filters.values import Takes, Values, codes, words
from deliveries.models import Span
from deliveries.periods import Period
from deliveries.standings import usual_period
from deliveries.verdicts import FLAGS, LEVELS, WORST_FIRST

Of = Literal["row", "milestone", "due", "value", "flag"]
Where = Callable[[Any, On], Q]
KNOWLEDGE = ("contested", "stale", "confirmed", "single_source", "none")


class Wanted(Filter):
    """One filter: what it takes, what it means, and what it lets through.

    `where` makes a condition of the value; `of` says of what: the row itself, its milestone (of a
    deal: that which decides), one that is due, or the latest word on the deal's value.
    """

    field_class: type[Field] = Values

    def __init__(self, takes: Takes, meaning: str, where: Where, *, of: Of = "row") -> None:
        super().__init__(takes=takes, label=meaning)  # type: ignore[no-untyped-call]
        self.takes, self.meaning, self.where, self.of = takes, meaning, where, of


class Filters(FilterSet):
    """Filters of one kind of rows, as they stood on a day. What cannot be read lets all pass."""

    base_filters: Mapping[str, Wanted]

    def __init__(
        self,
        data: Mapping[str, Any],
        queryset: "QuerySet[Any]",
        *,
        day: date,
        period: Period | None = None,
    ) -> None:
        super().__init__(data, queryset)  # type: ignore[no-untyped-call]
        self.on = On(day, period or usual_period())

    @override
    def filter_queryset(self, queryset: "QuerySet[Any]") -> "QuerySet[Any]":
        found: dict[str, Q] = {}
        for name, value in self.form.cleaned_data.items():
            if value is not None:
                wanted = self.filters[name]
                found[wanted.of] = found.get(wanted.of, Q()) & wanted.where(value, self.on)
        for of, condition in found.items():
            queryset = queryset.filter(self.of(of, condition))
        return queryset

    def of(self, what: str, condition: Q) -> Q:
        """The condition for the row, from one for what it is told of."""
        return so.valued(condition, self.on) if what == "value" else condition

    @classmethod
    def amiss(cls, given: Mapping[str, list[str]]) -> dict[str, str]:
        """What is wrong with filters that do not go together, by name."""
        if len(set(given.get("currency", ()))) == 1:
            return {}
        asked = ("value__gte", "value__lte")
        why = "compares amounts of one currency: give it as currency"
        return {name: why for name in asked if name in cls.base_filters and given.get(name)}


def is_(column: str) -> Where:
    """Rows that have one of the values in a column."""
    return lambda values, on: Q(**{f"{column}__in": values})


def _slip(ruler: Ruler, *, least: bool) -> Where:
    def where(days: int, on: On) -> Q:
        return so.slipped(ruler, days if least else None, None if least else days, on)

    return where


_SLIPS = {
    "total": ("slip", "Its total slip"),
    "current": ("slip_current", "Its slip against the current baseline"),
    "in_period": ("slip_in_period", "Its slip in the period (see `period`)"),
    "outturn": ("slip_outturn", "How late it was, once met, against the original baseline,"),
}


def _slips() -> dict[str, Wanted]:
    """By each of the four rulers, at least and at most."""
    found: dict[str, Wanted] = {}
    for ruler in RULERS:
        name, meaning = _SLIPS[ruler]
        found[f"{name}__gte"] = Wanted(
            takes.DAYS,
            f"{meaning} is so many days at least. Where there is no last day it is reckoned with "
            "what it comes to at least.",
            _slip(ruler, least=True),
            of="milestone",
        )
        found[f"{name}__lte"] = Wanted(
            takes.DAYS,
            f"{meaning} is so many days at most.",
            _slip(ruler, least=False),
            of="milestone",
        )
    return found


def _party(name: str, role: str = "") -> Where:
    return lambda values, on: so.parties(name, values, role)


def _parties() -> dict[str, Wanted]:
    """Organisations and their countries, in any role and in each."""
    found = {
        "organisation": Wanted(
            codes("an organisation"), "Deals that it is a party to.", _party("code")
        ),
        "country": Wanted(
            takes.COUNTRY, "Deals that a party from there has a part in.", _party("country")
        ),
    }
    for role in choices.Role:
        said = role.label
        found[role.value] = Wanted(
            codes("an organisation"), f"Deals with this {said}.", _party("code", role)
        )
        found[f"{role.value}_country"] = Wanted(
            takes.COUNTRY, f"Deals with a {said} from there.", _party("country", role)
        )
    return found


def _of_deals() -> dict[str, Wanted]:
    """What a deal is, whoever asks."""
    return {
        "route": Wanted(words(choices.Route.values), "Its procedure.", is_("deal__route")),
        "category": Wanted(
            words(choices.Category.values), "What it is about.", is_("deal__category")
        ),
        **_parties(),
        "currency": Wanted(
            takes.CURRENCY,
            "The currency of its value, by the word on that which was held last.",
            is_("currency"),
            of="value",
        ),
        "value__gte": Wanted(
            takes.AMOUNT,
            "Its value is this at least; asks for one `currency`.",
            lambda amount, on: so.worth(least=amount),
            of="value",
        ),
        "value__lte": Wanted(
            takes.AMOUNT,
            "Its value is this at most; asks for one `currency`.",
            lambda amount, on: so.worth(most=amount),
            of="value",
        ),
    }


def _due(whose: str) -> dict[str, Wanted]:
    """When something is due: the last day of its estimate as stated, before the day moves it."""
    said = "with an estimate, as stated, that ends"
    return {
        "due__before": Wanted(
            takes.A_DAY,
            f"{whose} {said} before this day.",
            lambda day, on: so.due(before=day),
            of="due",
        ),
        "due__after": Wanted(
            takes.A_DAY,
            f"{whose} {said} after this day.",
            lambda day, on: so.due(after=day),
            of="due",
        ),
        "due__within": Wanted(
            takes.A_TIME,
            f"{whose} {said} on the day of the answer or within this time from it: P90D, P3M.",
            so.due_within,
            of="due",
        ),
    }


_STATE = words(WORST_FIRST)
_KNOWN = "How well the date is known; none: nobody has spoken of it itself."


class DealFilters(Filters):
    """Filters of deals, for spans of deals."""

    state = Wanted(_STATE, "The verdict in one word.", is_("state"))
    knowledge = Wanted(
        words(KNOWLEDGE),
        f"Of the milestone that decides: {_KNOWN}",
        is_("knowledge"),
        of="milestone",
    )
    kind = Wanted(words(choices.DealKind.values), "What sort of deal.", is_("deal__kind"))
    stage = Wanted(words(choices.Stage.values), "The latest that was said.", is_("stage"))
    stale = Wanted(
        takes.YES_OR_NO,
        "Whether the word on what decides is stale.",
        lambda is_so, on: Q(is_stale=is_so),
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
        return own | _of_deals() | _due("Deals with an open milestone") | _slips()

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
        return own | _of_deals() | _due("Open milestones") | _slips()


class FlagFilters(MilestoneFilters):
    """Filters of flags, for the spans of their milestones: `kind` is left to who has the flags."""

    kind = Wanted(words(FLAGS), "What was found.", lambda kinds, on: Q(), of="flag")
    milestone_kind = Wanted(
        words(choices.MilestoneKind.values), "What is to happen.", is_("milestone__kind")
    )
    flag = None  # type: ignore[assignment]  # this is how a FilterSet drops one
