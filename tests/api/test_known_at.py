"""A deal as it was on record here at an instant, and its slip over any period."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from deals.models import Claim, Deal
from deliveries import actions
from deliveries.actions import recording
from tests.api.asking import ROOT, a_full_deal, answer, at_noon_of, listed, one
from tests.api.described import check
from tests.factories import BY, TODAY, a_claim, a_count, a_deal, a_lot, a_milestone, a_source

pytestmark = pytest.mark.django_db
THEN = "2026-11-21T12:00"


@pytest.fixture
def deal() -> Deal:
    """Entered yesterday at noon; today its only claim is retracted and another entered."""
    with at_noon_of(date(2026, 11, 21)):
        deal = a_deal(summary="As it was.", title="Old title")
        milestone = a_milestone(deal, title="Old name")
        wrong = a_claim(milestone, when="2030-10", note="A note.")
    deal.title, deal.summary, milestone.title = "New title", "As it is.", "New name"
    milestone.code = "renamed"
    with recording(by=BY, today=TODAY) as book:
        actions.change(book, deal)
        actions.change(book, milestone)
        actions.retract(book, wrong, reason="misread")
    a_claim(milestone, when="2020-10", source=a_source("later"))
    a_count(a_lot(milestone))
    return deal


def test_a_deal_and_its_milestones_are_as_they_were_on_record(client: Client, deal: Deal) -> None:
    now, then = (answer(client, "deals/radar/", **q) for q in ({}, {"known_at": THEN}))
    assert (now["state"], now["title"], now["summary"], now["known_at"]) == (
        *("critical", "New title", "As it is.", None),
    )
    assert (then["state"], then["title"], then["summary"]) == (
        "on_track",
        "Old title",
        "As it was.",
    )
    assert then["known_at"] == "2026-11-21T12:00:00.000000Z"
    (milestone,) = then["milestones"]
    assert (milestone["code"], milestone["title"]) == ("first", "Old name")
    assert milestone["baseline"]["edtf"] == "2030-10"
    assert milestone["flags"] == ["stale"]
    assert (milestone["lot"], then["counts"], len(now["counts"])) == (None, [], 1)


def test_claims_of_one_deal_are_those_that_were_on_record(client: Client, deal: Deal) -> None:
    old, new = Claim.objects.order_by("pk")
    (then,) = listed(client, "claims", deal="radar", known_at=THEN)
    assert (then["id"], then["milestone"], then["note"]) == (old.pk, "first", "A note.")
    (now,) = listed(client, "claims", deal="radar")
    assert (now["id"], now["milestone"]) == (new.pk, "renamed")
    assert listed(client, "claims", deal="nowhere", known_at=THEN) == []
    assert listed(client, "claims", deal="radar", known_at=THEN, as_of="2019-01-01") == []
    response = client.get(f"{ROOT}claims/", {"known_at": THEN})
    (error,) = response.json()["errors"]
    assert (response.status_code, error["parameter"]) == (400, "known_at")


def test_pages_of_claims_keep_the_instant(client: Client, deal: Deal) -> None:
    with at_noon_of(date(2026, 11, 21)):
        a_claim(deal.milestones.get(), when="2031-10", source=a_source("second"))
    page = answer(client, "claims/", deal="radar", known_at=THEN, limit=1)
    assert "known_at=2026-11-21T12%3A00%3A00.000000Z" in page["next"]
    (second,) = client.get(page["next"]).json()["results"]
    assert second["date"]["edtf"] == "2031-10"


@pytest.mark.parametrize(
    ("known_at", "state"),
    [
        ("2026-11-21", "on_track"),
        ("2026-11-21T12:00:00Z", "on_track"),
        ("2026-11-21T13:00+01:00", "on_track"),
        ("2026-11-22T11:59:59.999999", "on_track"),
        ("2026-11-22", "critical"),  # now, since it is the day of today
        ("2026-11-22T12:00", "critical"),
    ],
)
def test_an_instant_is_a_day_or_a_day_and_a_time(
    client: Client, deal: Deal, known_at: str, state: str
) -> None:
    assert answer(client, "deals/radar/", known_at=known_at)["state"] == state


@pytest.mark.parametrize(
    "known_at",
    [
        *("", "soon", "2026-11", "2026-11-21 12:00", "2026-11-21T12", "2026-02-30", "1899-12-31"),
        *("2026-11-21T25:00", "2026-11-21T12:00+25:00", "2026-11-23", "2026-11-22T12:00:01"),
        *("2026-11-22T12:00-00:01", "2026-11-21T12:00\0", "２０26-11-21", "9999-12-31"),
    ],
)
def test_what_is_no_instant_or_yet_to_come_is_refused(
    client: Client, deal: Deal, known_at: str
) -> None:
    response = client.get(f"{ROOT}deals/radar/", {"known_at": known_at})
    check("deals/{ref}/", response)
    (error,) = response.json()["errors"]
    assert (response.status_code, error["parameter"]) == (400, "known_at")
    assert "an instant that has come" in error["accepted"][0]


def test_before_it_was_entered_a_deal_is_not_there(client: Client, deal: Deal) -> None:
    for known_at in ("2026-11-21T11:59:59", "2026-11-20"):
        response = client.get(f"{ROOT}deals/radar/", {"known_at": known_at})
        assert response.status_code == 404


def test_a_restricted_deal_is_hidden_at_every_instant(client: Client, deal: Deal) -> None:
    group = deal.restricted_to.model.objects.create(name="cell")
    with recording(by=BY, today=TODAY) as book:
        actions.restrict(book, deal, [group])
    assert client.get(f"{ROOT}deals/radar/", {"known_at": THEN}).status_code == 404
    assert listed(client, "claims", deal="radar", known_at=THEN) == []


def test_answers_about_an_instant_are_as_described(client: Client) -> None:
    a_full_deal()
    query = {"known_at": TODAY.isoformat(), "period": "P3M"}
    now = answer(client, "deals/radar/", period="P3M")
    response = client.get(f"{ROOT}deals/radar/", query)
    check("deals/{ref}/", response)
    assert {**response.json(), "known_at": None} == now
    check("claims/", client.get(f"{ROOT}claims/", {"deal": "radar", "known_at": "2026-11-22"}))


# Any period.


@pytest.mark.parametrize(
    ("period", "iso", "since", "days"),
    [
        ("", "P365D", "2020-02-29", 426),
        ("P1Y", "P1Y", "2020-02-29", 426),
        ("P12M", "P1Y", "2020-02-29", 426),
        ("P3M", "P3M", "2020-11-30", 61),  # last day to last day
        ("P110D", "P110D", "2020-11-10", 61),
        ("P111D", "P111D", "2020-11-09", 417),
        ("P1Y1M1D", "P1Y1M1D", "2020-01-30", 426),
    ],
)
def test_the_slip_in_a_period_is_measured_from_the_day_so_long_before(
    client: Client, period: str, iso: str, since: str, days: int
) -> None:
    milestone = a_milestone(a_deal())
    a_claim(milestone, when="2020-10")
    a_claim(milestone, "promised", "2021-10", reported="2020-11-10", source=a_source("a"))
    a_claim(milestone, "promised", "2021-12", reported="2021-01-10", source=a_source("b"))
    query: dict[str, Any] = {"as_of": "2021-02-28", **({"period": period} if period else {})}
    found, deal = one(client, "milestones", **query), one(client, "deals", **query)
    assert found["period"] == deal["period"] == {"duration": iso, "since": since}
    assert found["slip"]["in_period"]["days"] == deal["slip_in_period"]["days"] == days
    assert answer(client, "deals/radar/", **query)["milestones"] == [found]


@pytest.mark.parametrize(
    "period", ["", "P", "P0D", "P0Y0M0D", "90", "P1W", "PT5H", "P-1D", "P1D1M", "P1000M", "p1y"]
)
def test_what_is_no_period_is_refused(client: Client, period: str) -> None:
    for path in ("deals/", "milestones/", "deals/radar/"):
        response = client.get(ROOT + path, {"period": period})
        (error,) = response.json()["errors"]
        assert (response.status_code, error["parameter"]) == (400, "period")


def test_pages_keep_the_period_and_the_queries_do_not_grow_with_it(client: Client) -> None:
    for ref in ("a", "b"):
        a_claim(a_milestone(a_deal(ref)))
    page = answer(client, "milestones/", period="P3M", limit=1)
    assert "period=P3M" in page["next"]
    counted = []
    for query in ({}, {"period": "P3M"}):
        with CaptureQueriesContext(connection) as caught:
            answer(client, "milestones/", **query)
        counted.append(len(caught))
    assert counted[0] == counted[1]
