"""The parts of the calendar that EDTF can name: a year, a numbered part of a year, a day.

EDTF is the Extended Date/Time Format, ISO 8601-2:2019. It numbers the parts of a year on:
2021-01 to -12 are months, -33 to -36 quarters, -37 to -39 thirds (quadrimesters), -40 and -41
half-years.
"""

import re
from calendar import isleap
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from deals.dating.refusals import Unreadable

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_FIRST_YEAR, _LAST_YEAR = 1000, 8999  # four digits, and room to widen


class Precision(StrEnum):
    """How precisely a date was stated: the unit of a lone date, else `range` or `open`."""

    DAY = "day"
    END_OF_MONTH = "end_of_month"  # the last ten days of a month
    MONTH = "month"
    QUARTER = "quarter"  # also "end of 2021"
    THIRD = "third"  # four months: early, mid, late
    HALF_YEAR = "half_year"
    YEAR = "year"
    FISCAL_YEAR = "fiscal_year"
    RANGE = "range"
    OPEN = "open"


class Unit(NamedTuple):
    """The size of a stated date in calendar months and days. Compares by size."""

    months: int
    days: int


DAY, TEN_DAYS, YEAR = Unit(0, 1), Unit(0, 10), Unit(12, 0)


class Division(NamedTuple):
    """A way to divide the year: what EDTF calls the first part, and the name of each part."""

    precision: Precision
    base: int
    names: tuple[str, ...]

    @property
    def months(self) -> int:
        """The length of each part."""
        return 12 // len(self.names)


_WHOLE = Division(Precision.YEAR, 0, ("",))
_DIVISIONS = (
    Division(Precision.MONTH, 1, MONTHS),
    Division(Precision.QUARTER, 33, ("Q1", "Q2", "Q3", "Q4")),
    Division(Precision.THIRD, 37, ("early", "mid", "late")),
    Division(Precision.HALF_YEAR, 40, ("H1", "H2")),
)
PART_NAMES = {d.base + n: name for d in _DIVISIONS for n, name in enumerate(d.names)}
_DIVISION_OF: dict[int | None, Division] = {None: _WHOLE} | {
    d.base + n: d for d in _DIVISIONS for n in range(len(d.names))
}

_EDTF = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def _days_of_month(year: int, month: int) -> int:
    """How many; `calendar.monthrange` would work out a day of the week, too."""
    return 29 if month == 2 and isleap(year) else _DAYS[month - 1]


def add_months(day: date, months: int) -> date:
    """The day so many calendar months later (earlier if negative).

    The last day of a month goes to the last day of a month; any other day keeps its number, or
    becomes the last day where the month is too short. 2023-04-30 + 6 = 2023-10-31;
    2023-01-30 + 1 = 2023-02-28. Raises ValueError beyond the years 1 to 9999.
    """
    year, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        raise ValueError(f"{day} and {months} months is beyond the calendar")
    length = _days_of_month(year, month0 + 1)
    is_last = day.day == _days_of_month(day.year, day.month)
    return date(year, month0 + 1, length if is_last else min(day.day, length))


def shifted(day: date, unit: Unit, times: int = 1) -> date:
    """The day so many units later: calendar months first, then days."""
    return add_months(day, unit.months * times) + timedelta(days=unit.days * times)


@dataclass(frozen=True, slots=True)
class Atom:
    """One date of EDTF without `~`: a year, a numbered part of it, or a day of a month.

    Atom(2021), Atom(2021, 12), Atom(2021, 36), Atom(2021, 12, 5). Raises Unreadable.
    """

    year: int
    part: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if not _FIRST_YEAR <= self.year <= _LAST_YEAR:
            raise Unreadable(f"The year {self.year} is beyond the calendar.")
        if self.part in range(21, 33):
            raise Unreadable(
                f"{self.part} is a season in EDTF, and seasons differ between the hemispheres: "
                "name the months, or early, mid or late."
            )
        if self.part not in (_DIVISION_OF if self.day is None else range(1, 13)):
            raise Unreadable(f"There is no month {self.part}: months are 01 to 12.")
        if self.part and self.day is not None:
            length = _days_of_month(self.year, self.part)
            if not 1 <= self.day <= length:
                month = f"{PART_NAMES[self.part]} {self.year}"
                raise Unreadable(f"{month} has the days 1 to {length}; {self.day} is none of them.")

    @classmethod
    def parse(cls, edtf: str) -> "Atom":
        """As EDTF writes it. Raises Unreadable."""
        match = _EDTF.fullmatch(edtf)
        if not match:
            raise Unreadable("This is not EDTF of a kind that is used here.")
        return cls(*(int(number) for number in match.groups() if number))

    @classmethod
    def of(cls, day: date) -> "Atom":
        """That day."""
        return cls(day.year, day.month, day.day)

    @classmethod
    def whole(cls, first: date, last: date) -> "Atom | None":
        """The year, half-year, quarter or month of just these days, if they make one."""
        if first.day != 1:
            return None
        divisions = (d for d in (_WHOLE, *_DIVISIONS) if d.precision is not Precision.THIRD)
        atoms = (cls._around(first, division) for division in divisions)
        return next((atom for atom in atoms if (atom.first, atom.last) == (first, last)), None)

    @classmethod
    def _around(cls, day: date, division: Division) -> "Atom":
        if division is _WHOLE:
            return cls(day.year)
        return cls(day.year, division.base + (day.month - 1) // division.months)

    @property
    def precision(self) -> Precision:
        """The kind of date that it is."""
        return Precision.DAY if self.day else _DIVISION_OF[self.part].precision

    @property
    def unit(self) -> Unit:
        """Its size."""
        return DAY if self.day else Unit(_DIVISION_OF[self.part].months, 0)

    @property
    def number(self) -> int:
        """Which of its kind in the year, from 1: 4 for 2021-36, the fourth quarter."""
        return (self.part or 0) - _DIVISION_OF[self.part].base + 1

    @property
    def first(self) -> date:
        """Its first day."""
        month = (self.number - 1) * _DIVISION_OF[self.part].months + 1
        return date(self.year, month, self.day or 1)

    @property
    def last(self) -> date:
        """Its last day."""
        if self.day:
            return self.first
        return shifted(self.first, self.unit) - timedelta(days=1)

    @property
    def edtf(self) -> str:
        """As EDTF writes it."""
        numbers = [n for n in (self.part, self.day) if n is not None]
        return "-".join([f"{self.year:04d}", *(f"{n:02d}" for n in numbers)])

    @property
    def words(self) -> str:
        """In English: 5 Dec 2021, Dec 2021, Q4 2021, early 2021, 2021."""
        name = self.part and PART_NAMES[self.part]
        return " ".join(str(word) for word in (self.day, name, self.year) if word)

    def neighbour(self, steps: int) -> "Atom":
        """The same kind of date so many steps later: Atom(2021, 36).neighbour(1) is Q1 2022."""
        first = shifted(self.first, self.unit, steps)
        return Atom.of(first) if self.day else Atom._around(first, _DIVISION_OF[self.part])
