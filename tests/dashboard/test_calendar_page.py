"""The calendar: what is open and when it is due, as a page, as files, and for subscribers."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from icalendar import Calendar

from accounts import keys
from accounts.models import User
from dashboard.subscriptions import token_of
from deals.models import Deal, Milestone
from deliveries.actions import recording, restrict
from journal.ledger import Ledger
from tests.dashboard.reading import Read, page
from tests.dashboard.test_query_counts import queries
from tests.factories import BY, TODAY, a_claim, a_deal, a_milestone, a_user, together

pytestmark = pytest.mark.django_db


@together()
def due(ref: str, when: str, agreed: str = "2020-10", **fields: Any) -> Milestone:
    """An open milestone of a deal of its own, expected then; today is 22 November 2026."""
    deal = Deal.objects.filter(ref=ref).first() or a_deal(ref)
    milestone = a_milestone(deal, **fields)
    a_claim(milestone, when=agreed)
    a_claim(milestone, "promised", when, reported="2026-11-01")
    return milestone


def months(read: Read) -> list[tuple[str, str]]:
    """What stands under which month: the headings and rows in the order of the page."""
    found, month = [], ""
    for e in read.elements:
        text = " ".join(e.text.split())
        if e.tag == "h3":
            month = text
        if e.tag == "h2":
            month = text if text.startswith("May fall") else ""
        if e.tag == "th" and e.attributes.get("scope") == "row":
            found.append((month, text))
    return found


def events(client: Client, address: str = "/calendar.ics") -> dict[str, Any]:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert b"\r\n" in answer.content
    read = Calendar.from_ical(answer.content)
    assert (read["VERSION"], read.errors) == ("2.0", [])
    return {str(e["UID"]): e for e in read.walk("VEVENT")}


def test_deadlines_stand_by_fiscal_quarter_and_month_of_their_last_day(client: Client) -> None:
    due("radar", "2026-12-05")
    due("sonar", "Q1 2027")
    due("later", "2027-04-01")
    read = page(client, "/calendar/")
    assert read.texts("h2")[1:3] == ["Q3 of FY 2026-27", "Q4 of FY 2026-27"]
    assert months(read) == [
        ("Dec 2026 1", "First Radar · delivery"),
        ("Mar 2027 1", "First Sonar · delivery"),
    ]
    assert "2 open milestones have expected dates that end in FY 2026-27." in read.text
    assert "1 Jan – 31 Mar 2027" in read.text


def test_which_deadlines_fall_in_the_next_fiscal_quarter(client: Client) -> None:
    due("radar", "2026-12-05")
    due("sonar", "2027-02")
    due("vague", "2027")
    read = page(client, "/calendar/?in=next-quarter")
    assert months(read) == [
        ("Feb 2027 1", "First Sonar · delivery"),
        ("May fall into Q4 of FY 2026-27 too", "First Vague · delivery"),
    ]
    current = [e.text for e in read.all("a") if e.attributes.get("aria-current") == "true"]
    assert "Next quarter" in current


def test_an_empty_time_names_the_next_deadline_after_it(client: Client) -> None:
    due("radar", "2028-02-10")
    due("sonar", "2029")
    read = page(client, "/calendar/?in=next-quarter&as_of=2026-11-20")
    assert "The next after it: First of Radar, by 10 Feb 2028. Show Q4 of FY 2027-28" in read.text
    assert "/deals/radar/?as_of=2026-11-20#milestone-first" in read.links
    (there,) = [e for e in read.all("a") if e.text == "Show Q4 of FY 2027-28"]
    assert "10 Feb 2028" in page(client, f"/calendar/{there.attributes['href']}").text
    assert "The next after it" not in page(client, "/calendar/?in=FY2027-28").text


def test_an_empty_time_after_which_nothing_is_due_says_so(client: Client) -> None:
    due("radar", "2026-12-05")
    assert "No deadline is known after it." in page(client, "/calendar/?in=next-quarter").text


def test_the_objective_can_be_asked_for_instead(client: Client) -> None:
    due("radar", "2030", agreed="2026-12")
    assert months(page(client, "/calendar/")) == []
    read = page(client, "/calendar/?by=objective")
    assert months(read) == [("Dec 2026 1", "First Radar · delivery")]
    assert "1 open milestone has its objective in FY 2026-27." in read.text


def test_of_a_date_that_was_left_open_the_calendar_says_that_none_is_given(client: Client) -> None:
    left = due("radar", "2027", agreed="2026-12")
    a_claim(left, "delayed", "", reported="2026-11-10")
    due("sonar", "from 2027-05", agreed="2026-12")
    read = page(client, "/calendar/?by=objective")
    assert "from 1 Jan 2027" not in read.text
    expected = [e.text.split() for e in read.all("td") if e.attributes["data-label"] == "Expected"]
    assert expected == [["No", "date", "given"], ["from", "May", "2027"]]
    told = [str(e["DESCRIPTION"]) for e in events(client, "/calendar.ics?by=objective").values()]
    assert ["Expected: no date given" in text for text in told] == [True, False]
    assert "Expected: from May 2027" in told[1]


def test_what_has_been_met_or_has_no_date_is_in_no_calendar(client: Client) -> None:
    a_claim(due("met", "2026-12"), "actual", "2026-11-10", reported="2026-11-12")
    a_claim(due("open", "2026-12"), "delayed", "", reported="2026-11-12")
    read = page(client, "/calendar/")
    assert months(read) == []
    assert "No open milestone has an expected date that ends in FY 2026-27." in read.text
    assert "watch-list" in read.text


def test_a_date_that_has_passed_says_so(client: Client) -> None:
    due("radar", "2026-11-05")
    assert "passed 17 days ago" in page(client, "/calendar/").text


def test_the_calendar_of_a_past_day_shows_what_was_known_then(client: Client) -> None:
    due("radar", "2026-12-05")
    then = page(client, "/calendar/?as_of=2020-06-01")
    assert "Calendar: FY 2020-21" in then.texts("h1")
    assert months(then) == [("Oct 2020 1", "First Radar · delivery")]
    files = [e for e in then.links if e.startswith("/calendar.") and e != "/calendar.ics"]
    assert files
    assert all("as_of=2020-06-01" in e for e in files)


@pytest.mark.parametrize("address", ["calendar/", "calendar.csv", "calendar.xlsx", "calendar.svg"])
def test_what_cannot_be_read_is_refused_with_what_can(client: Client, address: str) -> None:
    answer = client.get(f"/{address}?in=soon")
    assert answer.status_code == 400
    assert "next-quarter" in answer.content.decode()
    answer = client.get(f"/{address}?by=luck")
    assert answer.status_code == 400
    assert "objective" in answer.content.decode()


def test_a_deadline_of_a_hidden_deal_does_not_exist(client: Client) -> None:
    milestone = due("secretive", "2026-12-05")
    due("radar", "2026-12-06")
    group = Group.objects.create(name="cleared")
    with recording(by=BY, today=TODAY) as book:
        restrict(book, milestone.deal, [group])
    for form in ("/", ".csv", ".ics", ".svg"):
        assert "ecretive" not in client.get(f"/calendar{form}").content.decode()
    member = a_user()
    member.groups.add(group)
    client.force_login(member)
    assert "Secretive" in client.get("/calendar/").content.decode()


def test_as_many_queries_for_twenty_one_deadlines_as_for_one(client: Client) -> None:
    due("deal-0", "2026-12-05")
    addresses = ["/calendar/", "/calendar/?by=objective", "/calendar.csv", "/calendar.ics"]
    before = [len(queries(client, address)) for address in addresses]
    with together():
        for number in range(1, 21):
            due(f"deal-{number}", f"2026-12-{number:02d}")
    assert [len(queries(client, address)) for address in addresses] == before


def test_a_calendar_is_whole_days_over_all_that_a_date_may_be(client: Client) -> None:
    due("radar", "2026-12-05")
    due("sonar", "Q1 2027", title="Tests, trials; and more" * 5)
    due("open", "by 2027")
    found = events(client)
    exact, quarter, by = (found[f"{ref}.first@slipwatch"] for ref in ("radar", "sonar", "open"))
    assert (exact.decoded("DTSTART"), exact.decoded("DTEND")) == (
        date(2026, 12, 5),
        date(2026, 12, 6),
    )
    assert (quarter.decoded("DTSTART"), quarter.decoded("DTEND")) == (
        date(2027, 1, 1),
        date(2027, 4, 1),
    )
    assert by.decoded("DTSTART") == date(2027, 12, 31)
    assert quarter["SUMMARY"].endswith("and more")
    assert "Objective: 31 Oct 2020" in exact["DESCRIPTION"]
    assert exact["URL"] == "http://testserver/deals/radar/#milestone-first"
    assert exact["TRANSP"] == "TRANSPARENT"


def test_a_date_that_moves_moves_its_event(client: Client) -> None:
    milestone = due("radar", "2026-12-05")
    before = events(client)
    a_claim(milestone, "promised", "2027-03-09", reported="2026-11-20")
    after = events(client)
    assert set(before) == set(after)
    assert after["radar.first@slipwatch"].decoded("DTSTART") == date(2027, 3, 9)


def a_key(owner: User, **fields: Any) -> Any:
    return keys.make(Ledger(BY), owner=owner, name="calendar", scope="read", **fields).key


@pytest.mark.usefixtures("closed")
def test_where_reading_is_closed_a_calendar_takes_an_address_of_its_own(client: Client) -> None:
    milestone = due("secretive", "2026-12-05")
    group = Group.objects.create(name="cleared")
    with recording(by=BY, today=TODAY) as book:
        restrict(book, milestone.deal, [group])
    assert client.get("/calendar.ics").status_code == 302
    member, other = a_user("member"), a_user("other")
    member.groups.add(group)
    key = a_key(member)
    assert list(events(client, f"/calendar/{token_of(key)}.ics")) == ["secretive.first@slipwatch"]
    assert events(client, f"/calendar/{token_of(a_key(other))}.ics") == {}
    key.refresh_from_db()
    assert key.last_used_at is not None


def test_an_address_ends_with_its_key(client: Client) -> None:
    owner = a_user()
    key = a_key(owner)
    address = f"/calendar/{token_of(key)}.ics"
    assert client.get(address).status_code == 200
    assert client.post(address).status_code == 405
    for bad in (f"{key.pk + 1}{token_of(key)[1:]}", f"{key.pk}", "x", f"{token_of(key)}x"):
        assert client.get(f"/calendar/{bad}.ics").status_code == 404
    owner.is_active = False
    owner.save(update_fields=["is_active"])
    assert client.get(address).status_code == 404
    owner.is_active = True
    owner.save(update_fields=["is_active"])
    keys.revoke(Ledger(BY), key)
    assert client.get(address).status_code == 404


def test_the_account_page_has_the_address_of_each_key_in_use(client: Client) -> None:
    owner = a_user()
    key = a_key(owner)
    client.force_login(owner)
    address = f"/calendar/{token_of(key)}.ics"
    assert address in page(client, "/account/").links
    keys.revoke(Ledger(BY), key)
    assert address not in page(client, "/account/").links


def test_a_long_calendar_comes_in_pages(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dashboard.queries.calendar.PAGE", 2)
    for number in range(3):
        due(f"deal-{number}", str(date(2026, 12, 5) + timedelta(days=number)))
    first, second = (page(client, f"/calendar/?page={n}") for n in (1, 2))
    assert [len(months(read)) for read in (first, second)] == [2, 1]
    assert "3 open milestones" in second.text


def test_a_file_that_would_be_too_long_says_what_to_do(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dashboard.taking.MOST", 1)
    for number in range(2):
        due(f"deal-{number}", "2026-12-05")
    answer = client.get("/calendar.csv")
    assert answer.status_code == 400
    assert "format=csv" in answer.content.decode()
