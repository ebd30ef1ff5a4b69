"""What its milestones make of a deal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from heapq import heappop, heappush

from deliveries.verdicts import WORST_FIRST, Standing

SUSPENDED = "suspended"


@dataclass(frozen=True, slots=True)
class DealStanding:
    """What stands for a deal: as its worst open milestone does or, with none open, as it ended.

    `worst` and `next` are codes of milestones: the one that decides, and the first open one with
    a date. The last word is the latest on any milestone.

    `slip` is the total slip of what decides in days, or what it comes to at least, before the day
    does anything to it; `grows_from` the day (its ordinal) from which it is a day more each day.
    `is_stale`: so is the word on what decides, and `knowledge` how well it is known ("" where
    nothing decides). `next_due_on`: the last day of the next one's estimate, as stated.
    """

    state: str
    severity: int
    worst: str
    next: str
    stage: str
    is_suspended: bool
    last_word_on: date | None
    open: int
    met: int
    cancelled: int
    slip: int | None
    grows_from: int | None
    is_stale: bool
    knowledge: str
    next_due_on: date | None


class Tally:
    """What stands for the milestones of one deal, and what that makes of the deal.

    `kinds` has all milestones of the plan by code, in its order. A standing that changes costs the
    logarithm of their number.
    """

    def __init__(self, kinds: Mapping[str, str]) -> None:
        self.kinds = kinds
        self.of: dict[str, Standing] = {}
        self._positions = {code: position for position, code in enumerate(kinds)}
        self._codes = list(kinds)
        self._progress = dict.fromkeys(("open", "met", "cancelled"), 0)
        self._worst: list[tuple[int, bool, int]] = []
        self._next: list[int] = []
        self._last_word_on: date | None = None

    def stands(self, standing: Standing) -> None:
        """Take in what stands for a milestone from now on."""
        code = standing.milestone
        before, self.of[code] = self.of.get(code), standing
        if before is not None:
            self._progress[before.progress] -= 1
        self._progress[standing.progress] += 1
        words = filter(None, (self._last_word_on, standing.last_word_on))
        self._last_word_on = max(words, default=None)
        if standing.progress == "open":
            heappush(self._worst, self._badness(standing))
            if standing.estimate:
                heappush(self._next, self._positions[code])

    def together(self, stage: str) -> DealStanding:
        """The deal as these milestones make it, at the stage that was last said of it."""
        decides = self._decides()
        state = decides.state if decides else "undated"
        slip, grows_from = _slipped(decides) if decides else (None, None)
        following = self._first_expected()
        return DealStanding(
            state=state,
            severity=WORST_FIRST.index(state),
            worst=decides.milestone if decides else "",
            next=following.milestone if following else "",
            stage=stage,
            is_suspended=stage == SUSPENDED,
            last_word_on=self._last_word_on,
            open=self._progress["open"],
            met=self._progress["met"],
            cancelled=self._progress["cancelled"],
            slip=slip,
            grows_from=grows_from,
            is_stale=decides is not None and "stale" in decides.flags,
            knowledge=decides.knowledge if decides else "",
            next_due_on=following.estimate.latest if following and following.estimate else None,
        )

    def _badness(self, standing: Standing) -> tuple[int, bool, int]:
        """Of equally bad ones one that is contracted is worse, then the last of the plan."""
        place = self._positions[standing.milestone]
        is_contracted = standing.baseline is not None and not standing.inferred
        return (standing.severity, not is_contracted, -place)

    def _decides(self) -> Standing | None:
        """The worst open milestone or, with none open, how it ended."""
        while self._worst:
            standing = self.of[self._codes[-self._worst[0][2]]]
            if standing.progress == "open" and self._badness(standing) == self._worst[0]:
                return standing
            heappop(self._worst)
        return _ended_with([self.of[c] for c in self._codes if c in self.of], self.kinds)

    def _first_expected(self) -> Standing | None:
        """The first open milestone of the plan that has an estimate."""
        while self._next:
            standing = self.of[self._codes[self._next[0]]]
            if standing.progress == "open" and standing.estimate:
                return standing
            heappop(self._next)
        return None


def _slipped(decides: Standing) -> tuple[int | None, int | None]:
    since = decides.original.window.latest if decides.original else None
    if since is None or decides.estimate is None:
        return None, None
    until = decides.estimate.latest or decides.estimate.earliest
    slip = (until - since).days if until else None
    return slip, None if decides.floor is None else since.toordinal() - decides.floor


# What a deal is for: if it has none of the first, the second.
DELIVERING = ("delivery", "acceptance", "induction", "completion", "service_entry", "expiry")
AGREEING = ("signature", "ratification", "entry_into_force")


def _ended_with(planned: Sequence[Standing], kinds: Mapping[str, str]) -> Standing | None:
    """How it ended, with no milestone open.

    It ended late if anything that the deal is for was met late, else as its last milestone did: a
    carrier handed over five years late has not come on time because its voyage home did.
    """
    for purpose in (DELIVERING, AGREEING):
        met = [s for s in planned if kinds[s.milestone] in purpose and s.progress == "met"]
        late = [s for s in met if s.state == "met_late"]
        if late:
            return late[-1]
        if met:
            break
    return max(planned, key=lambda s: (s.progress == "met", _ended(s)), default=None)


def _ended(standing: Standing) -> date:
    return (standing.actual and standing.actual.latest) or date.min
