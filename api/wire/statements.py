"""What was said, and where it was published, on the wire.

`source` is the code of the statement's source, or all of it, or None where that was published
after the day that was asked for. A note was written in hindsight: `has_notes` is for today alone.
"""

from api.wire.values import Wire, day, exact, instant, window
from deals import dates
from deals.models import Claim, Event, Source, Statement, Term, Voiced
from deliveries.models import Count

Cited = str | Wire | None


def claim(record: Claim, *, source: Cited, has_notes: bool) -> Wire:
    """A claim as it was stated; a relative date names the milestone that it counts from."""
    stated = record.date
    return {
        "id": record.pk,
        "deal": record.milestone.deal.ref,
        "milestone": record.milestone.code,
        "kind": record.kind,
        "date": window(stated) if isinstance(stated, dates.Window) else None,
        "relative": _relative(stated) if isinstance(stated, dates.Relative) else None,
        "text": record.text,
        "threshold": _stored(record.threshold_edtf),
        "rank": record.rank,
        **_voiced(record, source=source, has_notes=has_notes),
    }


def term(record: Term, *, source: Cited, has_notes: bool) -> Wire:
    """A statement about value, quantity, local content or stage."""
    return {
        "id": record.pk,
        "deal": record.deal.ref,
        "kind": record.kind,
        "amount": exact(record.amount),
        "currency": record.currency or None,
        "stage": record.stage or None,
        "text": record.text,
        **_voiced(record, source=source, has_notes=has_notes),
    }


def count(record: Count, *, source: Cited, has_notes: bool) -> Wire:
    """A running total of a lot, as reported."""
    return {
        "id": record.pk,
        "deal": record.lot.milestone.deal.ref,
        "milestone": record.lot.milestone.code,
        "kind": record.kind,
        "total": record.total,
        "by": window(record.by),
        **_voiced(record, source=source, has_notes=has_notes),
    }


def event(record: Event, *, source: Cited, has_notes: bool) -> Wire:
    """Something that happened around a deal."""
    return {
        "id": record.pk,
        "code": record.code,
        "kind": record.kind,
        "title": record.title,
        "date": window(record.date),
        **_said(record, source=source, has_notes=has_notes),
    }


def source(record: Source) -> Wire:
    """A publication."""
    return {
        "code": record.code,
        "publisher": record.publisher,
        "url": record.url or None,
        "published_on": window(record.published),
        "reliability": record.reliability,
    }


def _relative(stated: dates.Relative) -> Wire:
    return {"milestone": stated.anchor, "months": stated.months, "days": stated.days}


def _stored(edtf: str) -> Wire | None:
    return window(dates.from_edtf(edtf)) if edtf else None


def _said(record: Statement, *, source: Cited, has_notes: bool) -> Wire:
    return {
        "reported_on": window(record.reported),
        "said_by": record.said_by,
        "source": source,
        "note": (record.note or None) if has_notes else None,
        "entered_at": instant(record.entered_at),
    }


def _voiced(record: Voiced, *, source: Cited, has_notes: bool) -> Wire:
    return {
        **_said(record, source=source, has_notes=has_notes),
        "side": record.side,
        "credibility": record.credibility,
        "in_force_from": _stored(record.in_force_edtf),
        "held_on": day(record.held_on),
    }
