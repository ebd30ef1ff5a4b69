"""What a write did to the verdicts of deals: before, after, and flags opened and closed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from api.wire.values import Wire, slip, window
from deals.models import Actor, Deal
from deliveries.models import DealSpan, Flag
from deliveries.standings import MilestoneOn, milestones_on, spans_on

FlagKey = tuple[int, str, str, str]  # deal, milestone, kind, level


@dataclass(frozen=True, slots=True)
class _Picture:
    deals: dict[int, str]
    milestones: dict[tuple[int, str], Wire]
    flags: frozenset[FlagKey]


class Effects:
    """Remembers how deals stand when it is made; `told` says what differs when it is asked.

    Make it under the locks of the deals, and ask once they are settled. `about` are numbers of
    milestones that are told of even where nothing about them differs.
    """

    def __init__(
        self, actor: Actor, day: date, deals: Iterable[Deal], about: Iterable[int] = ()
    ) -> None:
        self.actor, self.day = actor, day
        self.refs = {deal.pk: deal.ref for deal in deals}
        self.about = set(about)
        self.spoken_of: set[tuple[int, str]] = set()
        self.before = self._picture()

    def told(self) -> list[Wire]:
        """What differs, a deal each, in the order of their refs."""
        after = self._picture()
        ordered = sorted(self.refs, key=lambda number: self.refs[number])
        return [self._of(number, self.before, after) for number in ordered]

    def _of(self, number: int, before: _Picture, after: _Picture) -> Wire:
        names = [key for key in {**before.milestones, **after.milestones} if key[0] == number]
        pairs = [(key, before.milestones.get(key), after.milestones.get(key)) for key in names]
        return {
            "deal": self.refs[number],
            "as_of": self.day.isoformat(),
            "before": before.deals.get(number),
            "after": after.deals.get(number),
            "milestones": [
                {"milestone": key[1], "before": then, "after": now}
                for key, then, now in pairs
                if then != now or key in self.spoken_of
            ],
            "flags": {
                "opened": _flags(number, after.flags - before.flags),
                "closed": _flags(number, before.flags - after.flags),
            },
        }

    def _picture(self) -> _Picture:
        numbers = list(self.refs)
        spans = spans_on(self.actor, self.day).filter(deal__in=numbers)
        standing = milestones_on(spans.order_by("milestone__position", "milestone_id"), self.day)
        deals = DealSpan.objects.on(self.day).filter(deal__in=numbers)
        flags = Flag.objects.open().filter(deal__in=numbers)
        self.spoken_of |= {_key(on) for on in standing if on.milestone.pk in self.about}
        columns: Any = ("deal_id", "milestone__code", "kind", "level")
        return _Picture(
            dict(deals.values_list("deal_id", "state")),
            {_key(on): _verdict(on) for on in standing},
            frozenset(flags.values_list(*columns)),
        )


def _key(on: MilestoneOn) -> tuple[int, str]:
    return on.span.deal_id, on.milestone.code


def _verdict(on: MilestoneOn) -> Wire:
    span = on.span
    return {
        "state": span.state,
        "level": span.level or None,
        "knowledge": None if span.knowledge == "none" else span.knowledge,
        "estimate": window(on.estimate),
        "slip": slip(on.total),
    }


def _flags(number: int, flags: Iterable[FlagKey]) -> list[Wire]:
    return [
        {"milestone": milestone, "kind": kind, "level": level or None}
        for deal, milestone, kind, level in sorted(flags)
        if deal == number
    ]
