"""The milestones of deals that are compared, as rows of a file."""

from collections.abc import Iterator, Sequence

from dashboard.asof import AsOf
from dashboard.cells import end_cells, slip_cells
from dashboard.queries.compare import milestones, reckoned, standing
from dashboard.queries.contract_day import day_of, day_zero
from dashboard.tables import Columns, Row
from deals.models import Actor, Deal
from deliveries import wording
from deliveries.standings import MilestoneOn

HEADINGS: Columns = {
    "deal": "Deal, reference",
    "designation": "Deal",
    "signed_on": "Contract signed",
    "milestone": "Milestone, code",
    "title": "Milestone",
    "kind": "Kind, code",
    "baseline_earliest": "Baseline, earliest",
    "baseline_latest": "Baseline, latest",
    "earliest": "Due or done, earliest",
    "latest": "Due or done, latest",
    "contract_day_baseline": "Baseline, days from the contract",
    "contract_day": "Due or done, days from the contract",
    "progress": "Progress",
    "state": "State, code",
    "state_label": "State",
    "total_slip_days": "Slip, calendar days",
    "total_slip_at_least": "Slip is that at least",
}


def compare_rows(actor: Actor, when: AsOf, refs: Sequence[str]) -> Iterator[Row]:
    """One row a milestone under `HEADINGS`; empty what is not given. Raises CannotCompare."""
    stood = standing(actor, when, refs)
    by_deal = milestones(actor, when.day, [s.deal_id for s in stood])
    return (row for span in stood for row in _rows(span.deal, by_deal.get(span.deal_id, [])))


def _rows(deal: Deal, on: list[MilestoneOn]) -> Iterator[Row]:
    signed_on, _ = day_zero(on)
    for m in on:
        baseline, expected = m.figure("baseline"), reckoned(m)
        yield (
            deal.ref,
            deal.designation,
            signed_on or "",
            m.milestone.code,
            m.milestone.title,
            m.milestone.kind,
            *end_cells(baseline),
            *end_cells(expected),
            day_of(baseline, signed_on),
            day_of(expected, signed_on),
            m.span.progress,
            m.span.state,
            wording.STATES[m.span.state].word,
            *slip_cells(m.total),
        )
