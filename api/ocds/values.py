"""Days, dates and amounts as the standard has them.

The standard knows instants alone. What a source states is a day of a calendar, without a zone: it
is written in UTC, at its first second where something begins or is published, at its last where
something is due or done.
"""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from deals.dates import Window
from deliveries.slips import Slip

Json = dict[str, Any]
# Scheme and host, path and query, fragment: any text has these parts.
_PARTS = re.compile(r"((?:[^:/?#]*://[^/?#]*)?)([^#]*)(#.*)?", re.DOTALL)
_STRAY = re.compile("%(?![0-9A-Fa-f]{2})")  # begins no escape


def start_of(day: date | None) -> str | None:
    """The first second of a day."""
    return f"{day.isoformat()}T00:00:00Z" if day else None


def end_of(day: date | None) -> str | None:
    """The last second of a day."""
    return f"{day.isoformat()}T23:59:59Z" if day else None


def number(amount: Decimal) -> int | float:
    """An amount as a JSON number: whole ones exactly, others as near as a float comes."""
    return int(amount) if amount == amount.to_integral_value() else float(amount)


def exact(amount: Decimal) -> str:
    """The same as text, so that no digit is lost: "5430000000", "50.5"."""
    return format(amount.normalize(), "f")


def uri(address: str) -> str:
    """An address as RFC 3986 has it, which the standard's format asks for.

    Letters beyond ASCII, brackets but those of a host, and what else is no part of an address are
    escaped: "https://example.org/ü?a[]=1" is "https://example.org/%C3%BC?a%5B%5D=1".
    """
    found = _PARTS.fullmatch(address)
    assert found is not None
    host, path, fragment = found.groups("")
    anchor = f"#{_escaped(fragment[1:])}" if fragment else ""
    return _escaped(host, "[]") + _escaped(path) + anchor


def _escaped(text: str, more: str = "") -> str:
    return quote(_STRAY.sub("%25", text), safe=f"%/?:@!$&'()*+,;={more}")


def window(stated: Window | None) -> Json | None:
    """A date as precise as it was stated; an open side is left out."""
    return told(stated.as_dict()) if stated else None


def slip(moved: Slip | None) -> Json | None:
    """A movement in days; what cannot be told is left out."""
    if moved is None:
        return None
    names = ("days", "minDays", "maxDays")
    return told(dict(zip(names, moved, strict=True)))


def told(members: Mapping[str, Any]) -> Json:
    """The members that say something: the standard leaves out what is null or empty."""
    return {
        name: value
        for name, value in members.items()
        if value is not None and value != "" and value != [] and value != {}
    }
