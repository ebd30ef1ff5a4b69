"""The data of the trend chart as rows: every statement about a date, as it was made.

When a milestone happened stands with the statement that this rests on, as in the table beside the
chart: `happened`, and its first and last day, which may be nearer than those that are stated.
"""

from collections.abc import Iterator

from dashboard.cells import days_cell, end_cells, yes
from dashboard.figures import date_shown
from dashboard.queries.claims import claim_shown
from dashboard.queries.told import Told
from dashboard.queries.trend import happened
from dashboard.statements import source_shown
from dashboard.tables import Columns
from deals.dates import Window, from_edtf
from deals.models import Claim

HEADINGS: Columns = {
    "deal": "Deal, reference",
    "milestone": "Milestone, code",
    "title": "Milestone",
    "claim": "Claim",
    "kind": "Kind, code",
    "kind_label": "Kind",
    "stated": "Date, as stated",
    "date": "Date",
    "edtf": "Date, EDTF",
    "earliest": "Date, earliest",
    "latest": "Date, latest",
    "is_baseline": "Is the original baseline",
    "against_baseline_days": "Against the original baseline, calendar days",
    "threshold_earliest": "Threshold by contract, earliest",
    "threshold_latest": "Threshold by contract, latest",
    "in_use": "In use by the verdict",
    "happened": "Happened",
    "happened_earliest": "Happened, earliest",
    "happened_latest": "Happened, latest",
    "reported": "Reported, EDTF",
    "reported_on": "Reported, latest",
    "held_on": "Held from",
    "said_by": "Said by",
    "also_as": "Said by, counted as",
    "side": "Side, code",
    "side_label": "Side",
    "credibility": "Credibility, 1 to 6",
    "rank": "Rank",
    "source": "Source",
    "published_on": "Published, latest",
    "url": "Source, address",
    "reliability": "Reliability, A to F",
    "note": "Note",
}


def statement_rows(told: Told, *, every: bool = False) -> Iterator[tuple[object, ...]]:
    """One row a statement under `HEADINGS`, by the day of its report; empty what is not given.

    Not those about what stands nowhere, which are known misreports, unless `every` one is wanted.
    """
    windows = told.windows
    shown = {m.milestone.pk: m.milestone for m in told.on}
    if every:
        shown |= {milestone.pk: milestone for milestone, _ in told.unused}
    met = {
        m.milestone.pk: happened(m, group) for m, group in zip(told.on, told.groups, strict=True)
    }
    said = {c.number: c for group in told.groups for c in group.claims}
    for claim in sorted(told.claims, key=lambda c: (c.reported_on, c.pk)):
        milestone, window = shown.get(claim.milestone_id), windows.get(claim.pk)
        if milestone is None:
            continue
        by_whom = said.get(claim.pk) or claim_shown(claim, None, told.when)
        limit = claim.threshold_edtf
        yield (
            told.deal.ref,
            milestone.code,
            milestone.title,
            claim.pk,
            claim.kind,
            by_whom.kind.word,
            claim.text,
            stated.words if (stated := date_shown(window)) else "",
            window.edtf if window else "",
            *end_cells(window),
            yes(by_whom.is_baseline),
            days_cell(by_whom.days_off),
            *end_cells(from_edtf(limit) if limit else None),
            yes(by_whom.bears_verdict),
            *_happened(*met.get(claim.milestone_id, (None, None)), claim.pk),
            claim.reported_edtf,
            claim.reported_on,
            claim.held_on,
            claim.said_by,
            by_whom.voice.also,
            claim.side,
            claim.get_side_display(),
            claim.credibility,
            claim.rank,
            *_source(claim, told),
            by_whom.voice.note,
        )


def _source(claim: Claim, told: Told) -> tuple[object, ...]:
    """Who published it, when, where, and how reliable that is; empty where it had not appeared."""
    source = source_shown(claim.source, told.day)
    if source is None:
        return "", "", "", ""
    return source.publisher, claim.source.published_on, source.url, claim.source.reliability


def _happened(number: int | None, window: Window | None, claim: int) -> tuple[object, ...]:
    """The cells of when it happened, where that rests on this claim."""
    shown = date_shown(window)
    if number != claim or window is None or shown is None:
        return "", "", ""
    return shown.words, window.earliest or "", window.latest or ""
