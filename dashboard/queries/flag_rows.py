"""The findings of the flags page as rows of a file, and its strips as one drawing with its data."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from dashboard.asof import AsOf
from dashboard.charts.strip import Run, Strip, StripChart, strips
from dashboard.naming import buyers_of
from dashboard.queries.flagged import Recorded, Stood
from dashboard.queries.flags import Finding, FlagsPage, findings_at
from dashboard.tables import AT_ONCE, Columns, Row
from deals.models import Actor
from deliveries import wording
from deliveries.reasons import spelt

FLAGGED: Columns = {
    "deal": "Deal, reference",
    "designation": "Deal",
    "buyers": "Buyers",
    "milestone": "Milestone, code",
    "title": "Milestone",
    "flag": "Flag, code",
    "flag_label": "Flag",
    "level": "Level, code",
    "level_label": "Level",
    "state": "State, code",
    "state_label": "State",
    "since": "Since",
    "found_on": "Recorded",
    "closed_on": "Closed",
    "total_slip_days": "Slip, calendar days",
    "total_slip_at_least": "Slip is that at least",
    "reason": "Why",
    "claims": "Claims, numbers",
    "acknowledged": "Acknowledged",
    "acknowledged_by": "Acknowledged by",
    "acknowledged_on": "Acknowledged on",
    "acknowledged_holds": "Acknowledged until",
    "note": "Note",
}
STOOD: Columns = {
    "deal": "Deal, reference",
    "milestone": "Milestone, code",
    "title": "Milestone",
    "state": "State, code",
    "from_on": "From",
    "to_on": "To, the day after",
}


def flag_rows(found: Recorded | Stood, actor: Actor, when: AsOf) -> Iterator[Row]:
    """One row a finding, in the order of the page, so many read at once."""
    first, is_last = 0, False
    while not is_last:
        places = found.places(first, first + AT_ONCE)
        for finding in findings_at(places, actor, when):
            yield _flagged(finding)
        first, is_last = first + AT_ONCE, len(places) < AT_ONCE


def _flagged(finding: Finding) -> Row:
    seen = finding.acknowledged
    return (
        finding.deal.ref,
        finding.deal.designation,
        ", ".join(buyers_of(finding.deal)),
        finding.milestone.code,
        finding.milestone.title,
        finding.kind.code,
        finding.kind.word,
        finding.level.code if finding.level else "",
        finding.level.word if finding.level else "",
        finding.now.code if finding.now else "",
        finding.now.word if finding.now else "",
        finding.since or "",
        finding.found_on or "",
        finding.closed_on or "",
        finding.slipped if finding.slip else "",
        ("yes" if finding.slip.is_least else "no") if finding.slip else "",
        "" if finding.closed_on else finding.reason,
        " ".join(map(str, finding.claims)),
        "yes" if finding.is_acknowledged else "no",
        seen.by if seen else "",
        seen.on if seen else "",
        seen.holds if seen else "",
        seen.note if seen else "",
    )


@dataclass(frozen=True, slots=True)
class Strips:
    """The strips of a page of flags on one axis, and what they are in a sentence."""

    chart: StripChart
    says: str


def strips_shown(page: FlagsPage, when: AsOf) -> Strips | None:
    """What each milestone of the page stood as up to the day; None where there is none."""
    drawn = [_strip(f, when) for f in _each_once(page)]
    chart = strips(drawn, when.day)
    says = f"What {len(drawn)} milestone{'s' * (len(drawn) != 1)} with a flag stood as, each up to "
    return Strips(chart, f"{says}{spelt(when.day)}.") if chart else None


def strip_rows(page: FlagsPage) -> Iterator[Row]:
    """One row for the days in a row as one state; `to_on`, the day after, is empty while it is."""
    for finding in _each_once(page):
        runs = finding.strip.runs if finding.strip else []
        ends: Sequence[object] = [day for day, _ in runs[1:]] + [""]
        for (from_on, state), to_on in zip(runs, ends, strict=True):
            of = finding.milestone
            yield (finding.deal.ref, of.code, of.title, state, from_on, to_on)


def _each_once(page: FlagsPage) -> list[Finding]:
    """The findings of the page, of several about a milestone the first."""
    shown = page.closed or [f for _, findings in page.kinds for f in findings]
    by_milestone = {f.milestone.pk: f for f in reversed(shown) if f.strip}
    return list(reversed(by_milestone.values()))


def _strip(finding: Finding, when: AsOf) -> Strip:
    assert finding.strip is not None
    runs, title = finding.strip.runs, f"{finding.deal.designation}: {finding.milestone.title}"
    ends = [day for day, _ in runs[1:]] + [when.day]
    return Strip(
        code=finding.milestone.code,
        title=title,
        runs=[_run(title, state, day, end) for (day, state), end in zip(runs, ends, strict=True)],
        at=reverse("dashboard:deal", args=[finding.deal.ref]) + when.query,
    )


def _run(title: str, state: str, from_on: date, until: date) -> Run:
    word = wording.STATES[state].word
    return Run(from_on, until, state, word, f"{title}: {word}, from {spelt(from_on)}")
