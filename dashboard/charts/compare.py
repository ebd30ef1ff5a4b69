"""Deals side by side: the milestones of each on one axis, of dates or of days from a contract.

By contract day every deal is moved so that its contract is signed on the same day, day 0.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dashboard.charts.placing import fit, width
from dashboard.charts.rows import LETTER, TOP, WIDE, Box, Frame, InRow, Room, Sides, boxed, slip
from dashboard.charts.scales import Days, Tick, spanning
from deliveries.facts import plus

ROW, HEAD = 24, 34  # heights of a row and of the name of a deal
DRAWN = 60  # milestones of a deal that are drawn
SAYS = 92  # width of what stands above the stroke of the day, or of day 0
DAY_0 = date(2000, 1, 1)  # where contracts are put; any day that leaves room on both sides
_STEPS = (30, 90, 180, 365, 730, 1825, 3650, 7300, 18_250)  # days from one tick to the next


@dataclass(frozen=True, slots=True)
class Step:
    """A milestone: its baseline and what is to be reckoned with, its state as code and words.

    `stated` is its date where it has passed and the milestone is open.
    """

    code: str
    title: str
    baseline: Sides | None
    reckoned: Sides | None
    is_met: bool
    state: str
    word: str
    words: str
    stated: Sides | None = None


@dataclass(frozen=True, slots=True)
class Course:
    """A deal; `signed_on` is its day 0, None where it has none."""

    ref: str
    name: str
    signed_on: date | None
    steps: Sequence[Step]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row(InRow):
    """A milestone as it is drawn; `slip` leads from the baseline to its date."""

    step: Step
    baseline: Box | None
    reckoned: Box | None
    stated: Box | None
    slip: str


@dataclass(frozen=True, slots=True)
class Lane:
    """A deal with its rows; `today` is where the day of the page lies for it, None beyond.

    `left_out` says how many of them are not drawn.
    """

    ref: str
    name: str
    y: int
    top: int
    bottom: int
    today: float | None
    rows: list[Row]
    left_out: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CompareChart(Frame):
    """The drawing. `zero` is where day 0 lies, None by date; `missing` deals have no day 0.

    `says_at` is the middle of the words on that, or on the day of the page.
    """

    zero: float | None
    says_at: float
    lanes: list[Lane]


def compare(
    courses: Sequence[Course], day: date, *, by_contract: bool, room: Room = WIDE
) -> CompareChart | None:
    """Draw deals on one axis; None where none has a date that can be drawn.

    By contract day those without one are left out.
    """
    drawn = [c for c in courses if c.signed_on or not by_contract]
    moves = [_moved_by(c, by_contract=by_contract) for c in drawn]
    days = [d for c, by in zip(drawn, moves, strict=True) for d in _days(c, by)]
    if not days:
        return None
    ends = [DAY_0] if by_contract else [day]
    across = spanning([*days, *ends], room.left, room.right)
    lanes: list[Lane] = []
    top = TOP
    for course, by in zip(drawn, moves, strict=True):
        lanes.append(_lane(course, top, across, by, day, room))
        top = lanes[-1].bottom
    return CompareChart(
        width=room.width,
        left=room.left,
        right=room.right,
        height=top + 30,
        bottom=top,
        across=room.legible(contract_ticks(across, 58) if by_contract else across.ticks(58)),
        zero=across.at(DAY_0) if by_contract else None,
        says_at=room.within(across.at(*ends), SAYS),
        lanes=lanes,
    )


def contract_ticks(across: Days, room: float) -> list[Tick]:
    """Ticks so many days from day 0, as few steps as people count in, at least `room` apart."""
    length = max((across.last - across.first).days, 1)
    a_day = (across.end - across.start) / length
    step = next((s for s in _STEPS if s * a_day >= room), _STEPS[-1])
    first = -(-(across.first - DAY_0).days // step)
    last = (across.last - DAY_0).days // step
    return [
        Tick(across.at(plus(DAY_0, n * step)), f"day {n * step:,}".replace("-", "−"))
        for n in range(first, last + 1)
    ]


def _moved_by(course: Course, *, by_contract: bool) -> int:
    """By how many days a deal is moved."""
    return (DAY_0 - course.signed_on).days if by_contract and course.signed_on else 0


def _days(course: Course, by: int) -> list[date]:
    drawn = course.steps[:DRAWN]
    sides = [s for step in drawn for s in (step.baseline, step.reckoned, step.stated) if s]
    return [plus(d, by) for pair in sides for d in pair if d]


def _lane(course: Course, top: int, across: Days, by: int, day: date, room: Room) -> Lane:
    first, now, each = top + HEAD, plus(day, by), ROW + room.above
    rows = [
        _row(step, first + each * (n + 1) - ROW // 2, across, by, room)
        for n, step in enumerate(course.steps[:DRAWN])
    ]
    left_out = len(course.steps) - len(rows)
    beside = width(_left_out(left_out), LETTER) + 8 if left_out else 0
    return Lane(
        ref=course.ref,
        name=fit(course.name, room.right - beside, LETTER + 2),
        y=top + HEAD - 10,
        top=top,
        bottom=first + each * len(rows),
        today=across.at(now) if across.first <= now <= across.last else None,
        rows=rows,
        left_out=_left_out(left_out) if left_out else "",
    )


def _left_out(number: int) -> str:
    return f"{number} more in the table"


def _row(step: Step, y: int, across: Days, by: int, room: Room) -> Row:
    baseline, reckoned = boxed(step.baseline, across, y, by), boxed(step.reckoned, across, y, by)
    label, state_at = room.words(step.title, step.word, 24)
    return Row(
        step=step,
        label=label,
        y=y,
        above=room.above,
        state_at=state_at,
        baseline=baseline,
        reckoned=reckoned,
        stated=boxed(step.stated, across, y, by),
        slip=slip(baseline, reckoned, y),
    )
