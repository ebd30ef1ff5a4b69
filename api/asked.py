"""What a request asks for, read from the parameters of its address."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any, TypeVar

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone

from api.parameters import (
    AS_OF,
    COUNT,
    CURSOR,
    DEAL,
    KNOWN_AT,
    LIMIT,
    MOST,
    PERIOD,
    SEEN,
    SINCE,
    TWO_DAYS,
    Parameter,
)
from api.problems import Fault, Refused, echo
from deals.dates import FIRST_YEAR, LAST_YEAR
from deliveries.filters import Filters
from deliveries.instants import NoInstant, read_instant
from deliveries.periods import Period, read_period

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Filtered:
    """Filters as they were given, all of them good."""

    filters: type[Filters]
    given: QueryDict

    def of(self, rows: "QuerySet[Any]", day: date, period: Period | None) -> "QuerySet[Any]":
        """Those of the rows that pass."""
        found: QuerySet[Any] = self.filters(self.given, rows, day=day, period=period).qs
        return found


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request asks for. `day` is the day of the answer.

    `today` is the day that has what has no history: that of the clock or, of what was on record
    at an instant, that of the instant. `since` is the first of two days that are compared, `after`
    the number of a change.
    """

    day: date
    today: date
    deals: tuple[str, ...] = ()
    limit: int | None = None
    cursor: str = ""
    known_at: datetime | None = None
    period: Period | None = None
    since: date | None = None
    after: int = 0
    seen: int | None = None
    filters: Filtered | None = None
    ordering: str = ""
    fields: tuple[str, ...] = ()
    omit: tuple[str, ...] = ()
    expand: tuple[str, ...] = ()
    wants_count: bool = False

    @property
    def is_today(self) -> bool:
        """Whether the answer is for the present: then it has what has no history."""
        return self.day == self.today


def read(
    query: QueryDict,
    taken: Sequence[Parameter],
    now: datetime,
    filters: type[Filters] | None = None,
) -> Asked:
    """Read the parameters of an address that takes `taken`, some of them `filters`.

    Raises Refused with every fault: unknown, given twice, or not accepted.
    """
    by_name = {parameter.name: parameter for parameter in taken}
    faults = [_unknown(name, query, by_name) for name in query if name not in by_name]
    for parameter in taken:
        faults += parameter.faults(query.getlist(parameter.name))
    given = _Given(query, taken, faults)
    since, day = given.read(TWO_DAYS, _two_days) or (None, given.read(AS_OF, _day))
    limit = given.read(LIMIT, _limit)
    known_at = given.read(KNOWN_AT, partial(_instant, now=now))
    period = given.read(PERIOD, read_period)
    deals = tuple(dict.fromkeys(query.getlist(DEAL.name)))
    if known_at is not None and DEAL in taken and len(deals) != 1:
        text = str(query[KNOWN_AT.name])
        faults.append(KNOWN_AT.fault("known_at is for one deal; give its ref as deal.", text))
    if since is not None and known_at is not None:
        text = str(query[KNOWN_AT.name])
        faults.append(KNOWN_AT.fault("known_at is for one day; as_of has two.", text))
    if since is not None:
        faults += [
            by_name[name].fault(f"{name} is for one day; as_of has two.", str(query[name]))
            for name in ("fields", "omit")
            if name in query
        ]
    if filters is not None:
        faults += _amiss(filters, query, by_name)
    if faults:
        raise Refused(faults)
    today = timezone.localdate(known_at or now)
    return Asked(
        day=day or today,
        today=today,
        deals=deals,
        limit=limit,
        cursor=query.get(CURSOR.name) or "",
        known_at=known_at,
        period=period,
        since=since,
        after=given.read(SINCE, int) or 0,
        seen=given.read(SEEN, int),
        filters=_filtered(filters, query),
        ordering=query.get("ordering") or "",
        fields=given.listed("fields"),
        omit=given.listed("omit"),
        expand=given.listed("expand"),
        wants_count=query.get(COUNT.name) == "true",
    )


def _filtered(filters: type[Filters] | None, query: QueryDict) -> Filtered | None:
    """The filters that are given; None where none is."""
    given = [name for name in query if filters is not None and name in filters.base_filters]
    return Filtered(filters, query) if filters is not None and given else None


def _amiss(
    filters: type[Filters], query: QueryDict, by_name: Mapping[str, Parameter]
) -> list[Fault]:
    found = filters.amiss(dict(query.lists()))
    return [by_name[name].fault(f"{name} {why}.", str(query[name])) for name, why in found.items()]


@dataclass(frozen=True, slots=True)
class _Given:
    """The values of a query, to be read one by one; what cannot be read is a fault."""

    query: QueryDict
    taken: Sequence[Parameter]
    faults: list[Fault]

    def read(self, parameter: Parameter, reader: Callable[[str], V]) -> V | None:
        """The value of a parameter; None where it is not taken, not given, or at fault."""
        text = self.query.get(parameter.name) if parameter in self.taken else None
        if text is None or any(fault.parameter == parameter.name for fault in self.faults):
            return None
        try:
            return reader(text)
        except ValueError as refused:
            why = refused.args[0] if isinstance(refused, _Unfit) else "is not accepted"
            self.faults.append(parameter.fault(f"{parameter.name} {why}.", text))
            return None

    def listed(self, name: str) -> tuple[str, ...]:
        """The values of a parameter that takes some of a list, with commas."""
        text = self.query.get(name)
        return tuple(dict.fromkeys(text.split(","))) if text else ()


class _Unfit(ValueError):
    """Why a value will not do."""


def _unknown(name: str, query: QueryDict, taken: Mapping[str, Parameter]) -> Fault:
    return Fault(
        f"There is no parameter “{echo(name)}” here.",
        echo(str(query[name])),
        tuple(taken) or ("no parameter",),
        parameter=echo(name),
    )


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise _Unfit("is not a day of the calendar") from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise _Unfit("is out of range")
    return day


def _two_days(text: str) -> tuple[date | None, date]:
    first, _, second = text.partition(",")
    return (_day(first), _day(second)) if second else (None, _day(first))


def _limit(text: str) -> int:
    if not 1 <= int(text) <= MOST:
        raise _Unfit("is out of range")
    return int(text)


def _instant(text: str, now: datetime) -> datetime:
    try:
        return read_instant(text, now, timezone.get_current_timezone())
    except NoInstant as refused:
        raise _Unfit(refused.why) from None
