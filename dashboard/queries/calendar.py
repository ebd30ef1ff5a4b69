"""The calendar: open milestones by the last day on which each is to be met.

Which day that is, is asked for: of the expected date, as it was stated, or the
objective. What is too vague to end within the days that are shown is in `vague`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from dashboard.asof import AsOf
from dashboard.charts.calendar import WIDE, CalendarChart, Due, calendar
from dashboard.charts.rows import NARROW, Room
from dashboard.figures import DateShown, SlipShown, ago, date_shown, reckoned_with, slip_shown
from dashboard.fiscal import Fiscal, Stretch
from dashboard.naming import name_of, with_parties
from dashboard.queries.baselines import Baseline, baseline_shown
from deals.dates import Window, add_months
from deals.models import Actor, Claim, Deal, Milestone
from deliveries import wording
from deliveries.facts import DAY
from deliveries.models import Span
from deliveries.reasons import spelt
from deliveries.standings import MilestoneOn, paired, usual_period
from deliveries.verdicts import WORST_FIRST
from deliveries.wording import Named

PAGE = 100  # deadlines on a page
EVENTS = 1_000  # deadlines of a calendar that programs subscribe to
BY = {"estimate": "estimate_latest", "objective": "objective"}
_AHEAD = 36  # months after the day that such a calendar has


@dataclass(frozen=True, slots=True)
class Deadline:
    """One open milestone with its expected date, and its baseline.

    `day` is the last day by which it stands in the calendar; `remark` what the day has made of it.
    `shown` is its date, None where none is given.
    """

    milestone: Milestone
    day: date
    stated: Window | None
    shown: DateShown | None
    objective: date | None
    baseline: Baseline | None
    remark: str
    state: Named
    knowledge: Named
    slip: SlipShown | None
    span: Span


@dataclass(frozen=True, slots=True)
class MonthShown:
    """The deadlines of one month."""

    name: str
    code: str
    deadlines: list[Deadline]


@dataclass(frozen=True, slots=True)
class QuarterShown:
    """A quarter of a fiscal year with its months."""

    name: str
    code: str
    months: list[MonthShown]


@dataclass(frozen=True, slots=True)
class CalendarPage:
    """A page of the deadlines of a stretch of time, by quarter and month.

    `narrow` is the chart for a phone.

    `following` is the next after an empty stretch, with the quarter in which it falls.
    """

    stretch: Stretch
    by: str
    says: str
    worst: Named | None
    quarters: list[QuarterShown]
    pages: Page[int]
    chart: CalendarChart | None
    narrow: CalendarChart | None
    drawn: list[Deadline]
    following: tuple[Deadline, Stretch] | None


@dataclass(frozen=True, slots=True)
class Asked:
    """By which last day the calendar goes, and when fiscal years begin."""

    by: str
    fiscal: Fiscal


def calendar_page(
    actor: Actor, when: AsOf, stretch: Stretch, asked: Asked, page: str = "1"
) -> CalendarPage:
    """The deadlines of `stretch` that `actor` may know of, as the day knew them, the next first."""
    found = due_between(actor, when.day, stretch.first, stretch.last, asked.by)
    shown = Paginator(found.values_list("milestone", flat=True), PAGE).get_page(page)
    deadlines = deadlines_of(list(shown), when.day, asked.by)
    return CalendarPage(
        stretch=stretch,
        by=asked.by,
        says=_says(stretch, shown.paginator.count, asked.by),
        worst=worst_of(d.span for d in deadlines),
        quarters=_by_quarter(deadlines, asked.fiscal),
        pages=shown,
        chart=_drawn(deadlines, stretch, asked, when.day),
        narrow=_drawn(deadlines, stretch, asked, when.day, NARROW),
        drawn=deadlines,
        following=None if deadlines else _following(actor, when.day, stretch, asked),
    )


def upcoming(actor: Actor, day: date, by: str) -> list[Deadline]:
    """The deadlines from a year before the day on, the earliest first: `EVENTS` at most."""
    first, last = add_months(day, -12), add_months(day, _AHEAD)
    found = due_between(actor, day, first, last, by)
    return deadlines_of(list(found.values_list("milestone", flat=True)[:EVENTS]), day, by)


def worst_of(spans: Iterable[Span]) -> Named | None:
    """The worst state among spans; None of none."""
    severity = min((s.severity for s in spans), default=None)
    return None if severity is None else wording.STATES[WORST_FIRST[severity]]


def due_between(actor: Actor, day: date, first: date, last: date, by: str) -> QuerySet[Span]:
    """Spans of open milestones whose last day, by the one or the other, is from first to last.

    In an order that an index has, and of no more columns than it has until others are asked for.
    """
    column = BY[by]
    visible = Deal.objects.visible_to(actor)
    within = {f"{column}__gte": first, f"{column}__lte": last}
    found = Span.objects.on(day).filter(progress="open", deal__in=visible, **within)
    return found.order_by(column, "milestone")


def _following(
    actor: Actor, day: date, stretch: Stretch, asked: Asked
) -> tuple[Deadline, Stretch] | None:
    """The next deadline after a stretch, with its quarter; None where there is none."""
    found = due_between(actor, day, stretch.last + DAY, date.max, asked.by)
    deadlines = deadlines_of(list(found.values_list("milestone", flat=True)[:1]), day, asked.by)
    return (deadlines[0], asked.fiscal.quarter(deadlines[0].day)) if deadlines else None


def deadlines_of(milestones: list[int], day: date, by: str) -> list[Deadline]:
    """The deadlines of milestones, by their day, then as their deals have them."""
    spans = Span.objects.on(day).filter(milestone__in=milestones).order_by()
    rows = list(paired(spans.select_related("milestone__deal"), (), day, usual_period()))
    with_parties(on.milestone.deal for on in rows)
    first = {number for on in rows if (number := on.span.claim_of("original")) is not None}
    claims = Claim.objects.select_related("source").in_bulk(first)
    found = [_deadline(on, by, claims) for on in rows]
    return sorted(found, key=lambda d: (d.day, d.milestone.deal.ref, d.milestone.position))


def _deadline(on: MilestoneOn, by: str, claims: Mapping[int, Claim]) -> Deadline:
    span, stated = on.span, on.figure("estimate")
    last = getattr(span, BY[by])
    return Deadline(
        milestone=on.milestone,
        day=last,
        stated=stated,
        shown=reckoned_with(span),
        objective=span.objective,
        baseline=baseline_shown(on, claims),
        remark=f"passed {ago((on.day - last).days)}" if last < on.day else "",
        state=wording.STATES[span.state],
        knowledge=wording.KNOWLEDGE[span.knowledge],
        slip=slip_shown(on.total),
        span=span,
    )


def _by_quarter(deadlines: list[Deadline], fiscal: Fiscal) -> list[QuarterShown]:
    """In the order of days: the quarters that have any, with the months that have any."""
    found: list[QuarterShown] = []
    for quarter, within in groupby(deadlines, lambda d: fiscal.quarter(d.day)):
        months = [
            MonthShown(month.name, month.code, list(rows))
            for month, rows in groupby(within, lambda d: fiscal.month(d.day))
        ]
        found.append(QuarterShown(quarter.name, quarter.code, months))
    return found


def _drawn(
    deadlines: list[Deadline], stretch: Stretch, asked: Asked, day: date, room: Room = WIDE
) -> CalendarChart | None:
    starts = [stretch.first]
    while starts[-1] <= stretch.last:
        starts.append(add_months(starts[-1], 3))
    dues = [_due(d, asked.by) for d in deadlines]
    quarters = starts if stretch.months == 12 else []
    return calendar(dues, stretch.first, stretch.last, quarters, day, room)


def _due(deadline: Deadline, by: str) -> Due:
    named = f"{name_of(deadline.milestone.deal)}: {deadline.milestone.title}"
    window = deadline.stated if by == "estimate" else deadline.span.figure("baseline")
    is_it = window is not None and window.latest == deadline.day
    words = deadline.shown if by == "estimate" else date_shown(window)
    return Due(
        title=named,
        earliest=window.earliest if window and is_it else deadline.day,
        latest=deadline.day,
        objective=deadline.objective if by == "estimate" else None,
        state=deadline.state.code,
        word=deadline.state.word,
        words=f"{named}: {words.words if words and is_it else f'by {spelt(deadline.day)}'}",
    )


def _says(stretch: Stretch, number: int, by: str) -> str:
    if by == "estimate":
        many, one = "have expected dates that end", "has an expected date that ends"
    else:
        many, one = "have their objectives", "has its objective"
    if not number:
        return f"No open milestone {one} in {stretch.name}."
    what = one if number == 1 else many
    return f"{number:,} open milestone{'s' * (number != 1)} {what} in {stretch.name}."
