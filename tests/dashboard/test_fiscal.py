"""Fiscal years, quarters and months, as the calendar asks for them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.fiscal import Fiscal, NoStretch
from tests.factories import TODAY

pytestmark = pytest.mark.once
INDIA = Fiscal(4)


@pytest.mark.parametrize(
    ("asked", "name", "first", "last"),
    [
        ("", "FY 2026-27", date(2026, 4, 1), date(2027, 3, 31)),
        ("this-quarter", "Q3 of FY 2026-27", date(2026, 10, 1), date(2026, 12, 31)),
        ("next-quarter", "Q4 of FY 2026-27", date(2027, 1, 1), date(2027, 3, 31)),
        ("next-year", "FY 2027-28", date(2027, 4, 1), date(2028, 3, 31)),
        ("FY2023-24", "FY 2023-24", date(2023, 4, 1), date(2024, 3, 31)),
        ("FY2023-24-Q4", "Q4 of FY 2023-24", date(2024, 1, 1), date(2024, 3, 31)),
        ("FY2099-00", "FY 2099-00", date(2099, 4, 1), date(2100, 3, 31)),
        ("2024-02", "Feb 2024", date(2024, 2, 1), date(2024, 2, 29)),
    ],
)
def test_a_time_is_named_or_counted_from_the_day(
    asked: str, name: str, first: date, last: date
) -> None:
    found = INDIA.read(asked, TODAY)
    assert (found.name, found.first, found.last) == (name, first, last)


@pytest.mark.parametrize(
    "asked",
    ["soon", "FY2023", "FY2023-25", "FY2023-24-Q5", "2024-13", "2024-1", "FY1900-01", "2199-01"],
)
def test_what_is_no_time_is_refused_with_what_is(asked: str) -> None:
    with pytest.raises(NoStretch) as refused:
        INDIA.read(asked, TODAY)
    assert refused.value.value == asked
    assert "next-quarter" in refused.value.accepted
    assert "FY2026-27-Q3" in refused.value.accepted


def test_a_year_that_begins_in_january_is_called_by_it_alone() -> None:
    calendar_year = Fiscal(1)
    assert calendar_year.year(TODAY).code == "FY2026"
    assert calendar_year.read("FY2026-Q4", TODAY).first == date(2026, 10, 1)
    with pytest.raises(NoStretch):
        calendar_year.read("FY2026-27", TODAY)


@given(st.dates(date(1902, 1, 1), date(2197, 12, 31)), st.integers(1, 12))
def test_times_follow_each_other_without_a_gap_and_can_be_asked_for_by_their_codes(
    day: date, first_month: int
) -> None:
    fiscal = Fiscal(first_month)
    for stretch in (fiscal.year(day), fiscal.quarter(day), fiscal.month(day)):
        assert stretch.first <= day <= stretch.last
        assert fiscal.after(stretch).first == stretch.last + timedelta(days=1)
        assert fiscal.before(fiscal.after(stretch)) == stretch
        assert fiscal.read(stretch.code, TODAY) == stretch
    assert fiscal.quarter(fiscal.year(day).first).code.endswith("-Q1")
