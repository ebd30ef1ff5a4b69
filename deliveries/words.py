"""What the claims about one milestone say, taken together on one day.

The first half of DESIGN's rules: which claim speaks for which clock, what a delay leaves open,
what stands of the words of each side. Nothing here looks at the calendar: what was said by the
day in question comes in, and the reading goes out. `verdicts` judges it.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from deals.dates import Window, between
from deliveries.facts import Counted
from deliveries.weighing import (
    Word,
    best_actual,
    between_contracts,
    between_sides,
    happened,
    silenced,
    unsilenced,
)

AGREED = ("contracted", "amended")
EXPECTING = ("promised", "assessed", "unchanged", "delayed", *AGREED)
Inferred = Literal["", "promise", "assessment"]


@dataclass(slots=True)
class Reading:
    """What the words on one milestone come to. Empty fields: nobody has said it.

    `estimate` is the milestone's own, before what predecessors and the day do to it; `rests_on`
    the word it comes from, and `dated_by` the word whose date it still is: for a delay, which has
    none, the word that it voided. `delay` is the word that left the date open, if it still does.
    `latest` is the number of the claim that was held last; counts are words too, but no claims.
    """

    original: Word | None = None
    baseline: Word | None = None
    inferred: Inferred = ""
    original_inferred: Inferred = ""
    promise: Word | None = None
    assessment: Word | None = None
    doubt: Word | None = None
    estimate: Window | None = None
    rests_on: Word | None = None
    dated_by: Word | None = None
    delay: Word | None = None
    undone: Word | None = None
    actual: Window | None = None
    actual_word: Word | None = None
    cancelled: Word | None = None
    first_word_on: date | None = None
    last_word_on: date | None = None
    latest: int | None = None
    contest: tuple[Word, ...] = ()
    sources: int = 0
    expecting: tuple[Word, ...] = ()

    @property
    def is_contested(self) -> bool:
        """Whether two words that both stand contradict each other."""
        return bool(self.contest)


@dataclass(slots=True)
class _Fold:
    """The words taken one after another, in the order in which they held."""

    stated: Word | None = None
    promise: Word | None = None
    assessment: Word | None = None
    doubt: Word | None = None
    delay: Word | None = None
    undone: Word | None = None
    voided: Word | None = None
    agreed: list[Word] = field(default_factory=list)
    actuals: list[Word] = field(default_factory=list)
    cancelled: Word | None = None
    standing: list[Word] = field(default_factory=list)
    force: Word | None = None

    def take(self, word: Word) -> None:
        """Let one word do what it does; a dated word of buyer or supplier lifts a cancellation."""
        if word.window and word.said.is_own_word and word.said.kind != "cancelled":
            self.cancelled = None
        _TAKES[word.said.kind](self, word)

    def agree(self, word: Word) -> None:
        """A contracted or amended date held later replaces what was stated and ends a delay."""
        self.agreed.append(word)
        if self.stated or self.delay:
            self.stated = word
        self.delay = self.force = None
        self.standing = [word]

    def promised(self, word: Word) -> None:
        self.promise = self.stated = self.force = word
        self.delay = None
        self.standing.append(word)

    def assessed(self, word: Word) -> None:
        """An assessment; a weak one is remembered beside the estimate and moves nothing."""
        self.assessment = word
        if word.said.is_weak:
            self.doubt = word
            return
        self.stated = word
        self.delay = None
        self.standing.append(word)

    def unchanged(self, word: Word) -> None:
        """Confirm the date in force; a date that does not meet it is a new promise."""
        in_force = self.in_force()
        if word.window is None:
            if in_force is not None and not self.delay:
                self.standing.append(replace(word, window=in_force.window))
        elif in_force and in_force.window and not self.delay and in_force.window.meets(word.window):
            self.standing.append(word)
        elif word.said.is_own_word:
            self.promised(word)
        else:
            self.assessed(word)

    def in_force(self) -> Word | None:
        """The promise in force or, without one, the baseline as it then was."""
        return self.force or _current(self.agreed)

    def delayed(self, word: Word) -> None:
        """Leave the date open: not before the earliest day of the estimate that it voids."""
        if word.said.is_weak:
            self.doubt = word
            return
        if not self.delay:
            self.voided = self.stated or _current(self.agreed)
        self.open(word)

    def undo(self, word: Word) -> None:
        """What was reported as having happened no longer stands."""
        if self.actuals:
            self.voided = best_actual(self.actuals)
        self.actuals = []
        self.undone = word
        self.open(word)

    def open(self, word: Word) -> None:
        self.delay = word
        self.stated = self.promise = self.assessment = self.force = None
        self.standing = []

    def happened(self, word: Word) -> None:
        self.actuals.append(word)

    def cancel(self, word: Word) -> None:
        if word.said.is_own_word or word.said.credibility <= 3:
            self.cancelled = word


_TAKES: dict[str, Callable[[_Fold, Word], None]] = {
    "contracted": _Fold.agree,
    "amended": _Fold.agree,
    "promised": _Fold.promised,
    "assessed": _Fold.assessed,
    "unchanged": _Fold.unchanged,
    "delayed": _Fold.delayed,
    "actual": _Fold.happened,
    "undone": _Fold.undo,
    "cancelled": _Fold.cancel,
}


def read(words: Iterable[Word], *, contest_days: int, counts: Sequence[Counted] = ()) -> Reading:
    """Read all words on a milestone that count on a day, in whatever order they come.

    Each report of a count of its lot is a word, too.
    """
    ordered = sorted((w for w in words if w.said.rank != "deprecated"), key=lambda w: w.order)
    held = [w.said.held for w in ordered] + [c.held for c in counts]
    spoken = [w.said.held for w in ordered] + [c.reported for c in counts]
    if not ordered:
        return Reading(
            first_word_on=min(held, default=None), last_word_on=max(spoken, default=None)
        )
    heard = unsilenced(ordered)
    fold = _Fold()
    for word in heard:
        fold.take(word)
    reading = _clocks(fold, ordered)
    reading.first_word_on, reading.last_word_on = min(held), max(spoken)
    reading.latest = ordered[-1].said.key
    reading.expecting = tuple(w for w in ordered if w.said.kind in EXPECTING)
    if fold.actuals:
        best = best_actual(fold.actuals)
        reading.actual = reading.estimate = happened(best, reading.expecting)
        reading.actual_word = reading.rests_on = best
        reading.delay = None
    _weigh(reading, fold, ordered, contest_days)
    return reading


def _weigh(reading: Reading, fold: _Fold, ordered: Sequence[Word], contest_days: int) -> None:
    """Who contradicts whom, and how many sources bear the estimate out."""
    if reading.actual is not None:
        contest = between_sides(fold.actuals, contest_days)
        # A preferred actual silences the others, but they still bear it out.
        pool: Sequence[Word] = [*fold.actuals, *silenced(ordered, fold.actuals)]
    else:
        spoken = [w for w in fold.standing if w.said.kind not in AGREED]
        contest = between_contracts(fold.agreed) or between_sides(spoken, contest_days)
        pool = [] if fold.delay else fold.standing or fold.agreed
    meant = reading.estimate
    agree = [w.said for w in pool if w.window and meant and w.window.meets(meant)]
    # One voice in two outlets is one source, and so are two voices in one.
    reading.sources = min(len({s.source for s in agree}), len({s.said_by for s in agree}))
    reading.contest = contest


def _original(agreed: Sequence[Word]) -> Word | None:
    """Of the contracted dates the most credible, then the earliest held, then the earliest."""
    contracted = [w for w in agreed if w.said.kind == "contracted"]
    return min(
        contracted,
        key=lambda w: (w.said.credibility, w.said.held, _end(w), *w.order),
        default=None,
    )


def _end(word: Word) -> date:
    return (word.window and word.window.latest) or date.max


def _current(agreed: Sequence[Word]) -> Word | None:
    """The latest amended date, else the original."""
    amended = [w for w in agreed if w.said.kind == "amended"]
    return amended[-1] if amended else _original(agreed)


def _clocks(fold: _Fold, ordered: Sequence[Word]) -> Reading:
    """The three clocks and the milestone's own estimate."""
    first, inferred = _first(ordered)
    contracted = _original(fold.agreed)
    current = _current(fold.agreed)
    baseline = current or first
    own = fold.stated or current or fold.doubt or baseline
    estimate = own.window if own else None
    if fold.delay:
        own = fold.delay
        voided = fold.voided.window if fold.voided else None
        since = voided.earliest if voided else None
        estimate = between(since or fold.delay.said.held, None)
    return Reading(
        original=contracted or first,
        original_inferred="" if contracted else inferred,
        baseline=baseline,
        inferred="" if current else inferred,
        promise=fold.promise,
        assessment=fold.assessment,
        doubt=_newer(fold.doubt, own),
        estimate=estimate,
        rests_on=own,
        dated_by=fold.voided if fold.delay else own,
        delay=fold.delay,
        undone=fold.undone,
        cancelled=None if fold.actuals else fold.cancelled,
    )


def _first(ordered: Sequence[Word]) -> tuple[Word | None, Inferred]:
    """The first promise, else the first assessment, to stand in where nothing is contracted.

    A preferred claim does not silence them: what was said first stays what was said first.
    """
    dated = [w for w in ordered if w.window]
    for word in dated:
        if word.said.kind == "promised" or (
            word.said.kind == "unchanged" and word.said.is_own_word
        ):
            return word, "promise"
    for word in dated:
        if word.said.kind in ("assessed", "unchanged"):
            return word, "assessment"
    return None, ""


def _newer(doubt: Word | None, own: Word | None) -> Word | None:
    """A weak assessment, unless a firm word has been heard since."""
    if doubt is None or (own is not None and own is not doubt and own.order > doubt.order):
        return None
    return doubt
