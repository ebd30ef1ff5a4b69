"""Where deadlines are drawn: over all the days that they may be, within the time shown."""

from datetime import date

import pytest

from dashboard.charts.calendar import LEFT, RIGHT, CalendarChart, Due, Row, calendar

pytestmark = pytest.mark.once
FIRST, LAST = date(2026, 10, 1), date(2026, 12, 31)
DAY = date(2026, 11, 22)


def drawn(
    earliest: date | None, latest: date, objective: date | None = None, day: date = DAY
) -> CalendarChart:
    due = Due("Radar: First", earliest, latest, objective, "critical", "Critical", "words")
    found = calendar([due], FIRST, LAST, [], day)
    assert found is not None
    return found


def row(earliest: date | None, latest: date, objective: date | None = None) -> Row:
    (only,) = drawn(earliest, latest, objective).rows
    return only


def test_an_exact_day_is_one_day_wide_and_a_month_a_month() -> None:
    a_day = row(date(2026, 11, 5), date(2026, 11, 5))
    a_month = row(date(2026, 11, 1), date(2026, 11, 30))
    per_day = (RIGHT - LEFT) / 92
    assert a_day.width == pytest.approx(per_day, abs=0.2)
    assert a_month.width == pytest.approx(30 * per_day, abs=0.2)
    assert a_month.mark == pytest.approx(LEFT + 61 * per_day, abs=0.2)
    assert not a_day.soft
    assert not a_month.soft


def test_the_whole_time_fills_the_axis() -> None:
    found = row(FIRST, LAST)
    assert (found.x, found.width, found.mark) == (LEFT, RIGHT - LEFT, RIGHT)


def test_what_began_before_is_cut_and_says_so() -> None:
    found = row(date(2026, 1, 1), date(2026, 12, 31))
    assert found.x == LEFT
    assert found.soft
    assert all(float(part.split(" ")[0]) <= LEFT for part in found.soft.split("M")[1:])


def test_what_ends_later_has_no_mark() -> None:
    found = row(date(2026, 12, 1), date(2027, 6, 30))
    assert found.mark is None
    assert found.soft


def test_a_date_without_a_first_day_is_its_last_day_with_a_soft_beginning() -> None:
    found = row(None, date(2026, 11, 30))
    assert found.soft
    assert found.width == pytest.approx((RIGHT - LEFT) / 92, abs=0.2)


def test_what_was_agreed_is_drawn_where_it_lies_within() -> None:
    assert row(FIRST, LAST, date(2026, 11, 30)).objective is not None
    assert row(FIRST, LAST, date(2020, 11, 30)).objective is None


def test_the_day_of_the_page_is_drawn_where_it_lies_within() -> None:
    assert drawn(FIRST, LAST).day is not None
    assert drawn(FIRST, LAST, day=date(2026, 9, 30)).day is None
    assert drawn(FIRST, LAST, day=date(2027, 1, 1)).day is None


def test_without_deadlines_nothing_is_drawn() -> None:
    assert calendar([], FIRST, LAST, [], DAY) is None
