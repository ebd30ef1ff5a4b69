"""How many queries a recording takes does not depend on how much there is."""

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from deals.models import Deal, Milestone
from deliveries.actions import record_claims, recording
from deliveries.derivation import derive_many
from deliveries.drafts import ClaimDraft
from tests.factories import (
    BY,
    TODAY,
    a_claim,
    a_count,
    a_deal,
    a_lot,
    a_milestone,
    a_voice,
    together,
)

pytestmark = pytest.mark.django_db


def queries(job: Callable[[], object]) -> list[str]:
    """What the job asks; rows that a database takes in parts for their number count as one."""
    with CaptureQueriesContext(connection) as caught:
        job()
    asked = [q["sql"] for q in caught.captured_queries]
    return [
        sql
        for before, sql in zip(["", *asked], asked, strict=False)
        if not sql.startswith("INSERT") or sql.split(" (")[0] != before.split(" (")[0]
    ]


def shapes(asked: list[str]) -> list[str]:
    """The queries as verbs and tables, to be read where two lists differ."""
    found = (re.match(r'(\w+).*?(?:FROM|INTO|UPDATE) "?(\w+)', sql, re.DOTALL) for sql in asked)
    return [" ".join(match.groups()) if match else "SAVEPOINT" for match in found]


@together()
def a_deal_of(milestones: int, claims: int = 1, ref: str = "") -> Milestone:
    """A chain of milestones with as many claims on each; returns the first."""
    deal = a_deal(ref or f"deal-{milestones}-{claims}")
    plan: list[Milestone] = []
    for place in range(milestones):
        milestone = a_milestone(deal, f"m{place}", after=tuple(plan[-1:]), position=place)
        a_claim(milestone)
        for number in range(1, claims):
            a_claim(milestone, "promised", f"2021-{number % 12 + 1:02d}", said_by=f"v{number}")
        plan.append(milestone)
    return plan[0]


def promised(milestone: Milestone) -> None:
    """A new date, which turns spans and flags."""
    a_claim(milestone, "promised", "2030", reported="2026-11-01")


def test_recording_a_claim_takes_as_many_queries_on_a_deal_of_1_and_of_21_milestones() -> None:
    small, large = a_deal_of(1), a_deal_of(21)
    few, many = queries(lambda: promised(small)), queries(lambda: promised(large))
    assert shapes(few) == shapes(many)


def test_recording_a_claim_takes_as_many_queries_beside_1_claim_and_beside_30() -> None:
    small, large = a_deal_of(1), a_deal_of(1, claims=30)
    few, many = queries(lambda: promised(small)), queries(lambda: promised(large))
    assert shapes(few) == shapes(many)


def test_recording_in_bulk_takes_as_many_queries_for_1_claim_and_for_21() -> None:
    milestones = [a_deal_of(1, ref=f"deal-{n}") for n in range(22)]

    def promise(milestone: Milestone) -> ClaimDraft:
        return ClaimDraft(milestone=milestone, kind="promised", date="2030", voice=voice)

    def claims(some: list[Milestone]) -> None:
        with recording(by=BY, today=TODAY) as book:
            record_claims(
                book,
                [ClaimDraft(milestone=m, kind="promised", date="2030", voice=voice) for m in some],
            )

    voice = a_voice(reported_on="2026-11-01")
    few, many = queries(lambda: claims(milestones[:1])), queries(lambda: claims(milestones[1:]))
    assert shapes(few) == shapes(many)


def test_deriving_takes_as_many_queries_for_1_deal_and_for_21_and_writes_nothing_twice() -> None:
    for number in range(22):
        a_count(a_lot(a_deal_of(1, ref=f"deal-{number}")))
    deals = list(Deal.objects.all())
    few = queries(lambda: derive_many(deals[:1], TODAY))
    many = queries(lambda: derive_many(deals[1:], TODAY))
    assert shapes(few) == shapes(many)
    assert all(sql.startswith("SELECT") for sql in many)
