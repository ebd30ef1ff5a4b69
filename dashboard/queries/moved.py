"""Each move of the date that is expected of one milestone, with the word that made it.

Buyer and supplier are not the only ones to move it: so do outside estimates that are held later,
and words on what must come first.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from dashboard.charts.trend import Stretch
from dashboard.figures import grown, signed
from dashboard.queries.claims import ClaimShown
from dashboard.queries.told import Told
from deals.choices import ClaimKind
from deliveries.facts import plus
from deliveries.models import Span
from deliveries.reasons import spelt
from deliveries.standings import MilestoneOn

_CLOCKS = ("promised", "assessed", "baseline")
_OPENS = (ClaimKind.DELAYED, ClaimKind.UNDONE)


@dataclass(frozen=True, slots=True)
class Cause:
    """What moved the date: in words, and the claim that it rests on, if it can be told."""

    words: str
    claim: ClaimShown | None = None


@dataclass(frozen=True, slots=True)
class Shift:
    """From one last day to another, as known from a day on; a side is empty where there is none.

    `is_first` where none had ever been given: that is no move.
    """

    on: date
    was: str
    now: str
    by: str
    is_later: bool
    cause: Cause
    is_first: bool


def shifts_of(told: Told, on: MilestoneOn, stretches: Sequence[Stretch]) -> list[Shift]:
    """Every change of the last day to expect, the oldest first: as many as its line has moves."""
    spans = {span.from_on: span for span in told.spans[on.milestone.pk]}
    finder = _Causes(told, on)
    found: list[Shift] = []
    for before, after in pairwise(stretches):
        was, now = before.latest, after.latest
        if was == now:
            continue
        days = (now - was).days if was and now else 0
        found.append(
            Shift(
                on=after.from_on,
                was=spelt(was) if was else "",
                now=spelt(now) if now else "",
                by=signed(days) if days else "",
                is_later=days > 0,
                cause=finder.of(spans[after.from_on]),
                is_first=not found and was is None,
            )
        )
    return found


def gaps_of(told: Told, on: MilestoneOn, stretches: Sequence[Stretch]) -> list[str]:
    """When its line breaks off, and why, a sentence each, the oldest first."""
    found: list[str] = []
    begun: Shift | None = None
    for shift in shifts_of(told, on, stretches):
        if not shift.now:
            begun = shift
        elif begun is not None:
            found.append(_gap(begun, f"to {spelt(plus(shift.on, -1))}"))
            begun = None
    return [*found, _gap(begun, "on")] if begun else found


def _gap(begun: Shift, until: str) -> str:
    cause = begun.cause
    if cause.claim:
        voice = cause.claim.voice
        said = f"{cause.claim.kind.word}, {voice.said_by}, {voice.reported.words}"
        why = f"{cause.words} ({said})" if cause.words else said
    else:
        why = cause.words
    return f"No last day from {spelt(begun.on)} {until}: {why}"


def in_period(on: MilestoneOn) -> str:
    """What the slip in the period counts, from when to when; empty where it cannot be told."""
    moved, then, now = on.in_period, on.past_estimate, on.estimate
    if not (moved and moved.days is not None and then and then.latest and now and now.latest):
        return ""
    since, more = spelt(on.period.before(on.day)), grown(on)
    period, known = f"Over the last {on.period.words}", f"{spelt(then.latest)}, as known on {since}"
    stated = plus(now.latest, -more)
    if more and 0 <= moved.days <= more:
        return (
            f"{period} nobody moved it; by days going by it is {signed(moved.days)} from {known}."
        )
    says = (
        f"{period} it moved {signed((stated - then.latest).days)}: from {known}, to {spelt(stated)}"
    )
    return f"{says}{passed(on)}."


def passed(on: MilestoneOn) -> str:
    """What the day has added to a date that nobody moved: "; overdue since, …"; often empty."""
    stated, more = on.span.estimate_latest, grown(on)
    if not more or stated is None:
        return ""
    why = "overdue since" if stated < on.day else "held back by what comes first"
    return f"; {why}, {signed(more)} more by {spelt(on.day)}"


class _Causes:
    """Finds what moved the date of one milestone, among the words on it and on its deal."""

    def __init__(self, told: Told, on: MilestoneOn) -> None:
        self.told, self.on = told, on
        self.shown = {c.number: c for group in told.groups for c in group.claims}
        self.kinds = {c.pk: c.kind for c in told.claims}

    def of(self, span: Span) -> Cause:
        """What made this span begin with another last day than stood before."""
        number = _own(span, self.kinds)
        if number is None:
            return self._from_another(span)
        before = self._span(self.on.milestone.pk, span.from_on, is_before=True)
        stood = before is not None and number in {before.claim_of(name) for name in _CLOCKS}
        words = "nothing that comes first holds it back any more" if stood else ""
        return Cause(words, self.shown.get(number))

    def _from_another(self, span: Span) -> Cause:
        """By word on what must come first: that which has the same last day now."""
        day, found = span.from_on, []
        for other in self.told.on:
            beside = self._span(other.milestone.pk, day)
            if other is self.on or beside is None or beside.progress != "open":
                continue
            if beside.estimate_latest == span.estimate_latest:
                number = _own(beside, self.kinds)
                found.append((number is None, beside.from_on != day, other, number))
        if found:
            *_, first, number = min(found, key=lambda f: f[:2])
            claim = self.shown.get(number or 0)
            return Cause(f"it waits for “{first.milestone.title}”", claim)
        return Cause("it waits for what comes first")

    def _span(self, milestone: int, day: date, *, is_before: bool = False) -> Span | None:
        """What stood for a milestone on the day, or the day before it."""
        begun = self.told.spans[milestone]
        place = (bisect_left if is_before else bisect_right)(begun, day, key=_begins)
        return begun[place - 1] if place else None


def _begins(span: Span) -> date:
    return span.from_on


def _own(span: Span, kinds: dict[int, str]) -> int | None:
    """The number of the claim about it whose date is its estimate, or took the last day away."""
    estimate, latest = span.figures.get("estimate"), span.latest_claim
    if span.progress == "met":
        return next((n for r in span.reasons for n in r["claims"]), None)
    stated = [span.figures.get(name) for name in _CLOCKS]
    same = [f[2] for f in stated if f and estimate and f[:2] == estimate[:2]]
    if same:
        return latest if latest in same else same[0]
    opened = span.estimate_latest is None and latest is not None and kinds.get(latest) in _OPENS
    return latest if opened else None
