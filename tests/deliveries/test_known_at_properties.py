"""Known at, on generated sequences of recordings: at each instant what was stored then."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import example, given, settings
from hypothesis import strategies as st

from deals.models import Claim, Deal, Milestone, Precedence, Source, Term
from deliveries import actions
from deliveries.actions import Book, recording
from deliveries.dossiers import Recalled, dossier_of
from deliveries.drafts import ClaimDraft, CountDraft, TermDraft
from deliveries.models import Count, DealSpan, Lot, Span
from tests.deliveries.ticking import SECOND, ticking
from tests.factories import BY, TODAY, a_deal, a_source, a_voice

pytestmark = pytest.mark.django_db
KINDS = ("contracted", "amended", "promised", "delayed", "actual", "unchanged", "assessed")
# Each writes a deal anew several times.
EXAMPLES = max(10, settings().max_examples // 8)
Rows = list[tuple[Any, ...]]


def values(rows: Any) -> Rows:
    """The rows of a kind of span without their numbers."""
    found = [
        tuple(getattr(r, f.attname) for f in r._meta.concrete_fields if not f.primary_key)
        for r in rows
    ]
    return sorted(found, key=str)


def stored(deal: Deal) -> tuple[Rows, Rows]:
    """The history that is stored now."""
    return values(Span.objects.filter(deal=deal)), values(DealSpan.objects.filter(deal=deal))


def recalled(deal: Deal, instant: datetime) -> tuple[Rows, Rows]:
    """The history that is derived of what was recorded at an instant."""
    found = dossier_of(Deal.objects.get(pk=deal.pk), TODAY, instant)
    assert isinstance(found, Recalled)
    return values(found._spans), values(found._deal_spans)


# The things that people do to a deal, chosen by two numbers. What the actions refuse is not done.


def pick(rows: Any, number: int) -> Any:
    found = list(rows.order_by("pk"))
    return found[number % len(found)] if found else None


def of(deal: Deal, number: int) -> Milestone | None:
    found: Milestone | None = pick(Milestone.objects.filter(deal=deal), number)
    return found


def the_day(number: int) -> str:
    return (date(2019, 1, 1) + timedelta(days=number * 37 % 1500)).isoformat()


def voice(a: int, b: int) -> Any:
    return a_voice(Source.objects.get(), reported_on=the_day(a * b), credibility=1 + b % 5)


def add_milestone(book: Book, deal: Deal, a: int, b: int) -> None:
    code, kind = f"m{a}-{b}", ("delivery", "signature", "ratification")[b % 3]
    actions.add(book, Milestone(deal=deal, code=code, title=code, kind=kind, position=a % 3))


def change_milestone(book: Book, deal: Deal, a: int, b: int) -> None:
    if milestone := of(deal, a):
        milestone.title, milestone.position = f"Title {b}", b % 4
        milestone.threshold_months = (None, 0, 12)[b % 3]
        milestone.kind = ("delivery", "signature")[a % 2]
        milestone.code = f"c{a}-{b}"
        actions.change(book, milestone)


def change_deal(book: Book, deal: Deal, a: int, b: int) -> None:
    deal.refresh_from_db()
    deal.threshold_months, deal.title = (None, 3, 18)[a % 3], f"Title {b}"
    deal.is_suspended = b % 2 == 0
    actions.change(book, deal)


def claim(book: Book, deal: Deal, a: int, b: int) -> None:
    milestone, other, kind = of(deal, a), of(deal, b), KINDS[b % len(KINDS)]
    if milestone is None or other is None:
        return
    when = "" if kind in ("delayed", "unchanged") else the_day(a + 3 * b)
    if kind == "promised" and other != milestone:
        when = f"{other.code} + {1 + a % 9} months"
    draft = ClaimDraft(milestone=milestone, kind=kind, date=when, voice=voice(a, b))
    actions.record_claim(book, draft)


def say_stage(book: Book, deal: Deal, a: int, b: int) -> None:
    stage = ("signed", "suspended", "ongoing")[a % 3]
    draft = TermDraft(deal=deal, kind="stage", voice=voice(a, b), stage=stage, text=stage)
    actions.record_term(book, draft)


def retract(book: Book, deal: Deal, a: int, b: int) -> None:
    rows = (Claim.objects, Term.objects, Count.objects)[a % 3].standing()
    if statement := pick(rows, b):
        actions.retract(book, statement, reason="wrong")


def link(book: Book, deal: Deal, a: int, b: int) -> None:
    milestone, other = of(deal, a), of(deal, b)
    if milestone and other:
        actions.add(book, Precedence(milestone=milestone, predecessor=other, lag_days=b % 60))


def change_lag(book: Book, deal: Deal, a: int, b: int) -> None:
    if found := pick(Precedence.objects.all(), a):
        found.lag_days = b
        actions.change(book, found)


def remove(book: Book, deal: Deal, a: int, b: int) -> None:
    kinds = (Milestone.objects, Precedence.objects, Lot.objects)
    if found := pick(kinds[a % 3].all(), b):
        actions.remove(book, found)


def set_lot(book: Book, deal: Deal, a: int, b: int) -> None:
    milestone = of(deal, a)
    lot = Lot.objects.filter(milestone=milestone).first()
    if lot is not None:
        lot.quantity = b + 2
        actions.change(book, lot)
    elif milestone is not None:
        actions.add(book, Lot(milestone=milestone, item="Radar", quantity=a + 2, mode="kit"))


def count(book: Book, deal: Deal, a: int, b: int) -> None:
    if lot := pick(Lot.objects.all(), a):
        draft = CountDraft(lot=lot, kind="delivered", total=b, by=the_day(b), voice=voice(a, b))
        actions.record_count(book, draft)


VERBS = (
    *(add_milestone, add_milestone, claim, claim, claim, claim, link, change_lag, set_lot, count),
    *(retract, change_milestone, change_deal, remove, say_stage),
)
steps = st.tuples(st.sampled_from(VERBS), st.integers(0, 40), st.integers(0, 40))
recordings = st.lists(st.lists(steps, min_size=1, max_size=3), min_size=3, max_size=9)


def carried_out(deal: Deal, wanted: list[Any]) -> bool:
    """Whether the steps were done, in one recording; what is refused leaves nothing."""
    try:
        with recording(by=BY, today=TODAY) as book:
            for verb, a, b in wanted:
                verb(book, deal, a, b)
    except ValidationError:
        return False
    return True


# A lot after a delivery, each spoken of.
SEED: list[Any] = [
    *((add_milestone, 0, 0), (add_milestone, 1, 3), (link, 1, 0), (set_lot, 1, 5)),
    *((claim, 0, 0), (claim, 1, 7), (count, 0, 3)),
]


@given(recordings)
@settings(max_examples=EXAMPLES)
@example([[(retract, 0, 0)], [(retract, 0, 0)], [(remove, 1, 0)], [(change_deal, 1, 1)]])
@example([[(add_milestone, 2, 2), (link, 1, 2)], [(set_lot, 2, 2)], [(change_lag, 1, 9)]])
def test_at_every_instant_is_known_what_was_stored_then(sessions: list[list[Any]]) -> None:
    with transaction.atomic(), ticking() as read:
        a_source()
        deal = a_deal()
        stood = stored(deal)
        at, copies = read(), {}
        for session in (SEED, *sessions):
            if carried_out(deal, session):
                copies[read()] = stored(deal)
        # Also while a recording is under way, when its rows are entered but do not stand yet.
        while at <= max(copies, default=at):
            stood = copies.get(at, stood)
            assert recalled(deal, at) == stood
            at += SECOND
        transaction.set_rollback(True)
