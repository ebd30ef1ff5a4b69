"""The deadlines of the calendar as rows of a file."""

from collections.abc import Iterator
from datetime import date

from django.db.models import QuerySet

from dashboard.figures import ago, date_cells, slip_cells
from dashboard.naming import buyers_of
from dashboard.queries.calendar import BY, Asked
from dashboard.queries.file_rows import AT_ONCE, Row
from deliveries import wording
from deliveries.models import Span
from deliveries.standings import total_on

HEADINGS = (
    "deal",
    "designation",
    "buyers",
    "milestone",
    "title",
    "kind",
    "kind_label",
    "stated",
    "date",
    "earliest",
    "latest",
    "agreed_stated",
    "agreed",
    "agreed_earliest",
    "agreed_latest",
    "objective",
    "threshold",
    "remark",
    "fiscal_year",
    "fiscal_quarter",
    "state",
    "state_label",
    "knowledge",
    "knowledge_label",
    "total_slip_days",
    "total_slip_at_least",
)


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
            *date_cells(span.figure("estimate")),
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
