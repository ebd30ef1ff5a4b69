"""What drawings in rows have in common: a frame, and bars that are placed in the rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from dashboard.charts.bars import bar
from dashboard.charts.scales import Days, Tick
from deliveries.facts import plus

WIDTH, LEFT, RIGHT, TOP = 1190, 290, 960, 34  # of a drawing, and of the bars on it
LETTER, MARK = 12, 16  # sizes of letters and of a shape

Sides = tuple[date | None, date | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A drawing: its size, where the bars lie, and the ticks across."""

    height: int
    bottom: int
    across: list[Tick]
    width: int = WIDTH
    left: int = LEFT
    right: int = RIGHT
    top: int = TOP


@dataclass(frozen=True, slots=True, kw_only=True)
class InRow:
    """What is drawn in a row: its title as far as there is room, and `y`, the middle."""

    label: str
    y: int

    @property
    def upper(self) -> int:
        """The upper side of what is drawn in the row."""
        return self.y - MARK // 2


@dataclass(frozen=True, slots=True)
class Box:
    """A bar that is drawn: from its left, so wide, with the dashes of an open end."""

    x: float
    width: float
    mark: float
    soft: str

    @property
    def shape_at(self) -> float:
        """The left of the shape on the day that it is known by."""
        return around(self.mark)


def around(mark: float) -> float:
    """The left of a shape whose middle lies there."""
    return round(mark - MARK / 2, 1)


def wide(start: float, end: float) -> float:
    """How wide a bar is drawn: never too little to be seen."""
    return max(round(end - start, 1), 2)


def dashed(dashes: Iterable[tuple[float, float]], y: int) -> str:
    """The path of dashes in the row with this middle."""
    return "".join(f"M{a} {y}H{b}" for a, b in dashes)


def boxed(sides: Sides | None, across: Days, y: int, by: int = 0) -> Box | None:
    """The bar of a window, moved by so many days; None where neither side is given."""
    first, last = (plus(day, by) if day and by else day for day in sides or (None, None))
    found = bar(across, first, last)
    if found is None:
        return None
    return Box(found.start, wide(found.start, found.end), found.mark, dashed(found.soft, y))


def slip(baseline: Box | None, reckoned: Box | None, y: int) -> str:
    """The path from a baseline to what is to be reckoned with; empty where one is not given."""
    return f"M{baseline.mark} {y}H{reckoned.mark}" if baseline and reckoned else ""
