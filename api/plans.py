"""The milestones of a page of deals as JSON, each worked out once as long as it stays the same.

What is told of a milestone follows from its row and the day alone, so what was made of a row is
kept by the row itself: when something changes the row is another, and nothing has to be forgotten.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import lru_cache
from itertools import accumulate
from typing import Any, cast

import orjson
from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from api.rendering import written
from api.wire import deals as wire
from api.wire.values import Wire
from deals.models import Deal, Milestone
from deliveries.models import Figured, Span
from deliveries.periods import Period
from deliveries.standings import MilestoneOn

Row = tuple[Any, ...]

KEPT = 8192  # milestones: those of eight pages of a hundred deals, some 4 kB each


@dataclass(frozen=True, slots=True)
class _Deal:
    ref: str


@dataclass(frozen=True, slots=True)
class _Lot:
    item: str
    quantity: int
    mode: str


@dataclass(frozen=True, slots=True)
class _Milestone:
    deal: _Deal
    lot: _Lot | None
    code: str
    title: str
    kind: str


@dataclass(frozen=True, slots=True)
class _Before(Figured):
    figures: Any
    floor: int | None


@dataclass(frozen=True, slots=True)
class _Stood(Figured):
    figures: Any
    reasons: Any
    progress: str
    level: str
    state: str
    knowledge: str
    inferred: str
    floor: int | None
    objective: date | None
    threshold: date | None
    last_word_on: date | None


# JSON as it is stored: to read it costs more than to compare it.
_TEXTS = {f"{name}_text": Cast(name, TextField()) for name in ("flags", "figures", "reasons")}
_OF_SPAN = [field.name for field in fields(_Stood)][2:]
_OF_MILESTONE = [field.name for field in fields(_Milestone)][2:]
_OF_LOT = [field.name for field in fields(_Lot)]
_COLUMNS = (
    *("figures_text", "reasons_text"),
    *_OF_SPAN,
    *(f"milestone__{name}" for name in _OF_MILESTONE),
    *(f"milestone__lot__{name}" for name in _OF_LOT),
)
_ENDS = list(accumulate((2, len(_OF_SPAN), len(_OF_MILESTONE), len(_OF_LOT))))
_PARTS = [slice(start, end) for start, end in zip([0, *_ENDS], _ENDS, strict=False)]


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
    with the milestone on the day. Two queries for all.
    """
    spans: Any = Span.objects.filter(deal__in=deals).annotate(**_TEXTS)
    before: QuerySet[Span] = spans.on(period.before(day)).order_by()
    past = {number: tuple(row) for number, *row in _rows(before, "figures_text", "floor")}
    stood: QuerySet[Span] = spans.on(day).order_by("deal", "milestone__position", "milestone")
    found = {number: Plan({}) for number in deals}
    for milestone, deal, stored, *row in _rows(stood, "deal", "flags_text", *_COLUMNS):
        flags = orjson.loads(stored) if found_open is None else found_open.get(milestone, ())
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
    on = _on(row, past, ref, day, period)
    told = wire.milestone(on, is_suspended=is_suspended, flags=flags)
    return Told(orjson.Fragment(written(told)), wire.brief(on))


def _on(row: Row, past: Row | None, ref: str, day: date, period: Period) -> MilestoneOn:
    """The milestone of a row. It has no records: to make them would take most of the time."""
    texts, verdict, named, lot = (row[part] for part in _PARTS)
    delivers = _Lot(*lot) if lot[0] is not None else None
    milestone = _Milestone(_Deal(ref), delivers, *named)
    figures, reasons = map(orjson.loads, texts)
    span = _Stood(figures, reasons, *verdict)
    before = past and _Before(orjson.loads(past[0]), past[1])
    return MilestoneOn(
        cast(Milestone, milestone), cast(Span, span), day, period, cast(Span, before)
    )
