"""What a release is made of: a deal as it stood on a day, and what had been said by it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from deals.dates import Window


@dataclass(frozen=True, slots=True)
class Part:
    """An organisation's part in the deal."""

    code: str
    name: str
    country: str
    country_name: str
    kind: str
    role: str


@dataclass(frozen=True, slots=True)
class Piece:
    """The quantity that a milestone delivers."""

    item: str
    quantity: int
    mode: str


@dataclass(frozen=True, slots=True)
class Counted:
    """A running total of a lot, as reported."""

    milestone: str
    kind: str
    total: int
    by: Window
    by_on: date
    reported_on: date


@dataclass(frozen=True, slots=True)
class Step:
    """A milestone as it stood. Windows are None where nobody has said it.

    `estimate` is as stated; `is_growing`: its last day has passed, or waits for another, so that
    it moves on with the day.
    """

    code: str
    title: str
    kind: str
    progress: str
    state: str
    level: str
    knowledge: str
    inferred: str
    stood_since: date
    original: Window | None = None
    baseline: Window | None = None
    promised: Window | None = None
    assessed: Window | None = None
    estimate: Window | None = None
    actual: Window | None = None
    objective: date | None = None
    threshold: date | None = None
    is_growing: bool = False
    last_word_on: date | None = None
    flags: Sequence[str] = ()
    claims: Sequence[int] = ()
    lot: Piece | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """A term: what somebody said of value, quantity or local content. Amounts in their units."""

    kind: str
    amount: Decimal
    currency: str
    text: str
    side: str
    credibility: int
    said_by: str
    reported: Window
    reported_on: date
    source: str


@dataclass(frozen=True, slots=True)
class Fixed:
    """A date that the contract, or an amendment of it, fixed for a milestone.

    `note` was written in hindsight; it is empty but for today.
    """

    claim: int
    milestone: str
    title: str
    text: str
    is_amended: bool
    held_on: date
    reported_on: date
    said_by: str
    source: str
    note: str


@dataclass(frozen=True, slots=True)
class Happened:
    """An event around the deal."""

    code: str
    kind: str
    title: str
    when: Window
    reported_on: date
    source: str


@dataclass(frozen=True, slots=True)
class Paper:
    """A publication that something about the deal cites."""

    code: str
    publisher: str
    url: str
    published: Window
    published_on: date
    reliability: str


@dataclass(frozen=True, slots=True)
class DealOn:
    """A deal as it stood on `day`. A source that was not public yet is an empty text."""

    ref: str
    designation: str
    title: str
    kind: str
    route: str
    category: str
    unit: str
    summary: str
    day: date
    stood_since: date
    state: str
    stage: str
    is_suspended: bool
    parts: Sequence[Part] = ()
    steps: Sequence[Step] = ()
    fixed: Sequence[Fixed] = ()
    value: Said | None = None
    quantity: Said | None = None
    local_content: Said | None = None
    counts: Sequence[Counted] = ()
    events: Sequence[Happened] = ()
    papers: Sequence[Paper] = ()
