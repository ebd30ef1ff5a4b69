"""Periods and instants as people type them."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliveries.instants import NoInstant, read_instant
from deliveries.periods import NoPeriod, Period, read_period

KOLKATA = ZoneInfo("Asia/Kolkata")
NOW = datetime(2026, 11, 22, 20, tzinfo=UTC)  # half past one of the next day in Kolkata


@given(st.integers(0, 99 * 12 + 999), st.integers(0, 99_999))
def test_a_period_reads_back_from_what_it_is_written_as(months: int, days: int) -> None:
    period = Period(months, days)
    if months < 100 * 12 and (months or days):
        assert read_period(period.iso) == period


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)), st.integers(0, 2186), st.integers(0, 99_999))
def test_every_period_has_a_day_so_long_before(day: date, months: int, days: int) -> None:
    before = Period(months, days).before(day)
    assert date.min < before <= day
    assert Period(0, days).before(day) == day - timedelta(days=days)


def test_months_are_calendar_months_and_beyond_the_calendar_is_its_first_day() -> None:
    assert Period(months=3).before(date(2026, 5, 31)) == date(2026, 2, 28)
    assert Period(months=1).before(date(2024, 3, 30)) == date(2024, 2, 29)
    assert Period(months=12).before(date(1, 5, 1)) == date.min
    assert Period(days=400).before(date(1, 5, 1)) == date.min
    assert Period().iso == "P0D"


def test_a_period_in_words() -> None:
    assert Period(days=90).words == "90 days"
    assert Period(18, 1).words == "1 year and 6 months and 1 day"


@pytest.mark.parametrize("text", ["", "P", "P0D", "90", "P1W", "P1D1M", "PT1H", "p1d", "P٣M"])
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(NoPeriod, match="is no period; write a duration"):
        read_period(text)


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-11-01T12:00", datetime(2026, 11, 1, 6, 30, tzinfo=UTC)),
        ("2026-11-01T12:00:05.25", datetime(2026, 11, 1, 6, 30, 5, 250_000, tzinfo=UTC)),
        ("2026-11-01T12:00Z", datetime(2026, 11, 1, 12, tzinfo=UTC)),
        ("2026-11-01T12:00-03:00", datetime(2026, 11, 1, 15, tzinfo=UTC)),
        ("2026-11-01", datetime(2026, 11, 1, 18, 29, 59, 999_999, tzinfo=UTC)),
        ("2026-11-22", datetime(2026, 11, 22, 18, 29, 59, 999_999, tzinfo=UTC)),
        ("2026-11-23", NOW),  # it is that day in Kolkata
    ],
)
def test_an_instant_is_one_of_the_zone_and_a_day_means_its_end(
    text: str, instant: datetime
) -> None:
    assert read_instant(text, NOW, KOLKATA) == instant


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2026-11-24", "is yet to come"),
        ("2026-11-22T20:00:00.000001Z", "is yet to come"),
        ("2026-02-29", "is no instant of the calendar"),
        ("2026-11-01T24:30", "is no instant of the calendar"),
        ("2026-11-01 12:00", "is no instant"),
        ("1899-12-31", "is no instant"),
        ("now", "is no instant"),
    ],
)
def test_what_is_no_instant_that_has_come_is_refused(text: str, why: str) -> None:
    with pytest.raises(NoInstant) as refused:
        read_instant(text, NOW, KOLKATA)
    assert (refused.value.value, refused.value.why) == (text, why)
    assert "2026-11-01T12:00" in str(refused.value)


def test_the_zone_of_now_does_not_matter() -> None:
    there = NOW.astimezone(timezone(timedelta(hours=-9)))
    assert read_instant("2026-11-23", there, KOLKATA) == NOW
