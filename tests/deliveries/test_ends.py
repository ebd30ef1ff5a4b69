"""A recording derives the end of a history alone, and leaves what deriving all of it would."""

from contextlib import suppress
from datetime import date, timedelta
from random import Random

import pytest
from django.core.exceptions import ValidationError

from deals.models import Claim, Deal
from deliveries.actions import record_claim, recording, retract
from deliveries.derivation import derive
from deliveries.drafts import ClaimDraft
from deliveries.models import DealSpan, Span
from tests.factories import (
    BY,
    TODAY,
    a_claim,
    a_count,
    a_deal,
    a_lot,
    a_milestone,
    a_source,
    a_voice,
)

pytestmark = pytest.mark.django_db
KINDS = (
    "contracted",
    "amended",
    "promised",
    "assessed",
    "unchanged",
    "delayed",
    "actual",
    "undone",
)
FIRST = date(2018, 1, 1)


def stored() -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for model in (Span, DealSpan):
        fields = [f.attname for f in model._meta.concrete_fields if not f.primary_key]
        rows += model._default_manager.order_by("from_on", *fields[:2]).values_list(*fields)
    return rows


def a_plan(random: Random) -> Deal:
    deal = a_deal()
    signature = a_milestone(deal, "signature", kind="signature")
    a_milestone(deal, "ratified", kind="ratification", after=(signature,))
    first = a_milestone(deal, "first", after=(signature,), position=1)
    a_lot(a_milestone(deal, "all", after=(first,), position=2), quantity=20)
    a_source()
    return deal


def say_something(deal: Deal, random: Random) -> None:
    milestone = random.choice(list(deal.milestones.all()))
    reported = FIRST + timedelta(days=random.randrange(2500))
    kind = random.choice(KINDS)
    about = reported + timedelta(days=random.randrange(-300, 900))
    date_said = "" if kind in ("delayed", "undone") else f"{about:%Y-%m}"
    if kind == "promised" and milestone.code == "all" and random.random() < 0.3:
        date_said = "first + 6 months"
    voice = a_voice(
        reported_on=reported.isoformat(),
        side=random.choice(("buyer", "supplier", "third_party")),
        credibility=random.randint(1, 5),
    )
    with suppress(ValidationError), recording(by=BY, today=TODAY) as book:
        record_claim(book, ClaimDraft(milestone=milestone, kind=kind, date=date_said, voice=voice))


def take_something_back(deal: Deal, random: Random) -> None:
    standing = list(Claim.objects.standing().filter(milestone__deal=deal).order_by("pk"))
    if standing:
        with recording(by=BY, today=TODAY) as book:
            retract(book, random.choice(standing), reason="a mistake")


@pytest.mark.parametrize("seed", range(6))
def test_whatever_is_said_and_taken_back_a_whole_derivation_finds_nothing_to_do(seed: int) -> None:
    random = Random(seed)
    deal = a_plan(random)
    lot = deal.milestones.get(code="all").lot
    for step in range(25):
        if step % 5 == 4:
            take_something_back(deal, random)
        elif step % 7 == 6:
            by = (FIRST + timedelta(days=random.randrange(2500))).isoformat()
            a_count(lot, random.randrange(20), by, reported_on=by, said_by=f"voice {step}")
        else:
            say_something(deal, random)
        before = stored()
        assert derive(deal) == 0
        assert stored() == before


def test_an_end_that_does_not_follow_on_what_is_stored_has_all_derived_anew() -> None:
    milestone = a_milestone(a_deal())
    a_claim(milestone)
    right = stored()
    Span.objects.filter(to_on=None).update(state="met", reasons=[])
    a_claim(milestone, "unchanged", "", reported="2026-01-02")
    assert derive(milestone.deal) == 0
    with recording(by=BY, today=TODAY) as book:
        retract(book, Claim.objects.get(kind="unchanged"), reason="said nothing")
    assert stored() == right
