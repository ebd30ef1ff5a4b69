"""What a plan makes of one milestone's reading: whom it waits for, and until when.

Between two days on which something is reported nothing here changes, so it is worked out once for
the whole interval. What merely grows with the day is kept as what it grows from: an open milestone
happens `floor` days from today at the earliest (0 for its own sake, more by the lags of what it
waits for). `layout` does this for a whole plan, and again for what a new word reaches.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from deals.dates import Window, between
from deliveries.facts import Counted, Margins, Step, plus
from deliveries.goals import Ahead, Goal
from deliveries.needs import Need, decisive, is_later, later_than
from deliveries.pace import BEGINNING, Pace, pace_of
from deliveries.weighing import Word
from deliveries.words import Reading


@dataclass(slots=True)
class Place:
    """One milestone in its plan, as it stands from one report to the next.

    `earliest` and `latest` are the estimate before the day does anything to it (None: open);
    `pushed_from` the earliest day that predecessors allow; `moved_on` the day from which the latest
    word held that makes it what it is; `bound` the last day, and `bound_floor` the days from today,
    that the predecessors, however far up, may take (-1: none is open). `passes` is what it needs,
    and passes on of what those before it need, before anything that comes after it.
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
    moved_on: date | None = None
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
    passes: tuple[Need, ...] = ()
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

    @property
    def contest(self) -> tuple[Word, ...]:
        """Two words that contradict each other; once met, only reports that it was count."""
        return () if self._is_inferred else self.reading.contest

    @property
    def sources(self) -> int:
        """How many sources, and voices, bear out what it comes to."""
        return 0 if self._is_inferred else self.reading.sources

    @property
    def _is_inferred(self) -> bool:
        """Whether it must have been met, since what comes after it was, and nobody says so."""
        return self.is_met and self.reading.actual is None

    def has_passed(self, day: date) -> bool:
        """Whether the last day stated for it lies before `day` while it is still open."""
        overdue = self.latest is not None and self.latest < day
        return self.is_open and self.has_estimate and overdue


Before = Sequence[tuple[Place, int]]


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
    needs: list[Need] = []
    for earlier, lag in before if place.is_open else ():
        place.awaits_signature = place.awaits_signature or _awaited(earlier)
        needs += (need.after(lag) for need in earlier.passes)
        _bound(place, earlier, lag)
    _hold_back(place, needs)
    place.passes = _passed_on(place, needs)
    place.window = _window(place, own)
    return place


def _window(place: Place, own: Window | None) -> Window | None:
    """The estimate that it grows from: its own where nothing has moved that.

    Where neither end is known, since it waits for what nobody has dated, from the word for that on.
    """
    if own is None or (own.earliest, own.latest) == (place.earliest, place.latest):
        return own
    since = place.earliest or place.pushed_from
    if since is None and place.latest is None:
        since = place.moved_on
    return between(since, place.latest)


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


def _hold_back(place: Place, needs: Sequence[Need]) -> None:
    """Not before what those before it allow, where the word for that is later than its own.

    A milestone without a word of its own gets no estimate from this, but passes it on.
    """
    if place.rests_on is None:
        return
    own = (place.earliest, place.latest)
    place.moved_on = place.rests_on.said.held
    for need in later_than(needs, place.reading.dated_by):
        if need.is_behind:
            continue
        if need.grows:
            place.floor = max(place.floor, need.lag)
        if need.moves(*own):
            place.moved_on = max(place.moved_on, need.word.said.held)
        place.pushed_from = max(filter(None, (place.pushed_from, need.earliest)), default=None)
        place.earliest = max(filter(None, (place.earliest, need.earliest)), default=None)
        if is_later(need.latest, place.latest):
            place.latest, place.rests_on, place.pushed_by = need.latest, need.word, need.title


def _passed_on(place: Place, needs: Sequence[Need]) -> tuple[Need, ...]:
    """What holds back those that come after it: its own date, and what holds it back.

    A doubtful voice says nothing here, as if nobody had spoken.
    """
    reading = place.reading
    word, title = reading.rests_on, place.step.title
    if place.is_met:
        met = place.actual
        assert met is not None
        return (Need(title, word, met.earliest, met.latest, grows=False),) if word else ()
    if place.is_cancelled:
        return ()
    if word is None or reading.is_doubtful:
        return decisive(needs)
    own = reading.estimate
    need = Need(title, word, own.earliest if own else None, own.latest if own else None)
    return decisive([need, *later_than(needs, reading.dated_by)])


def _bound(place: Place, before: Place, lag: int) -> None:
    """The time that predecessors need at most, whether or not they move the estimate."""
    if before.is_cancelled:
        return
    needed = before.latest or before.earliest
    for day in (needed, before.bound):
        if day is not None and (place.bound is None or plus(day, lag) > place.bound):
            place.bound, place.bound_by = plus(day, lag), before.step.title
    if before.is_open:
        place.bound_floor = max(place.bound_floor, before.floor + lag, before.bound_floor + lag)
