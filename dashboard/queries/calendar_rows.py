"""The deadlines of the calendar as rows of a file."""

from collections.abc import Iterator
from datetime import date

from django.db.models import QuerySet

from dashboard.cells import date_cells, given_cells, slip_cells
from dashboard.figures import ago
from dashboard.naming import buyers_of
from dashboard.queries.calendar import BY, Asked
from dashboard.tables import AT_ONCE, Columns, Row
from deliveries import wording
from deliveries.models import Span
from deliveries.standings import total_on

HEADINGS: Columns = {
    "deal": "Deal, reference",
    "designation": "Deal",
    "buyers": "Buyers",
    "milestone": "Milestone, code",
    "title": "Milestone",
    "kind": "Kind, code",
    "kind_label": "Kind",
    "stated": "Due, as stated",
    "date": "Due",
    "earliest": "Due, earliest",
    "latest": "Due, latest",
    "baseline_stated": "Baseline, as stated",
    "baseline": "Baseline",
    "baseline_earliest": "Baseline, earliest",
    "baseline_latest": "Baseline, latest",
    "objective": "Objective",
    "threshold": "Threshold",
    "remark": "Due, remark",
    "fiscal_year": "Fiscal year",
    "fiscal_quarter": "Fiscal quarter",
    "state": "State, code",
    "state_label": "State",
    "knowledge": "Knowledge, code",
    "knowledge_label": "Knowledge",
    "total_slip_days": "Slip, calendar days",
    "total_slip_at_least": "Slip is that at least",
}


def calendar_rows(spans: QuerySet[Span], day: date, asked: Asked) -> Iterator[Row]:
    """One row a deadline under `HEADINGS`; empty what is not given."""
    related = spans.select_related("milestone__deal")
    whole = related.prefetch_related("milestone__deal__parties__organisation")
    for span in whole.iterator(chunk_size=AT_ONCE):
        milestone, last = span.milestone, getattr(span, BY[asked.by])
        yield (
            milestone.deal.ref,
            milestone.deal.designation,
            ", ".join(buyers_of(milestone.deal)),
            milestone.code,
            milestone.title,
            milestone.kind,
            milestone.get_kind_display(),
            *given_cells(span),
            *date_cells(span.figure("baseline")),
            span.objective or "",
            span.threshold or "",
            f"passed {ago((day - last).days)}" if last < day else "",
            asked.fiscal.year(last).code,
            asked.fiscal.quarter(last).code,
            span.state,
            wording.STATES[span.state].word,
            span.knowledge,
            wording.KNOWLEDGE[span.knowledge].word,
            *slip_cells(total_on(span, day)),
        )
