"""The watch-list as a file: all that a row of the page tells, today and on a day in the past."""

from datetime import date

import pytest
from django.test import Client

from deliveries.actions import acknowledge, recording
from deliveries.models import Flag
from journal.ledger import By
from tests.dashboard.reading import page, row
from tests.dashboard.taken import results, rows, sheet
from tests.factories import (
    BY,
    TODAY,
    a_claim,
    a_deal,
    a_milestone,
    a_party,
    a_user,
    an_organisation,
)

pytestmark = pytest.mark.django_db


def a_moved_deal() -> int:
    """Contracted for October 2020, promised for 2021, then for 2022: the number of the last."""
    deal = a_deal()
    a_party(deal, an_organisation("maker"), "supplier")
    milestone = a_milestone(deal)
    a_claim(milestone)
    a_claim(milestone, "promised", "end of 2021", reported="2020-11-12", said_by="Ada")
    last = a_claim(milestone, "promised", "2022-12", reported="2021-12-01", said_by="Bea")
    return last.pk


def test_a_file_tells_how_often_the_date_moved_and_each_move(client: Client) -> None:
    a_moved_deal()
    (cells,) = rows(client, "/watch-list.csv")
    assert (cells["moves"], cells["moves_listed"]) == (
        "2",
        "2020-11-12: 2020-10-31 → 2021-12-31, +426 days; "
        "2021-12-01: 2021-12-31 → 2022-12-31, +365 days",
    )
    (spark,) = page(client, "/").all("svg", "spark")
    assert spark.attributes["aria-label"] == cells["moved"]
    (then,) = rows(client, "/watch-list.csv?as_of=2019-06-01")
    assert (then["moves"], then["moves_listed"], then["moved"]) == ("0", "", "Never moved.")


def test_a_move_to_no_date_has_no_days(client: Client) -> None:
    milestone = a_milestone(a_deal())
    a_claim(milestone)
    a_claim(milestone, "delayed", "", reported="2020-11-12")
    (cells,) = results(client, "/watch-list.json")
    assert (cells["moves"], cells["moves_listed"]) == (1, "2020-11-12: 2020-10-31 → no date")
    assert (cells["next_date"], cells["next_in_days"]) == ("No date given", None)


def test_a_file_tells_the_slip_in_the_period_and_which_period(client: Client) -> None:
    a_moved_deal()
    (cells,) = results(client, "/watch-list.json?as_of=2021-12-10&period=P3M")
    assert (cells["in_period_slip_days"], cells["in_period_slip_at_least"]) == (365, "no")
    assert (cells["period"], cells["period_from"], cells["in_period_was"]) == (
        "P3M",
        "2021-09-10",
        "2021-12-31",
    )
    shown = row(page(client, "/?as_of=2021-12-10&period=P3M"), "Radar")
    assert "+365 days in the last 3 months (was 31 Dec 2021)" in shown
    (usual,) = sheet(client, "/watch-list.xlsx?as_of=2021-12-10")
    assert (usual["period"], usual["in_period_slip_days"]) == ("P365D", 365)
    assert usual["in_period_was"].date() == date(2021, 12, 31)


def test_a_file_tells_whose_the_last_word_is_and_how_long_ago(client: Client) -> None:
    number = a_moved_deal()
    (cells,) = results(client, "/watch-list.json")
    assert cells["last_word_on"] == "2021-12-01"
    assert cells["last_word_days_ago"] == (TODAY - date(2021, 12, 1)).days
    said = [cells[f"last_word_{name}"] for name in ("by", "side", "claim")]
    assert said == ["Bea", "buyer", number]
    assert f"claim {number}" in row(page(client, "/"), "Radar")
    (then,) = rows(client, "/watch-list.csv?as_of=2020-11-30")
    assert (then["last_word_by"], then["last_word_days_ago"]) == ("Ada", "18")


def test_a_file_tells_how_far_ahead_the_next_date_lies_and_how_it_was_stated(
    client: Client,
) -> None:
    a_moved_deal()
    (then,) = rows(client, "/watch-list.csv?as_of=2021-12-10")
    assert (then["next_in_days"], then["next_stated"]) == ("386", "2022-12")
    (passed,) = rows(client, "/watch-list.csv")
    assert int(passed["next_in_days"]) == (date(2022, 12, 31) - TODAY).days < 0


def test_a_file_tells_the_flags_that_are_open_and_how_many_are_acknowledged(
    client: Client,
) -> None:
    a_moved_deal()
    with recording(by=By(a_user(), BY.door), today=TODAY) as book:
        acknowledge(book, Flag.objects.get(kind="slip"), note="Seen.", until=None)
    (cells,) = results(client, "/watch-list.json")
    assert (cells["flags_open"], cells["flags_acknowledged"]) == (3, 1)
    assert cells["flags"] == "slip overdue stale"
    assert cells["flags_label"] == "Slip (1 acknowledged), Overdue, Stale"
    (then,) = rows(client, "/watch-list.csv?as_of=2020-11-30")
    assert (then["flags_open"], then["flags_acknowledged"], then["flags_label"]) == (
        "1",
        "",
        "Slip",
    )


def test_the_deals_of_an_organisation_have_the_same(client: Client) -> None:
    a_moved_deal()
    (listed,) = rows(client, "/watch-list.csv")
    (part,) = rows(client, "/organisations/maker.csv")
    assert part == {"roles": "supplier", **listed}
