"""From a deal's facts to its whole history: what stood for each milestone, from day to day.

One pure function, `history`. It walks the days on which something is reported or turns, and says
for each milestone what stands from that day on, into the open future: without a new claim the
verdict of any coming day is known today. Rules: docs/domain.md; what the claims of one milestone
come to is in `words`, what the plan makes of it in `plans`, the judgement in `verdicts`.

On each day only that is looked at anew which a word reaches or which turns by itself, so that a
plan of thousands of milestones costs what happens in it.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from heapq import heappop, heappush
from typing import Generic, TypeVar

from deliveries.deal_standing import DealStanding, Tally
from deliveries.facts import DAY, Facts, Staged, Step, in_order
from deliveries.hearing import Hearing
from deliveries.layout import Layout, Queue
from deliveries.plans import Place
from deliveries.reasons import Reason
from deliveries.troubles import Late, newest_late, trouble, unforeseen
from deliveries.turning import turns
from deliveries.verdicts import Standing
from deliveries.verdicts import judge as judged

W = TypeVar("W")


@dataclass(frozen=True, slots=True)
class Span(Generic[W]):
    """What stood from `from_on` to the day before `to_on`; None: into the open future."""

    from_on: date
    to_on: date | None
    what: W


@dataclass(frozen=True, slots=True)
class History:
    """All spans of a deal, in the order of their days."""

    milestones: dict[str, list[Span[Standing]]]
    deal: list[Span[DealStanding]]

    def on(self, day: date) -> dict[str, Standing]:
        """What stood for each milestone on `day`; those not yet spoken of are absent."""
        found = ((code, at(spans, day)) for code, spans in self.milestones.items())
        return {code: standing for code, standing in found if standing is not None}


def at(spans: Sequence[Span[W]], day: date) -> W | None:
    """What stood on `day`, if anything did."""
    place = bisect_right(spans, day, key=lambda span: span.from_on)
    return spans[place - 1].what if place else None


def history(facts: Facts, since: date | None = None) -> History:
    """Derive the history of one deal, or (`since`) its end alone.

    Then the spans that stood on the day before begin on it, whenever they really began. What stood
    that day follows from what had been said by it, so that nothing before has to be walked through.
    Raises ValueError if its milestones follow each other in a circle.

    >>> history(Facts(steps=(), claims=())).deal
    []
    """
    walk = Walk(facts, in_order(facts.steps, facts.claims))
    first = walk.next_day()
    if since is not None and first is not None and first < since:
        walk.live(since - DAY)
    while (day := walk.next_day()) is not None:
        walk.live(day)
    return History(
        {s.code: walk.spans[s.code].spans for s in facts.steps if s.code in walk.spans},
        walk.deal.spans,
    )


class _Track(Generic[W]):
    """Spans being laid end to end; what does not change makes no new span."""

    def __init__(self) -> None:
        self.spans: list[Span[W]] = []

    def stands(self, day: date, what: W) -> None:
        if self.spans:
            last = self.spans[-1]
            if last.what == what:
                return
            self.spans[-1] = Span(last.from_on, day, last.what)
        self.spans.append(Span(day, None, what))


@dataclass(frozen=True, slots=True)
class _Passed:
    """What a milestone passes on to those that come after it; compared by what it says."""

    is_met: bool
    trouble: Reason | None
    late: Late | None


class Walk:
    """The state of the walk: what has been heard so far, and the spans laid so far."""

    def __init__(self, facts: Facts, steps: Sequence[Step]) -> None:
        self.margins = facts.margins
        self.layout = Layout(steps, facts.margins)
        self.hearing = Hearing(facts, steps, self.layout)
        self.stages = sorted(facts.stages, key=lambda s: s.reported, reverse=True)
        self.stage: Staged | None = None
        self.turning: list[tuple[date, str]] = []
        self.turns: dict[str, frozenset[date]] = {}
        self.reaching: dict[str, Reason | None] = {}
        self.passed: dict[str, _Passed] = {}
        self.spans: dict[str, _Track[Standing]] = {}
        self.tally = Tally({s.code: s.kind for s in facts.steps})
        self.deal: _Track[DealStanding] = _Track()

    def next_day(self) -> date | None:
        """The next day on which something is reported or turns."""
        days = [d for d in (self.hearing.next_day(), self._next_stage()) if d is not None]
        while self.turning and self._is_past(*self.turning[0]):
            heappop(self.turning)
        if self.turning:
            days.append(self.turning[0][0])
        return min(days, default=None)

    def _next_stage(self) -> date | None:
        return self.stages[-1].reported if self.stages else None

    def _is_past(self, day: date, code: str) -> bool:
        """Whether a day was foretold by what no longer stands."""
        return day not in self.turns[code]

    def live(self, day: date) -> None:
        """Take in what is reported on the day and judge what it reaches, or what turns."""
        changed = self.hearing.hear(day)
        for code in changed:
            self._foretell(day, code)
        while self.stages and self.stages[-1].reported <= day:
            self._staged(self.stages.pop())
        due = set(changed)
        while self.turning and self.turning[0][0] <= day:
            turn, code = heappop(self.turning)
            if turn in self.turns[code]:
                due.add(code)
        self.judge(day, due)
        self.deal.stands(day, self.tally.together(self.stage.stage if self.stage else ""))

    def _foretell(self, day: date, code: str) -> None:
        """Note the days on which the verdict on a milestone may turn without a new word."""
        coming = frozenset(t for t in turns(self.layout.places[code], self.margins) if t > day)
        for turn in coming - self.turns.get(code, frozenset()):
            heappush(self.turning, (turn, code))
        self.turns[code] = coming

    def _staged(self, said: Staged) -> None:
        """Keep the stage that held last; of equal days the more credible."""
        if self.stage is None or _stage_order(said) > _stage_order(self.stage):
            self.stage = said

    def judge(self, day: date, due: set[str]) -> None:
        """Lay down what stands from `day` on, for these and where their trouble reaches."""
        queue = Queue(self.layout.ranks, due)
        while queue:
            code = queue.pop()
            place = self.layout.places[code]
            trouble_before, late_before = self._before(place)
            reaches = trouble_before or unforeseen(place, late_before)
            if code in due or reaches != self.reaching[code]:
                self.reaching[code] = reaches
                standing = judged(place, day, reaches, self.margins)
                self.tally.stands(standing)
                self.spans.setdefault(code, _Track()).stands(day, standing)
            level = self.tally.of[code].level if place.is_open else ""
            passed = _Passed(
                place.is_met,
                trouble(place, day) or trouble_before,
                newest_late(place, level, late_before),
            )
            if passed != self.passed.get(code):
                self.passed[code] = passed
                for follower, _ in self.layout.after[code]:
                    if follower in self.layout.places:
                        queue.add(follower)

    def _before(self, place: Place) -> tuple[Reason | None, Late | None]:
        """The first trouble, and the newest lateness, of what comes before, however far up."""
        before = [self.passed[code] for code, _ in place.step.after]
        unmet = [passed for passed in before if not passed.is_met]
        late = [passed.late for passed in unmet if passed.late is not None]
        troubles = (passed.trouble for passed in unmet)
        return next(filter(None, troubles), None), max(late, key=lambda f: f.held, default=None)


def _stage_order(said: Staged) -> tuple[date, int, str]:
    return (said.held, -said.credibility, said.stage)
