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
    assert next(text for text in read.texts("th") if text.startswith("Radar")).endswith("supplier")


def test_each_milestone_that_ended_is_named_the_late_first(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    supplied("radar", "2020-10-05", "2021-02-01")
    supplied("sonar", "2024-01-01")
    supplied("bought", "2023-01-01", role="buyer")
    read = page(client, f"{MAKER}?as_of=2026-01-01")
    named = [text for text in read.texts("tr") if "Met late" in text or "Met on time" in text]
    assert named[:3] == [
        "M0 Sonar Met late +1,157 days 3 y 2 mo between +1,157 and +1,187 days",
        "M1 Radar Met late +93 days 3 mo between +93 and +123 days",
        "M0 Radar Met on time −26 days between −26 and +4 days",
    ]
    assert "/deals/sonar/?as_of=2026-01-01#milestone-m0" in read.links
    assert not read.all("summary")
    monkeypatch.setattr("dashboard.queries.ended.AT_ONCE", 1)
    monkeypatch.setattr("dashboard.queries.ended.NAMED", 2)
    summaries = page(client, MAKER).texts("summary")
    assert summaries == ["1 more, and 1 that are not named here"]


def test_its_word_is_that_of_its_side_in_its_deals(client: Client) -> None:
    milestone = supplied("radar", "2021-02-01").milestones.get()
    a_claim(milestone, "promised", "2021-03", side="supplier", reported="2020-06-01")
    a_claim(milestone, "promised", "2020-12", side="buyer", reported="2020-06-01")
    said = page(client, MAKER).text
    assert "All that was said of dates for its side as a supplier: 1 word; of 1 the time" in said
    assert "has come, and 1 was kept." in said
    assert "as a buyer" not in said


def test_its_promises_are_told_with_how_many_were_kept_and_how_late_the_others_are(
    client: Client,
) -> None:
    deal = supplied("radar", *(f"2021-0{n}-01" for n in range(1, 7)))
    told = list(deal.milestones.order_by("position"))
    open_one = a_milestone(deal, "open", position=9)
    for milestone, promised in zip(
        [*told, open_one], ["2021-02", *["2020-11-30"] * 6], strict=True
    ):
        a_claim(milestone, "promised", promised, side="supplier", reported="2020-06-01")
    said = page(client, f"{MAKER}?as_of=2025-12-31").text
    # Late by 63, 91, 122, 152 and 183 days; the open one by 1,857.
    assert (
        "7 dates promised for its side as a supplier; all came due: 1 kept (14%), 5 came later and "
        "1 still open on 31 Dec 2025, the median of these 6 +137 days so far."
    ) in said
    lines = client.get("/organisations/maker/record.csv?as_of=2025-12-31").content.decode()
    assert "promises kept,as a supplier,1,7" in lines
    assert "promises that came later,as a supplier,5,7" in lines
    assert "promises still open,as a supplier,1,7" in lines
    assert "median days after the day promised,as a supplier,137,6" in lines


@pytest.mark.parametrize(
    ("promised", "said"),
    [
        ([], ""),
        (["2030"], "1 date promised for its side as a supplier; none has come due."),
        (["2021-02"], "1 came due: 1 kept, none came later or is still open."),
        (["2020-12-31"], "1 came due: none kept, 1 came later, +32 days."),
        (["2021-02", "2020-12-31", "2021-01-31"], "all came due: 1 kept, 2 came later, +1 day to"),
    ],
)
def test_of_few_promises_numbers_are_told_and_no_share(
    client: Client, promised: list[str], said: str
) -> None:
    milestone = supplied("radar", "2021-02-01").milestones.get()
    later = a_milestone(milestone.deal, "later", position=1)
    for number, when in enumerate(promised):
        of = later if when == "2030" else milestone
        reported = f"2020-0{number + 1}-01"
        a_claim(of, "promised", when, side="supplier", reported=reported)
    read = page(client, f"{MAKER}?as_of=2025-12-31")
    assert said in read.text
    assert len(read.all("p", "promised")) == bool(promised)
    assert not [text for text in read.texts("p", "promised") if "%" in text or "median" in text]


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


def test_the_last_word_on_a_deal_is_as_precise_as_its_report(client: Client) -> None:
    a_claim(a_milestone(supplied("radar", role="buyer")), "promised", "2027", reported="2025")
    told = row(page(client, MAKER), "Radar")
    assert "31 Dec 2025" not in told
    assert told.endswith("2025 at least 11 mo ago")


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
