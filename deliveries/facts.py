"""What the history of a deal is derived from, as plain values: no database, no clock."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from graphlib import CycleError, TopologicalSorter
from heapq import heapify, heappop, heappush

from deals.dates import Relative, Window, add_months

DAY = timedelta(days=1)
# The ends of the calendar of `deals.dates`, with room for a day more.
FIRST, LAST = date(1000, 1, 2), date(8999, 12, 30)


def plus(day: date, days: int) -> date:
    """So many days later, or earlier; beyond the calendar its end."""
    try:
        found = day + timedelta(days)
    except OverflowError:
        return LAST if days > 0 else FIRST
    return found if FIRST <= found <= LAST else LAST if days > 0 else FIRST


def plus_months(day: date, months: int) -> date:
    """So many calendar months later, last day to last day; beyond the calendar its end."""
    try:
        return min(add_months(day, months), LAST)
    except ValueError:
        return LAST


@dataclass(frozen=True, slots=True)
class Margins:
    """The margins in force; months are calendar months."""

    threshold_months: int = 6
    critical_months: int = 12
    due_soon_days: int = 90
    stale_days: int = 180
    contest_days: int = 180


@dataclass(frozen=True, slots=True)
class Said:
    """One claim. `reported` and `held` are days: the last of the time that was stated.

    `reported_as` is the day, month or year of the report for people: Oct 2018.
    """

    key: int
    milestone: str
    kind: str
    when: Window | Relative | None
    reported: date
    held: date
    side: str
    source: str
    said_by: str
    credibility: int
    rank: str = "normal"
    threshold: date | None = None
    reported_as: str = ""

    @property
    def is_own_word(self) -> bool:
        """Whether buyer or supplier speaks."""
        return self.side != "third_party"

    @property
    def is_weak(self) -> bool:
        """Whether it is outside talk of credibility 4 (doubtful) or worse."""
        return not self.is_own_word and self.credibility >= 4


@dataclass(frozen=True, slots=True)
class Counted:
    """One reported running total of a lot; for the history a word like any other.

    `by` is the last day of the time by which `total` pieces were produced, delivered, accepted or
    inducted (`kind`).
    """

    milestone: str
    reported: date
    held: date
    key: int = 0
    kind: str = "delivered"
    total: int = 0
    by: date = date.max
    credibility: int = 2
    said_by: str = ""
    reported_as: str = ""


@dataclass(frozen=True, slots=True)
class Staged:
    """One statement about the stage of the deal."""

    stage: str
    reported: date
    held: date
    credibility: int


@dataclass(frozen=True, slots=True)
class Step:
    """One milestone of the plan. `after` names its predecessors, each with a lag in days.

    `quantity` is the number of pieces of its lot, if it has one.
    """

    code: str
    title: str
    kind: str
    after: tuple[tuple[str, int], ...] = ()
    threshold_months: int | None = None
    quantity: int | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """All that one deal's history follows from. `steps` stand in the order of the plan."""

    steps: tuple[Step, ...]
    claims: tuple[Said, ...]
    counts: tuple[Counted, ...] = ()
    stages: tuple[Staged, ...] = ()
    margins: Margins = Margins()


def in_order(steps: tuple[Step, ...], claims: tuple[Said, ...]) -> tuple[Step, ...]:
    """The steps so that each comes after its predecessors and the anchors of its relative dates.

    Otherwise they keep the order of the plan, whatever the order of entry; so do the predecessors
    of each. Raises ValueError, naming the milestones, if they follow each other in a circle.
    """
    needs = _needs(steps, claims)
    planned = {s.code: place for place, s in enumerate(steps)}
    followers: dict[str, list[str]] = {s.code: [] for s in steps}
    for code, before in needs.items():
        for other in before:
            followers[other].append(code)
    missing = {code: len(before) for code, before in needs.items()}
    ready = [planned[code] for code, number in missing.items() if not number]
    heapify(ready)
    order = []
    while ready:
        step = steps[heappop(ready)]
        order.append(replace(step, after=tuple(sorted(step.after, key=lambda a: planned[a[0]]))))
        for code in followers[step.code]:
            missing[code] -= 1
            if not missing[code]:
                heappush(ready, planned[code])
    if len(order) < len(steps):
        raise ValueError(f"these milestones wait for each other in a circle: {_circle(needs)}")
    return tuple(order)


def _needs(steps: tuple[Step, ...], claims: tuple[Said, ...]) -> dict[str, set[str]]:
    """By code: its predecessors and the anchors of its relative dates."""
    needs = {s.code: {code for code, _ in s.after} for s in steps}
    for claim in claims:
        if isinstance(claim.when, Relative):
            needs[claim.milestone].add(claim.when.anchor)
    return needs


def _circle(needs: dict[str, set[str]]) -> str:
    """The milestones of one circle, by their codes."""
    try:
        TopologicalSorter(needs).prepare()
    except CycleError as circle:
        return ", ".join(circle.args[1])
    raise AssertionError("there is no circle")
