"""What a plan makes of its milestones' readings: who waits for whom, and until when.

Between two days on which something is reported nothing here changes, so it is worked out once for
the whole interval. What merely grows with the day is kept as what it grows from: an open milestone
happens `floor` days from today at the earliest (0 for its own sake, more by the lags of what it
waits for).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from deals.dates import Window, add_months, between
from deliveries.facts import DAY, Margins, Step
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


@dataclass(slots=True)
class Place:
    """One milestone in its plan, as it stands from one report to the next.

    `earliest` and `latest` are the estimate before the day does anything to it (None: open);
    `pushed_from` the earliest day that predecessors allow; `bound` the last day, and `bound_floor`
    the days from today, that the predecessors, however far up, may take (-1: none is open).
    """

    step: Step
    reading: Reading
    current: Goal = field(default_factory=Goal)
    original: Goal = field(default_factory=Goal)
    actual: Window | None = None
    earliest: date | None = None
    latest: date | None = None
    has_estimate: bool = False
    rests_on: Word | None = None
    pushed_by: str = ""
    pushed_from: date | None = None
    floor: int = 0
    bound: date | None = None
    bound_by: str = ""
    bound_floor: int = -1
    awaits_signature: str = ""

    @property
    def is_met(self) -> bool:
        """Whether it happened, or must have."""
        return self.actual is not None

    @property
    def is_cancelled(self) -> bool:
        """Whether it will not happen."""
        return self.actual is None and self.reading.cancelled is not None

    @property
    def is_open(self) -> bool:
        """Whether it is still to happen."""
        return self.actual is None and self.reading.cancelled is None

    @property
    def is_delayed(self) -> bool:
        """Whether it is said to be late, or undone, with no new date since."""
        return self.is_open and self.reading.delay is not None

    def has_passed(self, day: date) -> bool:
        """Whether the last day stated for it lies before `day` while it is still open."""
        overdue = self.latest is not None and self.latest < day
        return self.is_open and self.has_estimate and overdue

    def window(self) -> Window | None:
        """The estimate that it grows from."""
        own = self.reading.estimate
        if self.actual is not None or not self.has_estimate:
            return self.actual
        if own and (own.earliest, own.latest) == (self.earliest, self.latest):
            return own
        since = self.earliest or self.pushed_from
        if since is None and self.latest is None:
            return own
        return between(since, self.latest)


Followers = Sequence[tuple[Place, int]]


def laid_out(
    steps: tuple[Step, ...], readings: Mapping[str, Reading], margins: Margins
) -> dict[str, Place]:
    """Place every milestone of `readings`; `steps` come with predecessors first."""
    places = {s.code: Place(s, readings[s.code]) for s in steps if s.code in readings}
    followers: dict[str, list[tuple[Place, int]]] = {code: [] for code in places}
    for place in places.values():
        for code, lag in place.step.after:
            followers[code].append((place, lag))
    for place in reversed(places.values()):
        _look_ahead(place, followers[place.step.code], margins)
    for place in places.values():
        _look_back(place, places)
    return places


def _look_ahead(place: Place, followers: Followers, margins: Margins) -> None:
    """What follows bounds an inferred objective and, once met, shows that this is met."""
    reading, step = place.reading, place.step
    current = _lowest(f.current.ceiling for f, _ in followers)
    original = _lowest(f.original.ceiling for f, _ in followers)
    place.current = _goal(step, reading.baseline, reading.inferred, current, margins)
    place.original = _goal(step, reading.original, reading.original_inferred, original, margins)
    place.actual = reading.actual or _met_by(reading, followers)


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
    information systems.
    """
    own = word.window.latest if word and word.window else None
    objective, is_capped = own, False
    if word is not None and inferred and ceiling and (own is None or own > ceiling.on):
        objective, is_capped = ceiling.on, True
    elif word is not None and own is not None and not inferred:
        ceiling = _lowest((ceiling, Cap(own, step.title, word)))
    if word is None or objective is None:
        return Goal(word, inferred, ceiling=ceiling)
    months = margins.threshold_months if step.threshold_months is None else step.threshold_months
    threshold = max(word.said.threshold or add_months(objective, months), objective)
    critical = max(threshold, add_months(objective, margins.critical_months))
    return Goal(word, inferred, objective, threshold, critical, ceiling, is_capped)


def _met_by(reading: Reading, followers: Followers) -> Window | None:
    """Met, inferred, by the day a successor is known to be met; not where it was undone since."""
    if reading.cancelled:
        return None
    days = [
        f.actual.latest - timedelta(days=lag)
        for f, lag in followers
        if f.actual and f.actual.latest
    ]
    undone = reading.undone if reading.delay else None
    days = [d for d in days if not (undone and undone.said.held >= d)]
    return begun_after(None, min(days), reading.expecting) if days else None


def _look_back(place: Place, places: Mapping[str, Place]) -> None:
    """What comes before moves an estimate that rests on an older word, and bounds the rest."""
    own = place.actual or place.reading.estimate
    place.has_estimate = own is not None
    place.rests_on = place.reading.rests_on
    if own is not None:
        place.earliest, place.latest = own.earliest, own.latest
    if place.is_met:
        return
    for code, lag in place.step.after:
        before = places[code]
        place.awaits_signature = place.awaits_signature or _awaited(before)
        if before.is_open:
            _push(place, before, timedelta(days=lag), own)
            _bound(place, before, timedelta(days=lag))


def _awaited(before: Place) -> str:
    """Title of the signature that some claim expects and none says has happened, or nothing.

    Word of its delay alone does not make it expected: saying "late" never betters a verdict, and
    what comes after an awaited signature has no level.
    """
    hoped = any(w.said.kind != "delayed" for w in before.reading.expecting)
    expected = before.step.kind == "signature" and before.is_open and hoped
    return before.step.title if expected else before.awaits_signature


def _push(place: Place, before: Place, lag: timedelta, own: Window | None) -> None:
    """Not before what a predecessor allows, where that rests on a later word than its own.

    A milestone without a word of its own gets no estimate from this, but passes it on.
    """
    word, theirs = place.reading.dated_by, before.rests_on
    if theirs is None or theirs.said.is_weak:
        return
    if word is not None and theirs.said.held <= word.said.held:
        return
    earliest = before.earliest + lag if before.earliest else None
    latest = before.latest + lag if before.latest else None
    place.floor = max(place.floor, before.floor + lag.days)
    place.pushed_from = max(filter(None, (place.pushed_from, earliest)), default=None)
    place.earliest = max(filter(None, (place.earliest, earliest)), default=None)
    unspoken = own is None and place.rests_on is None
    if unspoken or _is_later(latest, place.latest):
        place.latest, place.rests_on, place.pushed_by = latest, theirs, before.step.title


def _is_later(one: date | None, other: date | None) -> bool:
    """Whether one last day lies after another; None is open, and later than any."""
    return other is not None and (one is None or one > other)


def _bound(place: Place, before: Place, lag: timedelta) -> None:
    """The time that predecessors need at most, whether or not they move the estimate."""
    needed = before.latest or before.earliest
    for day in (needed, before.bound):
        if day is not None and (place.bound is None or day + lag > place.bound):
            place.bound, place.bound_by = day + lag, before.step.title
    place.bound_floor = max(
        place.bound_floor, before.floor + lag.days, before.bound_floor + lag.days
    )


def turns(place: Place, margins: Margins) -> list[date]:
    """The days on which the verdict may turn without a new word, in no order."""
    if not place.is_open:
        return []
    days = []
    for goal in (place.current, place.original):
        for limit in (goal.objective, goal.threshold, goal.critical):
            if limit is not None:
                days.append(limit + DAY - timedelta(days=place.floor))
    if place.current.objective is not None:
        objective = place.current.objective
        days.append(objective - timedelta(days=margins.due_soon_days))
        days.append(objective + DAY - timedelta(days=max(place.bound_floor, 0)))
    if place.earliest is not None:
        days.append(place.earliest)
    if place.latest is not None:
        days.append(place.latest + DAY)
    stale = stale_from(place, margins)
    return days if stale is None else [*days, stale]


def stale_from(place: Place, margins: Margins) -> date | None:
    """The day from which the last word is stale; None while nobody has said a word.

    That is after 180 days, or a tenth of the time that was left to the objective if that is more.
    """
    last, objective = place.reading.last_word_on, place.current.objective
    if last is None:
        return None
    left = (objective - last).days // 10 if objective else 0
    return last + timedelta(days=max(margins.stale_days, left))
