"""What may fall into a stretch of the calendar, and stands in it nowhere: its dates end later."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from dashboard.asof import AsOf
from dashboard.fiscal import Stretch
from dashboard.queries.calendar import Deadline, deadlines_of, due_between
from deals.dates import add_months
from deals.models import Actor
from deliveries.facts import DAY
from deliveries.models import Span
from deliveries.reasons import spelt

SHOWN = 50
COUNTED = 1_000  # of more it is said that there are so many at least
AHEAD = 36  # months after the last day of the stretch within which those that are shown end


@dataclass(frozen=True, slots=True)
class Vague:
    """Those that end within three years after it, the next first, and all of them in a sentence."""

    deadlines: list[Deadline]
    says: str


def may_fall_into(actor: Actor, when: AsOf, stretch: Stretch) -> Vague:
    """The open milestones that may be met within a stretch by their dates, or after it.

    What is open on the day of the page can only come from that day on.
    """
    if when.day > stretch.last:
        gone = f"What is open on {spelt(when.day)} can no longer fall into {stretch.name}."
        return Vague([], gone)
    found, is_all = _found(actor, when.day, stretch)
    until = add_months(stretch.last, AHEAD)
    shown = [number for number, latest in found if latest <= until][:SHOWN]
    says = _says(len(shown), len(found) - len(shown), is_all=is_all)
    return Vague(deadlines_of(shown, when.day, "estimate"), says)


def vague_in(actor: Actor, day: date, stretch: Stretch) -> QuerySet[Span]:
    """The spans of those that end within three years after it, whatever their number."""
    until = add_months(stretch.last, AHEAD)
    return _begun(actor, day, stretch, until).exclude(_waits_beyond(day, stretch))


def _begun(actor: Actor, day: date, stretch: Stretch, until: date) -> QuerySet[Span]:
    """The spans of those whose dates, as stated, begin by its end and end between it and a day."""
    begun = Q(estimate_earliest__lte=stretch.last) | Q(estimate_earliest__isnull=True)
    return due_between(actor, day, stretch.last + DAY, until, "estimate").filter(begun)


def _waits_beyond(day: date, stretch: Stretch) -> Q:
    """Spans of what must wait until after the stretch."""
    return Q(floor__gt=(stretch.last - day).days)


def _found(actor: Actor, day: date, stretch: Stretch) -> tuple[list[tuple[int, date]], bool]:
    """The milestones with the last days of their dates, the next first; whether these are all."""
    due = _begun(actor, day, stretch, date.max)
    found = list(due.values_list("milestone", "estimate_latest")[: COUNTED + 1])
    # Not with the above: an index tells that alone, and has not how long they must wait.
    numbers = [number for number, _ in found]
    waits = Span.objects.on(day).filter(_waits_beyond(day, stretch), milestone__in=numbers)
    without = set(waits.order_by().values_list("milestone", flat=True))
    kept = [(number, last) for number, last in found if last and number not in without]
    return kept, len(found) <= COUNTED


def _says(listed: int, others: int, *, is_all: bool) -> str:
    """How many there are, and how many of them are not listed."""
    number = listed or others
    some = f"{number:,} open milestone{'s' * (number != 1)} may fall into it"
    end = "end" if number > 1 else "ends"
    if not number:
        return "No open milestone with a date that ends after it may fall into it."
    if not listed:
        left = "they are" if others > 1 else "it is"
        return f"{some}, and {end} more than three years after it: {left} not listed."
    first = f"{some}, and {end} within three years after it: the next first."
    if not others:
        return f"{first} No other may."
    least = "" if is_all else "At least "
    left = "end later than these: they are" if others > 1 else "ends later than these: it is"
    return f"{first} {least}{others:,} more may, and {left} not listed."
