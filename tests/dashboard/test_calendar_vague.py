"""What may fall into a time of the calendar and ends after it, and how much of it is not listed."""

import pytest
from django.test import Client

from tests.dashboard.reading import page
from tests.dashboard.test_calendar_page import due, months
from tests.factories import a_claim, a_milestone

pytestmark = pytest.mark.django_db


def test_what_is_open_falls_into_no_time_that_has_gone_by(client: Client) -> None:
    due("radar", "2026")
    due("sonar", "2025-01/2027-06")
    last_year = page(client, "/calendar/?in=FY2025-26")
    assert months(last_year) == []
    gone = "What is open on 22 Nov 2026 can no longer fall into FY 2025-26."
    assert gone in last_year.text
    lines = client.get("/calendar/vague.csv?in=FY2025-26").content.decode().splitlines()
    assert len(lines) == 1
    this_year = page(client, "/calendar/?in=FY2026-27-Q3")
    assert months(this_year)[1:] == [
        ("May fall into Q3 of FY 2026-27 too", "First Sonar · delivery")
    ]
    assert "may fall into" not in page(client, "/calendar/?by=objective").text


def test_what_waits_until_after_a_time_cannot_fall_into_it(client: Client) -> None:
    first = due("radar", "2027-04-10", code="first")
    second = a_milestone(first.deal, "second", position=1, after=(first,))
    a_claim(second, when="2026-01/2028", reported="2019-01-02")
    read = page(client, "/calendar/")
    assert "No open milestone with a date that ends after it may fall into it." in read.text
    assert months(read) == []
    assert "Second" not in client.get("/calendar/vague.csv").content.decode()
    assert months(page(client, "/calendar/?as_of=2020-01-01&in=FY2026-27")) != []


def test_how_many_may_fall_into_a_time_and_end_years_later_is_always_told(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = page(client, "/calendar/")
    assert "No open milestone with a date that ends after it may fall into it." in read.text
    due("late", "2026-10-01/2031-08-31")
    only = "1 open milestone may fall into it, and ends more than three years after it: it is not"
    assert only in page(client, "/calendar/").text
    due("by", "by 2028")
    due("year", "2027")
    read = page(client, "/calendar/")
    assert [title for _, title in months(read)] == ["First Year · delivery", "First By · delivery"]
    assert (
        "2 open milestones may fall into it, and end within three years after it: the next first. "
        "1 more may, and ends later than these: it is not listed."
    ) in read.text
    monkeypatch.setattr("dashboard.queries.vague.SHOWN", 1)
    monkeypatch.setattr("dashboard.queries.vague.COUNTED", 2)
    told = "At least 2 more may, and end later than these: they are not listed."
    assert told in page(client, "/calendar/").text
