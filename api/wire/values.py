"""Days, dates, slips and numbers on the wire."""

from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from deals.dates import Window
from deliveries.periods import Period
from deliveries.slips import Slip

Wire = dict[str, Any]


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


def window(value: Window | None) -> Wire | None:
    """A date, as precisely as it was stated."""
    return value.as_dict() if value else None


@lru_cache(maxsize=64)
def period(value: Period, until: date) -> Wire:
    """The time over which a slip is measured, up to a day. All callers share it."""
    return {"duration": value.iso, "since": value.before(until).isoformat()}


def slip(value: Slip | None) -> Wire | None:
    """A movement in days."""
    if value is None:
        return None
    return {"days": value.days, "min_days": value.min_days, "max_days": value.max_days}
