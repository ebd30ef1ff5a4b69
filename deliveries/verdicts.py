"""The verdict on one milestone on one day, with its reason in a sentence."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from deals.dates import Window
from deliveries.facts import Margins, plus
from deliveries.goals import Goal
from deliveries.pace import Pace
from deliveries.plans import Place
from deliveries.reasons import (
    Reason,
    because,
    in_time,
    not_contracted,
    possibly_late,
    too_slow,
    undated,
    unknown_delay,
)
from deliveries.weighing import Word

Level = Literal["", "slipping", "breach", "critical"]
LEVELS: tuple[Level, ...] = ("", "slipping", "breach", "critical")

# A deal stands as its worst open milestone does; the place in this list is its severity.
WORST_FIRST = (
    "critical",
    "breach",
    "slipping",
    "unknown_delay",
    "at_risk",
    "not_contracted",
    "due_soon",
    "on_track",
    "undated",
    "met_late",
    "met",
    "met_on_time",
    "cancelled",
)
FLAGS = ("slip", "overdue", "unknown_delay", "at_risk", "rebaselined", "contested", "stale")


@dataclass(frozen=True, slots=True)
class Clock:
    """A date that stands, and the number of the claim that it comes from."""

    window: Window
    claim: int


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands for a milestone: the figures, the verdict on the four axes, and why.

    `estimate` is what the estimate grows from: on a day later than it begins or ends, an open
    milestone is reckoned with `floor` days from that day at the earliest (`estimate_on`). `latest`
    is the number of the claim that was held last.
    """

    milestone: str
    progress: str
    level: Level
    state: str
    knowledge: str
    original: Clock | None
    baseline: Clock | None
    inferred: str
    promised: Clock | None
    assessed: Clock | None
    estimate: Window | None
    floor: int | None
    actual: Window | None
    objective: date | None
    threshold: date | None
    original_objective: date | None
    last_word_on: date | None
    latest: int | None
    pace: Pace | None
    flags: tuple[str, ...]
    reasons: tuple[Reason, ...]

    @property
    def severity(self) -> int:
        """0 for the worst state, more for better ones."""
        return WORST_FIRST.index(self.state)


def judge(place: Place, day: date, trouble: Reason | None, margins: Margins) -> Standing:
    """What stands for the milestone on `day`; `trouble` is that of what comes before it."""
    level = _level(place, place.current, day)
    outlook = ""
    reasons: tuple[Reason, ...] = ()
    if place.is_open and not level:
        outlook, reasons = _outlook(place, day, trouble, margins)
    state = _state(place, level, outlook)
    knowledge = _knowledge(place, day)
    reading = place.reading
    return Standing(
        milestone=place.step.code,
        progress="met" if place.is_met else "open" if place.is_open else "cancelled",
        level=level,
        state=state,
        knowledge=knowledge,
        original=_clock(reading.original),
        baseline=_clock(reading.baseline),
        inferred=reading.inferred,
        promised=_clock(reading.promise),
        assessed=_clock(reading.assessment),
        estimate=place.window,
        floor=place.floor if place.is_open and place.has_estimate else None,
        actual=place.actual,
        objective=place.current.objective,
        threshold=place.current.threshold,
        original_objective=place.original.objective,
        last_word_on=reading.last_word_on,
        latest=reading.latest,
        pace=place.pace,
        flags=_flags(place, day, level, outlook),
        reasons=reasons or (because(place, state, level, day),),
    )


def _clock(word: Word | None) -> Clock | None:
    return Clock(word.window, word.said.key) if word and word.window else None


def _level(place: Place, goal: Goal, day: date) -> Level:
    """How late it certainly is, however imprecise the dates: by its earliest possible day."""
    first = _first_possible(place, goal, day)
    if first is None or not _has_level(place, goal):
        return ""
    level: Level = ""
    limits = (goal.objective, goal.threshold, goal.critical)
    for name, limit in zip(LEVELS[1:], limits, strict=True):
        if limit is not None and first > limit:
            level = name
    return level


def _was_moved(place: Place) -> bool:
    """Whether the current baseline has other limits than the original."""
    return place.original is not place.current and place.original != place.current


def _has_level(place: Place, goal: Goal) -> bool:
    """None without an objective, on a mere assessment, or after a signature still awaited."""
    if place.is_cancelled or goal.objective is None or goal.inferred == "assessment":
        return False
    return not (place.is_open and _is_uncontracted(place))


def _first_possible(place: Place, goal: Goal, day: date) -> date | None:
    """The earliest day on which it can happen or have happened; None if that cannot be told.

    On an inferred baseline while contested it is the earliest that any side of the contest gives,
    so that a level says what is certain whoever is right.
    """
    first = place.earliest
    if goal.inferred and place.contest:
        starts = [w.window.earliest for w in place.contest if w.window]
        known = [s for s in starts if s is not None]
        first = min(known) if len(known) == len(starts) else None
        if first is not None and place.earliest is not None:
            first = min(first, place.earliest)
    if not place.is_open:
        return first
    grown = plus(day, place.floor)
    return max(filter(None, (first, place.pushed_from, grown)))


def _outlook(
    place: Place, day: date, trouble: Reason | None, margins: Margins
) -> tuple[str, tuple[Reason, ...]]:
    """How an open milestone without a level looks, and why; the first that applies.

    What its pace says is told beside any other risk, since it stands when that is gone.
    """
    objective = place.current.objective
    if _is_uncontracted(place):
        return "not_contracted", (not_contracted(place),)
    if place.is_delayed:
        return "unknown_delay", (unknown_delay(place),)
    if objective is None:
        return "undated", (undated(place),)
    risks = (possibly_late(place, day) or trouble, too_slow(place, day))
    if any(risks):
        return "at_risk", tuple(risk for risk in risks if risk)
    soon = plus(objective, -margins.due_soon_days)
    return ("due_soon" if day >= soon else "on_track"), (in_time(place),)


def _is_uncontracted(place: Place) -> bool:
    """After a signature that is still awaited, with nothing contracted."""
    contracted = place.reading.baseline is not None and not place.current.inferred
    return bool(place.awaits_signature) and not contracted


def _state(place: Place, level: Level, outlook: str) -> str:
    """One word for people."""
    if place.is_cancelled:
        return "cancelled"
    if place.is_open:
        return level or outlook
    if level:
        return "met_late"
    goal, actual = place.current, place.actual
    if goal.objective is None or goal.inferred == "assessment" or actual is None:
        return "met"
    punctual = actual.latest is not None and actual.latest <= goal.objective
    return "met_on_time" if punctual else "met"


def _knowledge(place: Place, day: date) -> str:
    """How well it is known: contested, stale, confirmed, single source, or none of its own."""
    if place.contest:
        return "contested"
    if _is_stale(place, day):
        return "stale"
    if place.sources >= 2:
        return "confirmed"
    return "single_source" if place.reading.last_word_on else "none"


def _is_stale(place: Place, day: date) -> bool:
    return place.is_open and place.stale_on is not None and day >= place.stale_on


def _flags(place: Place, day: date, level: Level, outlook: str) -> tuple[str, ...]:
    """The findings that are open on `day`; only an open milestone has any."""
    if not place.is_open:
        return ()
    original = LEVELS.index(_level(place, place.original, day) if _was_moved(place) else level)
    found = {
        "slip": level != "",
        "overdue": place.has_passed(day),
        "unknown_delay": place.is_delayed,
        "at_risk": outlook == "at_risk",
        "rebaselined": original > LEVELS.index(level),
        "contested": bool(place.contest),
        "stale": _is_stale(place, day),
    }
    return tuple(kind for kind in FLAGS if found[kind])
