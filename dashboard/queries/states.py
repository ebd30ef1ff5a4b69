"""What the milestones of a deal stood as, month by month: the strips of their spans."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from dashboard.charts.strip import NARROW, Run, Strip, StripChart, strips
from dashboard.queries.told import Told
from dashboard.reasons import brief
from dashboard.tables import Columns
from deliveries import wording
from deliveries.facts import DAY
from deliveries.models import Span
from deliveries.reasons import spelt
from deliveries.standings import MilestoneOn
from deliveries.verdicts import LEVELS
from deliveries.wording import Named

HEADINGS: Columns = {
    "deal": "Deal, reference",
    "milestone": "Milestone, code",
    "title": "Milestone",
    "from_on": "From",
    "to_on": "To, the day after",
    "progress": "Progress",
    "level": "Level, code",
    "state": "State, code",
    "state_label": "State",
    "knowledge": "Knowledge, code",
    "flags": "Flags, codes",
    "objective": "Objective",
    "threshold": "Threshold",
    "estimate_earliest": "Expected or done, earliest",
    "estimate_latest": "Expected or done, latest",
    "why": "Why",
    "claims": "Claims, numbers",
}


@dataclass(frozen=True, slots=True)
class Stood:
    """Days in a row as one state; `until` is None where it still stands on the day of the page."""

    state: Named
    from_on: date
    until: date | None
    why: str

    @property
    def since(self) -> str:
        """Its first day as people read it; made here, since a page may have hundreds of them."""
        return spelt(self.from_on)

    @property
    def upto(self) -> str:
        """Its last day, or that it still stands."""
        return spelt(self.until) if self.until else "still"


@dataclass(frozen=True, slots=True)
class StatesOf:
    """One milestone with what it stood as, the oldest first."""

    code: str
    title: str
    stood: list[Stood]


@dataclass(frozen=True, slots=True)
class States:
    """The chart and the same for a phone, the day at its right, what it shows, and its table."""

    chart: StripChart
    narrow: StripChart
    until: date
    says: str
    rows: list[StatesOf]


def states_shown(told: Told) -> States | None:
    """The strips of a deal by the day; None before its first word."""
    rows = [_states_of(m, told.spans[m.milestone.pk], told.day) for m in told.on]
    drawn = [_strip(row, told.until) for row in rows]
    chart, narrow = strips(drawn, told.until), strips(drawn, told.until, NARROW)
    if chart is None or narrow is None:
        return None
    return States(chart, narrow, told.until, _says(rows), rows)


def _states_of(on: MilestoneOn, spans: Sequence[Span], day: date) -> StatesOf:
    stood: list[Stood] = []
    for span in spans:
        until = span.to_on - DAY if span.to_on and span.to_on <= day else None
        if stood and stood[-1].state.code == span.state:
            last = stood[-1]
            stood[-1] = Stood(last.state, last.from_on, until, last.why)
            continue
        why = " ".join(brief(reason["text"]) for reason in span.reasons)
        stood.append(Stood(wording.STATES[span.state], span.from_on, until, why))
    return StatesOf(on.milestone.code, on.milestone.title, stood)


def _strip(row: StatesOf, until: date) -> Strip:
    runs = [
        Run(
            from_on=s.from_on,
            until=max(min(s.until + DAY, until) if s.until else until, s.from_on),
            state=s.state.code,
            word=s.state.word,
            words=_in_words(row, s),
        )
        for s in row.stood
    ]
    return Strip(row.code, row.title, runs)


def _in_words(row: StatesOf, stood: Stood) -> str:
    upto = f" to {spelt(stood.until)}" if stood.until else " on"
    why = f". {stood.why}" if stood.why else ""
    return f"{row.title}: {stood.state.word}, {spelt(stood.from_on)}{upto}{why}"


def _says(rows: Sequence[StatesOf]) -> str:
    """When the first of them turned to each level, and how often a state changed."""
    changes = sum(len(row.stood) - 1 for row in rows if row.stood)
    first = f"The states of {len(rows)} milestone{'s' * (len(rows) != 1)} changed {changes:,} times"
    turned: list[str] = []
    for level in LEVELS:
        found = [(s.from_on, r.title) for r in rows for s in r.stood if s.state.code == level]
        if found:
            day, title = min(found)
            turned.append(f"first {level}, “{title}” on {spelt(day)}")
    return f"{first}{': ' if turned else ''}{'; '.join(turned)}."


def state_rows(told: Told) -> Iterator[tuple[object, ...]]:
    """One row a span under `HEADINGS`, by milestone; `to_on` is empty where it stands."""
    for on in told.on:
        for span in told.spans[on.milestone.pk]:
            yield (
                told.deal.ref,
                on.milestone.code,
                on.milestone.title,
                span.from_on,
                span.to_on if span.to_on and span.to_on <= told.day else "",
                span.progress,
                span.level,
                span.state,
                wording.STATES[span.state].word,
                span.knowledge,
                " ".join(span.flags),
                span.objective or "",
                span.threshold or "",
                span.estimate_earliest or "",
                span.estimate_latest or "",
                " ".join(reason["text"] for reason in span.reasons),
                " ".join(str(n) for reason in span.reasons for n in reason["claims"]),
            )
