"""What a write did: states and flags of its deals before and after, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from deals.models import Actor, Deal
from deliveries.models import Flag
from deliveries.standings import spans_on


@dataclass(frozen=True, slots=True)
class _Picture:
    states: dict[int, tuple[str, str]]  # of a milestone: its title, its state in words
    flags: frozenset[str]


class Effects:
    """Remembers how the deals stand when it is made, and says what differs when it is asked.

    `about` are milestones that are spoken of even where nothing about them differs.
    """

    def __init__(
        self, actor: Actor, day: date, deals: Iterable[Deal], about: Iterable[int] = ()
    ) -> None:
        self.actor, self.day, self.deals, self.about = actor, day, list(deals), set(about)
        self.before = self._picture()

    def _picture(self) -> _Picture:
        spans = spans_on(self.actor, self.day).filter(deal__in=self.deals)
        flags = Flag.objects.open().filter(deal__in=self.deals).select_related("milestone")
        return _Picture(
            {s.milestone_id: (s.milestone.title, _words(s.state, s.knowledge)) for s in spans},
            frozenset(f"{_words(f.kind, f.level)} on “{f.milestone.title}”" for f in flags),
        )

    def said(self) -> list[str]:
        """What differs now, a sentence each."""
        before, after = self.before, self._picture()
        sentences = []
        for number in after.states.keys() | before.states.keys():
            title, now = after.states.get(number, ("", ""))
            title, then = before.states.get(number, (title, ""))
            if now != then:
                sentences.append(
                    f"“{title}”: {then or 'not spoken of'} → {now or 'not spoken of'}."
                )
            elif number in self.about:
                sentences.append(f"“{title}” stays {now}.")
        sentences.sort()
        opened, closed = after.flags - before.flags, before.flags - after.flags
        sentences += [f"Flag opened: {flag}." for flag in sorted(opened)]
        sentences += [f"Flag closed: {flag}." for flag in sorted(closed)]
        return sentences


def _words(first: str, second: str) -> str:
    """At risk (single source); slip (breach)."""
    more = f" ({second.replace('_', ' ')})" if second else ""
    return first.replace("_", " ") + more
