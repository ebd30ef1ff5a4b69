"""Dates and movements as people read them."""

from datetime import date

import pytest
from django.test import Client

from dashboard.figures import (
    DateShown,
    Way,
    ago,
    date_shown,
    human,
    percent,
    share_of,
    signed,
    slip_shown,
    way_of,
)
from dashboard.reasons import brief
from deals.dates import between, from_edtf, read_window
from deliveries.slips import Slip
from tests.dashboard.reading import page
from tests.factories import a_claim, a_deal, a_milestone


@pytest.mark.parametrize(
    ("stated", "words", "days"),
    [
        ("5 December 2021", "5 Dec 2021", ""),
        ("October 2020", "Oct 2020", ""),
        ("2021", "2021", ""),
        ("end of 2021", "Q4 2021", "1 Oct – 31 Dec 2021"),
        ("early 2021", "early 2021", "1 Jan – 30 Apr 2021"),
        ("H1 2025", "H1 2025", "1 Jan – 30 Jun 2025"),
        ("FY 2023-24", "FY 2023-24", "1 Apr 2023 – 31 Mar 2024"),
        ("end of December 2021", "end of Dec 2021", "22 – 31 Dec 2021"),
        ("May to August 2026", "May – Aug 2026", ""),
        ("2025/2026", "2025 to 2026", ""),
        ("Nov 2025 to Feb 2026", "Nov 2025 to Feb 2026", ""),
        ("by 2025", "by 2025", ""),
        ("from May 2026", "from May 2026", ""),
        ("about October 2020", "about Oct 2020", "1 Sep – 30 Nov 2020"),
        ("about 5 Dec 2021", "about 5 Dec 2021", "4 – 6 Dec 2021"),
    ],
)
def test_a_date_reads_as_precisely_as_it_was_stated(stated: str, words: str, days: str) -> None:
    shown = date_shown(read_window(stated))
    assert shown == DateShown(words, "", days, shown.machine if shown else "")


@pytest.mark.parametrize(
    ("stated", "machine"),
    [
        ("5 Dec 2021", "2021-12-05"),
        ("Oct 2020", "2020-10"),
        ("2021", "2021"),
        ("Q4 2021", ""),
        ("about 2021", ""),
        ("by 2021", ""),
    ],
)
def test_a_machine_gets_what_html_has_a_form_for(stated: str, machine: str) -> None:
    shown = date_shown(read_window(stated))
    assert shown is not None
    assert shown.machine == machine


def test_words_of_the_source_stand_beside_the_date_where_they_differ() -> None:
    shown = date_shown(from_edtf("2021-36", text="the anniversary parade"))
    assert shown is not None
    assert (shown.words, shown.quote) == ("Q4 2021", "the anniversary parade")
    same = date_shown(from_edtf("2020-10", text="October 2020"))
    assert same is not None
    assert same.quote == ""
    other = date_shown(from_edtf("2020-10", text="October 2021"))
    assert other is not None
    assert other.quote == "October 2021"


def test_days_that_came_out_of_a_reckoning_read_as_days() -> None:
    shown = date_shown(between(date(2026, 11, 22), date(2026, 11, 30), text="November 2026"))
    assert shown is not None
    assert (shown.words, shown.quote) == ("22 – 30 Nov 2026", "November 2026")
    end = date_shown(between(date(2021, 12, 22), date(2021, 12, 31), text="December 2021"))
    assert end is not None
    assert (end.words, end.quote, end.days) == ("22 – 31 Dec 2021", "December 2021", "")


def test_no_date_reads_as_none() -> None:
    assert date_shown(None) is None
    assert slip_shown(None) is None


@pytest.mark.parametrize(
    ("days", "words", "length"),
    [
        (1310, "+1,310 days", "3 y 7 mo"),
        (-218, "−218 days", "7 mo"),
        (1, "+1 day", ""),
        (-1, "−1 day", ""),
        (0, "0 days", ""),
        (15, "+15 days", ""),
        (16, "+16 days", "1 mo"),
        (365, "+365 days", "1 y"),
        (730, "+730 days", "2 y"),
    ],
)
def test_a_movement_reads_in_days_and_in_years(days: int, words: str, length: str) -> None:
    assert (signed(days), human(days)) == (words, length)


def test_a_slip_says_what_it_lies_between() -> None:
    shown = slip_shown(Slip(426, 335, 456))
    assert shown is not None
    assert (shown.days, shown.between, shown.is_late) == (
        "+426 days",
        "between +335 and +456 days",
        True,
    )
    exact = slip_shown(Slip(5, 5, 5))
    assert exact is not None
    assert exact.between == ""


@pytest.mark.parametrize(
    ("slip", "between", "way"),
    [
        (Slip(434, -179, None), "between −179 and +434 days", Way.UNTOLD),  # agreed by a day
        (Slip(2329, 423, None), "between +423 and +2,329 days", Way.LATER),
        (Slip(80, 80, None), "", Way.LATER),
        (Slip(16, 0, 16), "between 0 and +16 days", Way.UNTOLD),
        (Slip(0, -30, 30), "between −30 and +30 days", Way.SAME),
        (Slip(-31, -60, None), "between −60 and −31 days", Way.SOONER),
        (Slip(-3, -3, 57), "between −3 and +57 days", Way.UNTOLD),
        (Slip(-5, -35, -1), "between −35 and −1 day", Way.SOONER),
        (Slip(31, None, 60), "up to +60 days", Way.UNTOLD),
        (Slip(0, None, None), "at most", Way.SAME),
    ],
)
def test_a_slip_has_a_direction_only_where_it_certainly_has_one(
    slip: Slip, between: str, way: Way
) -> None:
    shown = slip_shown(slip)
    assert shown is not None
    assert (shown.between, way_of(slip)) == (between, way)
    assert (shown.is_late, shown.is_early) == (way is Way.LATER, way is Way.SOONER)


def test_a_slip_without_an_end_says_what_it_comes_to_at_least() -> None:
    shown = slip_shown(Slip(None, 40, None))
    assert shown is not None
    assert (shown.days, shown.is_least, shown.is_late) == ("+40 days", True, True)
    assert slip_shown(Slip(None, -3, None)) is None
    assert slip_shown(Slip(None, None, None)) is None
    assert way_of(Slip(None, 40, None)) is Way.LATER
    assert way_of(Slip(None, -3, None)) is Way.UNTOLD


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "today"), (1, "1 day ago"), (59, "59 days ago"), (60, "2 mo ago"), (500, "1 y 4 mo ago")],
)
def test_an_age_reads_in_the_unit_that_fits(days: int, words: str) -> None:
    assert ago(days) == words


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("Late (“a”, somebody (acting), 5 Dec 2021), after all.", "Late, after all."),
        ("Late (a). And (b) more.", "Late. And more."),
        ("Met (“a”, a digest, 5 Dec 2021, doubtful).", "Met (doubtful)."),
        ("Met (a). And late (b (c), improbable), so.", "Met. And late (improbable), so."),
        ("Late.", "Late."),
        ("Late (a.", "Late (a."),
        ("Late a) and (b).", "Late a) and (b)."),
    ],
)
def test_a_reason_in_brief_leaves_out_what_it_cites(text: str, short: str) -> None:
    assert brief(text) == short


@pytest.mark.django_db
def test_a_date_that_was_left_open_is_none_on_every_page(client: Client) -> None:
    milestone = a_milestone(a_deal())
    a_claim(milestone)
    a_claim(milestone, "promised", "2021", said_by="Ada", reported="2019-05-01")
    a_claim(milestone, "delayed", "", reported="2020-02-01")
    for address in ("/", "/deals/radar/", "/changes/?since=2019-06-01", "/voices/?said_by=Ada"):
        text = page(client, address).text
        assert "from 1 Jan 2021" not in text, address
        assert "no date given" in text.lower(), address


@pytest.mark.django_db
def test_a_date_that_was_given_without_a_last_day_is_one(client: Client) -> None:
    milestone = a_milestone(a_deal())
    a_claim(milestone)
    a_claim(milestone, "promised", "from 2023-05", said_by="Ada", reported="2019-07-01")
    for address in ("/", "/deals/radar/", "/changes/?since=2019-06-01", "/voices/?said_by=Ada"):
        text = page(client, address).text
        assert "from May 2023" in text, address
        assert "no date given" not in text.lower(), address


@pytest.mark.parametrize(
    ("part", "whole", "told"),
    [(1, 8, "13%"), (0, 5, "0%"), (3, 24, "13%"), (2, 3, "67%"), (5, 5, "100%")],
)
def test_a_share_is_rounded_up_from_the_half(part: int, whole: int, told: str) -> None:
    assert (share_of(part, whole), f"{percent(part, whole)}%") == (told, told)
