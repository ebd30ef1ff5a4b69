"""Reasons as a page shows them: of a verdict in brief, of a finding in a sentence."""

from collections.abc import Callable

from dashboard.figures import ago, date_shown
from deliveries.reasons import DOUBTS, spelt
from deliveries.standings import MilestoneOn

# Findings whose reason is that of the verdict itself.
SAID_BY_THE_VERDICT = ("slip", "at_risk")


def brief(text: str) -> str:
    """A reason without what it cites in brackets, but for how doubtful that is.

    Whole where the brackets do not match.

    >>> brief("Not expected before 1 Nov 2026 (“November”, the secretary (acting)), after all.")
    'Not expected before 1 Nov 2026, after all.'
    >>> brief("Met 3 Jun 2026 (“3 June”, a digest, 3 Jun 2026, doubtful).")
    'Met 3 Jun 2026 (doubtful).'
    """
    kept, cited, depth = "", "", 0
    for letter in text:
        depth += letter == "("
        if depth:
            cited += letter
        else:
            kept += letter
        if letter == ")":
            depth -= 1
        if depth < 0:
            return text
        if cited and not depth:
            doubt = next((word for word in DOUBTS.values() if cited.endswith(f", {word})")), "")
            kept, cited = kept.rstrip() + (f" ({doubt})" if doubt else ""), ""
    return kept if depth == 0 else text


def why(on: MilestoneOn, kind: str) -> str:
    """Why a finding about the milestone stands, in a sentence or two."""
    if kind in SAID_BY_THE_VERDICT:
        return " ".join(reason["text"] for reason in on.span.reasons)
    return _SENTENCES[kind](on)


def _overdue(on: MilestoneOn) -> str:
    stated = on.figure("estimate")
    if stated is None or stated.latest is None:
        return "The last day stated for it has passed."
    return f"Was expected by {spelt(stated.latest)}, {ago((on.day - stated.latest).days)}."


def _unknown_delay(on: MilestoneOn) -> str:
    first = on.estimate.earliest if on.estimate else None
    later = f", not before {spelt(first)}" if first and first > on.day else ""
    return f"Said to be late or undone, with no new date{later}."


def _rebaselined(on: MilestoneOn) -> str:
    original, current = (date_shown(on.figure(name)) for name in ("original", "baseline"))
    if original is None or current is None:
        return ""
    return f"Contracted for {original.words}, later moved to {current.words}."


def _contested(_: MilestoneOn) -> str:
    """Where the dates are not told that do not meet (see `dashboard.queries.disputes`)."""
    return "Its claims give dates that do not meet."


def _stale(on: MilestoneOn) -> str:
    last = on.span.last_word_on
    return f"Last word on {spelt(last)}, {ago((on.day - last).days)}." if last else ""


_SENTENCES: dict[str, Callable[[MilestoneOn], str]] = {
    "overdue": _overdue,
    "unknown_delay": _unknown_delay,
    "rebaselined": _rebaselined,
    "contested": _contested,
    "stale": _stale,
}
