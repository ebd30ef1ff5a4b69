"""EDTF text and the days that it stands for; fiscal years. Pure: no Django, no clock.

EDTF is the Extended Date/Time Format, ISO 8601-2:2019. The part of it that is used here:

    2021  2021-12  2021-12-05                 year, month, day
    2021-33 .. -36, -37 .. -39, -40 and -41   quarters, thirds (quadrimesters), half-years
    2026-05/2026-08  ../2025  2026-05/..      from – to, either side may be open
    2021~  2026-05~/2026-08~  ../2025~        approximate

`deals.dates` is the front of this module; import from there.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

FIRST_YEAR, LAST_YEAR = 1000, 8999  # four digits, and room to widen
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Unreadable(ValueError):
    """The text states no date; the message is a hint for the person who wrote it, or empty."""


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


DAY, TEN_DAYS, MONTH, YEAR = Unit(0, 1), Unit(0, 10), Unit(1, 0), Unit(12, 0)


class Part(NamedTuple):
    """A way to divide the year: the number of its first part in EDTF, and months per part."""

    precision: Precision
    base: int
    months: int


_DIVISIONS = (
    Part(Precision.MONTH, 1, 1),
    Part(Precision.QUARTER, 33, 3),
    Part(Precision.THIRD, 37, 4),
    Part(Precision.HALF_YEAR, 40, 6),
)
_PARTS: dict[int | None, Part] = {None: Part(Precision.YEAR, 0, 12)} | {
    part.base + n: part for part in _DIVISIONS for n in range(12 // part.months)
}

_ATOM = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?~?", re.ASCII)


def add_months(day: date, months: int) -> date:
    """The day so many calendar months later (earlier if negative).

    The last day of a month goes to the last day of a month; any other day keeps its number, or
    becomes the last day where the month is too short. 2023-04-30 + 6 = 2023-10-31;
    2023-01-30 + 1 = 2023-02-28. Raises ValueError beyond the years 1 to 9999.
    """
    year, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        raise ValueError(f"{day} and {months} months is beyond the calendar")
    length = monthrange(year, month0 + 1)[1]
    is_last = day.day == monthrange(day.year, day.month)[1]
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
        if not FIRST_YEAR <= self.year <= LAST_YEAR:
            raise Unreadable(f"The year {self.year} is beyond the calendar.")
        if self.part in range(21, 33):
            raise Unreadable(
                f"{self.part} is a season in EDTF, and seasons differ between the hemispheres: "
                "name the months, or early, mid or late."
            )
        if self.part not in _PARTS:
            raise Unreadable(f"There is no month {self.part}: months are 01 to 12.")
        if self.day is not None:
            self._check_day(self.part or 0, self.day)

    def _check_day(self, month: int, day: int) -> None:
        if not 1 <= month <= 12:
            raise Unreadable(f"There is no month {month}: months are 01 to 12.")
        length = monthrange(self.year, month)[1]
        if not 1 <= day <= length:
            name = f"{MONTHS[month - 1]} {self.year}"
            raise Unreadable(f"{name} has the days 1 to {length}; {day} is none of them.")

    @classmethod
    def of(cls, day: date) -> "Atom":
        """That day."""
        return cls(day.year, day.month, day.day)

    @property
    def precision(self) -> Precision:
        """The kind of date that it is."""
        return Precision.DAY if self.day else _PARTS[self.part].precision

    @property
    def unit(self) -> Unit:
        """Its size."""
        return DAY if self.day else Unit(_PARTS[self.part].months, 0)

    @property
    def number(self) -> int:
        """Which of its kind in the year, from 1: 4 for 2021-36, the fourth quarter."""
        return (self.part or 0) - _PARTS[self.part].base + 1

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, (self.number - 1) * _PARTS[self.part].months + 1, self.day or 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return shifted(self.first, self.unit) - timedelta(days=1)

    @property
    def edtf(self) -> str:
        """As EDTF writes it."""
        numbers = [n for n in (self.part, self.day) if n is not None]
        return "-".join([f"{self.year:04d}", *(f"{n:02d}" for n in numbers)])

    def neighbour(self, steps: int) -> "Atom":
        """The same kind of date so many steps later: Atom(2021, 36).neighbour(1) is Q1 2022."""
        first = shifted(self.first, self.unit, steps)
        if self.day:
            return Atom.of(first)
        if self.part is None:
            return Atom(first.year)
        part = _PARTS[self.part]
        return Atom(first.year, part.base + (first.month - 1) // part.months)


@dataclass(frozen=True, slots=True)
class Stated:
    """A date as stated: one atom (start and end are the same), from – to, or open (None).

    `approximate` widens each stated side by the unit of what is stated there. Raises Unreadable
    when both sides are open or the start is later than the end.
    """

    start: Atom | None
    end: Atom | None
    approximate: bool = False

    def __post_init__(self) -> None:
        if self.start is None and self.end is None:
            raise Unreadable("A date cannot be open on both sides.")
        if self.start and self.end and self.start.first > self.end.last:
            raise Unreadable(f"From is later than to: {self.start.edtf}, {self.end.edtf}.")

    @property
    def precision(self) -> Precision:
        """Its kind, by its shape."""
        if self.start is None or self.end is None:
            return Precision.OPEN
        if self.start == self.end:
            return self.start.precision
        shapes = {TEN_DAYS: Precision.END_OF_MONTH, YEAR: Precision.FISCAL_YEAR}
        return shapes.get(self._shape() or DAY, Precision.RANGE)

    @property
    def units(self) -> tuple[Unit, Unit]:
        """What "about" adds before the start and after the end: the unit of each.

        Ten days for the end of a month and a year for whole fiscal years: EDTF can only write
        them as intervals, and they are recognised by their shape.
        """
        shape = self._shape()
        if shape:
            return (TEN_DAYS, TEN_DAYS) if shape == TEN_DAYS else (YEAR, YEAR)
        sides = [side.unit if side else Unit(0, 0) for side in (self.start, self.end)]
        return sides[0], sides[1]

    @property
    def earliest(self) -> date | None:
        """Its first day; None if open."""
        if self.start is None:
            return None
        return shifted(self.start.first, self.units[0], -int(self.approximate))

    @property
    def latest(self) -> date | None:
        """Its last day; None if open."""
        if self.end is None:
            return None
        return shifted(self.end.last, self.units[1], int(self.approximate))

    @property
    def edtf(self) -> str:
        """Canonical EDTF; `parse` gives the same Stated back."""
        mark = "~" if self.approximate else ""
        sides = [f"{side.edtf}{mark}" if side else ".." for side in (self.start, self.end)]
        return sides[0] if self.start == self.end else "/".join(sides)

    def _shape(self) -> Unit | None:
        """Ten days: the last days of a month. Years: whole fiscal years, stated as months."""
        start, end = self.start, self.end
        if not start or not end or start.unit != end.unit:
            return None
        if end.day and end.last == Atom(end.year, end.part).last and start == end.neighbour(-9):
            return TEN_DAYS
        if start.unit != MONTH or start.number not in _FISCAL_STARTS:
            return None
        months = (end.year - start.year) * 12 + end.number - start.number + 1
        return Unit(months, 0) if months % 12 == 0 else None


def parse(edtf: str) -> Stated:
    """The date that EDTF of the kinds above states: 2021-36~ is about Q4 2021. Raises Unreadable.

    An interval is approximate on both stated sides or on neither.
    """
    sides = edtf.split("/")
    if len(sides) > 2:
        raise Unreadable("An interval has two sides: 2026-05/2026-08.")
    atoms = [_side(side, may_be_open=len(sides) == 2) for side in sides]
    marks = {side.endswith("~") for side in sides if side != ".."}
    if len(marks) > 1:
        raise Unreadable("Mark both sides of an interval as approximate, or neither.")
    return Stated(atoms[0], atoms[-1], approximate=True in marks)


def _side(text: str, *, may_be_open: bool) -> Atom | None:
    if text == ".." and may_be_open:
        return None
    match = _ATOM.fullmatch(text)
    if not match:
        raise Unreadable("This is not EDTF of a kind that is used here.")
    return Atom(*(int(number) for number in match.groups() if number))


class FiscalYear(NamedTuple):
    """A country's fiscal year: its first month, and whether FY24 is the one that ends in 2024."""

    first_month: int
    named_by_end: bool
    names: tuple[str, ...]


FISCAL_YEARS = {
    # Acts Interpretation Act 1901, s. 2B; Taxation Office: the 2024 year ends on 30 June 2024.
    "AU": FiscalYear(7, True, ("australia", "australian")),
    # Financial Administration Act, s. 2; Manitoba Centre for Health Policy: 2005/06 is FY 2005.
    "CA": FiscalYear(4, False, ("canada", "canadian")),
    # Interpretation Act 1978, sch. 1; Office for National Statistics: FYE 2024 ends in March 2024.
    "GB": FiscalYear(4, True, ("britain", "great britain", "united kingdom", "uk", "british")),
    # General Clauses Act 1897, s. 3(21); Economic Survey 2023-24: FY24 is 2023-24.
    "IN": FiscalYear(4, True, ("india", "indian")),
    # Public Finance Act, art. 11; a nendo is called by the year in which it begins.
    "JP": FiscalYear(4, False, ("japan", "japanese")),
    # 31 U.S.C. 1102; called by the year in which it ends.
    "US": FiscalYear(10, True, ("united states", "us", "usa", "american")),
}
COUNTRIES = {name: code for code, year in FISCAL_YEARS.items() for name in year.names}
_FISCAL_STARTS = {year.first_month for year in FISCAL_YEARS.values()}
_KNOWN = ", ".join(f"{year.names[0].title()} ({code})" for code, year in FISCAL_YEARS.items())


def fiscal_year_of_two(first: str, second: str, country: str | None) -> Stated:
    """FY 2023-24: April to March, or as in that country (ISO 3166 alpha-2).

    Raises Unreadable for an unknown country, and unless the second year follows the first.
    """
    year = _full_year(first)
    if int(second) != (year + 1 if len(second) == 4 else (year + 1) % 100):
        raise Unreadable(f"The two years of a fiscal year follow each other: {_fy(year)}.")
    return _twelve_months(year, _known(country).first_month if country else 4)


def fiscal_year_of_one(year: str, country: str | None) -> Stated:
    """FY24 of a country (ISO 3166 alpha-2). Raises Unreadable for none, or an unknown one."""
    full = _full_year(year)
    if not country:
        raise Unreadable(
            f"Countries differ on what FY {year} is: write {_fy(full - 1)} or {_fy(full)}, or name "
            f"the country, one of {_KNOWN}."
        )
    fiscal_year = _known(country)
    return _twelve_months(full - fiscal_year.named_by_end, fiscal_year.first_month)


def _known(country: str) -> FiscalYear:
    known = FISCAL_YEARS.get(country.upper())
    if not known:
        raise Unreadable(f"The fiscal year of {country} is not known here, only of {_KNOWN}.")
    return known


def _full_year(year: str) -> int:
    if len(year) == 4:
        return int(year)
    if int(year) >= 70:
        raise Unreadable(f"Write the year in four digits: FY {year} may be of two centuries.")
    return 2000 + int(year)


def _twelve_months(year: int, month: int) -> Stated:
    return Stated(Atom(year, month), Atom(year, month).neighbour(11))


def _fy(year: int) -> str:
    return f"FY {year}-{(year + 1) % 100:02d}"
