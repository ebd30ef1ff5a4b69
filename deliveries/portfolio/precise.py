"""A day, stated as precisely as people state theirs."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from deals.dates import Precision, Window, add_months, from_edtf

# A part of the year: its months, and the number that EDTF gives to the first of its kind.
_PARTS = {
    Precision.MONTH: (1, 1),
    Precision.QUARTER: (3, 33),
    Precision.THIRD: (4, 37),
    Precision.HALF_YEAR: (6, 40),
}
_APRIL = 4  # with which fiscal years begin


@dataclass(frozen=True, slots=True)
class Manner:
    """How a date is stated, without its day.

    `unit` is that of the stated side, of a range that of its first; `side` is "by" or "from" where
    it is open; a range begins its last unit `length` days after its first.
    """

    unit: Precision = Precision.DAY
    side: str = ""
    approximate: bool = False
    length: int = 0


def manner_of(window: Window) -> Manner:
    """How this date is stated."""
    first, last = _sides(window)
    side = "by" if first == ".." else "from" if last == ".." else ""
    unit = from_edtf(last if side == "by" else first).precision
    length = 0
    if window.precision in (Precision.END_OF_MONTH, Precision.FISCAL_YEAR):
        unit = window.precision
    elif not side:
        length = (_begins(last) - _begins(first)).days
    return Manner(unit, side, window.approximate, length)


def day_of(window: Window) -> date:
    """The day that stands for this date: its first as stated, its last where it has no first."""
    first, last = _sides(window)
    if first == "..":
        latest = from_edtf(last).latest
        assert latest is not None
        return latest
    return _begins(first)


def stated(day: date, manner: Manner) -> Window:
    """The date of that manner that has the day in its first unit; in its last where it has none."""
    return _window(_edtf(day, manner))


@lru_cache(maxsize=2**16)  # a portfolio has a few ten thousand dates, each thousands of times
def _window(edtf: str) -> Window:
    return from_edtf(edtf)


def _sides(window: Window) -> tuple[str, str]:
    """Its first and its last unit in EDTF, as stated: without what "about" adds."""
    first, _, last = window.edtf.replace("~", "").partition("/")
    return first, last or first


def _begins(atom: str) -> date:
    first = from_edtf(atom).earliest
    assert first is not None
    return first


def _edtf(day: date, manner: Manner) -> str:
    if manner.unit is Precision.END_OF_MONTH:
        last = _last_of_month(day)
        first_side, last_side = (last - timedelta(days=9)).isoformat(), last.isoformat()
    elif manner.unit is Precision.FISCAL_YEAR:
        year = day.year - (day.month < _APRIL)
        first_side, last_side = f"{year}-{_APRIL:02}", f"{year + 1}-{_APRIL - 1:02}"
    else:
        first_side = _atom(day, manner.unit)
        last_side = _atom(day + timedelta(days=manner.length), manner.unit)
    mark = "~" if manner.approximate else ""
    if manner.side:
        return f"../{last_side}{mark}" if manner.side == "by" else f"{first_side}{mark}/.."
    if first_side == last_side:
        return f"{first_side}{mark}"
    return f"{first_side}{mark}/{last_side}{mark}"


def _atom(day: date, unit: Precision) -> str:
    """The unit that has the day in it."""
    if unit is Precision.DAY:
        return day.isoformat()
    if unit not in _PARTS:
        return f"{day.year}"
    months, first = _PARTS[unit]
    return f"{day.year}-{first + (day.month - 1) // months:02}"


def _last_of_month(day: date) -> date:
    return add_months(day.replace(day=1), 1) - timedelta(days=1)
