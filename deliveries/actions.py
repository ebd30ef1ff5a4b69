"""The verbs that record facts: the one way by which anything about a deal is written.

    with recording(by=by, today=today) as book:
        record_claim(book, ClaimDraft(...))

A `recording` is one transaction. The verbs in it check and write facts; at its end every deal that
was touched has its history derived anew and its flags settled, and the journal is written. If
anything is refused (ValidationError), nothing of it stays.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.utils import timezone

from deals.models import (
    Alias,
    Claim,
    Deal,
    Event,
    Milestone,
    Party,
    Precedence,
    Source,
    Statement,
    Term,
)
from deliveries import acknowledgements, checks, drafts
from deliveries.bulk import DraftsRefused, record_claims
from deliveries.models import Count, Flag, Lot
from deliveries.recordings import Book, Overtaken, recording
from deliveries.scanning import day_to_settle
from journal.snapshots import snapshot
from vendors.models import Organisation, Shareholding

__all__ = [
    "Book",
    "DraftsRefused",
    "Overtaken",
    "Record",
    "acknowledge",
    "add",
    "change",
    "deal_of",
    "link_event",
    "record_claim",
    "record_claims",
    "record_count",
    "record_event",
    "record_term",
    "recording",
    "remove",
    "restrict",
    "retract",
    "unlink_event",
]

S = TypeVar("S", bound=Statement)
Record = Deal | Milestone | Precedence | Party | Lot | Source | Organisation | Shareholding | Alias


# Statements: added and retracted.


def record_claim(book: Book, draft: drafts.ClaimDraft) -> Claim:
    """Record a claim about a milestone's date; for many at once see `record_claims`."""
    try:
        (claim,) = record_claims(book, [draft])
    except DraftsRefused as refused:
        raise ValidationError(refused.found[0]) from None
    return claim


def record_term(book: Book, draft: drafts.TermDraft) -> Term:
    """Record a statement about value, quantity, local content or stage."""
    (deal,) = book.lock(draft.deal.pk)
    term = drafts.term(draft, book.today)
    book.hear(deal.pk, term.reported_on)
    return _said(book, term, "term", deal)


def record_count(book: Book, draft: drafts.CountDraft) -> Count:
    """Record a running total of a lot."""
    (deal,) = book.lock(draft.lot.milestone.deal_id)
    count = drafts.count(draft, book.today)
    book.hear(deal.pk, count.reported_on)
    return _said(book, count, "count", deal)


def record_event(book: Book, draft: drafts.EventDraft) -> Event:
    """Record an event, for every deal that the draft names."""
    book.lock(*(deal.pk for deal in draft.deals))
    event = _said(book, drafts.event(draft, book.today), "event", None)
    for deal in draft.deals:
        link_event(book, event, deal)
    return event


def link_event(book: Book, event: Event, deal: Deal) -> bool:
    """Let an event stand with one more deal; False, and nothing is written, where it does."""
    book.lock(deal.pk)
    if event.deals.filter(pk=deal.pk).exists():
        return False
    event.deals.add(deal)
    book.ledger.note("link", "event", event.pk, deal=deal.ref, after={"code": event.code})
    return True


def unlink_event(book: Book, event: Event, deal: Deal) -> bool:
    """The other way round; False, and nothing is written, where it does not stand with it."""
    book.lock(deal.pk)
    if not event.deals.filter(pk=deal.pk).exists():
        return False
    event.deals.remove(deal)
    book.ledger.note("unlink", "event", event.pk, deal=deal.ref, before={"code": event.code})
    return True


def _said(book: Book, statement: S, subject: str, deal: Deal | None) -> S:
    statement.origin = book.origin
    statement.entered_by = book.by.user
    statement.save()
    ref = deal.ref if deal else ""
    book.ledger.note("record", subject, statement.pk, deal=ref, after=snapshot(statement))
    return statement


def retract(book: Book, statement: Statement, *, reason: str) -> None:
    """Retract a statement: it stays on record with the reason, and counts no more.

    Raises ValidationError without a reason, and where it is retracted already.
    """
    if not reason.strip():
        raise ValidationError({"reason": "Say why it is retracted; the reason stays on record."})
    deals = book.lock(*_deals_of(statement))
    for deal in deals:
        book.hear(deal.pk, statement.reported_on)
    before = snapshot(statement)
    manager: Any = type(statement)._default_manager
    done = manager.filter(pk=statement.pk).retract(
        at=timezone.now(), user=book.by.user, reason=reason, origin=book.origin
    )
    if not done:
        raise ValidationError({"reason": "It is retracted already."})
    ref = deals[0].ref if len(deals) == 1 else ""
    subject = str(type(statement)._meta.model_name)
    book.ledger.note("retract", subject, statement.pk, deal=ref, before=before, reason=reason)


def _deals_of(statement: Statement) -> list[int]:
    if isinstance(statement, Claim):
        return [statement.milestone.deal_id]
    if isinstance(statement, Term):
        return [statement.deal_id]
    if isinstance(statement, Count):
        return [statement.lot.milestone.deal_id]
    return []


# Records that are kept up to date: deals, plans, organisations, sources.


def add(book: Book, record: Record) -> None:
    """Add a deal, a part of its plan, or what deals share, once it is checked."""
    _lock_plan(book, record)
    _clean(record)
    record.save()
    _lock_plan(book, record)
    checks.across(record)
    _note(book, "add", record, after=snapshot(record))


def change(book: Book, record: Record) -> bool:
    """Write what has changed on the record; return whether anything has.

    Raises ValidationError, and writes nothing, where a check fails.
    """
    _lock_plan(book, record)
    before = snapshot(type(record)._default_manager.get(pk=record.pk))
    _clean(record)
    after = snapshot(record)
    names = [name for name, value in after.items() if before[name] != value]
    if not names:
        return False
    record.save(update_fields=names)
    if isinstance(record, Deal):
        book.touched[record.pk].refresh_from_db()
    checks.across(record)
    _note(
        book,
        "change",
        record,
        before={name: before[name] for name in names},
        after={name: after[name] for name in names},
    )
    return True


def remove(book: Book, record: Record) -> None:
    """Remove a record on which nothing depends; raises ValidationError naming what does."""
    _lock_plan(book, record)
    checks.nothing_depends_on(record)
    for part in checks.goes_with(record):
        remove(book, part)
    before = snapshot(record)
    _note(book, "remove", record, before=before)
    if isinstance(record, Deal):
        book.touched.pop(record.pk, None)
    record.delete()


def restrict(book: Book, deal: Deal, groups: Iterable[Any]) -> None:
    """Let only these groups know of the deal; none: everybody."""
    book.lock(deal.pk)  # of two at once the second starts from what the first has left
    before = sorted(deal.restricted_to.values_list("name", flat=True))
    deal.restricted_to.set(groups)
    after = sorted(deal.restricted_to.values_list("name", flat=True))
    if before != after:
        book.ledger.note(
            "restrict",
            "deal",
            deal.pk,
            deal=deal.ref,
            before={"groups": before},
            after={"groups": after},
        )


def acknowledge(
    book: Book, flag: Flag, *, note: str, until: date | None = None, worse_by: int | None = None
) -> None:
    """Say that a flag has been seen: until a day, until it is worse by days, or until it changes.

    Raises ValidationError where it is closed, and for what cannot hold (`acknowledgements`).
    """
    book.lock(flag.deal_id)
    flag.refresh_from_db()
    terms = acknowledgements.Terms(note, until, worse_by)
    terms.check(flag, day_to_settle(book.today))
    acknowledgements.give(flag, terms, book.by.user)
    after, ref = acknowledgements.said(flag), flag.deal.ref
    book.ledger.note("acknowledge", "flag", flag.pk, deal=ref, after=after, reason=note)


def _clean(record: Record) -> None:
    if isinstance(record, Source):
        checks.read_publication(record)
    record.full_clean()


def _lock_plan(book: Book, record: Record) -> None:
    """Touch the deal that the record belongs to, if it is part of one and the deal exists."""
    deal = deal_of(record)
    if deal is not None and deal.pk:
        book.touch(deal)


def deal_of(record: Record) -> Deal | None:
    """The deal that a record is part of; None for what deals share."""
    if isinstance(record, Deal):
        return record
    if isinstance(record, (Milestone, Party)):
        return record.deal
    if isinstance(record, (Precedence, Lot)):
        return record.milestone.deal
    return None


def _note(
    book: Book,
    verb: str,
    record: Record,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    deal = deal_of(record)
    book.ledger.note(
        verb,
        str(record._meta.model_name),
        record.pk,
        deal=deal.ref if deal else "",
        before=before,
        after=after,
    )
