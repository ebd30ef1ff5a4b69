"""What the deals of a catalogue have in common: their shapes, with no name and no day in them.

All times are days: those of a plan from the deal's first word, those of a track from the first date
that was stated for its milestone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from deliveries.portfolio.precise import Manner

ENDS = ("actual", "cancelled")


@dataclass(frozen=True, slots=True)
class Moment:
    """A date, and how it was stated."""

    at: int
    manner: Manner

    def moved(self, days: int) -> "Moment":
        """The same, so many days later."""
        return replace(self, at=self.at + days)


@dataclass(frozen=True, slots=True)
class Voice:
    """For which side, how credible, and when it was reported and held."""

    side: str
    credibility: int
    reported: Moment
    held: Moment | None

    def moved(self, days: int) -> "Voice":
        """The same, so many days later."""
        held = self.held and self.held.moved(days)
        return replace(self, reported=self.reported.moved(days), held=held)


@dataclass(frozen=True, slots=True)
class Spoken:
    """A claim."""

    kind: str
    rank: str
    date: Moment | None
    voice: Voice

    @property
    def is_end(self) -> bool:
        """Whether it says that the milestone happened or was cancelled."""
        return self.kind in ENDS and self.rank != "deprecated"

    def moved(self, days: int) -> "Spoken":
        """The same, so many days later."""
        when = self.date and self.date.moved(days)
        return replace(self, date=when, voice=self.voice.moved(days))


@dataclass(frozen=True, slots=True)
class Counted:
    """A count; `share` of the pieces of its lot."""

    kind: str
    share: float
    by: Moment
    voice: Voice


@dataclass(frozen=True, slots=True)
class Track:
    """All that was said of one milestone; its lot, if it has one, as quantity and mode."""

    spoken: tuple[Spoken, ...]
    counted: tuple[Counted, ...]
    lot: tuple[int, str] | None

    @property
    def has_ended(self) -> bool:
        """Whether it happened, or was cancelled."""
        return any(s.is_end for s in self.spoken)

    @property
    def ends_at(self) -> int:
        """When it happened or was cancelled; for one that is open, the last date or report."""
        ends = [s for s in self.spoken if s.is_end] or self.spoken
        return max((s.date or s.voice.reported).at for s in ends)

    @property
    def last_report(self) -> int:
        """When it was spoken of last."""
        voices = (*(s.voice for s in self.spoken), *(c.voice for c in self.counted))
        return max(voice.reported.at for voice in voices)

    def ended_as(self, ending: Spoken) -> "Track":
        """The same with an end: `ending` counts from the last date that was expected."""
        last = max((s.date or s.voice.reported).at for s in self.spoken)
        late = self.last_report + 1 - (last + ending.voice.reported.at)
        return replace(self, spoken=(*self.spoken, ending.moved(last + max(late, 0))))


@dataclass(frozen=True, slots=True)
class Step:
    """A milestone of a plan, by the places of those before it."""

    kind: str
    due: int
    after: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Termed:
    """A term."""

    kind: str
    amount: Decimal | None
    currency: str
    stage: str
    voice: Voice


@dataclass(frozen=True, slots=True)
class Plan:
    """A deal without what was said of its milestones; parties as role and kind of organisation."""

    kind: str
    route: str
    category: str
    unit: str
    steps: tuple[Step, ...]
    terms: tuple[Termed, ...]
    parties: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Shapes:
    """A whole catalogue. `tracks` are those of each kind of milestone.

    `endings` are actuals in days from the last date that was expected before; `countries` those of
    each kind of organisation; `first` is the day of the first report.
    """

    plans: tuple[Plan, ...]
    tracks: Mapping[str, tuple[Track, ...]]
    endings: tuple[Spoken, ...]
    countries: Mapping[str, tuple[str, ...]]
    reliabilities: tuple[str, ...]
    first: date
