"""From a deal's facts to its whole history: what stood for each milestone, from day to day.

One pure function, `history`. It walks the days on which something is reported or turns, and says
for each milestone what stands from that day on, into the open future: without a new claim the
verdict of any coming day is known today. Rules: docs/domain.md; what the claims of one milestone
come to is in `words`, what the plan makes of it in `plans`, the judgement in `verdicts`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from deals.dates import Relative, Window
from deliveries.deal_standing import DealStanding, deal_standing
from deliveries.facts import Facts, Said, Step, in_order
from deliveries.plans import Place, laid_out, turns
from deliveries.reasons import Late, Reason, newest_late, trouble, unforeseen
from deliveries.verdicts import Standing, judge
from deliveries.weighing import Word
from deliveries.words import Reading, read

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
    for span in reversed(spans):
        if span.from_on <= day:
            return span.what if span.to_on is None or day < span.to_on else None
    return None


def history(facts: Facts) -> History:
    """Derive the history of one deal.

    Raises ValueError if its milestones follow each other in a circle.

    >>> history(Facts(steps=(), claims=())).deal
    []
    """
    steps = in_order(facts.steps, facts.claims)
    walk = _Walk(facts, steps)
    reports = walk.days()
    for place, day in enumerate(reports):
        until = reports[place + 1] if place + 1 < len(reports) else date.max
        walk.hear(day)
        for turn in walk.turns_between(day, until):
            walk.judge(turn)
    return History(
        {s.code: walk.spans[s.code].spans for s in facts.steps if s.code in walk.spans},
        walk.deal.spans,
    )


# What follows from an agreement whether or not anybody speaks of it.
IMPLIED = ("ratification", "entry_into_force")


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


class _Walk:
    """The state of the walk: what has been heard so far, and the spans laid so far."""

    def __init__(self, facts: Facts, steps: Sequence[Step]) -> None:
        self.facts = facts
        self.steps = tuple(steps)
        self.spans: dict[str, _Track[Standing]] = {}
        self.deal: _Track[DealStanding] = _Track()
        self.places: dict[str, Place] = {}
        self.said: dict[str, list[Said]] = {s.code: [] for s in steps}
        self.counted: dict[str, date] = {}
        self.waiting = sorted(
            (c for c in facts.claims if c.rank != "deprecated"),
            key=lambda c: c.reported,
            reverse=True,
        )
        self.counts = sorted(facts.counts, key=lambda c: c.reported, reverse=True)
        self.readings: dict[str, Reading] = {}
        self.kinds = {s.code: s.kind for s in steps}
        self.existing: set[str] = set()
        self.turning: dict[date, set[str]] = {}
        self.troubles: dict[str, Reason | None] = {}
        self.late: dict[str, Late | None] = {}
        self.reaching: dict[str, Reason | None] = {}
        self.standings: dict[str, Standing] = {}
        self.relative = {c.milestone for c in facts.claims if isinstance(c.when, Relative)}

    def days(self) -> list[date]:
        """The days on which something is reported."""
        said: list[date] = [c.reported for c in self.waiting]
        said += [c.reported for c in self.counts]
        said += [s.reported for s in self.facts.stages]
        return sorted(set(said))

    def hear(self, day: date) -> None:
        """Take in what is reported by `day` and lay the plan out anew."""
        heard = set(self.relative)
        while self.waiting and self.waiting[-1].reported <= day:
            claim = self.waiting.pop()
            self.said[claim.milestone].append(claim)
            heard.add(claim.milestone)
        while self.counts and self.counts[-1].reported <= day:
            count = self.counts.pop()
            self.counted[count.milestone] = count.reported
            heard.add(count.milestone)
        self._read(heard)
        self._lay_out()
        reached = self._reached()
        if reached:
            self.existing |= reached
            self._lay_out()

    def _lay_out(self) -> None:
        self.existing |= self._spoken_of()
        readings = {code: self.readings.get(code, Reading()) for code in self.existing}
        self.places = laid_out(self.steps, readings, self.facts.margins)

    def _read(self, heard: set[str]) -> None:
        """Read the words of the milestones that were spoken of, anchors before their followers."""
        for step in self.steps:
            if step.code in heard:
                words = [Word(c, self._window(c)) for c in self.said[step.code]]
                self.readings[step.code] = read(
                    words,
                    contest_days=self.facts.margins.contest_days,
                    counted_on=self.counted.get(step.code),
                )

    def _window(self, claim: Said) -> Window | None:
        """The stated window; a relative date follows the estimate of its anchor."""
        if not isinstance(claim.when, Relative):
            return claim.when
        anchor = self.readings.get(claim.when.anchor)
        return claim.when.resolve(anchor.estimate) if anchor and anchor.estimate else None

    def _spoken_of(self) -> set[str]:
        """The milestones that have been spoken of, and what must come before them."""
        found: set[str] = set()
        for step in reversed(self.steps):
            spoken = self.readings.get(step.code)
            if step.code in found or (spoken is not None and spoken.last_word_on is not None):
                found |= {step.code, *(code for code, _ in step.after)}
        return found

    def _reached(self) -> set[str]:
        """What must follow an agreement, once all that comes before it has been met.

        A signature needs its ratification and entry into force, spoken of or not. Of other steps
        nobody could have known before they were spoken of.
        """
        met = {code for code, place in self.places.items() if place.is_met}
        return {
            s.code
            for s in self.steps
            if s.kind in IMPLIED
            and s.code not in self.existing
            and s.after
            and met.issuperset(c for c, _ in s.after)
        }

    def turns_between(self, day: date, until: date) -> list[date]:
        """`day`, and the days before `until` on which a verdict may turn without a new word."""
        self.turning = {}
        for code, place in self.places.items():
            for turn in turns(place, self.facts.margins):
                if day < turn < until:
                    self.turning.setdefault(turn, set()).add(code)
        return [day, *sorted(self.turning)]

    def judge(self, day: date) -> None:
        """Lay down what stands from `day` on.

        On a day without a report only those are judged that turn of themselves, and those that
        the trouble of what comes before them reaches.
        """
        turning = self.turning.get(day)
        for code, place in self.places.items():
            trouble_before, late_before = self._before(place)
            reaches = trouble_before or unforeseen(place, late_before)
            if turning is None or code in turning or reaches != self.reaching[code]:
                self.reaching[code] = reaches
                self.standings[code] = judge(place, day, reaches, self.facts.margins)
                self.spans.setdefault(code, _Track()).stands(day, self.standings[code])
            self.troubles[code] = trouble(place, day) or trouble_before
            level = self.standings[code].level if place.is_open else ""
            self.late[code] = newest_late(place, level, late_before)
        planned = [self.standings[s.code] for s in self.facts.steps if s.code in self.standings]
        self.deal.stands(day, deal_standing(planned, self.kinds, self._stage(day)))

    def _before(self, place: Place) -> tuple[Reason | None, Late | None]:
        """The first trouble, and the newest lateness, of what comes before, however far up."""
        unmet = [c for c, _ in place.step.after if not self.places[c].is_met]
        troubles = (self.troubles[c] for c in unmet)
        late = [found for c in unmet if (found := self.late[c]) is not None]
        return next(filter(None, troubles), None), max(late, key=lambda f: f.held, default=None)

    def _stage(self, day: date) -> str:
        """The latest stage that was said by `day`; of equal days the more credible."""
        known = [s for s in self.facts.stages if s.reported <= day]
        latest = max(known, key=lambda s: (s.held, -s.credibility, s.stage), default=None)
        return latest.stage if latest else ""
