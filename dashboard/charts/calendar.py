"""The calendar: each deadline a row, a bar over all the days that it may be, by its last."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dashboard.charts.bars import softened
from dashboard.charts.rows import TOP, WIDTH, Frame, InRow, Room, around, dashed, wide
from dashboard.charts.scales import Days
from deliveries.facts import plus

LEFT, RIGHT, ROW = 330, 1000, 24
DAY = 76  # width of a day in words
WIDE = Room(WIDTH, LEFT, RIGHT, RIGHT + 24)


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline: its title, the days that it may be (`earliest` None where not given), its state.

    `objective` is the day by which it was to be met; None where there is none.
    """

    title: str
    earliest: date | None
    latest: date
    objective: date | None
    state: str
    word: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row(InRow):
    """A deadline as it is drawn.

    `mark` is its last day, None where that lies after what is drawn; `soft` are the dashes of a
    bar that begins before it, or ends after it, or begins nobody knows when.
    """

    x: float
    width: float
    mark: float | None
    soft: str
    objective: float | None
    state: str
    word: str
    words: str

    @property
    def shape_at(self) -> float:
        """The left of the shape on its last day."""
        return around(self.mark or 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarChart(Frame):
    """The drawing; `day` is where the day of the page lies, None where it is not among those.

    `day_says` is the middle of its words.
    """

    quarters: list[float]
    day: float | None
    day_says: float
    rows: list[Row]


def calendar(
    dues: Sequence[Due],
    first: date,
    last: date,
    quarters: Sequence[date],
    day: date,
    room: Room = WIDE,
) -> CalendarChart | None:
    """Draw deadlines over the days from `first` to `last`; None where there are none."""
    if not dues:
        return None
    across = Days(first, plus(last, 1), room.left, room.right)
    each = ROW + room.above
    bottom = TOP + each * len(dues)
    return CalendarChart(
        width=room.width,
        height=bottom + 30,
        left=room.left,
        right=room.right,
        bottom=bottom,
        across=room.legible(across.ticks(58)),
        quarters=[across.at(q) for q in quarters if first < q <= last],
        day=across.at(day) if first <= day <= last else None,
        day_says=room.within(across.at(day), DAY),
        rows=[_row(d, TOP + each * (n + 1) - ROW // 2, across, room) for n, d in enumerate(dues)],
    )


def _row(due: Due, y: int, across: Days, room: Room) -> Row:
    """A row: from the morning of the first day to the evening of the last, within what is drawn."""
    begins = due.earliest or due.latest
    start, end = across.at(max(begins, across.first)), across.at(plus(due.latest, 1))
    is_beyond = plus(due.latest, 1) > across.last
    dashes: list[tuple[float, float]] = []
    if due.earliest is None or begins < across.first:
        dashes += softened(start, -1)
    if is_beyond:
        dashes += softened(end, 1)
    agreed = due.objective
    label, state_at = room.words(due.title, due.word)
    return Row(
        label=label,
        y=y,
        above=room.above,
        state_at=state_at,
        x=start,
        width=wide(start, end),
        mark=None if is_beyond else end,
        soft=dashed(dashes, y),
        objective=across.at(plus(agreed, 1))
        if agreed and across.first <= agreed < across.last
        else None,
        state=due.state,
        word=due.word,
        words=due.words,
    )
