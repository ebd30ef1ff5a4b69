"""Claims and sources as they were stated."""

from typing import Any

import pytest
from django.test import Client

from deals.models import Statement
from deliveries.actions import recording, retract
from tests.api.asking import a_full_deal, answer, listed, one
from tests.factories import (
    BY,
    TODAY,
    a_claim,
    a_count,
    a_deal,
    a_milestone,
    a_source,
    a_term,
    an_event,
)

pytestmark = pytest.mark.django_db


def test_a_claim_is_told_as_it_was_stated(client: Client) -> None:
    milestone = a_milestone(a_deal())
    claim = a_claim(
        milestone,
        "amended",
        "by end 2021",
        reported="2019-06",
        in_force_from="2018",
        note="Read twice.",
    )
    assert one(client, "claims") == {
        "id": claim.pk,
        "deal": "radar",
        "milestone": "first",
        "kind": "amended",
        "date": {
            "text": "by end 2021",
            "edtf": "../2021-36",
            "earliest": None,
            "latest": "2021-12-31",
            "precision": "open",
            "approximate": False,
        },
        "relative": None,
        "text": "by end 2021",
        "threshold": None,
        "rank": "normal",
        "reported_on": {
            "text": "Jun 2019",
            "edtf": "2019-06",
            "earliest": "2019-06-01",
            "latest": "2019-06-30",
            "precision": "month",
            "approximate": False,
        },
        "said_by": "the minister",
        "source": "gazette-2019-01-02",
        "note": "Read twice.",
        "entered_at": "2026-11-22T12:00:00.000Z",
        "side": "buyer",
        "credibility": 2,
        "in_force_from": {
            "text": "2018",
            "edtf": "2018",
            "earliest": "2018-01-01",
            "latest": "2018-12-31",
            "precision": "year",
            "approximate": False,
        },
        "held_on": "2018-12-31",
    }


def test_a_relative_date_names_the_milestone_it_follows(client: Client) -> None:
    deal = a_deal()
    a_milestone(deal, "contract", kind="signature")
    a_claim(a_milestone(deal, "first"), when="contract + 3 years")
    found = one(client, "claims")
    assert found["date"] is None
    assert found["relative"] == {"milestone": "contract", "months": 36, "days": 0}
    assert found["text"] == "contract + 3 years"


def test_a_claim_without_a_date_has_none(client: Client) -> None:
    a_claim(a_milestone(a_deal()), "delayed", "")
    found = one(client, "claims")
    assert (found["date"], found["relative"], found["note"]) == (None, None, None)


def test_a_report_of_a_month_counts_from_its_last_day(client: Client) -> None:
    a_claim(a_milestone(a_deal()), reported="2019-06")
    assert listed(client, "claims", as_of="2019-06-29") == []
    assert len(listed(client, "claims", as_of="2019-06-30")) == 1


def test_claims_come_by_the_day_of_their_report(client: Client) -> None:
    milestone = a_milestone(a_deal())
    days = ["2020-05-05", "2019-01-02", "2021"]
    numbers = [a_claim(milestone, "promised", "2030", reported=day).pk for day in days]
    assert [c["id"] for c in listed(client, "claims")] == [numbers[1], numbers[0], numbers[2]]


def test_what_was_retracted_is_gone_with_all_that_rested_on_it(client: Client) -> None:
    milestone = a_milestone(a_deal())
    take_back(a_claim(milestone, source=a_source("mistaken")))
    for name in ("claims", "milestones", "deals", "sources", "flags"):
        assert listed(client, name) == []


def test_what_was_retracted_is_not_among_what_stands(client: Client) -> None:
    deal = a_full_deal()
    milestone = deal.milestones.get(code="second")
    standing = answer(client, "deals/radar/"), listed(client, "claims"), listed(client, "sources")
    voice: dict[str, Any] = {"source": a_source("mistaken"), "reported_on": "2019-01-01"}
    take_back(a_claim(milestone, "assessed", "2030", source=voice["source"], side="third_party"))
    take_back(a_term(deal, text="mistaken", voice=voice))
    take_back(a_count(milestone.lot, 9, **voice))
    take_back(an_event(deal, code="mistaken", **voice))
    told = answer(client, "deals/radar/"), listed(client, "claims"), listed(client, "sources")
    assert told == standing


def take_back(statement: Statement) -> None:
    with recording(by=BY, today=TODAY) as book:
        retract(book, statement, reason="misread")


def test_a_source_is_there_once_something_known_cites_it(client: Client) -> None:
    milestone = a_milestone(a_deal())
    early = a_source("early", published_edtf="2019", url="https://example.org/early")
    a_source("uncited")
    a_claim(milestone, source=early, reported="2020-05-05")
    assert listed(client, "sources", as_of="2020-05-04") == []
    assert one(client, "sources", as_of="2020-05-05") == {
        "code": "early",
        "publisher": "Gazette",
        "url": "https://example.org/early",
        "published_on": {
            "text": "2019",
            "edtf": "2019",
            "earliest": "2019-01-01",
            "latest": "2019-12-31",
            "precision": "year",
            "approximate": False,
        },
        "reliability": "B",
    }


def test_a_source_that_looks_back_is_not_named_before_it_appeared(client: Client) -> None:
    book = a_source("book", published_edtf="2024")
    a_claim(a_milestone(a_deal()), source=book, reported="2020-05-05")
    assert listed(client, "sources", as_of="2024-12-30") == []
    assert one(client, "claims", as_of="2024-12-30")["source"] is None
    assert one(client, "claims", as_of="2024-12-31")["source"] == "book"
    assert one(client, "sources", as_of="2024-12-31")["code"] == "book"


def test_sources_of_a_deal_are_those_that_it_cites(client: Client) -> None:
    for ref in ("a", "b"):
        a_claim(a_milestone(a_deal(ref)), source=a_source(f"source-{ref}"))
    assert one(client, "sources", deal="b")["code"] == "source-b"
    assert answer(client, "sources/", deal=["a", "b"])["results"] == listed(client, "sources")
