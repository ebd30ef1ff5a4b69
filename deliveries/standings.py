"""Reading stored spans: what stood for milestones and deals on a day, with its slips."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.functional import cached_property

from deals import dates
from deals.models import Actor, Deal, Milestone, may_see
from deliveries.facts import plus
from deliveries.models import DealSpan, Span
from deliveries.pace import Pace
from deliveries.periods import Period
from deliveries.slips import Slip, estimate_on, slip


@dataclass(frozen=True)
class MilestoneOn:
    """A milestone as it stood on a day. Windows are None where nobody has said it.

    `past` is what stood a period before: what the slip in the period is measured from.
    """

    milestone: Milestone
    span: Span
    day: date
    period: Period
    past: Span | None = None

    def figure(self, name: str) -> dates.Window | None:
        """One of original, baseline, promised, assessed and actual."""
        return self._stated.get(name)

    @cached_property
    def _stated(self) -> dict[str, dates.Window]:
        return self.span.windows()

    @cached_property
    def estimate(self) -> dates.Window | None:
        """The window to reckon with on the day."""
        return estimate_on(self.figure("estimate"), self.span.floor, self.day)

    @property
    def is_growing(self) -> bool:
        """Whether the last day of the estimate moves on with the day: its own has passed."""
        latest, floor = self.span.estimate_latest, self.span.floor
        return latest is not None and floor is not None and latest < plus(self.day, floor)

    @cached_property
    def total(self) -> Slip | None:
        """The estimate against the original baseline."""
        return slip(self.estimate, self.figure("original"))

    @cached_property
    def current(self) -> Slip | None:
        """The estimate against the current baseline."""
        return slip(self.estimate, self.figure("baseline"))

    @cached_property
    def in_period(self) -> Slip | None:
        """The estimate against the estimate as known a period ago."""
        return slip(self.estimate, self.past_estimate)

    @property
    def past_estimate(self) -> dates.Window | None:
        """The estimate as known a period ago."""
        return _estimate(self.past, self.period.before(self.day)) if self.past else None

    @property
    def outturn(self) -> tuple[Slip | None, Slip | None] | None:
        """Once met, the actual against the original and the current baseline."""
        actual = self.figure("actual")
        if actual is None:
            return None
        if actual is self.estimate:
            return self.total, self.current
        return slip(actual, self.figure("original")), slip(actual, self.figure("baseline"))

    @property
    def pace(self) -> Pace | None:
        """How an open lot comes along, if it has been counted and has an objective."""
        return self.span.pace

    @property
    def claims(self) -> list[int]:
        """Numbers of the claims that the verdict rests on."""
        return list(dict.fromkeys(key for r in self.span.reasons for key in r["claims"]))

    @property
    def counts(self) -> list[int]:
        """Numbers of the counts that the verdict rests on."""
        return list(dict.fromkeys(key for r in self.span.why for key in r["counts"]))


@dataclass(frozen=True, slots=True)
class DealOn:
    """A deal as it stood on a day, with the milestone that decides and the next one."""

    deal: Deal
    span: DealSpan
    day: date
    period: Period
    worst: MilestoneOn | None
    next: MilestoneOn | None


def total_on(span: Span, day: date) -> Slip | None:
    """The total slip on a day of the span: its estimate against the original baseline."""
    return slip(_estimate(span, day), span.figure("original"))


def usual_period() -> Period:
    """The period where none is asked for: a setting, 365 days."""
    return Period(days=settings.PERIOD_DAYS)


def spans_on(actor: Actor, day: date) -> QuerySet[Span]:
    """What stood on `day` for the milestones that `actor` may know of, with milestone and deal."""
    return (
        Span.objects.on(day)
        .filter(may_see(actor))
        .select_related("milestone__deal", "milestone__lot")
        .order_by("deal__ref", "milestone__position", "milestone_id")
    )


def flagged(spans: QuerySet[Span], day: date) -> QuerySet[Span]:
    """Those of the spans of a day whose flags are open on it by the rules.

    Not those of deals that are suspended by their stage then: these open no flag.
    """
    still = DealSpan.objects.on(day).filter(deal=OuterRef("deal"), is_suspended=True)
    return spans.exclude(flags=[]).filter(~Exists(still))


def deal_spans_on(actor: Actor, day: date, *, of_all: bool = False) -> QuerySet[DealSpan]:
    """What stood on `day` for the deals that `actor` may know of, the worst first.

    `of_all`: it is for going through all of them (see `may_see`).
    """
    found = DealSpan.objects.on(day).filter(may_see(actor, of_all=of_all))
    return found.select_related("deal").worst_first(day)


def milestones_on(
    spans: Iterable[Span], day: date, period: Period | None = None
) -> list[MilestoneOn]:
    """The milestones of `spans`, with what stood a period before; one query more for all."""
    spans = list(spans)
    numbers = [s.milestone_id for s in spans]
    period = period or usual_period()
    past = Span.objects.on(period.before(day)).filter(milestone__in=numbers).estimated()
    return paired(spans, past.order_by(), day, period)


def paired(
    spans: Iterable[Span], past: Iterable[Span], day: date, period: Period
) -> list[MilestoneOn]:
    """The milestones of `spans`, each with that of `past`, which stood a period before."""
    before = {s.milestone_id: s for s in past}
    return [MilestoneOn(s.milestone, s, day, period, before.get(s.milestone_id)) for s in spans]


def deals_on(spans: Iterable[DealSpan], day: date, period: Period | None = None) -> list[DealOn]:
    """The deals of `spans` with their deciding and next milestones; two queries for all."""
    spans = list(spans)
    wanted = {n for s in spans for n in (s.worst_id, s.next_id) if n is not None}
    found = Span.objects.on(day).filter(milestone__in=wanted).select_related("milestone__lot")
    deals = {s.deal_id: s.deal for s in spans}
    rows = list(found.order_by())
    for row in rows:
        row.milestone.deal = deals[row.deal_id]
    period = period or usual_period()
    by_number = {m.milestone.pk: m for m in milestones_on(rows, day, period)}
    return [deal_on(s, by_number, day, period) for s in spans]


def deal_on(
    span: DealSpan, milestones: Mapping[int, MilestoneOn], day: date, period: Period
) -> DealOn:
    """The deal of a span; what decides it and what is next are among `milestones`, by number."""
    worst, following = (milestones.get(number or 0) for number in (span.worst_id, span.next_id))
    return DealOn(span.deal, span, day, period, worst, following)


def flagged_since(milestones: Collection[int], day: date) -> dict[int, dict[str, date]]:
    """By milestone and kind of flag: the first day of the spans in a row that have it, on `day`."""
    spans = Span.objects.filter(milestone__in=milestones, from_on__lte=day)
    in_turn = spans.order_by("milestone", "from_on")
    return standing_since(in_turn.values_list("milestone", "from_on", "flags"))


def standing_since(
    in_turn: Iterable[tuple[int, date, Iterable[str]]],
) -> dict[int, dict[str, date]]:
    """The same, from the milestone, first day and flags of each span, in the order of days."""
    since: dict[int, dict[str, date]] = {}
    for number, from_on, flags in in_turn:
        before = since.get(number, {})
        since[number] = {kind: before.get(kind, from_on) for kind in flags}
    return since


def _estimate(span: Span, day: date) -> dates.Window | None:
    return estimate_on(span.figure("estimate"), span.floor, day)
