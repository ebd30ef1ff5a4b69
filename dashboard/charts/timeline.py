"""The timeline: each milestone a row, its baseline as a ghost under what is to be reckoned with."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dashboard.charts.bars import Bar, bar
from dashboard.charts.placing import fit, lanes, width
from dashboard.charts.scales import Days, Tick, spanning

WIDTH, LEFT, RIGHT, TOP = 1190, 290, 960, 34
ROW, LANE, LETTER = 28, 19, 12  # heights of a row and of an event, size of letters
_TITLES = LEFT - 12  # room for the titles
_MARK = 16

Sides = tuple[date | None, date | None]


@dataclass(frozen=True, slots=True)
class Planned:
    """A milestone. `after` are the codes of what comes before it; dates are None where not given.

    `baseline` is the current one, `original` the one before it was moved: None if it was not.
    """

    code: str
    title: str
    original: Sides | None
    baseline: Sides | None
    threshold: date | None
    reckoned: Sides | None
    is_met: bool
    after: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Happening:
    """An event beside the milestones."""

    number: int
    title: str
    when: Sides


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
        return round(self.mark - _MARK / 2, 1)


@dataclass(frozen=True, slots=True)
class Row:
    """A milestone's row, `y` its middle. `slip` leads from the baseline to the estimate."""

    code: str
    title: str
    label: str
    y: int
    original: Box | None
    baseline: Box | None
    threshold: float | None
    reckoned: Box | None
    slip: str
    is_met: bool

    @property
    def upper(self) -> int:
        """The upper side of what is drawn in the row."""
        return self.y - _MARK // 2


@dataclass(frozen=True, slots=True)
class EventMark:
    """An event below the rows, in a lane where its title covers no other."""

    number: int
    title: str
    label: str
    x: float
    y: int
    bar: Box | None
    text_at: float
    anchor: str


@dataclass(frozen=True, slots=True)
class TimelineChart:
    """The drawing; `today` is where the day of the page lies."""

    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int
    across: list[Tick]
    today: float
    rows: list[Row]
    links: list[str]
    events: list[EventMark]


def timeline(
    plan: Sequence[Planned], happened: Sequence[Happening], day: date
) -> TimelineChart | None:
    """Draw a plan as it stands on `day`; None where it has no date at all."""
    sides = [s for p in plan for s in (p.original, p.baseline, p.reckoned) if s]
    dates = [d for pair in (*sides, *(h.when for h in happened)) for d in pair if d]
    if not any(d for pair in sides for d in pair):
        return None
    limits = [p.threshold for p in plan if p.threshold]
    across = spanning([*dates, *limits, day], LEFT, RIGHT)
    rows = [_row(p, TOP + ROW * n + ROW // 2, across) for n, p in enumerate(plan)]
    bottom = TOP + ROW * len(plan)
    events = _events(happened, across, bottom + 40)
    return TimelineChart(
        width=WIDTH,
        height=max((e.y for e in events), default=bottom + 14) + 16,
        left=LEFT,
        right=RIGHT,
        top=TOP,
        bottom=bottom,
        across=across.ticks(58),
        today=across.at(day),
        rows=rows,
        links=_links(plan, {r.code: r for r in rows}),
        events=events,
    )


def _row(planned: Planned, y: int, across: Days) -> Row:
    baseline = _box(planned.baseline, across, "M{a} {y}H{b}", y)
    reckoned = _box(planned.reckoned, across, "M{a} {y}H{b}", y)
    slip = f"M{baseline.mark} {y}H{reckoned.mark}" if baseline and reckoned else ""
    return Row(
        code=planned.code,
        title=planned.title,
        label=fit(planned.title, _TITLES, LETTER),
        y=y,
        original=_box(planned.original, across, "M{a} {y}H{b}", y),
        baseline=baseline,
        threshold=across.at(planned.threshold) if planned.threshold else None,
        reckoned=reckoned,
        slip=slip,
        is_met=planned.is_met,
    )


def _box(sides: Sides | None, across: Days, dash: str, y: int) -> Box | None:
    found = bar(across, *sides) if sides else None
    if found is None:
        return None
    soft = "".join(dash.format(a=a, b=b, y=y) for a, b in found.soft)
    return Box(found.start, _width(found), found.mark, soft)


def _width(found: Bar) -> float:
    return max(round(found.end - found.start, 1), 2)


def _links(plan: Iterable[Planned], rows: Mapping[str, Row]) -> list[str]:
    """From what comes first down, or up, to what waits for it, with an arrow."""
    found: list[str] = []
    for planned in plan:
        to = rows[planned.code]
        for code in planned.after:
            since = rows.get(code)
            if since is None or since.reckoned is None or to.reckoned is None:
                continue
            x, goal = since.reckoned.mark, to.reckoned.x
            down = 1 if to.y > since.y else -1
            if abs(goal - x) < 12:
                y = to.y - down * 9
                found.append(
                    f"M{x} {since.y}V{y}M{x - 3} {y - down * 4}L{x} {y}L{x + 3} {y - down * 4}"
                )
                continue
            way = 1 if goal > x else -1
            end = round(goal - way * 9, 1)
            head = f"M{end - way * 4} {to.y - 3}L{end} {to.y}L{end - way * 4} {to.y + 3}"
            found.append(f"M{x} {since.y}V{to.y}H{end}{head}")
    return found


def _events(happened: Sequence[Happening], across: Days, top: int) -> list[EventMark]:
    placed: list[tuple[Happening, Box, str, float, str]] = []
    for event in happened:
        found = _box(event.when, across, "M{a} {y}H{b}", 0)
        if found is not None:
            placed.append((event, found, *_text(event.title, found)))
    reach = [
        (min(text_at, box.x), text_at + width(text, LETTER))
        if anchor == "start"
        else (text_at - width(text, LETTER), box.x + box.width)
        for _, box, text, text_at, anchor in placed
    ]
    rows = lanes(reach, 14)
    return [
        EventMark(
            event.number, event.title, text, box.mark, top + LANE * lane, box, text_at, anchor
        )
        for (event, box, text, text_at, anchor), lane in zip(placed, rows, strict=True)
    ]


def _text(title: str, box: Box) -> tuple[str, float, str]:
    """The title of an event, where it begins or ends, and which of both; at the right if it can."""
    after, before = box.x + box.width + 7, box.x - 7
    if WIDTH - after >= min(width(title, LETTER), 300):
        return fit(title, WIDTH - after, LETTER), after, "start"
    return fit(title, before - 4, LETTER), before, "end"
