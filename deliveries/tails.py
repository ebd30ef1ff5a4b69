"""The end of a history joined to the beginning that is stored. No query, no clock."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from deliveries.facts import DAY

Values = dict[str, Any]  # a row by its columns, without its number

# What the end of a history cannot know of the span that stood before it.
_BEFORE = ("from_on", "to_on", "hears", "hears_until")


def owner(row: Values) -> int:
    """Number of the milestone or, for a span of a deal, of the deal."""
    number: int = row.get("milestone_id") or row["deal_id"]
    return number


def hearing(rows: Sequence[Values], before: Values | None = None) -> None:
    """Let the spans with which a claim becomes the latest say so, and until when.

    `rows` are those of one milestone in their order; `before` is the span, if one comes before
    them, that began with the claim that was the latest then.
    """
    last = before
    if last is not None:
        last["hears_until"] = None
    for row in rows:
        latest = row["latest_claim"]
        if latest and (last is None or last["hears"] != latest):
            if last is not None:
                last["hears_until"] = row["from_on"]
            row["hears"], last = latest, row


def joined(rows: Iterable[Values], stored: Iterable[Values], since: date) -> list[Values] | None:
    """The rows of the ends of histories as they are to be stored, joined to what is.

    `stored` are all rows that can change. None where an end does not follow on what is stored.
    """
    ends, kept = _by_owner(rows), _by_owner(stored)
    whole: list[Values] = []
    for number in ends.keys() | kept.keys():
        found = _joined(ends.get(number, []), kept.get(number, []), since)
        if found is None:
            return None
        whole += found
    return whole


def _by_owner(rows: Iterable[Values]) -> dict[int, list[Values]]:
    found: dict[int, list[Values]] = {}
    for row in rows:
        found.setdefault(owner(row), []).append(row)
    return found


def _joined(end: list[Values], kept: list[Values], since: date) -> list[Values] | None:
    """The same of one milestone or deal; its rows come in their order."""
    stood = next((r for r in kept if r["from_on"] < since and _is_open(r["to_on"], since)), None)
    first = end[0] if end and end[0]["from_on"] < since else None
    if (stood is None) != (first is None):
        return None
    if stood is not None and first is not None:
        if any(value != stood[name] for name, value in first.items() if name not in _BEFORE):
            return None
        first["from_on"] = stood["from_on"]
    if not end or "hears" not in end[0]:
        return end
    return _hearing_on(end, kept, stood, since)


def _hearing_on(
    end: list[Values], kept: list[Values], stood: Values | None, since: date
) -> list[Values] | None:
    """With what the claim that was the latest on the day before has to say of its end."""
    begun = (r for r in kept if r["hears"] and r["from_on"] < since)
    found = next((r for r in begun if _is_open(r["hears_until"], since)), None)
    if stood is None:
        hearing(end)
        return end
    first, *rest = end
    if first["latest_claim"] != (found and found["hears"]):
        return None
    if found is None or found["from_on"] == stood["from_on"]:
        first["hears"] = found and found["hears"]
        hearing(rest, first if found else None)
        return end
    before = dict(found)
    hearing(rest, before)
    return [before, *end]


def _is_open(until: date | None, since: date) -> bool:
    """Whether what ends on `until` still stood on the day before `since`."""
    return until is None or until > since - DAY
