"""What was promised for a side, against what came: how many were kept, and how late the others are.

A promise is a date that its side gave; it comes due and is kept by the rule for all words (see
`said`). How late: from the last day promised to the last day on which it came, or while it is still
open to the day.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper

from dashboard.figures import share_of, signed
from dashboard.queries.said import LEAST, kept_and_broken, words_by
from deals.choices import ClaimKind, Side
from deals.models import Actor
from deliveries.filters.conditions import among
from deliveries.reasons import spelt


@dataclass(frozen=True, slots=True)
class Promises:
    """Dates promised for a side: `given`, and of those that came due how many were kept.

    `late` are the days of those that came later, `behind` of those still open on the `day`. Of
    `untold` it cannot be told: when it happened is not known closely enough.
    """

    role: str
    day: date
    given: int
    kept: int
    late: list[int]
    behind: list[int]
    untold: int

    @property
    def come(self) -> int:
        """How many came due, of those of which it can be told."""
        return self.kept + self.broken

    @property
    def broken(self) -> int:
        """How many were not kept."""
        return len(self.late) + len(self.behind)

    @property
    def median_days(self) -> int | None:
        """The median of how late those are that were not kept; None for too few to say."""
        days = [*self.late, *self.behind]
        return round(median(days)) if len(days) >= LEAST else None

    @property
    def says(self) -> str:
        """All of it in a sentence or two."""
        given = f"{self.given:,} date{'s' * (self.given != 1)} promised for its side {self.role}"
        untold = f"; of {self.untold:,} it cannot be told" if self.untold else ""
        if not self.come:
            return f"{given}; none has come due{untold}."
        kept = f" ({share_of(self.kept, self.come)})" if self.come >= LEAST else ""
        due = "all came due" if self.come == self.given > 1 else f"{self.come:,} came due"
        return f"{given}; {due}: {_number(self.kept)} kept{kept}, {self._broken}{untold}."

    @property
    def _broken(self) -> str:
        if not self.broken:
            return "none came later or is still open"
        parts = (
            f"{len(self.late):,} came later" if self.late else "",
            f"{len(self.behind):,} still open on {spelt(self.day)}" if self.behind else "",
        )
        return f"{' and '.join(filter(None, parts))}, {self._how_late}"

    @property
    def _how_late(self) -> str:
        """The median of five or more; of fewer the least and the most."""
        days = sorted([*self.late, *self.behind])
        so_far = " so far" if self.behind else ""
        if self.median_days is not None:
            return f"the median of these {len(days):,} {signed(self.median_days)}{so_far}"
        if len(days) == 1:
            return f"{signed(days[0])}{so_far}"
        return f"{signed(days[0])} to {signed(days[-1])}{so_far}"


def promises_of(actor: Actor, day: date, role: str, side: Side, deals: Iterable[int]) -> Promises:
    """What was promised for a side in these deals, by the day; `role` is the side in words."""
    kept, broken = (ExpressionWrapper(q, BooleanField()) for q in kept_and_broken(day))
    words: Any = words_by(actor, day)
    words = words.filter(among("milestone__deal", deals), kind=ClaimKind.PROMISED, side=side)
    rows = words.order_by().annotate(is_kept=kept, is_broken=broken)
    columns = ("is_kept", "is_broken", "progress", "last_day", "due")
    return _counted(role, day, rows.values_list(*columns))


def _counted(role: str, day: date, rows: Iterable[tuple[Any, ...]]) -> Promises:
    given = kept = untold = 0
    late: list[int] = []
    behind: list[int] = []
    for is_kept, is_broken, progress, last_day, due in rows:
        given += 1
        if is_kept:
            kept += 1
        elif is_broken and progress == "open":
            behind.append((day - due).days)
        elif is_broken:
            late.append((last_day - due).days)
        elif progress == "met":
            untold += 1
    return Promises(role, day, given, kept, late, behind, untold)


def _number(number: int) -> str:
    return f"{number:,}" if number else "none"
