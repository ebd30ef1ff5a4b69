"""Permanent addresses: a page as it is known and on record now, to be cited and found again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from dashboard.asof import KNOWN_AT, PARAMETER, AsOf


@dataclass(frozen=True, slots=True)
class Citation:
    """An address that shows the same for good: the day it is about and the instant of its records.

    `query` is what follows the address of the page. What people restrict, and the names of
    organisations, may still change behind it. A list has no instant, but the day: `known_at` is
    None, and what is entered later may change what was known then.
    """

    address: str
    query: str
    known_at: datetime | None


def permanent(page: str, when: AsOf, now: datetime) -> Citation:
    """The permanent address of `page`, an absolute one without parameters, about one deal."""
    instant = when.known_at or now.replace(microsecond=0)
    asked = {PARAMETER: when.day.isoformat(), KNOWN_AT: instant.isoformat()}
    query = f"?{urlencode(asked)}"
    return Citation(page + query, query, instant)


def of_a_list(page: str, when: AsOf, kept: Sequence[tuple[str, str]] = ()) -> Citation:
    """The address that keeps the day of a list, with what else was asked for."""
    query = f"?{urlencode([*kept, (PARAMETER, when.day.isoformat())])}"
    return Citation(page + query, query, None)
