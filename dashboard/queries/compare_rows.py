"""The milestones of deals that are compared, as rows of a file."""

from collections.abc import Iterator, Sequence

from dashboard.asof import AsOf
from dashboard.cells import between_cells, date_cells, end_cells, reckoned_cells, slip_cells, yes
from dashboard.naming import buyers_of, with_parties
from dashboard.queries.compare import milestones, reckoned, standing
from dashboard.queries.contract_day import contract_days, day_of, day_zero
from dashboard.tables import Columns, Row
from deals.models import Actor
from deliveries import wording
from deliveries.models import DealSpan
from deliveries.standings import MilestoneOn

HEADINGS: Columns = {
    "deal": "Deal, reference",
    "designation": "Deal",
    "buyers": "Buyers",
    "deal_state": "State of the deal, code",
    "deal_state_label": "State of the deal",
    "signed_on": "Contract signed",
    "signed": "Contract signed, in words",
    "milestone": "Milestone, code",
    "title": "Milestone",
    "kind": "Kind, code",
    "kind_label": "Kind",
    "decides": "Decides the deal",
    "next": "Next of the deal",
    "baseline_stated": "Baseline, as stated",
    "baseline": "Baseline",
    "baseline_earliest": "Baseline, earliest",
    "baseline_latest": "Baseline, latest",
    "stated": "Expected or done, as stated",
    "date": "Expected or done",
    "stated_earliest": "Expected or done, earliest",
    "stated_latest": "Expected or done, latest",
    "remark": "Expected or done, remark",
    "earliest": "To be reckoned with, earliest",
    "latest": "To be reckoned with, latest",
    "contract_day_baseline": "Baseline, days from the contract",
    "contract_day": "To be reckoned with, days from the contract",
    "contract_days": "The same, as a range of days",
    "progress": "Progress",
    "state": "State, code",
    "state_label": "State",
    "total_slip_days": "Slip, calendar days",
    "total_slip_at_least": "Slip is that at least",
    "total_slip_min_days": "Slip, fewest calendar days",
    "total_slip_max_days": "Slip, most calendar days",
}


def compare_rows(actor: Actor, when: AsOf, refs: Sequence[str]) -> Iterator[Row]:
    """One row a milestone under `HEADINGS`; empty what is not given. Raises CannotCompare."""
    stood = standing(actor, when, refs)
    with_parties(span.deal for span in stood)
    by_deal = milestones(actor, when.day, [s.deal_id for s in stood])
    return (row for span in stood for row in _rows(span, by_deal.get(span.deal_id, [])))


def _rows(span: DealSpan, on: list[MilestoneOn]) -> Iterator[Row]:
    deal, (signed_on, signed) = span.deal, day_zero(on)
    for m in on:
        baseline, expected = m.figure("baseline"), reckoned(m)
        yield (
            deal.ref,
            deal.designation,
            ", ".join(buyers_of(deal)),
            span.state,
            wording.STATES[span.state].word,
            signed_on or "",
            signed,
            m.milestone.code,
            m.milestone.title,
            m.milestone.kind,
            m.milestone.get_kind_display(),
            yes(m.milestone.pk == span.worst_id),
            yes(m.milestone.pk == span.next_id),
            *date_cells(baseline),
            *reckoned_cells(m),
            *end_cells(expected),
            day_of(baseline, signed_on),
            day_of(expected, signed_on),
            contract_days(expected, signed_on),
            m.span.progress,
            m.span.state,
            wording.STATES[m.span.state].word,
            *slip_cells(m.total),
            *between_cells(m.total),
        )
