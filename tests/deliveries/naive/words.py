"""The second derivation: a claim with its days, and what all on one milestone come to.

`claims` says how.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from deliveries.facts import Said

CONTRACT = ("contracted", "amended")

Order = tuple[date, int, bool, int, date, date, str, str]


class Days(NamedTuple):
    """From the earliest to the latest day; date.min and date.max where that side is open."""

    earliest: date
    latest: date

    def meets(self, other: "Days") -> bool:
        return self.earliest <= other.latest and other.earliest <= self.latest


@dataclass(frozen=True, slots=True)
class Word:
    """A claim with its date as days: a relative date has been counted from its milestone."""

    claim: Said
    days: Days | None
    kind: str = ""  # what it is taken as; mostly what it is
    until: date | None = None  # of a relative date: its last day before its anchor was left open

    def __post_init__(self) -> None:
        object.__setattr__(self, "kind", self.kind or self.claim.kind)

    @property
    def is_unanchored(self) -> bool:
        """Whether it is counted from a milestone that has no date."""
        return self.claim.when is not None and self.days is None

    @property
    def last_day(self) -> date | None:
        if self.days and self.days.latest != date.max:
            return self.days.latest
        return self.until

    @property
    def order(self) -> Order:
        """What decides which of two claims is the later; the order of entry does not."""
        at = self.days or Days(date.min, date.min)
        said = self.claim
        rank = CONTRACT.index(said.kind) if said.kind in CONTRACT else len(CONTRACT)
        # The order of entry decides nothing; the rules say no more, and the rest is only fixed.
        rest = (at.latest, at.earliest, said.source, said.said_by)
        return said.held, -said.credibility, bool(self.days), rank, *rest

    @property
    def is_doubt(self) -> bool:
        return self.claim.is_weak and self.kind in ("assessed", "delayed", "unchanged")

    @property
    def tells(self) -> bool:
        """Whether it says anything of a date by itself."""
        if self.is_unanchored:
            return self.kind in ("promised", "assessed")
        return bool(self.days) or self.kind in ("delayed", "undone")


@dataclass(slots=True)
class Words:
    """What the claims on one milestone come to, without its plan and without a day."""

    every: list[Word]  # the silenced ones too
    heard: list[Word]
    original: Word | None = None
    baseline: Word | None = None
    inferred: str = ""
    original_inferred: str = ""
    promised: Word | None = None
    assessed: Word | None = None
    in_force: Word | None = None  # what the estimate rests on
    unvoided: Word | None = None  # the promise in force, else the contract's date
    has_moved: bool = False  # something else than the baseline has been said
    was_in_force: Word | None = None  # what the last delay has voided
    voided: Days | None = None  # in its place, since it is said to be late
    bearing: list[Word] = field(default_factory=list)  # what speaks for it
    doubt: Word | None = None  # the last doubtful voice, where it speaks after all others
    is_doubtful: bool = False  # nobody else speaks
    actual: Days | None = None
    is_cancelled: bool = False
    undone_on: date | None = None  # since when what had been reported stands no longer
    last_word_on: date | None = None

    @property
    def estimate(self) -> Days | None:
        if self.in_force is None:
            return None
        return self.voided or self.in_force.days

    @property
    def last_day(self) -> date | None:
        """The last day that it is said for, or was before it was said to be late."""
        if self.actual:
            return self.actual.latest if self.actual.latest != date.max else None
        told = self.was_in_force if self.voided else self.in_force
        return told.last_day if told else None

    @property
    def stands(self) -> Days | None:
        """The date that can be called unchanged."""
        return self.unvoided.days if self.unvoided and not self.voided else None

    @property
    def rests_on(self) -> date:
        """The day from which that word held."""
        return self.in_force.claim.held if self.in_force else date.min

    @property
    def yields_to(self) -> date:
        """The same for what comes before: a delay tells no date, so what it voided counts."""
        if self.voided is None:
            return self.rests_on
        return self.was_in_force.claim.held if self.was_in_force else date.min

    @property
    def is_delayed(self) -> bool:
        return self.voided is not None
