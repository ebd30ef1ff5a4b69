"""How the dates of a deal's milestones moved, statement by statement: the trend chart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import dropwhile, pairwise

from dashboard.charts.trend import NARROW, Course, Statement, Stretch, TrendChart, trend
from dashboard.figures import (
    DateShown,
    SlipShown,
    Way,
    date_shown,
    reckoned_with,
    signed,
    slip_shown,
    way_of,
)
from dashboard.queries.claims import ClaimShown, ClaimsOn
from dashboard.queries.moved import Shift, gaps_of, in_period, passed, shifts_of
from dashboard.queries.told import Told
from deals.choices import ClaimKind, Rank
from deals.dates import Window
from deliveries.models import Span
from deliveries.reasons import spelt
from deliveries.standings import MilestoneOn


@dataclass(frozen=True, slots=True)
class Moved:
    """One milestone in the table beside the chart. `moves` is how often its last day changed.

    `gaps` say when, and why, it had no last day. `stated` is how the statement that `now` rests on
    gave it, where what else was said narrows it.
    """

    code: str
    title: str
    statements: int
    first: DateShown | None
    now: DateShown | None
    gaps: Sequence[str]
    stated: DateShown | None
    is_met: bool
    moves: int
    slip: SlipShown | None


@dataclass(frozen=True, slots=True)
class Trend:
    """The chart and the same for a phone, the day at its right, what it shows, and its table.

    `decides` is the title of what decides the deal, `shifts` are the changes of its line, of
    which so many are `moves`: a first date is none. `in_period` says what its slip in the period
    counts.
    """

    chart: TrendChart
    narrow: TrendChart
    until: date
    says: str
    rows: list[Moved]
    decides: str
    shifts: list[Shift]
    moves: int
    in_period: str
    is_growing: bool


def trend_shown(told: Told) -> Trend | None:
    """The trend chart of a deal by the day; None where nobody has given a date."""
    courses = [_course(told, m) for m in told.on]
    said = _statements(told)
    chart = trend(courses, said, told.until)
    narrow = trend(courses, said, told.until, NARROW)
    if chart is None or narrow is None:
        return None
    windows = told.windows
    rows = [
        _moved(m, course, group, windows)
        for m, course, group in zip(told.on, courses, told.groups, strict=True)
    ]
    decides = next(((m, c) for m, c in zip(told.on, courses, strict=True) if c.is_deciding), None)
    on, course = decides or (None, None)
    shifts = shifts_of(told, on, course.stretches) if on and course else []
    return Trend(
        chart=chart,
        narrow=narrow,
        until=told.until,
        says=_says(told, rows),
        rows=rows,
        decides=on.milestone.title if on else "",
        shifts=shifts,
        moves=sum(not shift.is_first for shift in shifts),
        in_period=in_period(on) if on else "",
        is_growing=on.is_growing if on else False,
    )


def _statements(told: Told) -> list[Statement]:
    shown = {c.number: c for group in told.groups for c in group.claims}
    titles = {m.milestone.pk: m.milestone for m in told.on}
    windows = told.windows
    found: list[Statement] = []
    for claim in sorted(told.claims, key=lambda c: (c.reported_on, c.pk)):
        milestone, window = titles.get(claim.milestone_id), windows.get(claim.pk)
        if milestone is not None:
            found.append(
                Statement(
                    number=claim.pk,
                    milestone=milestone.code,
                    kind=claim.kind,
                    day=claim.reported_on,
                    earliest=window.earliest if window else None,
                    latest=window.latest if window else None,
                    words=f"{milestone.title}: {in_words(shown[claim.pk])}",
                    is_used=claim.rank != Rank.DEPRECATED,
                )
            )
    return found


def in_words(claim: ClaimShown) -> str:
    """A claim in one line: promised Q4 2021, the agency, 6 Feb 2020 (claim 12)."""
    what = " ".join(filter(None, (claim.kind.word, claim.date.words if claim.date else "")))
    voice = claim.voice
    return f"{what}, {voice.said_by}, {voice.reported.words} (claim {claim.number})"


def _course(told: Told, on: MilestoneOn) -> Course:
    spans = told.spans[on.milestone.pk]
    moved = slip_shown(on.total)
    found = stretches(spans, told.day)
    return Course(
        code=on.milestone.code,
        title=on.milestone.title,
        stretches=found,
        baselines=_baselines(spans, told.day),
        note=moved.days if moved else "",
        is_deciding=told.decides(on),
        gaps=gaps_of(told, on, found),
    )


def stretches(spans: Sequence[Span], day: date) -> list[Stretch]:
    """The last days that were reckoned with up to the day; once met, the day it happened."""
    found: list[Stretch] = []
    for span in spans:
        if span.progress == "cancelled" or (span.progress == "met" and _was_met(found, span)):
            continue
        until = span.from_on if span.progress == "met" else min(span.to_on or day, day)
        this = Stretch(span.from_on, until, span.estimate_latest, span.floor)
        last = found[-1] if found else None
        if last and (last.to_on, last.latest, last.floor) == (
            this.from_on,
            this.latest,
            this.floor,
        ):
            found[-1] = Stretch(last.from_on, this.to_on, this.latest, this.floor)
        else:
            found.append(this)
    return found


def _was_met(found: Sequence[Stretch], span: Span) -> bool:
    """Whether the line has already come to the day on which it happened."""
    last = found[-1] if found else None
    return last is not None and (last.floor, last.latest) == (None, span.estimate_latest)


def _baselines(spans: Sequence[Span], day: date) -> list[Stretch]:
    """What was contracted, as amended; what stands in for a contract has not been moved by one."""
    found: list[Stretch] = []
    for span in spans:
        if not span.inferred and span.objective:
            until = min(span.to_on or day, day)
            found.append(Stretch(span.from_on, until, span.objective, None))
    return found


def happened(on: MilestoneOn, group: ClaimsOn) -> tuple[int | None, Window | None]:
    """When a milestone happened, and the claim that this rests on; None: no claim says so.

    An imprecise day lies after the last word that still expected it and not after its report, so
    that this may be narrower than the date which the claim gives.
    """
    actual = on.figure("actual")
    told = {c.pk for c in group.made if c.kind == ClaimKind.ACTUAL}
    return (next((n for n in on.claims if n in told), None) if actual else None), actual


def _moved(
    on: MilestoneOn, course: Course, group: ClaimsOn, windows: Mapping[int, Window]
) -> Moved:
    days = list(dropwhile(lambda day: day is None, (s.latest for s in course.stretches)))
    number, actual = happened(on, group)
    stated = None if number is None else windows.get(number)
    is_narrowed = actual is not None and stated is not None and actual.edtf != stated.edtf
    return Moved(
        code=on.milestone.code,
        title=on.milestone.title,
        statements=len(group.claims),
        first=date_shown(on.figure("original")),
        now=date_shown(actual) or reckoned_with(on.span),
        gaps=course.gaps,
        stated=date_shown(stated) if is_narrowed else None,
        is_met=actual is not None,
        moves=sum(before != after for before, after in pairwise(days)),  # a first date is none
        slip=slip_shown(on.total),
    )


def _says(told: Told, rows: Sequence[Moved]) -> str:
    said = [c for group in told.groups for c in group.made]
    ends = (end(said, key=lambda c: c.reported_on) for end in (min, max))
    since, until = (shown.words for c in ends if (shown := date_shown(c.reported)))
    every = len(told.claims)
    statements = f"{every:,} statement{'s' * (every != 1)}"
    if len(said) < every:
        statements = f"{len(said):,} of {statements}"
    number = f"{len(rows)} milestone{'s' * (len(rows) != 1)}"
    first = f"{statements} on {number}, from {since} to {until}."
    titles = ", ".join(f"“{milestone.title}”" for milestone, _ in told.unused)
    if titles:
        first += f" Not drawn: known misreports on {titles}, of which nothing else is said."
    return " ".join(filter(None, (first, _of_deciding(told, rows), _of_all(told.on))))


def _of_deciding(told: Told, rows: Sequence[Moved]) -> str:
    """How the date of the milestone that decides has moved."""
    for on, row in zip(told.on, rows, strict=True):
        original, estimate = on.figure("original"), on.figure("estimate")
        if not told.decides(on) or original is None or original.latest is None or not row.moves:
            continue
        times = {1: "once", 2: "twice"}.get(row.moves, f"{row.moves} times")
        begun = f"“{row.title}”, which decides the deal, moved {times}"
        if estimate is None or estimate.latest is None:
            return f"{begun}: from {spelt(original.latest)} to no date at all."
        days = (estimate.latest - original.latest).days
        by = f", {signed(days)}" if days else ""
        return (
            f"{begun}: from {spelt(original.latest)} to {spelt(estimate.latest)}{by}{passed(on)}."
        )
    return ""


def _of_all(on: Sequence[MilestoneOn]) -> str:
    ways = [way_of(m.total) for m in on if m.total and m.total.so_far is not None]
    if not ways:
        return ""
    number = len(ways)
    which = f"the {number} milestones" if number > 1 else "the one milestone"
    counted = [(ways.count(way), way) for way in Way if way is not Way.UNTOLD]
    parts = [f"{number} {way} first agreed or promised" for number, way in counted if number]
    untold = ways.count(Way.UNTOLD)
    if not parts:
        moved = "they" if number > 1 else "it"
        return f"Of {which} with a date to compare with it cannot be told which way {moved} moved."
    of_others = f"; of {untold} it cannot be told" if untold else ""
    return f"Of {which} with a date to compare with, {', '.join(parts)}{of_others}."
