"""Blocks of days, so that what stood on a day is found by an index. No query, no clock.

A block is 1, 2, 4, 8 … days that begin on a multiple of their number, counted from the first day of
the calendar. A span is kept with the smallest block that has all its days; a day lies in one block
of each size, so that all that stood on it is in twenty-one blocks, with little else. Spans are
sought by equality, where `from_on ≤ day < to_on` alone would go through half of all there ever
were.
"""

from datetime import date

_SIZES = 20  # a block of 2^20 days ends in the year 2871, with everything
_LAST = (1 << _SIZES) - 1


def block_of(from_on: date, to_on: date | None) -> int:
    """The smallest block with all days from the first up to the day before the second."""
    first = from_on.toordinal()
    last = _LAST if to_on is None else min(to_on.toordinal() - 1, _LAST)
    size = min((first ^ last).bit_length(), _SIZES)
    return _number(size, first)


def blocks_on(day: date) -> list[int]:
    """The blocks in which a day lies, one of each size."""
    return [_number(size, day.toordinal()) for size in range(_SIZES + 1)]


def _number(size: int, day: int) -> int:
    return size << _SIZES | min(day, _LAST) >> size
