"""Fiscal years, their quarters, and months, as the calendar asks for them. Pure."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from deals.dates import FIRST_YEAR, LAST_YEAR, add_months
from deliveries.reasons import MONTHS

RELATIVE = ("this-quarter", "next-quarter", "this-year", "next-year")
_WRITTEN = re.compile(r"FY(\d{4})(?:-(\d{2}))?(?:-Q([1-4]))?", re.ASCII)
_MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)


class NoStretch(ValueError):
    """`value` is no stretch of time that the calendar has; `accepted` says what is."""

    def __init__(self, value: str, accepted: str) -> None:
        super().__init__(value)
        self.value, self.accepted = value, accepted


@dataclass(frozen=True, slots=True)
class Stretch:
    """A fiscal year, a quarter of one, or a month: its first and last day.

    `code` is how an address names it: FY2026-27, FY2026-27-Q3, 2026-11.
    """

    code: str
    name: str
    first: date
    last: date

    @property
    def months(self) -> int:
        """How many calendar months it has."""
        return (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1


@dataclass(frozen=True, slots=True)
class Fiscal:
    """Fiscal years that begin on the first of a month. FY 2026-27 begins in 2026.

    >>> Fiscal(4).quarter(date(2026, 11, 22)).name
    'Q3 of FY 2026-27'
    """

    first_month: int

    def year(self, day: date) -> Stretch:
        """The fiscal year that a day is in."""
        return self._year(day.year - (day.month < self.first_month))

    def quarter(self, day: date) -> Stretch:
        """The quarter of a fiscal year that a day is in."""
        year = self.year(day)
        months = (day.year - year.first.year) * 12 + day.month - year.first.month
        return self._quarter(year, months // 3)

    def month(self, day: date) -> Stretch:
        """The calendar month that a day is in."""
        name = f"{MONTHS[day.month - 1]} {day.year}"
        return _stretch(f"{day.year}-{day.month:02d}", name, day.replace(day=1), 1)

    def before(self, stretch: Stretch) -> Stretch:
        """The one of its kind that comes before it."""
        return self._like(stretch, stretch.first - timedelta(days=1))

    def after(self, stretch: Stretch) -> Stretch:
        """The one of its kind that comes after it."""
        return self._like(stretch, stretch.last + timedelta(days=1))

    def usual(self, day: date) -> dict[str, Stretch]:
        """What people ask for, by its name in an address."""
        quarter, year = self.quarter(day), self.year(day)
        found = (quarter, self.after(quarter), year, self.after(year))
        return dict(zip(RELATIVE, found, strict=True))

    def read(self, value: str, day: date) -> Stretch:
        """What an address names; this fiscal year where it is empty. Raises NoStretch."""
        usual = self.usual(day)
        if value in usual or not value:
            return usual[value or "this-year"]
        found = self._month(value) or self._fiscal(value)
        if found is None:
            accepted = (
                f"{', '.join(RELATIVE)}; a fiscal year {usual['this-year'].code}, a quarter of one "
                f"{usual['this-quarter'].code}, or a month {self.month(day).code}; "
                f"from {FIRST_YEAR + 1} to {LAST_YEAR - 1}"
            )
            raise NoStretch(value, accepted)
        return found

    def _fiscal(self, value: str) -> Stretch | None:
        found = _WRITTEN.fullmatch(value)
        if not found:
            return None
        first, second, quarter = found.groups()
        if not _is_here(int(first)):
            return None
        year = self._year(int(first))
        if second is not None and year.code != f"FY{first}-{second}":
            return None
        if second is None and "-" in year.code:
            return None
        return self._quarter(year, int(quarter) - 1) if quarter else year

    def _month(self, value: str) -> Stretch | None:
        found = _MONTH.fullmatch(value)
        if not found or not _is_here(int(found[1])) or not 1 <= int(found[2]) <= 12:
            return None
        return self.month(date(int(found[1]), int(found[2]), 1))

    def _year(self, start: int) -> Stretch:
        until = "" if self.first_month == 1 else f"-{(start + 1) % 100:02d}"
        first = date(start, self.first_month, 1)
        return _stretch(f"FY{start}{until}", f"FY {start}{until}", first, 12)

    def _quarter(self, year: Stretch, number: int) -> Stretch:
        first = add_months(year.first, 3 * number)
        code, name = f"{year.code}-Q{number + 1}", f"Q{number + 1} of {year.name}"
        return _stretch(code, name, first, 3)

    def _like(self, stretch: Stretch, day: date) -> Stretch:
        kinds = {12: self.year, 3: self.quarter, 1: self.month}
        return kinds[stretch.months](day)


def _stretch(code: str, name: str, first: date, months: int) -> Stretch:
    return Stretch(code, name, first, add_months(first, months) - timedelta(days=1))


def _is_here(year: int) -> bool:
    """Whether a year, with the one before and the one after, is among those that dates have."""
    return FIRST_YEAR < year < LAST_YEAR
