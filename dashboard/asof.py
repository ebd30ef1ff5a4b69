"""The day that a page is about: today, or any day as it was known then."""

import re
from dataclasses import dataclass
from datetime import date

from deals.dates import FIRST_YEAR, LAST_YEAR

PARAMETER = "as_of"
_FIRST, _LAST = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class UnreadableDay(ValueError):
    """`value` is no day that a page can be about; `accepted` says what is."""

    accepted = f"a day between {_FIRST} and {_LAST}, written as year, month and day: 2020-11-12"

    def __init__(self, value: str) -> None:
        super().__init__(value)
        self.value = value


@dataclass(frozen=True, slots=True)
class AsOf:
    """The day that a page is about, and the day on which it is read."""

    day: date
    today: date

    @property
    def is_today(self) -> bool:
        """Whether the page is about the day on which it is read."""
        return self.day == self.today

    @property
    def is_past(self) -> bool:
        """Whether the page is about an earlier day than that on which it is read."""
        return self.day < self.today

    @property
    def query(self) -> str:
        """What a link to another page carries so that the day is kept; empty for today."""
        return "" if self.is_today else f"?{PARAMETER}={self.day.isoformat()}"


def read_as_of(value: str, today: date) -> AsOf:
    """The day that `value` (YYYY-MM-DD) names, today where it is empty. Raises UnreadableDay."""
    if not value:
        return AsOf(today, today)
    if not _DAY.fullmatch(value):
        raise UnreadableDay(value)
    try:
        day = date.fromisoformat(value)
    except ValueError:
        raise UnreadableDay(value) from None
    if not _FIRST <= day <= _LAST:
        raise UnreadableDay(value)
    return AsOf(day, today)
