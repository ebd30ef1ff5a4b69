"""What has changed of a milestone between two days beside its state and its date."""

from collections.abc import Iterable
from datetime import date

from dashboard.figures import reckoned_with
from dashboard.reasons import brief
from deliveries import wording
from deliveries.models import Span
from deliveries.reasons import spelt

_FLAGGED = {"stale", "contested"}  # what is known of a milestone, where a flag says so


def why(span: Span) -> str:
    """Why it stands as it does, in short."""
    return " ".join(brief(r["text"]) for r in span.reasons)


def changes_beside(span: Span, before: Span, day: date) -> Iterable[str]:
    """What has changed beside state, date and flags."""
    if "overdue" in span.flags and "overdue" not in before.flags and span.estimate_latest:
        number = (day - span.estimate_latest).days
        late = f"{number:,} day{'s' * (number != 1)} ago"
        yield f"its last day, {spelt(span.estimate_latest)}, passed {late}"
    if before.claim_of("baseline") != span.claim_of("baseline"):
        yield "new baseline"
    if before.knowledge != span.knowledge and not _FLAGGED & {before.knowledge, span.knowledge}:
        words = wording.KNOWLEDGE[span.knowledge].word
        yield f"now {words}, was {wording.KNOWLEDGE[before.knowledge].word}"
    if _edtf(before) == _edtf(span) and before.latest_claim != span.latest_claim:
        yield "a new word, the same date" if reckoned_with(span) else "a new word, and no date yet"


def _edtf(span: Span) -> str:
    found = span.figure("estimate")
    return found.edtf if found else ""


def unseen(span: Span, before: Span, day: date, since: date) -> str:
    """What has changed where state, date, flags and all else are the same as before."""
    first = span.estimate_earliest
    if first and since < first <= day:
        return f"it can come from now on: its earliest day was {spelt(first)}"
    if why(before) != why(span):
        return f"in the same state for another reason; before, it was: {why(before)}"
    return "it changed in between and is again what it was"
