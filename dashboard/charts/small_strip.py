"""What one milestone stood as over the months, small enough for a row of a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dashboard.charts.strip import SHADES

WIDTH, HEIGHT = 200, 14


@dataclass(frozen=True, slots=True)
class Box:
    """Days in a row as one state."""

    x: float
    width: float
    state: str
    shade: str


@dataclass(frozen=True, slots=True)
class SmallStrip:
    """The boxes from left to right."""

    boxes: list[Box]
    width: int = WIDTH
    height: int = HEIGHT


def small_strip(runs: Sequence[tuple[date, str]], until: date) -> SmallStrip | None:
    """Draw states, each from a day on and up to the next or to `until`; None where there is none.

    The width is the time from the first of them to `until`.
    """
    if not runs:
        return None
    first = runs[0][0]
    long = max((until - first).days, 1)
    ends = [day for day, _ in runs[1:]] + [until]
    boxes = []
    for (start, state), end in zip(runs, ends, strict=True):
        x = (start - first).days / long * WIDTH
        wide = max((end - start).days / long * WIDTH, 1)
        boxes.append(Box(round(x, 1), round(wide, 1), state, SHADES.get(state, "0.05")))
    return SmallStrip(boxes)
