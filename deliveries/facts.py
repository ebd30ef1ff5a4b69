"""What the history of a deal is derived from, as plain values: no database, no clock."""

from dataclasses import dataclass
from datetime import date, timedelta
from graphlib import CycleError, TopologicalSorter

from deals.dates import Relative, Window

DAY = timedelta(days=1)


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

    Raises ValueError, naming the milestones, if they follow each other in a circle.
    """
    needs: dict[str, set[str]] = {s.code: {code for code, _ in s.after} for s in steps}
    for claim in claims:
        if isinstance(claim.when, Relative):
            needs[claim.milestone].add(claim.when.anchor)
    by_code = {s.code: s for s in steps}
    try:
        order = tuple(TopologicalSorter(needs).static_order())
    except CycleError as circle:
        names = ", ".join(circle.args[1])
        raise ValueError(f"these milestones wait for each other in a circle: {names}") from None
    return tuple(by_code[code] for code in order)
