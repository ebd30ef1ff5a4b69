import dataclasses
import datetime as dt

import pytest

from deals.dates import (
    DateRefused,
    Precision,
    Window,
    add_months,
    between,
    from_edtf,
    read,
    read_window,
)
from tests.deals.ends import ends

DAY = dt.date.fromisoformat


def days(first: str, last: str) -> tuple[dt.date | None, dt.date | None]:
    """Two ISO days as a window's ends; empty for an open side."""
    return (DAY(first) if first else None, DAY(last) if last else None)


@pytest.mark.parametrize(
    ("first", "last", "text", "edtf"),
    [
        ("2021-12-05", "2021-12-05", "5 Dec 2021", "2021-12-05"),
        ("2024-02-01", "2024-02-29", "Feb 2024", "2024-02"),
        ("2024-02-01", "2024-02-28", "1 Feb 2024 to 28 Feb 2024", "2024-02-01/2024-02-28"),
        ("2021-10-01", "2021-12-31", "Q4 2021", "2021-36"),
        ("2025-01-01", "2025-06-30", "H1 2025", "2025-40"),
        ("2021-01-01", "2021-12-31", "2021", "2021"),
        ("2021-01-01", "2022-12-31", "1 Jan 2021 to 31 Dec 2022", "2021-01-01/2022-12-31"),
        ("2021-12-22", "2021-12-31", "end of Dec 2021", "2021-12-22/2021-12-31"),
        ("", "2025-12-31", "by 31 Dec 2025", "../2025-12-31"),
        ("2026-05-01", "", "from 1 May 2026", "2026-05-01/.."),
    ],
)
def test_a_window_made_from_days_gets_words_and_edtf(
    first: str, last: str, text: str, edtf: str
) -> None:
    window = between(*days(first, last))
    assert (ends(window), window.text, window.edtf) == ((first, last), text, edtf)
    assert window == read(text) == from_edtf(edtf)
    assert between(*days(first, last), text="as said").text == "as said"


@pytest.mark.parametrize(("first", "last"), [("", ""), ("2021-12-06", "2021-12-05")])
def test_no_window_is_open_on_both_sides_or_ends_before_it_begins(first: str, last: str) -> None:
    with pytest.raises(DateRefused):
        between(*days(first, last))
    with pytest.raises(ValueError, match=r"both sides|later than"):
        Window(*days(first, last), Precision.RANGE, False, "", "")


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("5 Dec 2021", "5 Dec 2021"),
        ("Oct 2018", "1 – 31 Oct 2018"),
        ("end of 2021", "1 Oct – 31 Dec 2021"),
        ("FY 2023-24", "1 Apr 2023 – 31 Mar 2024"),
        ("by 2025", "by 31 Dec 2025"),
        ("from May 2026", "from 1 May 2026"),
        ("about 2021", "1 Jan 2020 – 31 Dec 2022 (approximate)"),
    ],
)
def test_a_window_is_shown_in_plain_days(text: str, plain: str) -> None:
    assert read_window(text).plain == plain


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        ("2021", "5 Dec 2021", True),
        ("2021", "31 Dec 2021", True),
        ("2021", "1 Jan 2022", False),
        ("by 2021", "31 Dec 2021", True),
        ("by 2021", "1 Jan 2022", False),
        ("by 2021", "after 2021", False),
        ("by 2021", "from 31 Dec 2021", True),
        ("by 2021", "by 1950", True),
        ("from 2021", "since 2100", True),
        ("end of 2021", "before 2021-10", False),
    ],
)
def test_windows_meet_when_they_share_a_day(one: str, other: str, meet: bool) -> None:
    assert read_window(one).meets(read_window(other)) is meet
    assert read_window(other).meets(read_window(one)) is meet


def test_a_window_becomes_plain_values_for_scripts() -> None:
    assert read_window("by 2025").as_dict() == {
        "text": "by 2025",
        "edtf": "../2025",
        "earliest": None,
        "latest": "2025-12-31",
        "precision": "open",
        "approximate": False,
    }


def test_windows_are_equal_only_in_all_their_fields() -> None:
    assert read("2021-Q4") != read("Q4 2021")
    assert len({read("Q4 2021"), read("Q4 2021"), read("end of 2021")}) == 2


def test_the_words_given_with_edtf_are_those_of_one_window_alone() -> None:
    assert from_edtf("2021-36", text="year-end").text == "year-end"
    assert from_edtf("2021-36", text="").text == ""
    assert from_edtf("2021-36").text == "Q4 2021"


def test_nobody_can_change_a_window_that_others_hold_too() -> None:
    window = from_edtf("2021-36")
    for field in dataclasses.fields(window):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(window, field.name, None)


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        ("2023-04-30", 6, "2023-10-31"),
        ("2023-04-29", 6, "2023-10-29"),
        ("2023-01-30", 1, "2023-02-28"),
        ("2024-01-30", 1, "2024-02-29"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2023-02-28", 12, "2024-02-29"),
        ("2024-02-28", 12, "2025-02-28"),
        ("2021-12-31", -1, "2021-11-30"),
        ("2021-01-15", -1, "2020-12-15"),
        ("2021-01-15", 0, "2021-01-15"),
    ],
)
def test_months_are_calendar_months_last_day_to_last_day(day: str, months: int, then: str) -> None:
    assert add_months(DAY(day), months) == DAY(then)
