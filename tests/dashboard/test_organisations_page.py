"""Organisations: in which deals, what came of what they supply, and their side's word."""

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from deals.models import Deal
from deliveries.actions import recording, restrict
from tests.dashboard.reading import page, row
from tests.factories import (
    BY,
    TODAY,
    a_claim,
    a_deal,
    a_milestone,
    a_party,
    a_shareholding,
    a_source,
    an_organisation,
    together,
)
from vendors.models import Organisation

pytestmark = pytest.mark.django_db
MAKER = "/organisations/maker/"


@together()
def supplied(ref: str, *came: str, role: str = "supplier") -> Deal:
    """A deal that the maker supplies, each milestone contracted for October 2020."""
    deal = a_deal(ref)
    maker = Organisation.objects.filter(code="maker").first() or an_organisation("maker")
    a_party(deal, maker, role)
    for place, when in enumerate(came):
        milestone = a_milestone(deal, f"m{place}", position=place)
        a_claim(milestone)
        a_claim(milestone, "actual", when, reported="2025-01-01")
    return deal


def test_the_list_says_roles_and_what_came_on_time(client: Client) -> None:
    supplied("radar", "2020-10-05", "2021-02-01")
    supplied("sonar", "2020-09-01", "2020-10-31", "2023")
    told = row(page(client, "/organisations/"), "Maker")
    assert "2 supplier 2 3 of 5 60%" in told


def test_a_buyer_is_not_held_to_what_it_was_supplied(client: Client) -> None:
    supplied("radar", "2020-10-05", role="buyer")
    assert "1 buyer 1 –none" in row(page(client, "/organisations/"), "Maker")


def test_its_page_tells_how_late_and_links_its_deals(client: Client) -> None:
    supplied("radar", "2020-10-05", "2021-02-01", "2021-08-01", "2022-06-01", "2024-01-01")
    read = page(client, MAKER)
    assert "Of 5 milestones that ended in the deals it supplies, 1 was on time (20%)" in read.text
    assert "the median is +274 days from the objective" in read.text
    assert [text for text in read.texts("tr") if text[-1] == "1"] == [
        "On the day or before 1",
        "Up to half a year late 1",
        "Up to a year late 1",
        "Up to two years late 1",
        "Later still 1",
    ]
    assert "/deals/radar/" in read.links
    assert "supplier" in row(read, "Radar")


def test_its_word_is_that_of_its_side_in_its_deals(client: Client) -> None:
    milestone = supplied("radar", "2021-02-01").milestones.get()
    a_claim(milestone, "promised", "2021-03", side="supplier", reported="2020-06-01")
    a_claim(milestone, "promised", "2020-12", side="buyer", reported="2020-06-01")
    said = page(client, MAKER).text
    assert "for its side as a supplier: 1 word; of 1 the time has come, and 1 was kept." in said
    assert "as a buyer" not in said


def test_a_venture_names_its_shareholders_once_their_source_has_appeared(client: Client) -> None:
    deal = supplied("radar", "2021-02-01")
    venture = an_organisation("venture", kind="joint_venture")
    a_party(deal, venture, "joint_venture")
    source = a_source("gazette", published_edtf="2022-01-01")
    a_shareholding(venture, an_organisation("holder"), source=source.code)
    assert "Holder" in page(client, "/organisations/venture/").text
    assert "Holder" not in page(client, "/organisations/venture/?as_of=2021-06-01").text


def test_who_takes_part_in_nothing_has_no_page_and_no_row(client: Client) -> None:
    an_organisation("idle")
    supplied("radar", "2021-02-01")
    assert "Idle" not in page(client, "/organisations/").text
    page(client, "/organisations/idle/", status=404)
    page(client, f"{MAKER}?as_of=2018-01-01", status=404)  # before anything was said of its deal


def test_a_restricted_deal_leaves_no_trace(client: Client) -> None:
    hidden = supplied("secretive", "2021-02-01")
    with recording(by=BY, today=TODAY) as book:
        restrict(book, hidden, [Group.objects.create(name="cleared")])
    page(client, MAKER, status=404)
    assert "Maker" not in page(client, "/organisations/").text
    supplied("radar", "2020-10-05")
    assert "1 supplier 1 1 of 1" in row(page(client, "/organisations/"), "Maker")
    assert "ecretive" not in page(client, MAKER).text


@pytest.mark.parametrize("address", ["/organisations/", MAKER])
def test_the_number_of_queries_does_not_grow(client: Client, address: str) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert client.get(address).status_code == 200
        return len(caught.captured_queries)

    supplied("radar", "2021-02-01")
    before = queries()
    with together():
        for number in range(21):
            deal = supplied(f"deal-{number}", "2020-10-01", "2021")
            a_party(deal, an_organisation(f"buyer-{number}"), "buyer")
    assert queries() == before
