"""Days, dates, slips and numbers on the wire."""

from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from deals.dates import Window
from deliveries.periods import Period
from deliveries.slips import Slip

Wire = dict[str, Any]


class Shared(Wire):
    """A value that many rows have in common, so that nobody changes it.

    `cells` is what it is in a line of a table, once it has been written there.
    """

    __slots__ = ("cells",)

    def __init__(self, told: Wire) -> None:
        super().__init__(told)
        self.cells: str | None = None


def day(value: date | None) -> str | None:
    """A day as YYYY-MM-DD."""
    return value.isoformat() if value else None


def instant(value: datetime) -> str:
    """An instant in UTC: 2026-11-22T06:30:00.000Z."""
    return value.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def exact_instant(value: datetime) -> str:
    """An instant in UTC that reads back as the same: 2026-11-22T06:30:00.000000Z."""
    return value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def exact(value: Decimal | None) -> str | None:
    """A number that must not be rounded, as text without idle zeros: "5430000000", "50.5"."""
    return None if value is None else format(value.normalize(), "f")


def window(value: Window | None) -> Shared | None:
    """A date, as precisely as it was stated."""
    return _window(value) if value else None


@lru_cache(maxsize=16_384)  # a portfolio has the same days again and again
def _window(value: Window) -> Shared:
    return Shared(value.as_dict())


@lru_cache(maxsize=64)
def period(value: Period, until: date) -> Shared:
    """The time over which a slip is measured, up to a day."""
    return Shared({"duration": value.iso, "since": value.before(until).isoformat()})


def slip(value: Slip | None) -> Shared | None:
    """A movement in days."""
    return _slip(*value) if value else None


@lru_cache(maxsize=8192)
def _slip(days: int | None, least: int | None, most: int | None) -> Shared:
    return Shared({"days": days, "min_days": least, "max_days": most})
