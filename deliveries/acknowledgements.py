"""Acknowledged flags: what ends an acknowledgement, and the day on which that comes.

A person acknowledges a flag until a day, until it changes, or until it is worse by so many days.
A slip changes with its level; a flag of another kind, which has none, when the verdict on its
milestone rests on other claims. Worse is told by the total slip. When either will come follows from
the spans ahead and is stored, so that a scan finds what wakes by an index.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import User
from deliveries.facts import plus
from deliveries.models import Flag, Span, Until
from deliveries.standings import total_on

MOST_DAYS = 36_500
_FIELDS = (
    "acknowledged_at",
    "acknowledged_by",
    "acknowledged_until",
    "note",
    "worse_by",
    "slip_then",
    "rests_on",
    "wakes_on",
)


@dataclass(frozen=True, slots=True)
class Terms:
    """How long an acknowledgement is to hold: a day, days of slip, or (neither) a change."""

    note: str
    until: date | None = None
    worse_by: int | None = None

    def check(self, flag: Flag, today: date) -> None:
        """Raise ValidationError, field by field, where it cannot hold for `flag` on `today`."""
        if not self.note.strip():
            raise ValidationError({"note": "Say what is being done about it."})
        if flag.closed_at is not None:
            raise ValidationError({"note": "The flag is closed; there is nothing to acknowledge."})
        if self.until is not None and self.worse_by is not None:
            raise ValidationError({"worse_by": "Until a day or until worse, not both."})
        if self.until is not None and self.until <= today:
            raise ValidationError({"until": f"{self.until} has come; give a day after {today}."})
        if self.worse_by is not None and not 0 < self.worse_by <= MOST_DAYS:
            raise ValidationError({"worse_by": f"Give days, 1 to {MOST_DAYS}."})
        if self.worse_by is not None and not _is_measured(flag, today):
            raise ValidationError({"worse_by": "Its slip cannot be told, so neither can worse."})


def give(flag: Flag, terms: Terms, user: User | None) -> None:
    """Write what a person says of the flag, once it is checked; `settle` does the rest."""
    flag.acknowledged_at, flag.acknowledged_by, flag.note = timezone.now(), user, terms.note
    flag.worse_by, flag.wakes_on = terms.worse_by, terms.until
    flag.slip_then = flag.rests_on = None
    flag.acknowledged_until = Until.CHANGE
    if terms.until is not None:
        flag.acknowledged_until = Until.DAY
    elif terms.worse_by is not None:
        flag.acknowledged_until = Until.WORSE
    flag.save(update_fields=_FIELDS)


def said(flag: Flag) -> dict[str, object]:
    """How long it holds, for the journal."""
    until = flag.wakes_on if flag.acknowledged_until == Until.DAY else None
    return {
        "ends": str(flag.acknowledged_until),
        "until": until and until.isoformat(),
        "worse_by": flag.worse_by,
    }


def end(flag: Flag) -> None:
    """Let the flag stand as if nobody had acknowledged it."""
    flag.acknowledged_at, flag.acknowledged_by, flag.note = None, None, ""
    flag.acknowledged_until = ""
    flag.worse_by = flag.slip_then = flag.rests_on = flag.wakes_on = None
    flag.save(update_fields=_FIELDS)


def foretell(flag: Flag, ahead: Sequence[Span], today: date) -> None:
    """Store the day on which the flag wakes, if its milestone's spans ahead have one.

    `ahead` are those that end after `today`, in order. What they are compared with is taken from
    the first of them when the acknowledgement is new.
    """
    if flag.acknowledged_until == Until.DAY:
        return
    before = flag.slip_then, flag.rests_on, flag.wakes_on
    if flag.acknowledged_until == Until.WORSE and flag.slip_then is None:
        flag.slip_then = _slip(ahead[0], today)
    if flag.acknowledged_until == Until.CHANGE and flag.kind != "slip" and flag.rests_on is None:
        flag.rests_on = _claims(ahead[0])
    flag.wakes_on = _wakes_on(flag, ahead, today)
    if before != (flag.slip_then, flag.rests_on, flag.wakes_on):
        flag.save(update_fields=["slip_then", "rests_on", "wakes_on"])


def _wakes_on(flag: Flag, ahead: Sequence[Span], today: date) -> date | None:
    """The first day on which it wakes; None where it closes before, or never gets there."""
    for span in ahead:
        if flag.kind not in span.flags:
            return None
        first = max(span.from_on, today)
        worse = flag.acknowledged_until == Until.WORSE
        day = _worse_on(flag, span, first) if worse else first if _differs(flag, span) else None
        if day is not None:
            return day
    return None


def _differs(flag: Flag, span: Span) -> bool:
    """Whether the flag is no more what it was: its level, or what the verdict rests on."""
    return span.level != flag.level if flag.kind == "slip" else _claims(span) != flag.rests_on


def _worse_on(flag: Flag, span: Span, first: date) -> date | None:
    """The first day in the span, from `first`, on which the total slip is worse by enough.

    The last day of an open milestone's estimate, or the first where there is no last, lies `floor`
    days ahead of the day at least (`slips.estimate_on`): the slip grows with the day from there.
    """
    original = span.figure("original")
    if original is None or original.latest is None:
        return None
    if flag.slip_then is None or flag.worse_by is None or _slip(span, first) is None:
        return None
    limit = flag.slip_then + flag.worse_by
    if (_slip(span, first) or 0) >= limit:
        return first
    if span.floor is None:
        return None
    reaches = plus(original.latest, limit - span.floor)
    return reaches if span.to_on is None or reaches < span.to_on else None


def _slip(span: Span, day: date) -> int | None:
    """The total slip in days, or what it comes to at least; None where it cannot be told."""
    total = total_on(span, day)
    return total.so_far if total else None


def _is_measured(flag: Flag, today: date) -> bool:
    return any(
        _slip(span, today) is not None
        for span in Span.objects.on(today).filter(milestone=flag.milestone_id)
    )


def _claims(span: Span) -> list[int]:
    """Numbers of the claims that the verdict rests on; those of counts below zero."""
    claims = {key for reason in span.why for key in reason["claims"]}
    return sorted(claims | {-key for reason in span.why for key in reason["counts"]})
