"""How far a date has moved, in days."""

from datetime import date
from typing import NamedTuple

from deals.dates import Window, between
from deliveries.facts import plus


class Slip(NamedTuple):
    """A movement in days: the headline from last day to last day, and what it is between.

    Positive is later. None where a side is open.
    """

    days: int | None
    min_days: int | None
    max_days: int | None

    @property
    def so_far(self) -> int | None:
        """The headline, or what it comes to at least while there is no last day."""
        return self.min_days if self.days is None else self.days


def slip(to: Window | None, since: Window | None) -> Slip | None:
    """The movement from one window to another; None where one of them is missing.

    From October 2020 to the last quarter of 2021 it is 426 days by the last days, and between 335
    and 456.
    """
    if to is None or since is None:
        return None
    latest, was = to.latest, since.latest
    return Slip(_days(was, latest), _days(was, to.earliest), _days(since.earliest, latest))


def _days(since: date | None, to: date | None) -> int | None:
    return (to - since).days if since and to else None


def estimate_on(stored: Window | None, floor: int | None, day: date) -> Window | None:
    """The estimate to reckon with on `day`: while open, neither end lies before the floor.

    `floor` is in days from `day`; None for what has ended and does not grow.
    """
    if stored is None or floor is None:
        return stored
    first = plus(day, floor)
    earliest = max(stored.earliest or first, first)
    latest = None if stored.latest is None else max(stored.latest, first)
    if stored.latest is not None and stored.latest >= first:
        text: str | None = stored.text
        if stored.earliest is None or stored.earliest >= first:
            return stored
    else:
        text = stored.text if latest is None else None
    return between(earliest, latest, text=text)
