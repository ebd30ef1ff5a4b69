"""The facts of one synthetic deal, before they have numbers in a database."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from deals.dates import Window
from deliveries.portfolio.plotting import Course


@dataclass(frozen=True, slots=True)
class Uttered:
    """Who said something, when, in which publication: the day as stated, and the publisher."""

    side: str
    credibility: int
    said_by: str
    reported: Window
    held: Window | None
    publisher: int

    @property
    def reported_on(self) -> date:
        """The day from which it counts."""
        assert self.reported.latest is not None
        return self.reported.latest

    @property
    def held_on(self) -> date | None:
        """The day from which it held, where it looks back; not after its report."""
        latest = self.held and self.held.latest
        return min(latest, self.reported_on) if latest else None


@dataclass(slots=True)
class Claimed:
    """A claim. `anchor` is the place of the milestone that its date counts from, in months."""

    kind: str
    rank: str
    date: Window | None
    uttered: Uttered
    anchor: int | None = None
    months: int = 0
    threshold: Window | None = None
    is_retracted: bool = False

    @property
    def once(self) -> tuple[object, ...]:
        """What no two claims on one milestone share."""
        said = self.uttered
        date = self.date and self.date.edtf
        return (self.kind, date, said.reported.edtf, said.publisher, said.said_by)


@dataclass(frozen=True, slots=True)
class Tallied:
    """A count of a lot."""

    kind: str
    total: int
    by: Window
    uttered: Uttered


@dataclass(frozen=True, slots=True)
class Termed:
    """A term of a deal."""

    kind: str
    amount: Decimal | None
    currency: str
    stage: str
    uttered: Uttered


@dataclass(slots=True)
class Planned:
    """A milestone; `after` has the places of those before it, each with a lag in days."""

    kind: str
    number: int
    after: tuple[tuple[int, int], ...]
    threshold_months: int | None
    lot: tuple[int, str] | None
    claims: list[Claimed] = field(default_factory=list)
    counts: list[Tallied] = field(default_factory=list)

    @property
    def code(self) -> str:
        """Its code: delivery-3."""
        return f"{self.kind.replace('_', '-')}-{self.number}"


@dataclass(slots=True)
class Drawn:
    """The facts of one deal; parties as role, kind of organisation, and which of its kind."""

    number: int
    course: Course
    threshold_months: int | None
    is_suspended: bool
    parties: list[tuple[str, str, int]]
    milestones: list[Planned]
    terms: list[Termed]
