"""The plan of a deal as rows: its milestones as the schedule has them, then its events."""

from collections.abc import Iterator

from dashboard.cells import (
    between_cells,
    date_cells,
    end_cells,
    reckoned_cells,
    slip_cells,
    yes,
)
from dashboard.queries.lots import LotShown, lots_shown
from dashboard.queries.schedule import scheduled
from dashboard.queries.timeline import Before, predecessors
from dashboard.queries.told import Told
from dashboard.tables import Columns, Row
from deals.models import Event
from deliveries.standings import MilestoneOn

HEADINGS: Columns = {
    "deal": "Deal, reference",
    "what": "What",
    "code": "Code",
    "title": "Title",
    "kind": "Kind, code",
    "kind_label": "Kind",
    "decides": "Decides the deal",
    "after": "Comes after, codes",
    "after_days": "Comes after by, calendar days",
    "original_stated": "Original baseline, as stated",
    "original": "Original baseline",
    "original_earliest": "Original baseline, earliest",
    "original_latest": "Original baseline, latest",
    "original_basis": "Original baseline, how it came about",
    "baseline_stated": "Baseline, as stated",
    "baseline": "Baseline",
    "baseline_earliest": "Baseline, earliest",
    "baseline_latest": "Baseline, latest",
    "objective": "Objective",
    "threshold": "Threshold",
    "margin": "Allowed beyond the objective",
    "promised_stated": "Promised, as stated",
    "promised": "Promised",
    "promised_earliest": "Promised, earliest",
    "promised_latest": "Promised, latest",
    "assessed_stated": "Assessed, as stated",
    "assessed": "Assessed",
    "assessed_earliest": "Assessed, earliest",
    "assessed_latest": "Assessed, latest",
    "stated": "Expected or done, as stated",
    "date": "Expected or done",
    "stated_earliest": "Expected or done, earliest",
    "stated_latest": "Expected or done, latest",
    "remark": "Expected or done, remark",
    "estimate_earliest": "To be reckoned with, earliest",
    "estimate_latest": "To be reckoned with, latest",
    "progress": "Progress",
    "state": "State, code",
    "state_label": "State",
    "knowledge": "Knowledge, code",
    "knowledge_label": "Knowledge",
    "total_slip_days": "Slip, calendar days",
    "total_slip_at_least": "Slip is that at least",
    "total_slip_min_days": "Slip, fewest calendar days",
    "total_slip_max_days": "Slip, most calendar days",
    "reason": "Why",
    "claims": "Claims it rests on",
    "counts": "Counts it rests on",
    "item": "Item of the lot",
    "quantity": "Pieces of the lot",
    "mode": "How the lot is delivered",
    "counted": "Counted last",
    "pace": "Pace",
}


def timeline_rows(told: Told) -> Iterator[Row]:
    """One row a milestone, then one an event, under `HEADINGS`; empty what is not given."""
    before = predecessors(told)
    lots = lots_shown(told.counts, [m.milestone for m in told.on], told.when)
    for on in told.on:
        number = on.milestone.pk
        yield _milestone(told, on, before[number], lots.get(number))
    for event in told.events:
        yield _event(told, event)


def _milestone(told: Told, on: MilestoneOn, before: list[Before], lot: LotShown | None) -> Row:
    claims = {c.pk: c for c in told.claims}
    row = scheduled(on, decides=told.decides(on), claims=claims, lot=lot)
    span = on.span
    return (
        told.deal.ref,
        "milestone",
        row.code,
        row.title,
        on.milestone.kind,
        row.kind,
        yes(row.decides),
        " ".join(first.code for first in before),
        " ".join(str(first.lag_days) for first in before),
        *date_cells(on.figure("original")),
        row.baseline.basis if row.baseline else "",
        *date_cells(on.figure("baseline")),
        span.objective or "",
        span.threshold or "",
        row.margin,
        *date_cells(on.figure("promised")),
        *date_cells(on.figure("assessed")),
        *reckoned_cells(on),
        *end_cells(on.figure("actual") or on.estimate),
        span.progress,
        span.state,
        row.state.word,
        span.knowledge,
        row.knowledge.word,
        *slip_cells(on.total),
        *between_cells(on.total),
        " ".join(reason.text for reason in row.reasons),
        " ".join(map(str, on.claims)),
        " ".join(map(str, on.counts)),
        *_lot(on, lot),
        "; ".join(row.pace),
    )


def _lot(on: MilestoneOn, lot: LotShown | None) -> Row:
    """What the lot is of, and its latest counts: 26 delivered by 5 Dec 2021 (count 7)."""
    if lot is None:
        return "", "", "", ""
    counted = (
        f"{c.total} {c.kind} by {c.by.words if c.by else 'an unknown day'} (count {c.number})"
        for c in lot.latest
    )
    return lot.item, on.milestone.lot.quantity, lot.mode, "; ".join(counted)


def _event(told: Told, event: Event) -> Row:
    """What happened and when, under the heads of the milestones."""
    known: dict[str, object] = {
        "deal": told.deal.ref,
        "what": "event",
        "code": event.code,
        "title": event.title,
        "kind": event.kind,
        "kind_label": event.get_kind_display(),
    }
    stated, words, first, last = date_cells(event.date)
    known |= {"stated": stated, "date": words, "stated_earliest": first, "stated_latest": last}
    known |= {"estimate_earliest": first, "estimate_latest": last}
    return tuple(known.get(name, "") for name in HEADINGS)
