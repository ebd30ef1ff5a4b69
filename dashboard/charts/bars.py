"""Imprecise dates as bars: from the first day to the last, soft where a side is open."""

from dataclasses import dataclass
from datetime import date

from dashboard.charts.scales import Days

SOFT = 34  # how long an open end is drawn
_DASHES = ((2, 8), (12, 6), (21, 4), (29, 2))  # of it: where each dash begins, and how long


@dataclass(frozen=True, slots=True)
class Bar:
    """A window on an axis. `mark` is the day it is known by: its last, or its first without one.

    `soft` are the dashes, each from and to, in which an open end runs out.
    """

    start: float
    end: float
    mark: float
    soft: tuple[tuple[float, float], ...] = ()

    @property
    def is_point(self) -> bool:
        """Whether it is too short to be seen as a bar."""
        return abs(self.end - self.start) < 2


def bar(axis: Days, earliest: date | None, latest: date | None) -> Bar | None:
    """The bar of a window; None where neither side is given."""
    first, last = earliest or latest, latest or earliest
    if first is None or last is None:
        return None
    start, end = axis.at(first), axis.at(last)
    on = 1 if axis.end >= axis.start else -1
    if latest is None:
        return Bar(start, end, start, softened(start, on))
    if earliest is None:
        return Bar(start, end, end, softened(end, -on))
    return Bar(start, end, end)


def softened(at: float, way: int) -> tuple[tuple[float, float], ...]:
    """The dashes of an end that is open from `at` on, each shorter than the one before."""
    return tuple(
        (round(at + way * begin, 1), round(at + way * (begin + length), 1))
        for begin, length in _DASHES
    )
