"""What has been said so far: claims and counts, handed on to the plan as they are reported."""

from collections.abc import Sequence
from datetime import date

from deals.dates import DateRefused, Relative, Window, between
from deliveries.facts import Counted, Facts, Said, Step
from deliveries.layout import Layout
from deliveries.weighing import Word
from deliveries.words import Reading, read


class Hearing:
    """The words of a deal in the order of their reports. `steps` come with anchors first."""

    def __init__(self, facts: Facts, steps: Sequence[Step], layout: Layout) -> None:
        self.layout = layout
        self.contest_days = facts.margins.contest_days
        self.words: dict[str, list[Word]] = {s.code: [] for s in steps}
        self.relative: dict[str, list[Said]] = {}
        self.followers: dict[str, set[str]] = {}
        for claim in facts.claims:
            if isinstance(claim.when, Relative):
                self.followers.setdefault(claim.when.anchor, set()).add(claim.milestone)
        said = [c for c in facts.claims if c.rank != "deprecated"]
        self.waiting: list[Said | Counted] = [*said, *facts.counts]
        self.waiting.sort(key=lambda c: c.reported, reverse=True)

    def next_day(self) -> date | None:
        """The next day on which something is reported."""
        return self.waiting[-1].reported if self.waiting else None

    def hear(self, day: date) -> set[str]:
        """Take in what is reported by `day`; return the codes of the places that it changed."""
        heard: set[str] = set()
        while self.waiting and self.waiting[-1].reported <= day:
            word = self.waiting.pop()
            heard.add(word.milestone)
            if isinstance(word, Counted):
                self.layout.counts.setdefault(word.milestone, []).append(word)
            elif isinstance(word.when, Relative):
                self.relative.setdefault(word.milestone, []).append(word)
            else:
                self.words[word.milestone].append(Word(word, word.when))
        return self.layout.hear(self._read(heard)) if heard else set()

    def _read(self, heard: set[str]) -> dict[str, Reading]:
        """Read the words of the milestones that were spoken of, and of those that follow them."""
        found: dict[str, Reading] = {}
        todo = sorted(heard, key=self.layout.ranks.__getitem__)
        while todo:
            code = todo.pop(0)
            before = self.layout.readings.get(code)
            found[code] = read(
                [*self.words[code], *self._resolved(code, found)],
                contest_days=self.contest_days,
                counts=self.layout.counts.get(code, ()),
            )
            moved = before is None or _dates(before) != _dates(found[code])
            new = self.followers.get(code, set()) - set(todo) if moved else set()
            if new:
                todo = sorted([*todo, *new], key=self.layout.ranks.__getitem__)
        return found

    def _resolved(self, code: str, found: dict[str, Reading]) -> list[Word]:
        """Its relative dates, which follow the estimates of their anchors."""
        return [self._word(claim, found) for claim in self.relative.get(code, ())]

    def _word(self, claim: Said, found: dict[str, Reading]) -> Word:
        """A relative date in days; it has none where its anchor has none, or is merely late."""
        when = claim.when
        assert isinstance(when, Relative)
        anchor = found.get(when.anchor) or self.layout.readings.get(when.anchor)
        window = _counted(when, anchor.estimate if anchor and anchor.is_dated else None)
        if anchor is None or anchor.last_day is None or (window and window.latest):
            return Word(claim, window)
        before = _counted(when, between(None, anchor.last_day))
        return Word(claim, window, before.latest if before else None)


def _counted(when: Relative, anchor: Window | None) -> Window | None:
    """None without an anchor, or beyond the calendar."""
    try:
        return when.resolve(anchor) if anchor else None
    except DateRefused:
        return None


def _dates(reading: Reading) -> tuple[Window | None, bool, date | None]:
    """What dates that are relative to the milestone are counted from."""
    return reading.estimate, reading.is_dated, reading.last_day
