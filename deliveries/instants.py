"""An instant as people type it: a day, or a day and a time."""

import re
from datetime import date, datetime, time, timedelta, tzinfo

PATTERN = (
    r"(?:19|20|21)\d{2}-\d{2}-\d{2}"
    r"(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?(?:Z|[+-]\d{2}:\d{2})?)?"
)
ACCEPTED = (
    "an instant that has come: a day (its end is meant), or a day and a time, with or without an "
    "offset, such as 2026-11-01, 2026-11-01T12:00 or 2026-11-01T12:00:30Z"
)


class NoInstant(ValueError):
    """What was typed is no instant that has come; the message says what is accepted."""

    accepted = ACCEPTED

    def __init__(self, text: str, why: str) -> None:
        super().__init__(f"“{text}” {why}; write {ACCEPTED}.")
        self.value, self.why = text, why


def read_instant(text: str, now: datetime, zone: tzinfo) -> datetime:
    """The instant that is meant; without an offset it is one in `zone`.

    A day means its last microsecond; the day of `now` means `now`. Raises NoInstant for what is no
    instant, and for one after `now`.
    """
    if not re.fullmatch(PATTERN, text, re.ASCII):
        raise NoInstant(text, "is no instant")
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise NoInstant(text, "is no instant of the calendar") from None
    if "T" not in text:
        found = _end_of(found.date(), now.astimezone(zone), zone)
    elif found.tzinfo is None:
        found = found.replace(tzinfo=zone)
    if found > now:
        raise NoInstant(text, "is yet to come")
    return found


def _end_of(day: date, now: datetime, zone: tzinfo) -> datetime:
    if day == now.date():
        return now
    midnight = datetime.combine(day + timedelta(days=1), time(), zone)
    return midnight - timedelta(microseconds=1)
