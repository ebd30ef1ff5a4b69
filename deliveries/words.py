"""What the claims about one milestone say, taken together on one day.

The first half of DESIGN's rules: which claim speaks for which clock, what a delay leaves open,
what stands of the words of each side. Nothing here looks at the calendar: what was said by the
day in question comes in, and the reading goes out. `verdicts` judges it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from deals.dates import Window, between
from deliveries.facts import Counted
from deliveries.folding import AGREED, Fold, current, original
from deliveries.weighing import (
    Word,
    best_actual,
    between_contracts,
    between_sides,
    happened,
    silenced,
    unsilenced,
)

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
    disputes: tuple[tuple[Word, ...], ...] = ()
    sources: int = 0
    expecting: tuple[Word, ...] = ()

    @property
    def is_dated(self) -> bool:
        """Whether somebody ever gave it a date: "late" alone gives none."""
        return self.delay is None or bool(self.dated_by and self.dated_by.window)

    @property
    def contest(self) -> tuple[Word, ...]:
        """The two words that contradict each other first of all; none where none do."""
        return self.disputes[0] if self.disputes else ()

    @property
    def last_day(self) -> date | None:
        """The last day of the estimate, or the one that it had before that was left open."""
        if self.estimate is not None and self.estimate.latest is not None:
            return self.estimate.latest
        return self.dated_by.last_day if self.dated_by else None

    @property
    def is_doubtful(self) -> bool:
        """Whether the estimate is a doubtful voice's, for want of others."""
        word = self.rests_on
        return (
            word is not None and word.said.is_weak and word.said.kind in ("assessed", "unchanged")
        )


def read(words: Iterable[Word], *, contest_days: int, counts: Sequence[Counted] = ()) -> Reading:
    """Read all words on a milestone that count on a day, in whatever order they come.

    Each report of a count of its lot is a word, too.
    """
    ordered = sorted((w for w in words if w.said.rank != "deprecated"), key=lambda w: w.order)
    held = [w.said.held for w in ordered] + [c.held for c in counts]
    first, last = min(held, default=None), max(held, default=None)
    if not ordered:
        return Reading(first_word_on=first, last_word_on=last)
    heard = unsilenced(ordered)
    fold = Fold()
    for word in heard:
        fold.take(word)
    reading = _clocks(fold, ordered)
    reading.first_word_on, reading.last_word_on = first, last
    reading.latest = ordered[-1].said.key
    reading.expecting = tuple(w for w in heard if w.said.kind in EXPECTING)
    if fold.actuals:
        best = best_actual(fold.actuals)
        reading.actual = reading.estimate = happened(best, reading.expecting)
        reading.actual_word = reading.rests_on = best
        reading.delay = None
    _weigh(reading, fold, ordered, contest_days)
    return reading


def _weigh(reading: Reading, fold: Fold, ordered: Sequence[Word], contest_days: int) -> None:
    """Who contradicts whom, and how many sources bear the estimate out."""
    if reading.actual is not None:
        found = [between_sides(fold.actuals, contest_days)]
        # A preferred actual silences the others, but they still bear it out.
        pool: Sequence[Word] = [*fold.actuals, *silenced(ordered, fold.actuals)]
    else:
        spoken = [w for w in fold.standing if w.said.kind not in AGREED]
        found = [between_contracts(fold.agreed), between_sides(spoken, contest_days)]
        pool = fold.standing
    meant = reading.estimate
    agree = [w.said for w in pool if w.window and meant and w.window.meets(meant)]
    # One voice in two outlets is one source, and so are two voices in one.
    reading.sources = min(len({s.source for s in agree}), len({s.said_by for s in agree}))
    reading.disputes = tuple(pair for pair in found if pair)


def _clocks(fold: Fold, ordered: Sequence[Word]) -> Reading:
    """The three clocks and the milestone's own estimate."""
    first, inferred = _first(ordered)
    contracted, agreed = original(fold.agreed), current(fold.agreed)
    baseline = agreed or first
    # An assessment that moved nothing was doubtful: it serves where nobody else gives a date.
    own = fold.stated or agreed or fold.assessment or baseline
    estimate = own.window if own else None
    if fold.delay:
        own = fold.delay
        voided = fold.voided.window if fold.voided else None
        since = voided.earliest if voided else None
        estimate = between(since or fold.open_since, None)
    return Reading(
        original=contracted or first,
        original_inferred="" if contracted else inferred,
        baseline=baseline,
        inferred="" if agreed else inferred,
        promise=fold.promise,
        assessment=fold.assessment,
        doubt=fold.doubt,
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
