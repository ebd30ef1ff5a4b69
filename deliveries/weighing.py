"""Claims against claims: their order, which actual to believe, and who contradicts whom."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from deals.dates import Relative, Window, between
from deliveries.facts import DAY, Said

# Of one day and credibility, what others are given in view of comes first.
_IN_VIEW = {"contracted": 0, "amended": 1}


@dataclass(frozen=True, slots=True)
class Word:
    """A claim that counts, with its date worked out in days.

    `order`: later sorts later: by the day it held, then credibility, then the later date. A claim
    without a date comes before one of the same day that has one, since the date answers it; a
    contracted date before an amended one, and both before others, which are given in view of them.
    What follows only makes the order independent of the order of entry. `until` is the last day
    that a relative date had before that of its anchor was left open.
    """

    said: Said
    window: Window | None
    until: date | None = None
    order: tuple[object, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        said, window = self.said, self.window
        latest = (window.latest or date.max) if window else date.min
        earliest = (window.earliest or date.min) if window else date.min
        tie = (said.kind, said.side, said.rank, said.source, said.said_by, said.reported)
        dated, in_view = window is not None, _IN_VIEW.get(said.kind, len(_IN_VIEW))
        offset = _offset(said.when)
        order = (said.held, -said.credibility, dated, in_view, latest, earliest, *tie, *offset)
        object.__setattr__(self, "order", (*order, said.key))

    @property
    def last_day(self) -> date | None:
        """The last day of the date, or the one that it had while its anchor had one."""
        return (self.window.latest if self.window else None) or self.until


def _offset(when: Window | Relative | None) -> tuple[str, int, int]:
    """What tells relative dates apart while their anchors have none."""
    return (when.anchor, when.months, when.days) if isinstance(when, Relative) else ("", 0, 0)


def best_actual(actuals: Sequence[Word]) -> Word:
    """Of the actuals the preferred, then most credible, then most precise, then latest."""
    return max(
        actuals,
        key=lambda w: (
            w.said.rank == "preferred",
            -w.said.credibility,
            -_length(w.window),
            w.order,
        ),
    )


def _length(window: Window | None) -> int:
    """In days; an open side reaches as far as days do: "by May" is shorter than "by June"."""
    earliest = (window and window.earliest) or date.min
    latest = (window and window.latest) or date.max
    return (latest - earliest).days


def happened(actual: Word, expecting: Sequence[Word]) -> Window:
    """When it happened: not after its report and, if imprecise, after the last word expecting it.

    "By 1 March 2023", said when a report of 30 December 2022 still expected it, is 31 December
    2022 to 1 March 2023.
    """
    stated = actual.window
    if stated is None:
        return begun_after(None, actual.said.reported, expecting)
    latest = min(stated.latest or actual.said.reported, actual.said.reported)
    earliest = min(stated.earliest, latest) if stated.earliest else None
    window = begun_after(earliest, latest, expecting, text=stated.text)
    same = (window.earliest, window.latest) == (stated.earliest, stated.latest)
    return stated if same else window


def begun_after(
    earliest: date | None, latest: date, expecting: Sequence[Word], text: str | None = None
) -> Window:
    """A window up to `latest` that begins after the last word held before it that expected it."""
    if earliest != latest:
        floors = [w.said.held + DAY for w in expecting if _still_expects(w, latest)]
        earliest = max((d for d in (earliest, *floors) if d is not None), default=None)
    return between(earliest, latest, text=text)


def _still_expects(word: Word, day: date) -> bool:
    """Whether the word held before `day` and, when it did, still looked ahead."""
    if word.said.held >= day:
        return False
    if word.window is None or word.window.latest is None:
        return True
    return word.window.latest >= word.said.held


def between_sides(words: Sequence[Word], days: int) -> tuple[Word, ...]:
    """The latest words of two sides, reported within so many days, that do not meet; or none.

    Words that the third side has since overtaken by more than those days no longer contest.
    """
    latest = {w.said.side: w for w in words if w.window}
    newest = max((w.said.reported for w in latest.values()), default=date.max)
    fresh = [w for w in latest.values() if (newest - w.said.reported).days <= days]
    return _first_conflict(fresh, lambda a, b: True)


def between_contracts(agreed: Sequence[Word]) -> tuple[Word, ...]:
    """Two sources that give different contracted dates, however far apart; or none."""
    contracted = [w for w in agreed if w.said.kind == "contracted"]
    return _first_conflict(contracted, lambda a, b: a.said.source != b.said.source)


def _first_conflict(
    words: Sequence[Word], comparable: Callable[[Word, Word], bool]
) -> tuple[Word, ...]:
    for place, one in enumerate(words):
        for other in words[place + 1 :]:
            conflict = one.window and other.window and not one.window.meets(other.window)
            if conflict and comparable(one, other):
                return (one, other)
    return ()


def silenced(ordered: Sequence[Word], actuals: Sequence[Word]) -> list[Word]:
    """The actuals that a preferred one silences, and that were not undone."""
    if actuals[0].said.rank != "preferred":
        return []
    undone = [place for place, w in enumerate(ordered) if w.said.kind == "undone"]
    since = ordered[max(undone, default=-1) + 1 :]
    return [w for w in since if w.said.kind == "actual" and w not in actuals]


def unsilenced(ordered: Sequence[Word]) -> list[Word]:
    """Leave out what a preferred claim silences: the claims of its kind held up to it."""
    last: dict[str, int] = {}
    for place, word in enumerate(ordered):
        if word.said.rank == "preferred":
            last[word.said.kind] = place
    return [w for place, w in enumerate(ordered) if place >= last.get(w.said.kind, 0)]
