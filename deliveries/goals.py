"""By when a milestone was to be met, as its words and those on what follows it say."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from deals.dates import Window
from deliveries.facts import Margins, Step, plus, plus_months
from deliveries.weighing import Word, begun_after
from deliveries.words import Inferred, Reading


@dataclass(frozen=True, slots=True)
class Cap:
    """The contracted objective of a milestone, as it bounds what comes before it."""

    on: date
    title: str
    word: Word


@dataclass(frozen=True, slots=True)
class Goal:
    """A baseline with its limits: objective, threshold and critical limit are last good days.

    `ceiling` is the earliest contracted objective of this milestone and all that follows it;
    `is_capped` says that the objective is not the baseline's own last day but that.
    """

    word: Word | None = None
    inferred: Inferred = ""
    objective: date | None = None
    threshold: date | None = None
    critical: date | None = None
    ceiling: Cap | None = None
    is_capped: bool = False


@dataclass(frozen=True, slots=True)
class Ahead:
    """What follows from a milestone's own words and from what comes after it."""

    current: Goal = field(default_factory=Goal)
    original: Goal = field(default_factory=Goal)
    actual: Window | None = None


Followers = Sequence[tuple[Ahead, int]]


def look_ahead(step: Step, reading: Reading, followers: Followers, margins: Margins) -> Ahead:
    """What follows bounds an inferred objective and, once met, shows that this is met.

    `followers` come with the lag, in days, at which each comes after the milestone.
    """
    current = _lowest(f.current.ceiling for f, _ in followers)
    original = _lowest(f.original.ceiling for f, _ in followers)
    goal = _goal(step, reading.baseline, reading.inferred, current, margins)
    first = goal
    if reading.original is not reading.baseline or original != current:
        first = _goal(step, reading.original, reading.original_inferred, original, margins)
    return Ahead(goal, first, reading.actual or _met_by(reading, followers))


def _lowest(caps: Iterable[Cap | None]) -> Cap | None:
    return min((c for c in caps if c is not None), key=lambda c: c.on, default=None)


def _goal(
    step: Step, word: Word | None, inferred: Inferred, ceiling: Cap | None, margins: Margins
) -> Goal:
    """The limits of a baseline.

    An inferred objective is at most the contracted one of what follows: a promise of 2024 for the
    fourth regiment, where all five are contracted for April 2023, has the objective 30 April 2023.
    Precedent of the threshold six calendar months on: the US Acquisition Program Baselines; of the
    critical limit after twelve: the "critical change" that US law had for major automated
    information systems. Where the date of its anchor was left open, a relative date keeps the last
    day that it had.
    """
    own = word.last_day if word else None
    objective, is_capped = own, False
    if word is not None and inferred and ceiling and (own is None or own > ceiling.on):
        objective, is_capped = ceiling.on, True
    elif word is not None and own is not None and not inferred:
        ceiling = _lowest((ceiling, Cap(own, step.title, word)))
    if word is None or objective is None:
        return Goal(word, inferred, ceiling=ceiling)
    months = margins.threshold_months if step.threshold_months is None else step.threshold_months
    threshold = max(word.said.threshold or plus_months(objective, months), objective)
    critical = max(threshold, plus_months(objective, margins.critical_months))
    return Goal(word, inferred, objective, threshold, critical, ceiling, is_capped)


def _met_by(reading: Reading, followers: Followers) -> Window | None:
    """Met, inferred, by the day a successor is known to be met; not where it was undone since."""
    if reading.cancelled:
        return None
    days = [plus(f.actual.latest, -lag) for f, lag in followers if f.actual and f.actual.latest]
    undone = reading.undone
    days = [d for d in days if not (undone and undone.said.held >= d)]
    return begun_after(None, min(days), reading.expecting) if days else None
