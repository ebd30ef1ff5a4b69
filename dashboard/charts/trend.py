"""The milestone trend chart: across, the day of a statement; upwards, the date it gives.

A milestone's line is the last day to reckon with, as it was known on each day. Where it runs level
nothing moves; where it climbs along the diagonal, today has caught up with the promise. Each has a
letter, at its name and on the line, and dashes that are unlike those of its neighbours.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from dashboard.charts.bars import SOFT, bar
from dashboard.charts.lettering import (
    Label,
    Run,
    begins,
    below,
    beside,
    dashes,
    is_line,
    letter,
    on_runs,
)
from dashboard.charts.placing import spread
from dashboard.charts.rows import WIDTH, Frame, Room, around
from dashboard.charts.scales import Days, Tick, spanning
from deliveries.facts import plus

LEFT, TOP, BOTTOM = 64, 30, 34
PLOT, LINE = 744, 17  # width of the plot, a label's height
LEAST, DENSE = 420, 640  # heights of the plot with few statements and with many
DAY = 76  # width of a day in words
WIDE = Room(WIDTH, LEFT, LEFT + PLOT)
NARROW = Room(320, 36, 292, above=LINE)  # the names stand below the plot
_LOW, _LOW_DENSE = 300, 360  # heights of the plot on a phone


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim. `day` is that of its report; both sides are None where it gives no date."""

    number: int
    milestone: str
    kind: str
    day: date
    earliest: date | None
    latest: date | None
    words: str
    is_used: bool = True


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days on which one last day was reckoned with; None for no last day.

    `floor` are the days ahead of the day that it never falls behind; None for what has ended,
    which lies still.
    """

    from_on: date
    to_on: date
    latest: date | None
    floor: int | None

    def on(self, day: date) -> date | None:
        """The last day to reckon with on a day of the stretch."""
        if self.latest is None or self.floor is None:
            return self.latest
        return max(self.latest, plus(day, self.floor))


@dataclass(frozen=True, slots=True)
class Course:
    """A milestone with the stretches of its estimate, in order, and those of its baseline.

    Where it was met a stretch of one day has the date; where nothing is awaited there is none.
    `gaps` say in words when, and why, there was no last day.
    """

    code: str
    title: str
    stretches: Sequence[Stretch]
    baselines: Sequence[Stretch]
    note: str = ""
    is_deciding: bool = False
    gaps: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """A statement on the drawing; `path` is the bar of an imprecise date, if it has one.

    `left` and `upper` are the corner of its shape, whose middle is at `x` and `y`.
    """

    number: int
    kind: str
    x: float
    y: float
    path: str
    left: float
    upper: float
    words: str
    is_used: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A milestone's line with its label and its statements.

    `letters` are where its letter stands on it; `dashes` are how it is dashed, empty for not.
    """

    code: str
    title: str
    letter: str
    path: str
    dashes: str
    letters: list[tuple[float, float]]
    label: Label
    marks: list[Mark]
    is_deciding: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendChart(Frame):
    """The drawing. `moves` are the re-baselines: from the old date to the new.

    `until_says` is the middle of the words on the day at the right.
    """

    label_at: int
    until_says: float
    upwards: list[Tick]
    diagonal: str
    lines: list[Line]
    marks: list[Mark]
    moves: list[str]


def trend(
    courses: Sequence[Course], said: Sequence[Statement], until: date, room: Room = WIDE
) -> TrendChart | None:
    """Draw what was said, up to the day `until`; None where no statement gives a date."""
    said_on = [s.day for s in said] + [until]
    dates = [d for s in said for d in (s.earliest, s.latest) if d]
    if not dates:
        return None
    reckoned = [d for c in courses for s in c.stretches if (d := s.on(s.to_on))]
    least, dense = (_LOW, _LOW_DENSE) if room.above else (LEAST, DENSE)
    high = max(least, LINE * (len(courses) + 1), min(dense, least + len(said)))
    across = spanning(said_on, room.left, room.right)
    across = Days(across.first, max(said_on), room.left, room.right)
    # Room for an open end, so that it runs out within the plot.
    soft = SOFT if any((s.earliest is None) != (s.latest is None) for s in said) else 0
    upwards = spanning([*dates, *reckoned, until], TOP + high - soft, TOP + soft)
    by_code = {c.code: c for c in courses}
    marks = [m for s in said if (m := _mark(s, by_code, across, upwards))]
    own = max(upwards.first, across.first), min(upwards.last, across.last)
    lines = _lines(courses, said, marks, (across, upwards), TOP + high, room)
    return TrendChart(
        width=room.width,
        height=TOP + high + BOTTOM + room.above * (len(lines) + 1),
        left=room.left,
        right=room.right,
        top=TOP,
        bottom=TOP + high,
        label_at=begins(room),
        until_says=room.within(room.right, DAY),
        across=room.legible(across.ticks(58 if room.above else 64)),
        upwards=upwards.ticks(26),
        diagonal=_through([(across.at(d), upwards.at(d)) for d in own]),
        lines=lines,
        marks=marks,
        moves=[m for c in courses for m in _moves(c.baselines, across, upwards)],
    )


def _mark(
    said: Statement, courses: Mapping[str, Course], across: Days, upwards: Days
) -> Mark | None:
    """Where a statement stands; one without a date stands on the date that it speaks of."""
    earliest, latest = said.earliest, said.latest
    if earliest is None and latest is None:
        course = courses.get(said.milestone)
        earliest = latest = _spoken_of(course, said.day) if course else None
    found, x = bar(upwards, earliest, latest), across.at(said.day)
    if found is None:
        return None
    dashes = [] if found.is_point else [(found.start, found.end)]
    path = "".join(f"M{x} {a}V{b}" for a, b in (*dashes, *found.soft))
    y = found.mark
    left, upper = around(x), around(y)
    return Mark(said.number, said.kind, x, y, path, left, upper, said.words, said.is_used)


def _spoken_of(course: Course, day: date) -> date | None:
    """The last day that was reckoned with before a word of this day, or else after it."""
    before = [s for s in course.stretches if s.from_on < day and s.latest]
    after = [s for s in course.stretches if s.from_on >= day and s.latest]
    stretch = before[-1] if before else after[0] if after else None
    return stretch.on(min(day, stretch.to_on)) if stretch else None


def _lines(
    courses: Sequence[Course],
    said: Sequence[Statement],
    marks: Sequence[Mark],
    axes: tuple[Days, Days],
    bottom: int,
    room: Room,
) -> list[Line]:
    about = {s.number: s.milestone for s in said}
    last = {about[m.number]: (m.x, m.y) for m in marks}
    drawn = [(c, _points(c.stretches, *axes)) for c in courses]
    ends = [(c, points, points[-1][-1] if points else last.get(c.code)) for c, points in drawn]
    ended = [(c, points, end) for c, points, end in ends if end]
    places = spread([y for _, _, (_, y) in ended], LINE, TOP, axes[1].start)
    letters = on_runs([points for _, points, _ in ended], [(m.x, m.y) for m in marks])
    drawn_as = dashes([(c.is_deciding, is_line(points)) for c, points, _ in ended])
    found: list[Line] = []
    for n, ((course, points, end), y) in enumerate(zip(ended, places, strict=True)):
        named, is_bold = (course.title, course.note, (end, y)), course.is_deciding
        label = (
            below(*named, bottom + BOTTOM + LINE * (n + 1), room, is_bold=is_bold)
            if room.above
            else beside(*named, room, is_bold=is_bold)
        )
        found.append(
            Line(
                code=course.code,
                title=". ".join((course.title, *course.gaps)),
                letter=letter(n),
                path="".join(_through(run) for run in points),
                dashes=drawn_as[n],
                letters=letters[n],
                label=label if is_line(points) else replace(label, sample=""),
                marks=[m for m in marks if about[m.number] == course.code],
                is_deciding=course.is_deciding,
            )
        )
    return found


def _points(stretches: Iterable[Stretch], across: Days, upwards: Days) -> list[Run]:
    """The corners of a line, in pieces: it breaks off where there is no last day."""
    runs: list[Run] = []
    until: date | None = None
    for stretch in stretches:
        days = [stretch.from_on, *_catching_up(stretch), stretch.to_on]
        corners = [(across.at(d), upwards.at(on)) for d in days if (on := stretch.on(d))]
        if corners and until == stretch.from_on:
            runs[-1] += corners
        elif corners:
            runs.append(corners)
        until = stretch.to_on if corners else None
    return runs


def _catching_up(stretch: Stretch) -> list[date]:
    """The day within the stretch from which the day pushes the date on, if there is one."""
    if stretch.latest is None or stretch.floor is None:
        return []
    day = plus(stretch.latest, -stretch.floor)
    return [day] if stretch.from_on < day < stretch.to_on else []


def _moves(baselines: Sequence[Stretch], across: Days, upwards: Days) -> list[str]:
    """Where the baseline itself moved: upright from the old date to the new, with an arrow."""
    found: list[str] = []
    for before, after in pairwise(baselines):
        if before.latest and after.latest and before.latest != after.latest:
            x = across.at(after.from_on)
            old, new = upwards.at(before.latest), upwards.at(after.latest)
            back = 5 if new < old else -5
            found.append(f"M{x} {old}V{new}M{x - 4} {new + back}L{x} {new}L{x + 4} {new + back}")
    return found


def _through(points: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x} {y}" for x, y in points) if points else ""
