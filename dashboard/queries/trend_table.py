"""The data of the trend chart as rows: every statement about a date, as it was made."""

from collections.abc import Iterator

from dashboard.queries.told import Told
from dashboard.statements import source_shown

HEADINGS = (
    "deal",
    "milestone",
    "title",
    "claim",
    "kind",
    "stated",
    "edtf",
    "earliest",
    "latest",
    "reported",
    "reported_on",
    "held_on",
    "said_by",
    "side",
    "credibility",
    "rank",
    "source",
    "url",
    "reliability",
)


def statement_rows(told: Told) -> Iterator[tuple[object, ...]]:
    """One row a statement under `HEADINGS`, by the day of its report; empty what is not given."""
    windows = told.windows()
    shown = {m.milestone.pk: m.milestone for m in told.on}
    for claim in sorted(told.claims, key=lambda c: (c.reported_on, c.pk)):
        milestone, window = shown.get(claim.milestone_id), windows.get(claim.pk)
        if milestone is None:
            continue
        source = source_shown(claim.source, told.day)
        yield (
            told.deal.ref,
            milestone.code,
            milestone.title,
            claim.pk,
            claim.kind,
            claim.text,
            window.edtf if window else "",
            (window and window.earliest) or "",
            (window and window.latest) or "",
            claim.reported_edtf,
            claim.reported_on,
            claim.held_on,
            claim.said_by,
            claim.side,
            claim.credibility,
            claim.rank,
            source.publisher if source else "",
            source.url if source else "",
            claim.source.reliability if source else "",
        )
