"""Where the product and the second derivation differ about a deal on a day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from typing_extensions import override

from deals.dates import Window
from deliveries.history import History, at
from deliveries.pace import Pace
from deliveries.slips import estimate_on
from deliveries.verdicts import Clock, Standing
from tests.deliveries.naive.deals import NaiveHistory
from tests.deliveries.naive.pace import NaivePace
from tests.deliveries.naive.verdicts import NaiveStanding
from tests.deliveries.naive.words import Days

PLAIN = (
    "progress",
    "level",
    "state",
    "knowledge",
    "inferred",
    "objective",
    "threshold",
    "original_objective",
    "last_word_on",
    "flags",
)
WINDOWS = ("original", "baseline", "promised", "assessed", "actual")
OF_DEAL = (
    "state",
    "worst",
    "stage",
    "is_suspended",
    "last_word_on",
    "open",
    "met",
    "cancelled",
    "knowledge",
)


@dataclass(frozen=True)
class Difference:
    milestone: str
    day: date
    field: str
    product: Any
    naive: Any

    @override
    def __str__(self) -> str:
        where = f"{self.milestone or 'the deal'} on {self.day}"
        return f"{where}: {self.field}: product {shown(self.product)}, naive {shown(self.naive)}"


def shown(value: Any) -> str:
    if isinstance(value, Days):
        ends = ("" if end in (date.min, date.max) else str(end) for end in value)
        return "..".join(ends)
    return str(value)


def differences(product: History, naive: NaiveHistory, day: date) -> Iterator[Difference]:
    """All of one day. Lateness, flags and figures; the naive one gives no reasons."""
    here, there = product.on(day), naive.on(day)
    for code in {**here, **there}:
        if code in here and code in there:
            for field, one, other in of_milestone(here[code], there[code], day):
                if one != other:
                    yield Difference(code, day, field, one, other)
        else:
            yield Difference(code, day, "exists", code in here, code in there)
    one_deal, other_deal = at(product.deal, day), naive.deal_on(day, there)
    if one_deal is None or other_deal is None:
        if (one_deal is None) != (other_deal is None):
            yield Difference("", day, "exists", one_deal, other_deal)
        return
    for field in OF_DEAL:
        if getattr(one_deal, field) != getattr(other_deal, field):
            yield Difference("", day, field, getattr(one_deal, field), getattr(other_deal, field))


def of_milestone(here: Standing, there: NaiveStanding, day: date) -> Iterator[tuple[str, Any, Any]]:
    for field in PLAIN:
        yield field, getattr(here, field), getattr(there, field)
    for field in WINDOWS:
        yield field, days_of(getattr(here, field)), getattr(there, field)
    estimate = days_of(estimate_on(here.estimate, here.floor, day))
    if estimate and here.progress == "open":
        # "By 2025" keeps no first day in the product; to be reckoned with it is the day, or later.
        first = day + timedelta(days=here.floor or 0)
        estimate = Days(max(estimate.earliest, first), estimate.latest)
    yield "estimate", estimate, there.estimate
    yield "pace", of_product(here.pace, day), of_naive(there.pace)


def of_product(pace: Pace | None, day: date) -> tuple[Any, ...] | None:
    """The figures of a pace that the second derivation works out as well."""
    if pace is None:
        return None
    is_at_risk = pace.fails_from is not None and day >= pace.fails_from
    return (
        (pace.starts_on, pace.done, pace.planned_days, pace.earned_days, pace.spi),
        (pace.completes_on, pace.best and pace.best.a_day),
        (pace.needed_on(day), pace.tspi_on(day) if pace.remaining else None, is_at_risk),
    )


def of_naive(pace: NaivePace | None) -> tuple[Any, ...] | None:
    if pace is None:
        return None
    is_done = pace.needed is not None and pace.needed <= 0
    needed = max(pace.needed, Fraction(0)) if pace.needed is not None else None
    return (
        (pace.start, pace.done, pace.planned_days, pace.earned_days, pace.spi),
        (pace.complete_on, pace.best),
        (needed, None if is_done else pace.tspi, pace.is_at_risk),
    )


def days_of(stated: Window | Clock | None) -> Days | None:
    window = stated.window if isinstance(stated, Clock) else stated
    return Days(window.earliest or date.min, window.latest or date.max) if window else None
