"""The period over which a slip is measured: so many calendar months and days back from a day."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from deals.dates import add_months

# Years, months and days of ISO 8601, in this order; two and a half centuries at most, or four with
# all three, so that every day that can be asked for has a day so long before.
PATTERN = r"P(?=\d)(?:(\d{1,2})Y)?(?:(\d{1,3})M)?(?:(\d{1,5})D)?"
ACCEPTED = "a duration of at least a day, such as P90D, P3M, P1Y or P1Y6M"


class NoPeriod(ValueError):
    """What was typed is no period; the message says what is."""


@dataclass(frozen=True, slots=True)
class Period:
    """So many calendar months, then days."""

    months: int = 0
    days: int = 0

    @lru_cache(maxsize=1024)  # every milestone of a list asks for the same  # noqa: B019
    def before(self, day: date) -> date:
        """The day so long before: calendar months, last day to last day, then days.

        Where the calendar does not reach so far back it is its first day.

        >>> Period(months=3).before(date(2026, 5, 31))
        datetime.date(2026, 2, 28)
        """
        try:
            return add_months(day, -self.months) - timedelta(days=self.days)
        except (ValueError, OverflowError):
            return date.min

    @property
    def iso(self) -> str:
        """As ISO 8601 has it: P90D, P3M, P1Y6M."""
        years, months = divmod(self.months, 12)
        parts = ((years, "Y"), (months, "M"), (self.days, "D"))
        return "P" + ("".join(f"{number}{unit}" for number, unit in parts if number) or "0D")

    @property
    def words(self) -> str:
        """For people: 90 days; 1 year and 6 months."""
        years, months = divmod(self.months, 12)
        parts = ((years, "year"), (months, "month"), (self.days, "day"))
        return " and ".join(f"{n:,} {unit}{'s' * (n != 1)}" for n, unit in parts if n)


def read_period(text: str) -> Period:
    """The period of an ISO 8601 duration in years, months and days. Raises NoPeriod.

    >>> read_period("P1Y6M").before(date(2026, 11, 22))
    datetime.date(2025, 5, 22)
    """
    found = re.fullmatch(PATTERN, text, re.ASCII)
    years, months, days = (int(part or 0) for part in found.groups()) if found else (0, 0, 0)
    if not (years or months or days):
        raise NoPeriod(f"“{text}” is no period; write {ACCEPTED}.")
    return Period(12 * years + months, days)
