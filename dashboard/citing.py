"""Permanent addresses: a page as it is known and on record now, to be cited and found again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.timezone import localtime

from dashboard.asof import KNOWN_AT, PARAMETER, AsOf
from deliveries.reasons import spelt


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


def address_of(request: HttpRequest, name: str, when: AsOf, *args: str) -> str:
    """The address of a list of that name, asked for as a file of it is, that keeps the day."""
    page = request.build_absolute_uri(reverse(f"dashboard:{name}", args=args))
    lists = request.GET.lists()
    kept = [(key, str(v)) for key, values in lists for v in values if v and key != PARAMETER]
    return of_a_list(page, when, kept).address


def as_known_on(when: AsOf) -> str:
    """The day in words, and the instant of the records where it is not now."""
    day = f"as known on {spelt(when.day)}"
    return (
        f"{day}, as on record {localtime(when.known_at):%Y-%m-%d %H:%M}" if when.known_at else day
    )
