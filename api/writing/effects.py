"""What a write did to the verdicts of deals: before, after, and flags opened and closed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from api.wire.values import Wire, slip, window
from deals.models import Actor, Deal, Milestone
from deliveries.models import DealSpan, Flag, Span
from deliveries.slips import estimate_on
from deliveries.standings import total_on

FlagKey = tuple[int, str, str]  # a milestone's number, kind, level


@dataclass(frozen=True, slots=True)
class _Picture:
    deals: dict[int, str]
    milestones: dict[int, Wire]
    flags: frozenset[FlagKey]


class Effects:
    """Remembers how deals stand when it is made; `told` says what differs when it is asked.

    Make it under the locks of the deals, and ask once they are settled. `about` are numbers of
    milestones that are told of even where nothing about them differs. What is said changes no
    plan, so that the plans are read once.
    """

    def __init__(
        self, actor: Actor, day: date, deals: Iterable[Deal], about: Iterable[int] = ()
    ) -> None:
        self.day = day
        self.refs = {deal.pk: deal.ref for deal in deals}
        self.about = set(about)
        visible = Deal.objects.visible_to(actor).filter(pk__in=list(self.refs))
        plan = Milestone.objects.filter(deal__in=visible).order_by("position", "pk")
        self.plan = list(plan.values_list("deal_id", "pk", "code"))
        self.before = self._picture()

    def told(self) -> list[Wire]:
        """What differs, a deal each, in the order of their refs."""
        after = self._picture()
        ordered = sorted(self.refs, key=lambda number: self.refs[number])
        return [self._of(number, self.before, after) for number in ordered]

    def _of(self, deal: int, before: _Picture, after: _Picture) -> Wire:
        codes = {number: code for of, number, code in self.plan if of == deal}
        ordered = sorted(codes, key=lambda number: number not in before.milestones)
        pairs = [(n, before.milestones.get(n), after.milestones.get(n)) for n in ordered]
        return {
            "deal": self.refs[deal],
            "as_of": self.day.isoformat(),
            "before": before.deals.get(deal),
            "after": after.deals.get(deal),
            "milestones": [
                {"milestone": codes[number], "before": then, "after": now}
                for number, then, now in pairs
                if then != now or (number in self.about and now)
            ],
            "flags": {
                "opened": _flags(codes, after.flags - before.flags),
                "closed": _flags(codes, before.flags - after.flags),
            },
        }

    def _picture(self) -> _Picture:
        numbers = list(self.refs)
        spans = Span.objects.on(self.day).filter(deal__in=numbers)
        deals = DealSpan.objects.on(self.day).filter(deal__in=numbers)
        flags = Flag.objects.open().filter(deal__in=numbers)
        return _Picture(
            dict(deals.values_list("deal_id", "state")),
            {span.milestone_id: self._verdict(span) for span in spans.order_by()},
            frozenset(flags.order_by().values_list("milestone_id", "kind", "level")),
        )

    def _verdict(self, span: Span) -> Wire:
        return {
            "state": span.state,
            "level": span.level or None,
            "knowledge": None if span.knowledge == "none" else span.knowledge,
            "estimate": window(estimate_on(span.figure("estimate"), span.floor, self.day)),
            "slip": slip(total_on(span, self.day)),
        }


def _flags(codes: dict[int, str], flags: Iterable[FlagKey]) -> list[Wire]:
    """The flags of a deal, whose milestones have these codes."""
    of_deal = sorted((codes[n], kind, level) for n, kind, level in flags if n in codes)
    return [
        {"milestone": milestone, "kind": kind, "level": level or None}
        for milestone, kind, level in of_deal
    ]
