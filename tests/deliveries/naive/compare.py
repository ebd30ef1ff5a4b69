"""Where the product and the second derivation differ about a deal on a day."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from deals.dates import Window
from deliveries.facts import Facts
from deliveries.history import History, at
from deliveries.slips import estimate_on
from deliveries.verdicts import Clock, Standing
from tests.deliveries.naive.claims import Days
from tests.deliveries.naive.deals import NaiveHistory
from tests.deliveries.naive.verdicts import NaiveStanding

# To be True once the product knows pace: until then lots are compared without their quantity.
COMPARES_PACE = False

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
OF_DEAL = ("state", "worst", "stage", "is_suspended", "last_word_on", "open", "met", "cancelled")


@dataclass(frozen=True)
class Difference:
    milestone: str
    day: date
    field: str
    product: Any
    naive: Any

    def __str__(self) -> str:
        where = f"{self.milestone or 'the deal'} on {self.day}"
        return f"{where}: {self.field}: product {shown(self.product)}, naive {shown(self.naive)}"


def shown(value: Any) -> str:
    if isinstance(value, Days):
        ends = ("" if end in (date.min, date.max) else str(end) for end in value)
        return "..".join(ends)
    return str(value)


def comparable(facts: Facts) -> Facts:
    """The facts as far as the product can judge them."""
    if COMPARES_PACE:
        return facts
    return replace(facts, steps=tuple(replace(step, quantity=None) for step in facts.steps))


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


def of_milestone(
    here: Standing, there: NaiveStanding, day: date
) -> Iterator[tuple[str, Any, Any]]:
    for field in PLAIN:
        yield field, getattr(here, field), getattr(there, field)
    for field in WINDOWS:
        yield field, days_of(getattr(here, field)), getattr(there, field)
    estimate = days_of(estimate_on(here.estimate, here.floor, day))
    if estimate and here.progress == "open":
        # "By 2025" keeps no first day in the product; to be reckoned with it is the day.
        estimate = Days(max(estimate.earliest, day), estimate.latest)
    yield "estimate", estimate, there.estimate
    if COMPARES_PACE:
        yield "pace", getattr(here, "pace", None), there.pace


def days_of(stated: Window | Clock | None) -> Days | None:
    window = stated.window if isinstance(stated, Clock) else stated
    return window and Days(window.earliest or date.min, window.latest or date.max)
