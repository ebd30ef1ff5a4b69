"""The timeline: each milestone a row, its baseline as a ghost under what is to be reckoned with."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dashboard.charts.placing import fit, lanes, width
from dashboard.charts.rows import (
    LETTER,
    RIGHT,
    TOP,
    Box,
    Frame,
    InRow,
    Room,
    Sides,
    boxed,
    slip,
)
from dashboard.charts.scales import Days, spanning

ROW, LANE = 28, 19  # heights of a row and of an event
DAY = 76  # width of a day in words
WIDE = Room(state_at=RIGHT + 14)


@dataclass(frozen=True, slots=True)
class Planned:
    """A milestone. `after` are the codes of what comes before it; dates are None where not given.

    `baseline` is the current one, `original` the one before it was moved: None if it was not.
    `word` is its state, and `stated` its date where it has passed and the milestone is open.
    """

    code: str
    title: str
    original: Sides | None
    baseline: Sides | None
    threshold: date | None
    reckoned: Sides | None
    is_met: bool
    after: Sequence[str] = ()
    word: str = ""
    stated: Sides | None = None


@dataclass(frozen=True, slots=True)
class Happening:
    """An event beside the milestones."""

    number: int
    title: str
    when: Sides


@dataclass(frozen=True, slots=True, kw_only=True)
class Row(InRow):
    """A milestone's row. `slip` leads from the baseline to the estimate."""

    code: str
    title: str
    original: Box | None
    baseline: Box | None
    threshold: float | None
    reckoned: Box | None
    stated: Box | None
    slip: str
    is_met: bool


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
class Lane:
    """What a lane of events has, cut to its room: the title of one, or of how many more."""

    label: str
    y: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineChart(Frame):
    """The drawing; `today` is where the day of the page lies, `today_says` the middle of its words.

    `lanes` name the events at the left, for a page too narrow to show where they lie. The head of
    the events stands on the line `events_at`.
    """

    today: float
    today_says: float
    events_at: int
    rows: list[Row]
    links: list[str]
    events: list[EventMark]
    lanes: list[Lane]


def timeline(
    plan: Sequence[Planned], happened: Sequence[Happening], day: date, room: Room = WIDE
) -> TimelineChart | None:
    """Draw a plan as it stands on `day`; None where it has no date at all."""
    sides = [s for p in plan for s in (p.original, p.baseline, p.reckoned, p.stated) if s]
    dates = [d for pair in (*sides, *(h.when for h in happened)) for d in pair if d]
    if not any(d for pair in sides for d in pair):
        return None
    limits = [p.threshold for p in plan if p.threshold]
    across = spanning([*dates, *limits, day], room.left, room.right)
    each = ROW + room.above
    rows = [_row(p, TOP + each * (n + 1) - ROW // 2, across, room) for n, p in enumerate(plan)]
    bottom = TOP + each * len(plan)
    # Below the days where both begin at the left, beside them where there is room.
    events_at = bottom + 17 + room.above
    events = _events(happened, across, events_at + 23, room)
    return TimelineChart(
        width=room.width,
        left=room.left,
        right=room.right,
        height=max((e.y for e in events), default=bottom + 14) + 16,
        bottom=bottom,
        across=room.legible(across.ticks(58)),
        today=across.at(day),
        today_says=room.within(across.at(day), DAY),
        events_at=events_at,
        rows=rows,
        links=_links(plan, {r.code: r for r in rows}),
        events=events,
        lanes=[] if room.above else _lanes(events, room),
    )


def _row(planned: Planned, y: int, across: Days, room: Room) -> Row:
    baseline, reckoned = boxed(planned.baseline, across, y), boxed(planned.reckoned, across, y)
    label, state_at = room.words(planned.title, planned.word)
    return Row(
        code=planned.code,
        title=planned.title,
        label=label,
        y=y,
        above=room.above,
        state_at=state_at,
        original=boxed(planned.original, across, y),
        baseline=baseline,
        threshold=across.at(planned.threshold) if planned.threshold else None,
        reckoned=reckoned,
        stated=boxed(planned.stated, across, y),
        slip=slip(baseline, reckoned, y),
        is_met=planned.is_met,
    )


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


def _events(happened: Sequence[Happening], across: Days, top: int, room: Room) -> list[EventMark]:
    placed: list[tuple[Happening, Box, str, float, str]] = []
    for event in happened:
        found = boxed(event.when, across, 0)
        if found is not None:
            placed.append((event, found, *_text(event.title, found, room)))
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


def _lanes(events: Sequence[EventMark], room: Room) -> list[Lane]:
    """What is in each lane, from above."""
    found: list[Lane] = []
    for y in sorted({e.y for e in events}):
        first, *more = [e.title for e in events if e.y == y]
        others = f" and {len(more)} more" if more else ""
        left = room.left - 12 - width(others, LETTER)
        found.append(Lane(fit(first, left, LETTER) + others, y))
    return found


def _text(title: str, box: Box, room: Room) -> tuple[str, float, str]:
    """The title of an event, where it begins or ends, and which of both; at the right if it can."""
    after, before = box.x + box.width + 7, box.x - 7
    least = room.width / 2 if room.above else 300
    if room.width - after >= min(width(title, LETTER), least):
        return fit(title, room.width - after, LETTER), after, "start"
    return fit(title, before - 4, LETTER), before, "end"
