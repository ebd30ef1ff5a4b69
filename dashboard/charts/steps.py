"""Deliveries as steps: what had come by when, against a straight line of what was to come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from dashboard.charts.placing import fit, spread, width
from dashboard.charts.rows import Room
from dashboard.charts.scales import Days, Numbers, Tick, spanning
from deliveries.facts import plus

WIDTH, LEFT, RIGHT = 1190, 84, 900
TOP, HIGH, BOTTOM, GAP = 44, 210, 30, 18  # of one lot's panel, from above downwards
LETTER, LINE, SHAPE, TITLE = 12, 17, 16, 13
SAMPLE = 30  # length of the piece of a line before its name, on a phone
WIDE = Room(WIDTH, LEFT, RIGHT)
NARROW = Room(320, 60, 308, above=LINE)


@dataclass(frozen=True, slots=True)
class Total:
    """A running total by a day. One that is not believed contradicts a better one."""

    number: int
    day: date
    total: int
    words: str
    is_believed: bool = True


@dataclass(frozen=True, slots=True)
class Plan:
    """A straight line from nothing on one day to all on another, and how it comes along.

    `done` pieces had come by `counted_on`; `best` is the highest rate reached, in pieces a day, if
    one is known. `words` name the lines: planned, needed, at the best rate.
    """

    starts_on: date
    due_on: date
    done: int
    counted_on: date
    best: Fraction | None
    words: tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Lot:
    """A lot with its totals by kind, each in the order of days."""

    code: str
    title: str
    quantity: int
    totals: Sequence[tuple[str, Sequence[Total]]]
    plan: Plan | None = None
    is_open: bool = True

    @property
    def has_steps(self) -> bool:
        """Whether there is more to draw than single points."""
        return self.plan is not None or any(len(totals) > 1 for _, totals in self.totals)


@dataclass(frozen=True, slots=True)
class Point:
    """A total on the drawing, with the upper left corner of its shape."""

    number: int
    kind: str
    x: float
    y: float
    words: str
    is_believed: bool


@dataclass(frozen=True, slots=True)
class Drawn:
    """A line with its name at the right; on a phone below, after a `sample` of it.

    `kind` tells how it is dashed.
    """

    kind: str
    path: str
    label: str
    label_y: float
    leader: str
    sample: str


@dataclass(frozen=True, slots=True)
class Panel:
    """One lot; one that has ended has no today. `today_says` is the middle of its words."""

    code: str
    title: str
    top: int
    bottom: int
    across: list[Tick]
    upwards: list[Tick]
    full: float
    today: float | None
    today_says: float
    lines: list[Drawn]
    points: list[Point]


@dataclass(frozen=True, slots=True)
class StepsChart:
    """The lots below each other; the names of lines begin at `label_at`."""

    width: int
    height: int
    left: int
    right: int
    label_at: int
    panels: list[Panel]

    @property
    def is_narrow(self) -> bool:
        """Whether it is drawn for a phone."""
        return self.width < WIDTH

    @property
    def has_plan(self) -> bool:
        """Whether any lot is drawn against a plan."""
        return any(line.kind == "planned" for panel in self.panels for line in panel.lines)


def steps(lots: Sequence[Lot], day: date, room: Room = WIDE) -> StepsChart | None:
    """Draw the lots that have steps or a plan by `day`; None where none has."""
    counted = [lot for lot in lots if lot.has_steps]
    if not counted:
        return None
    panels: list[Panel] = []
    height = 0
    for lot in counted:
        panels.append(_panel(lot, height + TOP, day, room))
        named = len(panels[-1].lines) * room.above
        height = panels[-1].bottom + BOTTOM + GAP + named
    label_at = SAMPLE + 8 if room.above else room.right + 34
    return StepsChart(room.width, height, room.left, room.right, label_at, panels)


def _panel(lot: Lot, top: int, day: date, room: Room) -> Panel:
    totals = [t for _, of_kind in lot.totals for t in of_kind]
    planned = [lot.plan.starts_on, lot.plan.due_on] if lot.plan else []
    now = [day] if lot.is_open else []
    across = spanning([*(t.day for t in totals), *planned, *now], room.left, room.right)
    most = max(lot.quantity, *(t.total for t in totals))
    upwards = Numbers(most, top + HIGH, top)
    lines = [_steps(kind, of_kind, across, upwards) for kind, of_kind in lot.totals]
    if lot.plan:
        lines += _pace(lot.plan, lot.quantity, day, across, upwards)
    return Panel(
        code=lot.code,
        title=fit(lot.title, room.width, TITLE),
        top=top,
        bottom=top + HIGH,
        across=room.legible(across.ticks(64)),
        upwards=upwards.ticks(30),
        full=upwards.at(lot.quantity),
        today=across.at(day) if lot.is_open else None,
        today_says=room.within(across.at(day), width("31 Dec 2000", LETTER)),
        lines=_labelled([line for line in lines if line], top, room),
        points=[
            Point(
                t.number,
                kind,
                round(across.at(t.day) - SHAPE / 2, 1),
                round(upwards.at(t.total) - SHAPE / 2, 1),
                t.words,
                t.is_believed,
            )
            for kind, of_kind in lot.totals
            for t in of_kind
        ],
    )


# A line before it has its place: kind, path, name, and where it ends.
_Line = tuple[str, str, str, tuple[float, float]]


def _steps(kind: str, totals: Sequence[Total], across: Days, upwards: Numbers) -> _Line | None:
    """Level until a total is reached, then upright; totals that are not believed are left out."""
    believed = [t for t in totals if t.is_believed]
    if not believed:
        return None
    first, last = believed[0], believed[-1]
    path = f"M{across.at(first.day)} {upwards.at(first.total)}"
    path += "".join(f"H{across.at(t.day)}V{upwards.at(t.total)}" for t in believed[1:])
    end = across.at(last.day), upwards.at(last.total)
    return kind, path, f"{kind}: {last.total:,}", end


def _pace(plan: Plan, quantity: int, day: date, across: Days, upwards: Numbers) -> list[_Line]:
    """What was planned, what is needed from the day on, what the best rate so far would give."""
    planned, needed, best = plan.words
    due = across.at(plan.due_on), upwards.at(quantity)
    start = across.at(plan.starts_on), upwards.at(0)
    found = [("planned", _from(start, due), planned, due)]
    if plan.done >= quantity:
        return found
    if plan.due_on > day:
        now = across.at(day), upwards.at(plan.done)
        found.append(("needed", _from(now, due), needed, due))
    if plan.best:
        took = int((quantity - plan.done) / plan.best)
        on = min(plus(day, took), across.last)
        reached = min(plan.done + int(plan.best * (on - day).days), quantity)
        end = across.at(on), upwards.at(reached)
        now = across.at(day), upwards.at(plan.done)
        found.append(("best", _from(now, end), best, end))
    return found


def _from(start: tuple[float, float], end: tuple[float, float]) -> str:
    return f"M{start[0]} {start[1]}L{end[0]} {end[1]}"


def _labelled(lines: Sequence[_Line], top: int, room: Room) -> list[Drawn]:
    """The lines with their names: at the right, where they end, or below each other."""
    if room.above:
        first = top + HIGH + BOTTOM + LETTER
        return [
            _below(kind, path, fit(name, room.width - SAMPLE - 8, LETTER), first + LINE * n)
            for n, (kind, path, name, _) in enumerate(lines)
        ]
    places = spread([y for _, _, _, (_, y) in lines], LINE, top, top + HIGH)
    at = room.right + 34
    return [
        Drawn(
            kind,
            path,
            fit(name, room.width - at, LETTER),
            place,
            f"M{x} {y}H{room.right + 8}L{at - 10} {place}H{at - 4}",
            "",
        )
        for (kind, path, name, (x, y)), place in zip(lines, places, strict=True)
    ]


def _below(kind: str, path: str, name: str, y: int) -> Drawn:
    return Drawn(kind, path, name, y, "", f"M0 {y}H{SAMPLE}")
