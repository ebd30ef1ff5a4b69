"""The kinds of statements about one deal: how each is told apart, compared and recorded."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from deals.dates import Relative
from deals.models import Milestone, Source
from deliveries.actions import Book, record_claim, record_count, record_term
from deliveries.catalogue import identity
from deliveries.catalogue.identity import Content, Identity, stated
from deliveries.catalogue.nodes import Entry
from deliveries.catalogue.plan import Plan
from deliveries.drafts import ClaimDraft, CountDraft, TermDraft, Voice

Say = Callable[[Book, Entry, Plan, Source], bool]


@dataclass(frozen=True, slots=True)
class Kind:
    """How statements of one kind are told apart, compared and recorded.

    `milestones` are those that a record is about; `say` records one, and returns False where what
    it is about is not there.
    """

    name: str
    of_entry: Callable[[Entry], Identity]
    of_record: Callable[[Any], Identity]
    content: Callable[[Entry], Content]
    names: tuple[str, ...]
    milestones: Callable[[Any], list[Milestone]]
    say: Say


def voice(entry: Entry, source: Source) -> Voice:
    """Who says it, as a draft takes it."""
    return Voice(
        reported_on=stated(entry["reported_on"]),
        said_by=entry["said_by"],
        source=source,
        side=entry.values.get("side", ""),
        credibility=entry.values.get("credibility", 0),
        in_force_from=stated(entry.values.get("in_force_from")),
        note=entry["note"],
    )


def _say_claim(book: Book, entry: Entry, plan: Plan, source: Source) -> bool:
    milestone, date = plan.milestones.get(entry["on"]), entry["date"]
    if milestone is None or (isinstance(date, Relative) and date.anchor not in plan.milestones):
        return False
    draft = ClaimDraft(
        milestone=milestone,
        kind=entry["kind"],
        voice=voice(entry, source),
        date=stated(date),
        text=entry["text"],
        threshold=stated(entry["threshold"]),
        rank=entry["rank"],
    )
    record_claim(book, draft)
    return True


def _say_term(book: Book, entry: Entry, plan: Plan, source: Source) -> bool:
    amount = entry["amount"]
    draft = TermDraft(
        deal=plan.deal,
        kind=entry["term"],
        voice=voice(entry, source),
        text=entry["text"],
        amount=None if amount is None else identity.plain_number(amount),
        currency=entry["currency"],
        stage=entry["value"],
    )
    record_term(book, draft)
    return True


def _say_count(book: Book, entry: Entry, plan: Plan, source: Source) -> bool:
    lot = plan.lots.get(entry["on"])
    if lot is None:
        return False
    draft = CountDraft(
        lot=lot,
        kind=entry["kind"],
        voice=voice(entry, source),
        total=entry["total"],
        by=stated(entry["by"]),
    )
    record_count(book, draft)
    return True


CLAIM = Kind(
    "claim",
    identity.claim_entry,
    identity.claim_record,
    identity.claim_content,
    identity.CLAIM_CONTENT,
    lambda claim: [m for m in (claim.milestone, claim.anchor) if m is not None],
    _say_claim,
)
TERM = Kind(
    "term",
    identity.term_entry,
    identity.term_record,
    identity.term_content,
    identity.TERM_CONTENT,
    lambda term: [],
    _say_term,
)
COUNT = Kind(
    "count",
    identity.count_entry,
    identity.count_record,
    identity.count_content,
    identity.COUNT_CONTENT,
    lambda count: [count.lot.milestone],
    _say_count,
)
