"""A whole plan, laid out anew only where a new word reaches.

What follows a milestone tells it whether it must have been met and what bounds its objective;
what comes before it moves its estimate. So a changed reading is first followed back through the
predecessors and then on through the successors, and in each direction only as long as something
changes. The price of a word follows what it moves, not the length of the plan.
"""

from collections.abc import Iterable, Mapping, Sequence
from heapq import heappop, heappush

from deliveries.facts import Counted, Margins, Step
from deliveries.goals import Ahead, look_ahead
from deliveries.plans import Place, look_back
from deliveries.words import Reading

# What follows from an agreement whether or not anybody speaks of it.
IMPLIED = ("ratification", "entry_into_force")


class Queue:
    """Codes to be looked at, each once, in the order of their ranks or in the reverse of it."""

    def __init__(self, ranks: Mapping[str, int], codes: Iterable[str], sign: int = 1) -> None:
        self._ranks, self._sign = ranks, sign
        self._heap: list[tuple[int, str]] = []
        self._waiting: set[str] = set()
        for code in codes:
            self.add(code)

    def add(self, code: str) -> None:
        """Look at it in its turn."""
        if code not in self._waiting:
            self._waiting.add(code)
            heappush(self._heap, (self._sign * self._ranks[code], code))

    def __bool__(self) -> bool:
        return bool(self._heap)

    def pop(self) -> str:
        """The next to look at."""
        _, code = heappop(self._heap)
        self._waiting.remove(code)
        return code


class Layout:
    """The places of the milestones that exist. `steps` come with predecessors first."""

    def __init__(self, steps: Sequence[Step], margins: Margins) -> None:
        self.margins = margins
        self.steps = {s.code: s for s in steps}
        self.ranks = {s.code: rank for rank, s in enumerate(steps)}
        self.after: dict[str, list[tuple[str, int]]] = {s.code: [] for s in steps}
        for step in steps:
            for code, lag in step.after:
                self.after[code].append((step.code, lag))
        self.readings: dict[str, Reading] = {}
        self.counts: dict[str, list[Counted]] = {}
        self.ahead: dict[str, Ahead] = {}
        self.places: dict[str, Place] = {}

    def hear(self, spoken: Mapping[str, Reading]) -> set[str]:
        """Take in new readings; return the codes of the places that changed."""
        self.readings.update(spoken)
        new = self._arriving(c for c, r in spoken.items() if r.last_word_on is not None)
        changed = self._lay({c for c in spoken if c in self.ahead} | new)
        implied = self._implied(changed)
        return changed | self._lay(implied) if implied else changed

    def _arriving(self, spoken: Iterable[str]) -> set[str]:
        """The milestones that come to exist: spoken of, or coming before such a one."""
        new: set[str] = set()
        todo = list(spoken)
        while todo:
            code = todo.pop()
            if code not in self.ahead and code not in new:
                new.add(code)
                todo += [before for before, _ in self.steps[code].after]
        return new

    def _implied(self, changed: set[str]) -> set[str]:
        """What must follow an agreement, once all that comes before it has been met.

        A signature needs its ratification and entry into force, spoken of or not. Of other steps
        nobody could have known before they were spoken of.
        """
        met = (code for code in changed if self.places[code].is_met)
        return {
            code
            for before in met
            for code, _ in self.after[before]
            if self.steps[code].kind in IMPLIED
            and code not in self.places
            and all(c in self.places and self.places[c].is_met for c, _ in self.steps[code].after)
        }

    def _lay(self, codes: set[str]) -> set[str]:
        """Lay these out anew, and what they reach; return what changed."""
        reached = codes | self._back(codes)
        changed: set[str] = set()
        queue = Queue(self.ranks, reached)
        while queue:
            code = queue.pop()
            step = self.steps[code]
            place = look_back(
                step,
                self._reading(code),
                self.ahead[code],
                [(self.places[before], lag) for before, lag in step.after],
                self.counts.get(code, ()),
                self.margins,
            )
            if place != self.places.get(code):
                self.places[code] = place
                changed.add(code)
                for follower, _ in self.after[code]:
                    if follower in self.ahead:
                        queue.add(follower)
        return changed

    def _back(self, codes: set[str]) -> set[str]:
        """Follow these back through what comes before; return what is told something new."""
        told: set[str] = set()
        queue = Queue(self.ranks, codes, sign=-1)
        while queue:
            code = queue.pop()
            followers = [(self.ahead[f], lag) for f, lag in self.after[code] if f in self.ahead]
            ahead = look_ahead(self.steps[code], self._reading(code), followers, self.margins)
            if ahead != self.ahead.get(code):
                self.ahead[code] = ahead
                told.add(code)
                for before, _ in self.steps[code].after:
                    queue.add(before)
        return told

    def _reading(self, code: str) -> Reading:
        return self.readings.get(code) or Reading()
