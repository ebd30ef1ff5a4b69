"""What a milestone needs before those that come after it can come, and on whose word.

What comes first holds back what comes after it, however far down, as long as the word for it is
later than the words on what lies between and on what it holds back: those were given in view of it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from deliveries.facts import plus
from deliveries.weighing import Word


@dataclass(frozen=True, slots=True)
class Need:
    """The earliest that a milestone allows what comes after it, with the lags on the way.

    `earliest` and `latest` are the ends of its own date (None: open), so much later as `lag` says
    in days. `grows`: it is still to come, so that they lie at least `lag` days after today, too.
    """

    title: str
    word: Word
    earliest: date | None
    latest: date | None
    lag: int = 0
    grows: bool = True

    @property
    def is_behind(self) -> bool:
        """Whether it came, and asks for nothing since."""
        return not self.grows and not self.lag

    def after(self, lag: int) -> "Need":
        """The same as it reaches what comes so many days later."""
        if not lag:
            return self
        earliest = plus(self.earliest, lag) if self.earliest else None
        latest = plus(self.latest, lag) if self.latest else None
        return replace(self, earliest=earliest, latest=latest, lag=self.lag + lag)

    def moves(self, earliest: date | None, latest: date | None) -> bool:
        """Whether it makes either end of a window later."""
        return is_later(self.latest, latest) or _is_further(self.earliest, earliest)


def is_later(one: date | None, other: date | None) -> bool:
    """Whether one last day lies after another; None is open, and later than any."""
    return other is not None and (one is None or one > other)


def _is_further(one: date | None, other: date | None) -> bool:
    """Whether one first day lies after another; None is open, and earlier than any."""
    return one is not None and (other is None or one > other)


def later_than(needs: Iterable[Need], word: Word | None) -> list[Need]:
    """Those on a later word than this; all where there is none."""
    return [n for n in needs if word is None or n.word.said.held > word.said.held]


def decisive(needs: Sequence[Need]) -> tuple[Need, ...]:
    """Without those that later words outdo: whatever one of them holds back, others do more."""
    if len(needs) < 2:
        return tuple(needs)
    kept: list[Need] = []
    earliest: date | None = None
    latest: date | None = date.min
    lag = -1
    for need in sorted(needs, key=lambda n: n.word.said.held, reverse=True):
        grows = need.grows and need.lag > lag
        if grows or is_later(need.latest, latest) or _is_further(need.earliest, earliest):
            kept.append(need)
            if not need.is_behind:
                lag = need.lag if grows else lag
                latest = need.latest if is_later(need.latest, latest) else latest
                earliest = max(filter(None, (earliest, need.earliest)), default=None)
    return tuple(kept)
