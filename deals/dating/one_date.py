"""From the words that state one date, neither from – to nor open, to what EDTF calls it."""

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from deals.dating import fiscal_years
from deals.dating.calendar_parts import Atom, Precision
from deals.dating.refusals import Unreadable
from deals.dating.stated import Stated
from deals.dating.vocabulary import MONTH, MONTH_NUMBERS, PART_NUMBERS, without_about

_Ends = tuple[Atom, Atom]
_Groups = dict[str, Any]


class Point(NamedTuple):
    """One date, neither from – to nor open, between the atoms that EDTF writes it with."""

    first: Atom
    last: Atom
    approximate: bool

    @property
    def exact(self) -> Stated:
        """The same without about."""
        return Stated(self.first, self.last)

    @property
    def closing(self) -> Atom:
        """What stands for its last day in an interval: the month, for the end of a month."""
        if self.exact.precision is Precision.END_OF_MONTH:
            return Atom(self.last.year, self.last.part)
        return self.last


def read_point(words: str, country: str | None) -> Point | None:
    """One date, possibly about; None where no form fits. Raises Unreadable.

    `country` (ISO 3166 alpha-2) tells what FY24 is where the words name no country.
    """
    words, approximate = without_about(words)
    for pattern, reading in _POINTS:
        match = pattern.fullmatch(words)
        found = match and reading(match.groupdict(), country)
        if found:
            return Point(*found, approximate)
    return None


def _two_years(found: _Groups, _: str | None) -> None:
    """Refuse 2023-24: it may be a fiscal year, and 2032-33 a quarter too."""
    year, following = int(found["year"]), int(found["next"])
    if following in (year + 1, (year + 1) % 100):
        raise Unreadable(
            "Two years like this are ambiguous: write the fiscal year as "
            f"{fiscal_years.written(year)}, two calendar years as {year}/{year + 1}."
        )


def _numbers(found: _Groups, _: str | None) -> _Ends:
    """2021, 2021-12, 2021-12-05, and the parts of a year that EDTF numbers, such as 2021-36."""
    atom = Atom.parse(found["edtf"])
    return atom, atom


def _part(found: _Groups, _: str | None) -> _Ends:
    """Q1 2026, H1 2025, early 2021, end of 2021."""
    atom = Atom(int(found["year"]), PART_NUMBERS[found["part"]])
    return atom, atom


def _day_or_month(found: _Groups, _: str | None) -> _Ends:
    """5 Dec 2021, Oct 2018."""
    day = int(found["day"]) if "day" in found else None
    atom = Atom(int(found["year"]), MONTH_NUMBERS[found["month"]], day)
    return atom, atom


def _end_of_month(found: _Groups, country: str | None) -> _Ends | None:
    """End of December 2021: its last ten days."""
    month = read_point(found["ends"], country)
    if not month or month.approximate or month.exact.precision is not Precision.MONTH:
        return None
    last = Atom.of(month.last.last)
    return last.neighbour(-9), last


def _fiscal_year(found: _Groups, country: str | None) -> _Ends:
    """FY 2023-24, FY24 India; a country named in the text goes before the one given beside it."""
    name = found["before"] or found["after"]
    named = fiscal_years.COUNTRIES.get(name, name)
    if found["second"]:
        first = Atom(*fiscal_years.start_of_two(found["first"], found["second"], named))
    else:
        first = Atom(*fiscal_years.start_of_one(found["first"], named or country))
    return first, first.neighbour(11)


_YEAR = r"(?P<year>\d{4})"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_COUNTRY = "|".join(fiscal_years.COUNTRIES)
_POINTS: tuple[tuple[re.Pattern[str], Callable[[_Groups, str | None], _Ends | None]], ...] = tuple(
    (re.compile(pattern, re.ASCII), reading)
    for pattern, reading in (
        # 2011-12 is a month
        (
            rf"(?!\d{{4}}-(?:0[1-9]|1[0-2])$){_YEAR}(?: ?- ?|/(?=\d\d$))(?P<next>\d\d(?:\d\d)?)",
            _two_years,
        ),
        (r"(?P<edtf>\d{4}(?:-\d\d(?:-\d\d)?)?)", _numbers),
        (rf"(?P<part>{'|'.join(PART_NUMBERS)}) ?-? ?{_YEAR}", _part),
        (rf"{_YEAR}[ -]?(?P<part>q[1-4]|h[12])", _part),
        (rf"{MONTH}[ -]?{_YEAR}", _day_or_month),
        (rf"{_DAY}[ -]?{MONTH}[ -]?{_YEAR}", _day_or_month),
        (rf"{MONTH}[ -]?{_DAY}[ -]{_YEAR}", _day_or_month),
        (r"end[ -]*(?P<ends>.+)", _end_of_month),
        (
            rf"(?:(?P<before>{_COUNTRY}) )?(?:fy|fiscal year|financial year) ?-?(?P<first>\d{{4}}|"
            r"\d\d)(?: ?[-/] ?(?P<second>\d{4}|\d\d))?(?: (?:in )?\(?(?P<after>[a-z ]+)\)?)?",
            _fiscal_year,
        ),
    )
)
