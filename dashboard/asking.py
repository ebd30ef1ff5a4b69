"""What a list is asked for by its address: filters, an order, a page.

The filters and orders are those of the API, so that one address tells of both. What is not known
here is refused by name: a filter that is misspelt must not answer with everything.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.http import urlencode

from dashboard.asof import PARAMETER, AsOf
from deals.choices import Role
from deliveries import periods
from deliveries.filters import DealFilters
from deliveries.models import DealSpan
from deliveries.periods import Period, read_period

ORDERING, PAGE, PERIOD, COUNT = "ordering", "page", "period", "count"
PARTIES = "parties"  # what `count` asks to be counted, of however many deals
# As the API has them (api/orders.py), by the columns of spans of deals, `reckoned`.
ORDERS: Mapping[str, tuple[str, ...]] = {
    "worst": ("severity", "-slipped", "deal__ref"),
    "severity": ("severity", "deal__ref"),
    "ref": ("deal__ref",),
    "designation": ("named", "deal__ref"),
    "slip": ("slipped", "deal__ref"),
    "-slip": ("-slipped", "deal__ref"),
    "due": ("due_on", "deal__ref"),
    "last_word_on": ("said_on", "deal__ref"),
    "-last_word_on": ("-said_on", "deal__ref"),
}
USUAL = "worst"
_FILTERS = DealFilters.base_filters
_OWN = (PARAMETER, ORDERING, PAGE, PERIOD, COUNT)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing in an address that is not accepted, and what would be."""

    parameter: str
    value: str
    why: str
    accepted: str


class Unreadable(ValueError):
    """An address asks for what cannot be read; `faults` has each of them."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(", ".join(fault.parameter for fault in faults))
        self.faults = faults


@dataclass(frozen=True)
class Asking:
    """What the list is asked for. `given` are the filters, all of them good and none empty."""

    when: AsOf
    given: QueryDict
    ordering: str = USUAL
    page: str = "1"
    period: Period | None = None
    period_text: str = ""
    counts_parties: bool = False

    def of(self, spans: "QuerySet[DealSpan]") -> "QuerySet[DealSpan]":
        """Those of the spans that pass, in the order that is asked for."""
        found: Any = DealFilters(self.given, spans, day=self.when.day, period=self.period).qs
        ordered: QuerySet[DealSpan]
        ordered = found.reckoned(self.when.day).order_by(*ORDERS[self.ordering])
        return ordered

    @property
    def narrows(self) -> bool:
        """Whether anything is filtered."""
        return bool(self.given)

    @cached_property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Filters, period and order, as an address has them: what a view of the list keeps."""
        found = [(name, value) for name, values in self.given.lists() for value in values]
        if self.period_text:
            found.append((PERIOD, self.period_text))
        if self.ordering != USUAL:
            found.append((ORDERING, self.ordering))
        return tuple(found)

    @property
    def text(self) -> str:
        """The same as text, without the day."""
        return urlencode(self.pairs)

    @property
    def day(self) -> tuple[tuple[str, str], ...]:
        """The day, where it is not today."""
        when = self.when
        return () if when.day == when.today else ((PARAMETER, when.day.isoformat()),)

    @property
    def query(self) -> str:
        """What a link to the same list carries: all but the page."""
        return _query((*self.pairs, *self.day))

    def with_values(self, name: str, values: Iterable[str]) -> str:
        """The same list with these values of one filter; none: without it."""
        pairs = [pair for pair in self.pairs if pair[0] != name]
        return _link((*pairs, *((name, value) for value in values), *self.day))

    def without(self, name: str, value: str) -> str:
        """The same list without one value of a filter."""
        return self.with_values(name, (v for v in self.given.getlist(name) if v != value))

    def ordered(self, ordering: str) -> str:
        """The same list in another order."""
        pairs = [pair for pair in self.pairs if pair[0] != ORDERING]
        order = () if ordering == USUAL else ((ORDERING, ordering),)
        return _link((*pairs, *order, *self.day))

    @property
    def whole(self) -> str:
        """The list without a filter."""
        order = [pair for pair in self.pairs if pair[0] == ORDERING]
        return _link((*order, *self.day))

    @property
    def with_parties(self) -> str:
        """The same list with its parties counted."""
        return _link((*self.pairs, *self.day, (COUNT, PARTIES)))

    @property
    def for_api(self) -> str:
        """The query of the API for the same list: its usual order is another."""
        pairs = [pair for pair in self.pairs if pair[0] != ORDERING]
        return urlencode((*pairs, (ORDERING, self.ordering), *self.day))


def read_asking(query: QueryDict, when: AsOf) -> Asking:
    """What an address asks for; what is given empty, as forms do, is not given.

    Raises Unreadable with every fault.
    """
    given = QueryDict(mutable=True)
    faults: list[Fault] = []
    for name, values in query.lists():
        kept = [value for value in dict.fromkeys(values) if value]
        if name in _FILTERS and kept:
            given.setlist(name, kept)
        elif name not in _FILTERS and name not in _OWN:
            faults.append(_unknown(name))
    faults += _unread(given)
    ordering = query.get(ORDERING) or USUAL
    if ordering not in ORDERS:
        faults.append(Fault(ORDERING, ordering, "is no order of this list", _listed(ORDERS)))
    period, text = None, query.get(PERIOD) or ""
    try:
        period = read_period(text) if text else None
    except ValueError:
        faults.append(Fault(PERIOD, text, "is not accepted", periods.ACCEPTED))
    count = query.get(COUNT) or ""
    if count not in ("", PARTIES):
        faults.append(Fault(COUNT, count, "is nothing that can be counted", PARTIES))
    if faults:
        raise Unreadable(faults)
    return Asking(when, given, ordering, query.get(PAGE) or "1", period, text, bool(count))


def _unread(given: QueryDict) -> list[Fault]:
    """What is wrong with the values of filters, and with filters that do not go together."""
    faults = []
    for name, wanted in _FILTERS.items():
        values = given.getlist(name)
        if len(values) > 1 and not wanted.takes.is_list:
            faults.append(Fault(name, values[-1], "is given more than once", wanted.takes.accepted))
            continue
        faults += [
            Fault(name, value, "has a value that is not accepted", wanted.takes.accepted)
            for value in values
            if not wanted.takes.takes(value)
        ]
    amiss = DealFilters.amiss(dict(given.lists()))
    return faults + [
        Fault(name, str(given[name]), why, _FILTERS[name].takes.accepted)
        for name, why in amiss.items()
    ]


def _unknown(name: str) -> Fault:
    near = get_close_matches(name, [*_FILTERS, *_OWN], n=2, cutoff=0.75)
    meant = f"; perhaps {' or '.join(near)} is meant" if near else ""
    return Fault(name, "", f"is no filter of this list{meant}", _in_short())


def _in_short() -> str:
    """The filters by name, but for those of which there are many of a kind."""
    of_roles = {role.value for role in Role} | {f"{role.value}_country" for role in Role}
    plain = [name for name in _FILTERS if "__" not in name and name not in of_roles]
    rest = "and by roles, values, days and slips what the API describes"
    return f"{_listed(plain)}, {rest}; {_listed(_OWN)}"


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)


def _query(pairs: Iterable[tuple[str, str]]) -> str:
    text = urlencode(list(pairs))
    return f"?{text}" if text else ""


def _link(pairs: Iterable[tuple[str, str]]) -> str:
    """An address that a link on the page of the list can have; an empty one would be the page's."""
    return _query(pairs) or "./"
