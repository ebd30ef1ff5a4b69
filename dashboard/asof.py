"""The day that a page is about: today, or any day as it was known then."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.timezone import get_current_timezone, localdate

from dashboard import stops
from deals.dates import FIRST_YEAR, LAST_YEAR
from deliveries.instants import read_instant

PARAMETER, KNOWN_AT = "as_of", "known_at"
_FIRST, _LAST = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class UnreadableDay(ValueError):
    """`value` is no day that a page can be about, and `why`; `accepted` says what is."""

    def __init__(
        self,
        value: str,
        accepted: str = "",
        *,
        heading: str = "That is not a day",
        why: str = "cannot be read as the day to show",
    ) -> None:
        super().__init__(value)
        self.value, self.heading, self.why = value, heading, why
        self.accepted = accepted or (
            f"a day between {_FIRST} and {_LAST}, written as year, month and day: 2020-11-12"
        )


@dataclass(frozen=True, slots=True)
class AsOf:
    """The day that a page is about, and the day on which it is read.

    `known_at` is the instant whose records the page shows, where it is not those of now.
    """

    day: date
    today: date
    known_at: datetime | None = None

    @property
    def is_today(self) -> bool:
        """Whether the page is about the day on which it is read, from what is on record now."""
        return self.day == self.today and self.known_at is None

    @property
    def is_present(self) -> bool:
        """Whether the page shows what has no history: of today, or of the day of the instant."""
        return self.day == (localdate(self.known_at) if self.known_at else self.today)

    @property
    def is_past(self) -> bool:
        """Whether the page is about an earlier day than that on which it is read."""
        return self.day < self.today

    @property
    def months(self) -> stops.Stops:
        """What the slider of a list stops at."""
        return stops.of_months(self.day, self.today)

    @property
    def query(self) -> str:
        """What a link to another page carries so that the day is kept; empty for today.

        An instant is for the page of one deal and is not kept.
        """
        return "" if self.day == self.today else f"?{PARAMETER}={self.day.isoformat()}"


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


def read_known_at(value: str, when: AsOf, now: datetime, *, has_day: bool) -> AsOf:
    """The same with the instant that `value` names, in the zone of this server; "": without.

    Where no day was asked for (`has_day`), the page is about that of the instant. Raises NoInstant.
    """
    if not value:
        return when
    instant = read_instant(value, now, get_current_timezone())
    return AsOf(when.day if has_day else localdate(instant), when.today, instant)
