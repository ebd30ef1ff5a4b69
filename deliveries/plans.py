"""What a plan makes of one milestone's reading: whom it waits for, and until when.

Between two days on which something is reported nothing here changes, so it is worked out once for
the whole interval. What merely grows with the day is kept as what it grows from: an open milestone
happens `floor` days from today at the earliest (0 for its own sake, more by the lags of what it
waits for). `layout` does this for a whole plan, and again for what a new word reaches.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from deals.dates import Window, between
from deliveries.facts import Counted, Margins, Step, plus, plus_months
from deliveries.pace import BEGINNING, Pace, pace_of
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


@dataclass(slots=True)
class Place:
    """One milestone in its plan, as it stands from one report to the next.

    `earliest` and `latest` are the estimate before the day does anything to it (None: open);
    `pushed_from` the earliest day that predecessors allow; `bound` the last day, and `bound_floor`
    the days from today, that the predecessors, however far up, may take (-1: none is open).
    `is_met`: it happened, or must have; `is_open`: it is still to happen. `stale_on` is the day
    from which its last word is stale (None while nobody has said a word). `begins_on`
    is the earliest objective with which pieces were to begin to come, and `signed_on` the day by
    which the latest signature was met, its own and those of what comes before it. `window` is the
    estimate that it grows from.
    """

    step: Step
    reading: Reading
    ahead: Ahead
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
    begins_on: date | None = None
    signed_on: date | None = None
    pace: Pace | None = None
    stale_on: date | None = None
    window: Window | None = None
    is_met: bool = field(init=False)
    is_open: bool = field(init=False)

    def __post_init__(self) -> None:
        self.is_met = self.ahead.actual is not None
        self.is_open = not self.is_met and self.reading.cancelled is None

    @property
    def current(self) -> Goal:
        """The current baseline with its limits."""
        return self.ahead.current

    @property
    def original(self) -> Goal:
        """The original baseline with its limits."""
        return self.ahead.original

    @property
    def actual(self) -> Window | None:
        """When it happened, if it did."""
        return self.ahead.actual

    @property
    def is_cancelled(self) -> bool:
        """Whether it will not happen."""
        return not self.is_met and not self.is_open

    @property
    def is_delayed(self) -> bool:
        """Whether it is said to be late, or undone, with no new date since."""
        return self.is_open and self.reading.delay is not None

    def has_passed(self, day: date) -> bool:
        """Whether the last day stated for it lies before `day` while it is still open."""
        overdue = self.latest is not None and self.latest < day
        return self.is_open and self.has_estimate and overdue


Followers = Sequence[tuple[Ahead, int]]
Before = Sequence[tuple[Place, int]]


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
    threshold = max(word.said.threshold or plus_months(objective, months), objective)
    critical = max(threshold, plus_months(objective, margins.critical_months))
    return Goal(word, inferred, objective, threshold, critical, ceiling, is_capped)


def _met_by(reading: Reading, followers: Followers) -> Window | None:
    """Met, inferred, by the day a successor is known to be met; not where it was undone since."""
    if reading.cancelled:
        return None
    days = [plus(f.actual.latest, -lag) for f, lag in followers if f.actual and f.actual.latest]
    undone = reading.undone if reading.delay else None
    days = [d for d in days if not (undone and undone.said.held >= d)]
    return begun_after(None, min(days), reading.expecting) if days else None


def look_back(
    step: Step,
    reading: Reading,
    ahead: Ahead,
    before: Before,
    counts: Sequence[Counted],
    margins: Margins,
) -> Place:
    """What comes before moves an estimate that rests on an older word, and bounds the rest.

    `before` are the predecessors, each with its lag in days; `counts` those of its lot so far.
    """
    place = Place(step, reading, ahead, stale_on=_stale_from(reading, ahead, margins))
    own = place.actual or reading.estimate
    place.has_estimate = own is not None
    place.rests_on = reading.rests_on
    if own is not None:
        place.earliest, place.latest = own.earliest, own.latest
    _begin(place, before, counts)
    for earlier, lag in () if place.is_met else before:
        place.awaits_signature = place.awaits_signature or _awaited(earlier)
        if earlier.is_open:
            _push(place, earlier, lag, own)
            _bound(place, earlier, lag)
    place.window = _window(place, own)
    return place


def _window(place: Place, own: Window | None) -> Window | None:
    """The estimate that it grows from: its own where nothing has moved that."""
    if own is None or (own.earliest, own.latest) == (place.earliest, place.latest):
        return own
    since = place.earliest or place.pushed_from
    return own if since is None and place.latest is None else between(since, place.latest)


def _stale_from(reading: Reading, ahead: Ahead, margins: Margins) -> date | None:
    """After 180 days, or a tenth of the time that was left to the objective if that is more."""
    last, objective = reading.last_word_on, ahead.current.objective
    if last is None:
        return None
    left = (objective - last).days // 10 if objective else 0
    return plus(last, max(margins.stale_days, left))


def _begin(place: Place, before: Before, counts: Sequence[Counted]) -> None:
    """When its pieces were to begin to come, and how they come along."""
    step, objective = place.step, place.current.objective
    begins = min(filter(None, (b.begins_on for b, _ in before)), default=None)
    signed = max(filter(None, (b.signed_on for b, _ in before)), default=None)
    # A promise made before the signature does not begin a plan that was not signed yet.
    starts = max(filter(None, (begins, signed)), default=place.reading.first_word_on)
    if place.is_open and step.quantity and counts and objective and starts:
        place.pace = pace_of(step.kind, step.quantity, counts, starts, objective)
    if step.kind in BEGINNING:
        begins = min(filter(None, (begins, objective)), default=None)
    if step.kind == "signature" and place.actual is not None:
        signed = max(filter(None, (signed, place.actual.latest)), default=None)
    place.begins_on, place.signed_on = begins, signed


def _awaited(before: Place) -> str:
    """Title of the signature that some claim expects and none says has happened, or nothing.

    Word of its delay alone does not make it expected: saying "late" never betters a verdict, and
    what comes after an awaited signature has no level.
    """
    hoped = any(w.said.kind != "delayed" for w in before.reading.expecting)
    expected = before.step.kind == "signature" and before.is_open and hoped
    return before.step.title if expected else before.awaits_signature


def _push(place: Place, before: Place, lag: int, own: Window | None) -> None:
    """Not before what a predecessor allows, where that rests on a later word than its own.

    A milestone without a word of its own gets no estimate from this, but passes it on.
    """
    word, theirs = place.reading.dated_by, before.rests_on
    if theirs is None or theirs.said.is_weak:
        return
    if word is not None and theirs.said.held <= word.said.held:
        return
    earliest = plus(before.earliest, lag) if before.earliest else None
    latest = plus(before.latest, lag) if before.latest else None
    place.floor = max(place.floor, before.floor + lag)
    place.pushed_from = max(filter(None, (place.pushed_from, earliest)), default=None)
    place.earliest = max(filter(None, (place.earliest, earliest)), default=None)
    unspoken = own is None and place.rests_on is None
    if unspoken or _is_later(latest, place.latest):
        place.latest, place.rests_on, place.pushed_by = latest, theirs, before.step.title


def _is_later(one: date | None, other: date | None) -> bool:
    """Whether one last day lies after another; None is open, and later than any."""
    return other is not None and (one is None or one > other)


def _bound(place: Place, before: Place, lag: int) -> None:
    """The time that predecessors need at most, whether or not they move the estimate."""
    needed = before.latest or before.earliest
    for day in (needed, before.bound):
        if day is not None and (place.bound is None or plus(day, lag) > place.bound):
            place.bound, place.bound_by = plus(day, lag), before.step.title
    place.bound_floor = max(place.bound_floor, before.floor + lag, before.bound_floor + lag)
