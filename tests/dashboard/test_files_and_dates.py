"""What pages say of a date that is not given, or that nobody moved, is in their files too."""

import pytest
from django.test import Client

from tests.dashboard.reading import page, row
from tests.dashboard.taken import results, rows
from tests.factories import a_claim, a_deal, a_milestone

pytestmark = pytest.mark.django_db


def test_of_a_date_that_was_left_open_every_file_says_that_none_is_given(client: Client) -> None:
    milestone = a_milestone(a_deal())
    a_claim(milestone)
    a_claim(milestone, "promised", "2021", said_by="Ada", reported="2019-05-01")
    a_claim(milestone, "delayed", "", reported="2020-02-01")
    for address, name in (
        ("/watch-list.csv", "next_date"),
        ("/changes.csv?since=2019-06-01", "date"),
        ("/voices.csv?said_by=Ada", "what_came"),
        ("/calendar.csv?by=objective&in=FY2020-21", "date"),
        ("/deals/radar/timeline.csv", "date"),
    ):
        (cells,) = rows(client, address)
        assert cells[name] == "No date given", address
        assert "from 1 Jan 2021" not in cells.values(), address
    a_claim(milestone, "promised", "2022", reported="2020-03-01")
    (then,) = rows(client, "/changes.csv?since=2020-02-02")
    assert (then["date_before"], then["date"]) == ("No date given", "2022")
    shown = row(page(client, "/changes/?since=2020-02-02"), "First")
    assert "was no date given 2022" in shown


def test_a_date_that_was_given_without_a_last_day_stands_as_it_was_given(client: Client) -> None:
    milestone = a_milestone(a_deal())
    a_claim(milestone)
    a_claim(milestone, "promised", "from 2023-05", said_by="Ada", reported="2019-07-01")
    for address, name in (
        ("/watch-list.csv", "next_date"),
        ("/changes.csv?since=2019-06-01", "date"),
        ("/voices.csv?said_by=Ada", "what_came"),
        ("/calendar.csv?by=objective&in=FY2020-21", "date"),
    ):
        (cells,) = rows(client, address)
        assert cells[name] == "from May 2023", address


def test_what_the_day_adds_to_a_date_is_told_apart_in_files_too(client: Client) -> None:
    milestone = a_milestone(a_deal())
    a_claim(milestone)
    a_claim(milestone, "promised", "2020-12", reported="2020-09-01")
    for known, remark in (
        ("2021-06-30", "181 of them overdue"),
        ("2021-12-01", "overdue, not moved"),
        ("2020-12-31", ""),
    ):
        (cells,) = rows(client, f"/watch-list.csv?as_of={known}")
        assert cells["in_period_remark"] == remark, known
        assert remark in row(page(client, f"/?as_of={known}"), "Radar")
    days = "since=2020-12-30&as_of=2021-07-12"
    (changed,) = results(client, f"/changes.json?{days}")
    assert changed["moved_remark"] == "overdue, +193 days"
    assert changed["moved_remark"] in row(page(client, f"/changes/?{days}"), "First")
