"""How many deals have which value of each facet, under all else that is asked for.

Values chosen of a facet narrow the others and never itself, so that each number says how many
deals choosing it alone would leave of the list as it is narrowed by the others.

Facets that are columns are counted together, by the values that occur together, and told apart
afterwards: two queries for seven facets at most, each through the spans of the day once.
Organisations and countries are two more, and dear, since a deal has several: of many deals they are
counted only if that is asked for. Where few deals pass they are found once, in the order of the
list and with what they are, and counted by their numbers wherever nothing is chosen of a facet
itself.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.http import QueryDict

from deals.choices import Role
from deals.models import Deal, Party
from deliveries.filters import DealFilters
from deliveries.filters.conditions import among, deals_told_of
from deliveries.models import DealSpan
from deliveries.periods import Period

# How a deal stands on the day: each facet with its column.
STANDS = {
    "state": F("state"),
    "knowledge": F("knowledge"),
    "stage": F("stage"),
    "due_year": F("next_due_on__year"),
}
_ALSO = {"stale": F("is_stale")}  # counted with them, and no facet
IS = ("kind", "category", "route")  # columns of the deal
OF_PARTIES = {"country": "organisation__country", "organisation": "organisation__code"}
ROLES = tuple(role.value for role in Role)
# The columns of a span under names that no model has.
_STANDS = {f"of_{name}": column for name, column in {**STANDS, **_ALSO}.items()}
_IS = {f"of_{name}": F(f"deal__{name}") for name in IS}
AT_ONCE = 5_000  # deals of which the parties are counted unasked
BY_NUMBER = 20_000  # deals that are asked for by number once they are found
FACETS = (*STANDS, *IS, *OF_PARTIES)

Counted = dict[str, int]  # by value
_Chosen = dict[int, set[str]]
_Row = tuple[tuple[str, ...], int]  # values that occur together, and how many deals have them
_Passing = list[tuple[int, tuple[object, ...]]]  # numbers of deals, each with what it is


@dataclass(frozen=True, slots=True)
class Asked:
    """Deals of a day that are asked for: by filters, as they were given, over a period.

    `are_few` where it is known that they are, before any filter.
    """

    spans: QuerySet[DealSpan]
    given: QueryDict
    day: date
    period: Period | None = None
    are_few: bool = False

    def chosen(self, leaving: Iterable[str] = ()) -> QuerySet[DealSpan]:
        """Those that pass the filters but for some, in no order."""
        given = self.given.copy()
        for name in leaving:
            given.pop(name, None)
        filters = DealFilters(given, self.spans.order_by(), day=self.day, period=self.period)
        found: QuerySet[DealSpan] = filters.qs
        return found.select_related(None)

    def in_order(self, order: Sequence[str], leaving: Iterable[str] = ()) -> Any:
        """The same in an order of what spans are `reckoned` with."""
        found: Any = self.chosen(leaving)
        return found.reckoned(self.day).order_by(*order)


def by_number(asked: Asked) -> Asked:
    """The same deals, which may have been asked for by words: those of few are sought once.

    A query where there are words, and one for each of them; none without.
    """
    if not asked.given.get("q"):
        return asked
    given = asked.given.copy()
    found = Deal.objects.filter(deals_told_of(" ".join(given.pop("q")))).order_by()
    deals = list(found.values_list("pk", flat=True)[: BY_NUMBER + 1])
    if len(deals) > BY_NUMBER:
        return asked
    spans = asked.spans.filter(among("deal", deals))
    return replace(asked, given=given, spans=spans, are_few=True)


@dataclass(frozen=True, slots=True)
class Tallied:
    """The deals that pass by state, those among them on which the word is stale, and the facets.

    A facet of parties that was not counted is none of `facets`. `passing` are the numbers of the
    deals themselves in the order that was asked for, if they are few.
    """

    states: Counter[str]
    stale: int
    facets: dict[str, Counted]
    passing: list[int] | None

    @property
    def number(self) -> int:
        """How many deals pass."""
        return self.states.total()


def tallied(asked: Asked, order: Sequence[str] = (), *, whole: bool = False) -> Tallied:
    """Count, in five queries at most; `whole`: the parties as well, however many deals there are.

    Where a facet of parties is chosen itself, a query more says of how many deals it is told.
    `order` is that of the deals that pass, by what spans are `reckoned` with.
    """
    standing, passing = _standing(asked, order)
    states, stale = Counter[str](), 0
    chosen = _chosen([*STANDS], asked.given)
    for row in standing:
        if _passes(row, chosen):
            (state, *_, is_stale), number = row
            states[state] += number
            stale += number if is_stale == "True" else 0
    if passing is None and states.total() <= BY_NUMBER:
        rows = asked.in_order(order).annotate(**_IS).values_list("deal_id", *_IS)
        passing = [(deal, tuple(values)) for deal, *values in rows]
    facets = {
        **_apart(standing, [*STANDS], asked.given),
        **_apart(_kinds(asked, passing), [*IS], asked.given),
    }
    numbers = None if passing is None else [deal for deal, _ in passing]
    for name in OF_PARTIES:
        if numbers is not None and name not in asked.given:
            if whole or len(numbers) <= AT_ONCE:
                facets[name] = _parties(among("deal", numbers), name)
            continue
        deals: QuerySet[DealSpan, Any] = asked.chosen(leaving=[name]).values("deal")
        if whole or (name in asked.given and deals[: AT_ONCE + 1].count() <= AT_ONCE):
            facets[name] = _parties(Q(deal__in=deals), name)
    return Tallied(states, stale, facets, numbers)


def _standing(asked: Asked, order: Sequence[str]) -> tuple[list[_Row], _Passing | None]:
    """How the deals stand, under the filters of other facets; of few, those that pass, in order."""
    if not asked.are_few:
        return _together(asked.chosen(leaving=STANDS), _STANDS), None
    deals = asked.in_order(order, leaving=STANDS).annotate(**_STANDS, **_IS)
    rows = [
        (deal, tuple(values[: len(_STANDS)]), tuple(values[len(_STANDS) :]))
        for deal, *values in deals.values_list("deal_id", *_STANDS, *_IS)
    ]
    chosen = _chosen([*STANDS], asked.given)
    counted = Counter(stands for _, stands, _ in rows)
    told = {stands: (_told(stands), number) for stands, number in counted.items()}
    passes = {stands for stands, row in told.items() if _passes(row, chosen)}
    return [*told.values()], [(deal, kinds) for deal, stands, kinds in rows if stands in passes]


def _kinds(asked: Asked, passing: _Passing | None) -> list[_Row]:
    """What the deals are; of those that pass alone where nothing is chosen of it."""
    if passing is None or any(name in asked.given for name in IS):
        return _together(asked.chosen(leaving=IS), _IS)
    counted = Counter(values for _, values in passing)
    return [(_told(values), number) for values, number in counted.items()]


def _together(found: QuerySet[Any], named: Mapping[str, F]) -> list[_Row]:
    """How many of them have which values together."""
    # Of all columns: to count by one that the index has not would read every span itself.
    rows = found.order_by().annotate(**named).values_list(*named).annotate(number=Count("*"))
    return [(_told(values), number) for *values, number in rows]


def _told(values: Iterable[object]) -> tuple[str, ...]:
    return tuple("" if value is None else str(value) for value in values)


def _chosen(names: Sequence[str], given: QueryDict, but_for: str = "") -> _Chosen:
    """By its place: the values that are chosen of each facet, if any are."""
    return {
        place: set(given.getlist(name))
        for place, name in enumerate(names)
        if name in given and name != but_for
    }


def _passes(row: _Row, chosen: _Chosen) -> bool:
    return all(row[0][place] in values for place, values in chosen.items())


def _apart(rows: Sequence[_Row], names: Sequence[str], given: QueryDict) -> dict[str, Counted]:
    """By facet and value: each under the choice of the others."""
    found: dict[str, Counted] = {}
    for place, name in enumerate(names):
        counted, chosen = Counter[str](), _chosen(names, given, but_for=name)
        for row in rows:
            if _passes(row, chosen):
                counted[row[0][place]] += row[1]
        counted.pop("", None)
        found[name] = dict(counted)
    return found


def _parties(deals: Q, name: str) -> Counted:
    """By organisation or country: of how many of the deals it is a party."""
    found: QuerySet[Any] = Party.objects.filter(deals).order_by()
    return dict(found.values_list(OF_PARTIES[name]).annotate(Count("deal", distinct=True)))
