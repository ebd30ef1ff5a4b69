"""The data of the timeline as rows: the milestones of the plan, then what went on around it."""

from collections.abc import Iterator

from dashboard.cells import end_cells, slip_cells
from dashboard.queries.timeline import predecessors
from dashboard.queries.told import Told
from dashboard.tables import Columns, Row
from deliveries import wording

HEADINGS: Columns = {
    "deal": "Deal, reference",
    "what": "What",
    "code": "Code",
    "title": "Title",
    "kind": "Kind, code",
    "after": "Comes after, codes",
    "original_earliest": "Original baseline, earliest",
    "original_latest": "Original baseline, latest",
    "baseline_earliest": "Baseline, earliest",
    "baseline_latest": "Baseline, latest",
    "threshold": "Threshold",
    "estimate_earliest": "Expected or done, earliest",
    "estimate_latest": "Expected or done, latest",
    "progress": "Progress",
    "state": "State, code",
    "state_label": "State",
    "total_slip_days": "Slip, calendar days",
    "total_slip_at_least": "Slip is that at least",
}


def timeline_rows(told: Told) -> Iterator[Row]:
    """One row a milestone, then one an event, under `HEADINGS`; empty what is not given."""
    before = predecessors(told)
    for on in told.on:
        yield (
            told.deal.ref,
            "milestone",
            on.milestone.code,
            on.milestone.title,
            on.milestone.kind,
            " ".join(b.code for b in before[on.milestone.pk]),
            *end_cells(on.figure("original")),
            *end_cells(on.figure("baseline")),
            on.span.threshold or "",
            *end_cells(on.figure("actual") or on.estimate),
            on.span.progress,
            on.span.state,
            wording.STATES[on.span.state].word,
            *slip_cells(on.total),
        )
    for event in told.events:
        sides = end_cells(event.date)
        row = (told.deal.ref, "event", event.code, event.title, event.kind, "")
        yield (*row, "", "", "", "", "", *sides, "", "", "", "", "")
