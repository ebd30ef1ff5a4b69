"""The milestones of a page of deals as JSON, each worked out once as long as it stays the same.

What is told of a milestone follows from its row and the day alone, so what was made of a row is
kept by the row itself: when something changes the row is another, and nothing has to be forgotten.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import islice
from typing import Any, TypeVar

import orjson
from django.db import connection
from django.db.models import (
    Aggregate,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
)
from django.db.models.functions import Cast

from api.ahead import ahead
from api.known import Known
from api.rendering import written
from api.rows import COLUMNS, TEXTS, Row, milestone_on
from api.wire import deals as wire
from api.wire.values import Wire
from deals.models import Deal
from deliveries.models import DealSpan, Flag, Span
from deliveries.periods import Period
from deliveries.standings import usual_period

R = TypeVar("R")

AT_ONCE = 1000  # milestones of a stream
KEPT = 8192  # milestones: those of eight pages of a hundred deals, some 4 kB each


_OF_DEAL = ("milestone__deal__ref", "milestone__deal__is_suspended")
_BEFORE = ("past_text", "past__floor")


@dataclass(frozen=True, slots=True)
class Told:
    """A milestone as it is sent, and what its deal says of it where it decides or is next."""

    text: orjson.Fragment
    brief: Wire


@dataclass(frozen=True, slots=True)
class Plan:
    """The milestones of a deal by their numbers, in the order of the plan."""

    told: dict[int, Told]

    def brief(self, milestone: int | None) -> Wire | None:
        """What is told of one of them, if it is among them."""
        found = self.told.get(milestone or 0)
        return found.brief if found else None


def plans(
    deals: Mapping[int, Deal],
    day: date,
    period: Period,
    suspended: set[int],
    found_open: Mapping[int, list[str]] | None,
) -> dict[int, Plan]:
    """What stood on the day for the milestones of these deals, by the number of the deal.

    `found_open` are the kinds of the flags that are open, by milestone; None: those that stood
    with the milestone on the day, of no suspended deal. Two queries for all.
    """
    spans: Any = Span.objects.filter(deal__in=deals).annotate(**TEXTS)
    before: QuerySet[Span] = spans.on(period.before(day)).order_by()
    past = {number: tuple(row) for number, *row in _rows(before, "figures_text", "floor")}
    stood: QuerySet[Span] = spans.on(day).order_by("deal", "milestone__position", "milestone")
    found = {number: Plan({}) for number in deals}
    for milestone, deal, stored, *row in _rows(stood, "deal", "flags_text", *COLUMNS):
        if found_open is not None:
            flags = found_open.get(milestone, ())
        else:
            flags = () if deal in suspended else orjson.loads(stored)
        found[deal].told[milestone] = _told(
            tuple(row),
            past.get(milestone),
            deals[deal].ref,
            day,
            period,
            deal in suspended,
            tuple(flags),
        )
    return found


def streamed(known: Known, spans: "QuerySet[Span]") -> Iterator[Wire]:
    """What stood for each of the milestones of `spans`, one after the other.

    One query reads them all, today with the flags that are open.
    """
    if not (known.asked.filters or known.asked.ordering):
        _in_order_at_once()
    day, period = known.day, known.asked.period or usual_period()
    before, is_today = period.before(day), known.asked.is_today
    still = Q(milestone__spans__to_on__isnull=True) | Q(milestone__spans__to_on__gt=before)
    past = FilteredRelation(
        "milestone__spans", condition=Q(still, milestone__spans__from_on__lte=before)
    )
    stages = DealSpan.objects.on(day).filter(is_suspended=True)
    suspended = set(stages.values_list("deal", flat=True))
    told: Any = spans.annotate(
        past=past, past_text=Cast("past__figures", TextField()), found_open=_kinds_open(), **TEXTS
    )
    flags = "found_open" if is_today else "flags_text"
    found = told.values_list("deal", *_OF_DEAL, *_BEFORE, flags, *COLUMNS)
    for some in ahead(in_parts(found.iterator(chunk_size=AT_ONCE), AT_ONCE)):
        for deal, ref, by_person, then, floor, stored, *row in some:
            stood_before = None if then is None else (then, floor)
            on = milestone_on(tuple(row), stood_before, ref, day, period)
            is_suspended = deal in suspended or (is_today and by_person)
            if is_today:
                kinds = (stored or "").split()
            else:
                kinds = [] if is_suspended else orjson.loads(stored)
            yield wire.milestone(on, is_suspended=is_suspended, flags=kinds)


def _in_order_at_once() -> None:
    """Have PostgreSQL read the plan of one deal after the other, until this transaction ends.

    It would sort a million rows before the first, and nobody would work meanwhile. It reckons that
    a cursor is read for a part; that the part is small makes it go by the index of references.
    Few rows among many, or in another order, are better sorted.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL cursor_tuple_fraction = 0.0001")


class _Words(Aggregate):
    """Texts of several rows, with a space between one and the next."""

    function = "GROUP_CONCAT"
    template = "%(function)s(%(expressions)s, ' ')"
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        """The same by the name that PostgreSQL has for it."""
        return self.as_sql(compiler, connection, function="STRING_AGG", **more)


def _kinds_open() -> Subquery:
    """The kinds of the flags that are open on the milestone of a span."""
    found: Any = Flag.objects.open().filter(milestone=OuterRef("milestone")).order_by()
    return Subquery(found.values("milestone").annotate(kinds=_Words("kind")).values("kinds"))


def in_parts(rows: Iterable[R], size: int) -> Iterator[list[R]]:
    """So many at a time."""
    rows = iter(rows)
    while some := list(islice(rows, size)):
        yield some


def open_flags(among: dict[str, Any]) -> dict[int, list[str]]:
    """The kinds of the flags that are open, by the number of the milestone."""
    found: dict[int, list[str]] = {}
    rows = Flag.objects.open().filter(**among).order_by("id")
    for number, kind in rows.values_list("milestone", "kind"):
        found.setdefault(number, []).append(kind)
    return found


def _rows(spans: "QuerySet[Any]", *columns: str) -> Iterable[Row]:
    return spans.values_list("milestone", *columns)


@lru_cache(maxsize=KEPT)
def _told(  # noqa: PLR0913 - all that it follows from, and nothing else
    row: Row,
    past: Row | None,
    ref: str,
    day: date,
    period: Period,
    is_suspended: bool,
    flags: tuple[str, ...],
) -> Told:
    on = milestone_on(row, past, ref, day, period)
    told = wire.milestone(on, is_suspended=is_suspended, flags=flags)
    return Told(orjson.Fragment(written(told)), wire.brief(on))
