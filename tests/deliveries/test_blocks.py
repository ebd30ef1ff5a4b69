"""Blocks of days: what stood on a day is in one of its blocks, whatever the days."""

from datetime import date, timedelta

from hypothesis import example, given
from hypothesis import strategies as st

from deliveries.blocks import block_of, blocks_on

DAYS = st.dates(date(1000, 1, 1), date(9999, 12, 30))


@given(DAYS, st.one_of(st.none(), st.integers(1, 2_000_000)), st.integers(0, 2_000_000))
@example(date(2026, 11, 22), 1, 0)
@example(date(2870, 12, 31), None, 1)
def test_what_stood_on_a_day_is_in_one_of_its_blocks(
    from_on: date, long: int | None, later: int
) -> None:
    room = (date.max - from_on).days
    to_on = None if long is None else from_on + timedelta(days=min(long, room))
    day = from_on + timedelta(days=min(later, room, (long or room) - 1))
    assert block_of(from_on, to_on) in blocks_on(day)


def test_a_day_alone_is_in_a_block_of_its_own() -> None:
    day = date(2026, 11, 22)
    block = block_of(day, day + timedelta(days=1))
    assert block == day.toordinal()
    assert block not in blocks_on(day + timedelta(days=1))


def test_a_short_span_shares_its_block_with_few_days() -> None:
    first = date.fromordinal(1024 * 700)
    block = block_of(first, first + timedelta(days=30))
    holds = [n for n in range(-100, 200) if block in blocks_on(first + timedelta(days=n))]
    assert holds == list(range(32))
