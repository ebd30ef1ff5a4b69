"""Synthetic portfolios: lawful facts, the same for a seed, with histories that stand."""

from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import models, transaction

from deals.models import Claim, Deal, Milestone, Party, Precedence, Source, Term
from deliveries.models import Count, DealSpan, Flag, Lot, Span
from deliveries.portfolio.learning import learn
from deliveries.portfolio.making import Order, make
from deliveries.portfolio.shapes import Shapes
from deliveries.scanning import full_scan, scan
from journal.models import Entry
from journal.snapshots import snapshot
from tests.factories import BY, a_claim, a_deal, a_milestone
from vendors.models import Organisation

TODAY = date(2026, 11, 26)
KINDS: tuple[type[models.Model], ...] = (
    Organisation,
    Source,
    Deal,
    Party,
    Milestone,
    Precedence,
    Lot,
    Claim,
    Term,
    Count,
)
# Who a row belongs to is compared by name: the numbers of a second run are others.
NAMED: dict[type[models.Model], str] = {
    Party: "deal__ref organisation__code role",
    Milestone: "deal__ref code title kind position threshold_months",
    Precedence: "milestone__deal__ref milestone__code predecessor__code lag_days",
    Lot: "milestone__deal__ref milestone__code item quantity mode",
    Claim: "milestone__deal__ref milestone__code anchor__code source__code",
    Term: "deal__ref source__code",
    Count: "lot__milestone__deal__ref lot__milestone__code source__code",
}


@pytest.fixture(scope="module")
def shapes() -> Shapes:
    return learn([settings.BASE_DIR / "catalogue"])


def print_facts(shapes: Shapes, deals: int, seed: int = 1) -> None:
    make(shapes, Order(deals, seed, TODAY), BY, lambda done, of: None)


def command(deals: int, **options: Any) -> None:
    call_command("make_portfolio", deals=deals, **{"today": TODAY, "jobs": 1, **options})


def facts() -> dict[str, list[list[str]]]:
    """Every fact in words, without numbers of rows and the instant of entry."""
    found = {}
    for model in KINDS:
        names = NAMED.get(model, "").split()
        rows = model._default_manager.order_by("pk")
        fields = [
            f.attname for f in model._meta.concrete_fields if not (f.primary_key or f.is_relation)
        ]
        fields = [name for name in fields if not name.endswith("_at")]
        found[model.__name__] = [list(map(str, row)) for row in rows.values_list(*names, *fields)]
    return found


@pytest.mark.django_db
def test_the_same_seed_makes_the_same_facts_and_another_makes_others(shapes: Shapes) -> None:
    made = []
    for seed in (1, 1, 2):
        with transaction.atomic():
            print_facts(shapes, 8, seed)
            made.append(facts())
            transaction.set_rollback(True)
    assert made[0] == made[1] != made[2]


@pytest.mark.django_db
def test_a_deal_is_the_same_in_a_small_portfolio_as_in_a_large_one(shapes: Shapes) -> None:
    with transaction.atomic():
        print_facts(shapes, 3)
        small = facts()["Claim"]
        transaction.set_rollback(True)
    print_facts(shapes, 6)
    assert facts()["Claim"][: len(small)] == small
    print_facts(shapes, 2)
    assert Deal.objects.count() == 8
    assert Deal.objects.last() == Deal.objects.get(ref="synthetic-000008")


@pytest.mark.django_db
def test_a_portfolio_is_lawful_and_like_the_real_one_and_its_histories_stand() -> None:
    command(30)
    for model in KINDS:
        rows = list(model._default_manager.all())
        assert rows, model
        for row in rows:
            row.full_clean()
    assert all(
        text.endswith("(synthetic)") for text in Claim.objects.values_list("text", flat=True)
    )
    assert Claim.objects.filter(anchor__isnull=False).exists()
    assert not Claim.objects.filter(reported_on__gt=TODAY).exists()
    assert 5 <= Milestone.objects.count() / 30 <= 15
    assert 2 <= Claim.objects.count() / Milestone.objects.count() <= 4
    standing = Span.objects.on(TODAY)
    assert 0.1 <= standing.filter(progress="open").count() / standing.count() <= 0.4
    assert DealSpan.objects.on(TODAY).count() == 30
    assert Flag.objects.open().exists()
    looked = full_scan(TODAY, BY)
    assert (looked.deals, looked.spans, looked.flags) == (30, 0, 0)
    assert scan(TODAY, BY).deals == 0


@pytest.mark.django_db
def test_the_journal_says_once_what_was_made(shapes: Shapes) -> None:
    print_facts(shapes, 3)
    (entry,) = Entry.objects.all()
    assert (entry.verb, entry.subject) == ("make", "portfolio")
    assert entry.key == "synthetic-000001 to synthetic-000003"
    assert entry.after is not None
    assert entry.after["seed"] == 1
    assert entry.after["claims"] == Claim.objects.count()


@pytest.mark.django_db
def test_numbers_given_afterwards_do_not_clash_with_those_of_a_portfolio(shapes: Shapes) -> None:
    print_facts(shapes, 3)
    claim = a_claim(a_milestone(a_deal()))
    assert claim.pk == Claim.objects.latest("pk").pk
    assert snapshot(claim.milestone)["deal_id"] == Deal.objects.latest("pk").pk


@pytest.mark.django_db
def test_it_does_not_mix_with_deals_that_are_there_unless_asked_to() -> None:
    a_deal()
    with pytest.raises(CommandError, match="--add"):
        command(1)
    command(1, add=True)
    assert Deal.objects.count() == 2
    with pytest.raises(CommandError, match="--add"):
        command(1)


@pytest.mark.django_db
def test_in_production_it_wants_a_word_more(settings: Any) -> None:
    settings.EMBEDDED = False
    with pytest.raises(CommandError, match="--yes"):
        command(1)
    command(1, yes=True, without_histories=True)
    assert Deal.objects.exists()


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"deals": 0}, "one deal or more"),
        ({"deals": 1, "jobs": 0}, "one job or more"),
        ({"deals": 1_000_000}, "999,999"),
        ({"deals": 1, "today": date(2008, 1, 1)}, "2017-05-05"),
    ],
)
@pytest.mark.django_db
def test_what_cannot_be_made_is_refused(options: dict[str, Any], says: str) -> None:
    with pytest.raises(CommandError, match=says):
        command(**options)


@pytest.mark.django_db(transaction=True)
def test_several_processes_derive_what_one_would() -> None:
    command(4, jobs=2)
    assert DealSpan.objects.on(TODAY).count() == 4
    looked = full_scan(TODAY, BY)
    assert (looked.deals, looked.spans, looked.flags) == (4, 0, 0)
