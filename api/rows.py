"""A milestone as it stood, from a row of columns: a list of thousands has no time for records."""

from dataclasses import dataclass, fields
from datetime import date
from itertools import accumulate
from typing import Any, cast

import orjson
from django.db.models import TextField
from django.db.models.functions import Cast

from deals.models import Milestone
from deliveries.models import Figured, Span
from deliveries.periods import Period
from deliveries.standings import MilestoneOn

Row = tuple[Any, ...]


@dataclass(slots=True)
class _Deal:
    ref: str


@dataclass(slots=True)
class _Lot:
    item: str
    quantity: int
    mode: str


@dataclass(slots=True)
class _Milestone:
    deal: _Deal
    lot: _Lot | None
    code: str
    title: str
    kind: str


@dataclass(slots=True)
class _Before(Figured):
    figures: Any
    floor: int | None


@dataclass(slots=True)
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
TEXTS = {f"{name}_text": Cast(name, TextField()) for name in ("flags", "figures", "reasons")}
_OF_SPAN = [field.name for field in fields(_Stood)][2:]
_OF_MILESTONE = [field.name for field in fields(_Milestone)][2:]
_OF_LOT = [field.name for field in fields(_Lot)]
COLUMNS = (
    *("figures_text", "reasons_text"),
    *_OF_SPAN,
    *(f"milestone__{name}" for name in _OF_MILESTONE),
    *(f"milestone__lot__{name}" for name in _OF_LOT),
)
_ENDS = list(accumulate((2, len(_OF_SPAN), len(_OF_MILESTONE), len(_OF_LOT))))
_PARTS = [slice(start, end) for start, end in zip([0, *_ENDS], _ENDS, strict=False)]


def milestone_on(row: Row, past: Row | None, ref: str, day: date, period: Period) -> MilestoneOn:
    """The milestone of a row. It has no records: to make them would take most of the time."""
    texts, verdict, named, lot = (row[part] for part in _PARTS)
    delivers = _Lot(*lot) if lot[0] is not None else None
    milestone = _Milestone(_Deal(ref), delivers, *named)
    figures, reasons = map(orjson.loads, texts)
    span = _Stood(figures, reasons, *verdict)
    before = past and _Before(figures if past[0] == texts[0] else orjson.loads(past[0]), past[1])
    return MilestoneOn(
        cast(Milestone, milestone), cast(Span, span), day, period, cast(Span, before)
    )
