"""The deadlines of the calendar as rows."""

from collections.abc import Iterator
from datetime import date

from django.db.models import QuerySet

from dashboard.figures import date_shown, slip_cells
from dashboard.queries.calendar import BY, Asked
from deals.dates import Window
from deliveries import wording
from deliveries.models import Span
from deliveries.standings import total_on

_AT_ONCE = 500  # rows of a file that are read at once
HEADINGS = (
    "deal",
    "designation",
    "milestone",
    "title",
    "kind",
    "stated",
    "date",
    "earliest",
    "latest",
    "objective",
    "threshold",
    "fiscal_year",
    "fiscal_quarter",
    "state",
    "state_label",
    "knowledge",
    "total_slip_days",
    "total_slip_at_least",
)


def calendar_rows(spans: QuerySet[Span], day: date, asked: Asked) -> Iterator[tuple[object, ...]]:
    """One row a deadline under `HEADINGS`; empty what is not given."""
    day_of, fiscal = BY[asked.by], asked.fiscal
    rows = spans.select_related("milestone__deal").iterator(chunk_size=_AT_ONCE)
    for span in rows:
        stated, last = span.figure("estimate"), getattr(span, day_of)
        milestone, first = span.milestone, stated.earliest if stated else None
        is_exact = stated is not None and first is not None and first == stated.latest
        moved = total_on(span, day)
        yield (
            milestone.deal.ref,
            milestone.deal.designation,
            milestone.code,
            milestone.title,
            milestone.kind,
            stated.text if stated else "",
            first if is_exact else _words(stated),
            first or "",
            (stated and stated.latest) or "",
            span.objective or "",
            span.threshold or "",
            fiscal.year(last).code,
            fiscal.quarter(last).code,
            span.state,
            wording.STATES[span.state].word,
            span.knowledge,
            *slip_cells(moved),
        )


def _words(stated: Window | None) -> str:
    shown = date_shown(stated)
    return shown.words if shown else ""
