"""The words on one milestone taken one after another, in the order in which they held."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from deliveries.weighing import Word, best_actual

AGREED = ("contracted", "amended")


@dataclass(slots=True)
class Fold:
    """What stands after the words taken so far.

    `stated` is the date to reckon with, unless `delay` has left it open (the first such word did on
    `open_since`); `force` the promise that can be called unchanged; `doubt` a doubtful voice that
    nobody has spoken against since; `standing` the words that bear a date out or contradict each
    other.
    """

    stated: Word | None = None
    promise: Word | None = None
    assessment: Word | None = None
    doubt: Word | None = None
    delay: Word | None = None
    undone: Word | None = None
    voided: Word | None = None
    open_since: date | None = None
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
        """A contracted or amended date held later replaces what was stated and ends a delay.

        One that has no days, since its anchor has none, is no baseline and ends no delay.
        """
        if word.window:
            self.agreed.append(word)
            if self.stated or self.delay:
                self.stated = word
        elif not self.delay and (self.stated or (self.agreed and word.said.kind == "amended")):
            self.stated = word
        else:
            return
        self.delay = self.force = self.doubt = None
        beside = AGREED if word.said.kind == "contracted" else ("amended",)
        self.standing = [*(w for w in self.standing if w.said.kind in beside), word]

    def promised(self, word: Word) -> None:
        """A promise: the latest is the one in force."""
        self.promise = self.force = word
        self._state(word)

    def assessed(self, word: Word) -> None:
        """An assessment; a weak one is remembered beside the estimate and moves nothing."""
        if not word.said.is_weak:
            self.assessment = word
            self._state(word)
        elif word.window:
            self.assessment = self.doubt = word

    def _state(self, word: Word) -> None:
        """The date to reckon with from now on; one without days yet does not end a delay."""
        self.standing.append(word)
        self.doubt = None
        if word.window or not self.delay:
            self.stated, self.delay = word, None

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
        return self.force or current(self.agreed)

    def delayed(self, word: Word) -> None:
        """Leave the date open: not before the earliest day of the estimate that it voids."""
        if word.said.is_weak:
            self.doubt = word
            return
        if not self.delay:
            self.voided, self.open_since = self.stated or current(self.agreed), word.said.held
        self._open(word)

    def undo(self, word: Word) -> None:
        """What was reported as having happened no longer stands; with nothing to undo, a delay."""
        if self.actuals:
            self.voided, self.open_since = best_actual(self.actuals), word.said.held
            self.actuals = []
            self._open(word)
        else:
            self.delayed(word)
        if self.delay is word:
            self.undone = word

    def _open(self, word: Word) -> None:
        self.delay = word
        self.stated = self.promise = self.assessment = self.force = self.doubt = None
        self.standing = []

    def happened(self, word: Word) -> None:
        """A report that it happened."""
        self.actuals.append(word)

    def cancel(self, word: Word) -> None:
        """It will not happen, if buyer or supplier says so or somebody credible."""
        if word.said.is_own_word or word.said.credibility <= 3:
            self.cancelled = word


_TAKES: dict[str, Callable[[Fold, Word], None]] = {
    "contracted": Fold.agree,
    "amended": Fold.agree,
    "promised": Fold.promised,
    "assessed": Fold.assessed,
    "unchanged": Fold.unchanged,
    "delayed": Fold.delayed,
    "actual": Fold.happened,
    "undone": Fold.undo,
    "cancelled": Fold.cancel,
}


def original(agreed: Sequence[Word]) -> Word | None:
    """Of the contracted dates the most credible, then the earliest held, then the earliest."""
    contracted = [w for w in agreed if w.said.kind == "contracted"]
    return min(
        contracted,
        key=lambda w: (w.said.credibility, w.said.held, _end(w), *w.order),
        default=None,
    )


def _end(word: Word) -> date:
    return (word.window and word.window.latest) or date.max


def current(agreed: Sequence[Word]) -> Word | None:
    """The latest amended date, else the original."""
    amended = [w for w in agreed if w.said.kind == "amended"]
    return amended[-1] if amended else original(agreed)
