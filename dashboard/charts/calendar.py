"""The calendar: each deadline a row, a bar over all the days that it may be, by its last."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dashboard.charts.bars import softened
from dashboard.charts.placing import fit
from dashboard.charts.scales import Days, Tick
from deliveries.facts import plus

WIDTH, LEFT, RIGHT, TOP = 1190, 330, 1000, 34
ROW, LETTER = 24, 12
MARK = 16
_TITLES = LEFT - 12


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline: its title, the days that it may be (`earliest` None where not given), its state.

    `objective` is the last day that was agreed; None where none was.
    """

    title: str
    earliest: date | None
    latest: date
    objective: date | None
    state: str
    word: str
    words: str


@dataclass(frozen=True, slots=True)
class Row:
    """A deadline as it is drawn, `y` its middle.

    `mark` is its last day, None where that lies after what is drawn; `soft` are the dashes of a
    bar that begins before it, or ends after it, or begins nobody knows when.
    """

    label: str
    y: int
    x: float
    width: float
    mark: float | None
    soft: str
    objective: float | None
    state: str
    word: str
    words: str

    @property
    def upper(self) -> int:
        """The upper side of what is drawn in the row."""
        return self.y - MARK // 2

    @property
    def shape_at(self) -> float:
        """The left of the shape on its last day."""
        return round((self.mark or 0) - MARK / 2, 1)


@dataclass(frozen=True, slots=True)
class CalendarChart:
    """The drawing; `day` is where the day of the page lies, None where it is not among those."""

    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int
    across: list[Tick]
    quarters: list[float]
    day: float | None
    rows: list[Row]


def calendar(
    dues: Sequence[Due], first: date, last: date, quarters: Sequence[date], day: date
) -> CalendarChart | None:
    """Draw deadlines over the days from `first` to `last`; None where there are none."""
    if not dues:
        return None
    across = Days(first, plus(last, 1), LEFT, RIGHT)
    bottom = TOP + ROW * len(dues)
    return CalendarChart(
        width=WIDTH,
        height=bottom + 30,
        left=LEFT,
        right=RIGHT,
        top=TOP,
        bottom=bottom,
        across=across.ticks(58),
        quarters=[across.at(q) for q in quarters if first < q <= last],
        day=across.at(day) if first <= day <= last else None,
        rows=[_row(due, TOP + ROW * n + ROW // 2, across) for n, due in enumerate(dues)],
    )


def _row(due: Due, y: int, across: Days) -> Row:
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
    return Row(
        label=fit(due.title, _TITLES, LETTER),
        y=y,
        x=start,
        width=max(round(end - start, 1), 2),
        mark=None if is_beyond else end,
        soft="".join(f"M{a} {y}H{b}" for a, b in dashes),
        objective=across.at(plus(agreed, 1))
        if agreed and across.first <= agreed < across.last
        else None,
        state=due.state,
        word=due.word,
        words=due.words,
    )
