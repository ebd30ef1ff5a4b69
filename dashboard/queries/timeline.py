"""The plan of a deal on one axis of time, with what went on around it: the timeline."""

from dataclasses import dataclass
from datetime import date

from dashboard.charts.rows import NARROW, Sides
from dashboard.charts.timeline import Happening, Planned, Row, TimelineChart, timeline
from dashboard.figures import DateShown, SlipShown, date_shown, expected, passed, slip_shown
from dashboard.queries.told import Told
from deals.dates import Window
from deals.models import Precedence
from deliveries import wording
from deliveries.standings import MilestoneOn
from deliveries.unwinding import unwound
from deliveries.wording import Named


@dataclass(frozen=True, slots=True)
class Before:
    """What comes before a milestone, and how long before at least."""

    code: str
    title: str
    lag_days: int


@dataclass(frozen=True, slots=True)
class Placed:
    """One milestone in the table beside the timeline."""

    code: str
    title: str
    before: list[Before]
    objective: date | None
    threshold: date | None
    reckoned: DateShown | None
    state: Named
    slip: SlipShown | None


@dataclass(frozen=True, slots=True)
class Timeline:
    """The chart, and the same for a phone; what it shows in a sentence, and its table."""

    chart: TimelineChart
    narrow: TimelineChart
    says: str
    rows: list[Placed]

    @property
    def drawn(self) -> list[tuple[Row, Placed]]:
        """Each row of the chart with that of the table."""
        return list(zip(self.chart.rows, self.rows, strict=True))

    @property
    def drawn_narrow(self) -> list[tuple[Row, Placed]]:
        """The same of that for a phone."""
        return list(zip(self.narrow.rows, self.rows, strict=True))


def timeline_shown(told: Told) -> Timeline | None:
    """The timeline of a deal by the day; None where no milestone has a date."""
    before = predecessors(told)
    plan = [_planned(m, [b.code for b in before[m.milestone.pk]]) for m in told.on]
    happened = [Happening(e.pk, e.title, _sides(e.date)) for e in told.events]
    chart = timeline(plan, happened, told.day)
    narrow = timeline(plan, happened, told.day, NARROW)
    if chart is None or narrow is None:
        return None
    rows = [_row(m, before[m.milestone.pk]) for m in told.on]
    return Timeline(chart, narrow, _says(told, rows), rows)


def predecessors(told: Told) -> dict[int, list[Before]]:
    """By milestone: what comes before it, of what is known of by the day."""
    known = {m.milestone.pk: m.milestone for m in told.on}
    links = list(Precedence.objects.filter(milestone__deal=told.deal.pk))
    if told.when.known_at is not None:
        at = unwound(told.deal, told.when.known_at, links)
        links = [link for _, link in sorted(at.of("precedence").items())]
    found: dict[int, list[Before]] = {number: [] for number in known}
    for link in links:
        first = known.get(link.predecessor_id)
        if first is not None and link.milestone_id in known:
            found[link.milestone_id].append(Before(first.code, first.title, link.lag_days))
    return found


def _planned(on: MilestoneOn, after: list[str]) -> Planned:
    moved = on.span.claim_of("original") != on.span.claim_of("baseline")
    return Planned(
        code=on.milestone.code,
        title=on.milestone.title,
        original=_sides(on.figure("original")) if moved else None,
        baseline=_sides(on.figure("baseline")),
        threshold=on.span.threshold if on.span.progress != "cancelled" else None,
        reckoned=_sides(on.figure("actual") or on.estimate),
        is_met=on.span.progress == "met",
        after=after,
        word=wording.STATES[on.span.state].word,
        stated=_sides(passed(on)),
    )


def _sides(window: Window | None) -> Sides:
    return (window.earliest, window.latest) if window else (None, None)


def _row(on: MilestoneOn, before: list[Before]) -> Placed:
    outlook = expected(on)
    actual = on.figure("actual")
    return Placed(
        code=on.milestone.code,
        title=on.milestone.title,
        before=before,
        objective=on.span.objective,
        threshold=on.span.threshold,
        reckoned=date_shown(actual) if actual else outlook.date if outlook else None,
        state=wording.STATES[on.span.state],
        slip=slip_shown(on.total),
    )


def _says(told: Told, rows: list[Placed]) -> str:
    counted = [
        (sum(r.state.code == state for r in rows), named.word.lower())
        for state, named in wording.STATES.items()
    ]
    parts = [f"{number} {word}" for number, word in counted if number]
    number = len(rows)
    first = f"{number} milestone{'s' * (number != 1)}: {', '.join(parts)}."
    following = told.span.next_id if told.span else None
    for on, row in zip(told.on, rows, strict=True):
        if on.milestone.pk == following:
            when = f", stated for {row.reckoned.words}" if row.reckoned else ", with no date"
            return f"{first} What is next is “{row.title}”{when}."
    return first
