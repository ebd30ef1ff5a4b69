"""What drawings in rows have in common: a frame, and bars that are placed in the rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from dashboard.charts.bars import bar
from dashboard.charts.placing import BOLD, fit, width
from dashboard.charts.scales import Days, Tick
from deliveries.facts import plus

WIDTH, LEFT, RIGHT, TOP = 1190, 290, 960, 34  # of a drawing, and of the bars on it
LETTER, MARK = 12, 16  # sizes of letters and of a shape

Sides = tuple[date | None, date | None]


@dataclass(frozen=True, slots=True)
class Room:
    """How wide a drawing is, and where the bars on it begin and end.

    The title of a row stands at the left of its bars and its state at `state_at`; or, on a phone,
    both stand `above` the middle of its bars, the state at the right.
    """

    width: int = WIDTH
    left: int = LEFT
    right: int = RIGHT
    state_at: int = RIGHT + 24
    above: int = 0

    def words(self, title: str, word: str, indent: int = 12) -> tuple[str, int]:
        """The title of a row as far as there is room for it, and where its state begins."""
        if not self.above:
            return fit(title, self.left - indent, LETTER), self.state_at
        begins = self.width - round(width(word, LETTER * BOLD)) - 28
        return fit(title, begins - 8, LETTER), begins

    def within(self, x: float, wide: float) -> float:
        """Where the middle of a text of that width goes, so that it lies within the drawing."""
        return min(max(x, wide / 2), self.width - wide / 2)

    def legible(self, ticks: Iterable[Tick]) -> list[Tick]:
        """Those whose words lie within the drawing."""
        return [t for t in ticks if self.within(t.at, width(t.label, LETTER)) == t.at]


WIDE = Room()
# As wide as the smallest phone, so that nothing has to be scrolled sideways.
NARROW = Room(320, 8, 312, above=17)


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

    @property
    def is_narrow(self) -> bool:
        """Whether it is drawn for a phone."""
        return self.width < WIDTH


@dataclass(frozen=True, slots=True, kw_only=True)
class InRow:
    """What is drawn in a row: its title as far as there is room, and `y`, the middle of its bars.

    The title and the state stand `above` that, and the state begins at `state_at`.
    """

    label: str
    y: int
    above: int
    state_at: int

    @property
    def upper(self) -> int:
        """The upper side of what is drawn in the row."""
        return self.y - MARK // 2

    @property
    def words_y(self) -> int:
        """The middle of its words."""
        return self.y - self.above

    @property
    def first(self) -> int:
        """The upper side of all that is in the row, words and bars."""
        return self.upper - self.above

    @property
    def deep(self) -> int:
        """How high all of that is."""
        return MARK + 4 + self.above


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
