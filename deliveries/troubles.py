"""What is wrong with what comes first, as it reaches what comes after, however far down."""

from dataclasses import dataclass
from datetime import date

from deliveries.plans import Place
from deliveries.reasons import Reason, cited, keys, spelt, told


def trouble(before: Place, day: date) -> Reason | None:
    """What is wrong with a predecessor on `day`, if anything: it makes what follows at risk."""
    title = before.step.title
    if before.is_cancelled:
        word = before.reading.cancelled
        return Reason(f"“{title}”, which comes first, is cancelled ({cited(word)}).", keys(word))
    if before.is_delayed:
        word = before.reading.delay
        return Reason(
            f"“{title}”, which comes first, is late with no new date ({cited(word)}).", keys(word)
        )
    if before.has_passed(day):
        assert before.latest is not None
        return Reason(
            f"“{title}”, which comes first, was due by {spelt(before.latest)} "
            f"({cited(before.rests_on)}) and is not reported done.",
            keys(before.rests_on),
        )
    return None


@dataclass(frozen=True, slots=True)
class Late:
    """A predecessor that is certainly late, and the day from which the word for it holds."""

    held: date
    reason: Reason


def newest_late(place: Place, level: str, before: Late | None) -> Late | None:
    """The lateness by the later word: the milestone's own, if it has a level, or that before it."""
    held = place.moved_on
    if not level or held is None or (before is not None and before.held > held):
        return before
    title = place.step.title
    text = f"“{title}”, which comes first, is certainly late itself ({told(place)})."
    return Late(held, Reason(text, keys(place.rests_on)))


def unforeseen(place: Place, before: Late | None) -> Reason | None:
    """A predecessor's lateness that the milestone's own date is too old to have reckoned with."""
    own = place.reading.dated_by
    if before is None or (own is not None and own.said.held >= before.held):
        return None
    return before.reason
