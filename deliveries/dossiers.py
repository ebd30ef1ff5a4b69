"""All that is recorded of one deal, now or as it was here at an instant, behind one interface.

`as of` a day is what sources had said by it. `known at` an instant further leaves out what was
entered here after it, counts what was not yet retracted, and takes the plan as it was. The first is
read from stored spans; the second is derived when it is asked for, for one deal at a time, and
shown by the same readers.
"""

from collections.abc import Iterable
from copy import copy
from datetime import date, datetime
from typing import Any, TypeVar

from django.db.models import Q
from django.utils import timezone
from typing_extensions import override

from deals.choices import TermKind
from deals.models import (
    Claim,
    Deal,
    Event,
    Milestone,
    Precedence,
    Statement,
    StatementQuerySet,
    Term,
)
from deliveries.derivation import facts_from, rows_of
from deliveries.history import history
from deliveries.models import Count, DealSpan, Lot, Span
from deliveries.periods import Period
from deliveries.standings import (
    DealOn,
    MilestoneOn,
    deal_on,
    milestones_on,
    paired,
    standing_since,
    usual_period,
)
from deliveries.unwinding import Unwound, unwound

S = TypeVar("S", bound=Statement)


class Dossier:
    """What is recorded of one deal. `today` is the day that it is the present of.

    Statements come with their source and with what they are about, by the day of their report;
    claims with their `speaker`, too, which is of the present.
    """

    known_at: datetime | None = None

    def __init__(self, deal: Deal, today: date) -> None:
        self.deal = deal
        self.today = today

    def standing(self, day: date) -> list[Span]:
        """What stood for its milestones on `day`, in the order of the plan."""
        spans = Span.objects.on(day).filter(deal=self.deal)
        related = spans.select_related("milestone__deal", "milestone__lot")
        return list(related.order_by("milestone__position", "milestone_id"))

    def begun(self, day: date) -> list[Span]:
        """Every span of its milestones that began by `day`, in the order of days."""
        return list(Span.objects.filter(deal=self.deal, from_on__lte=day).order_by("from_on"))

    def deal_span(self, day: date) -> DealSpan | None:
        """What stood for the deal on `day`; None before its first word."""
        return DealSpan.objects.on(day).filter(deal=self.deal).select_related("deal").first()

    def claims(self, day: date) -> list[Claim]:
        """What had been said by `day` about the dates of its milestones."""
        found = Claim.objects.standing().reported_by(day).filter(milestone__deal=self.deal)
        # Read once each, since there are hundreds of claims and few milestones and sources.
        plan = {m.pk: m for m in Milestone.objects.filter(deal=self.deal)}
        claims: list[Claim] = list(found.with_speaker().prefetch_related("source"))
        for milestone in plan.values():
            milestone.deal = self.deal
        for claim in claims:
            claim.milestone = plan[claim.milestone_id]
            claim.anchor = plan.get(claim.anchor_id or 0)
        return claims

    def counts(self, day: date) -> list[Count]:
        """What had been counted of its lots by `day`."""
        found = Count.objects.standing().reported_by(day).filter(lot__milestone__deal=self.deal)
        return list(found.select_related("source", "lot__milestone__deal"))

    def terms(self, day: date) -> list[Term]:
        """What had been said by `day` about the deal itself."""
        found = Term.objects.standing().reported_by(day).filter(deal=self.deal)
        return list(found.select_related("source", "deal"))

    def events(self, day: date) -> list[Event]:
        """What had been reported by `day` to have happened around the deal."""
        found = Event.objects.standing().reported_by(day).filter(deals=self.deal)
        return list(found.select_related("source"))

    def milestones_on(self, day: date, period: Period | None = None) -> list[MilestoneOn]:
        """Its milestones as they stood on `day`, in the order of the plan."""
        return milestones_on(self.standing(day), day, period)

    def flagged_since(self, day: date) -> dict[int, dict[str, date]]:
        """By milestone and kind of flag: since when it stands on `day` (see `standings`)."""
        return standing_since((s.milestone_id, s.from_on, s.flags) for s in self.begun(day))

    def deal_on(
        self, milestones: Iterable[MilestoneOn], day: date, period: Period | None = None
    ) -> DealOn | None:
        """The deal as it stood on `day`, with those of its `milestones` that decide it."""
        span = self.deal_span(day)
        by_number = {m.milestone.pk: m for m in milestones}
        return deal_on(span, by_number, day, period or usual_period()) if span else None

    def is_suspended(self, span: DealSpan, day: date) -> bool:
        """Whether it was suspended on `day`: by its stage or, in its present, by a person."""
        return span.is_suspended or (day == self.today and self.deal.is_suspended)


class Recalled(Dossier):
    """A deal as it was recorded here at an instant; nothing of it is to be saved."""

    def __init__(self, known_at: datetime, deal: Deal, at: Unwound) -> None:
        super().__init__(deal, timezone.localdate(known_at))
        self.known_at = known_at
        self._at = at
        self._milestones: dict[int, Milestone] = at.of("milestone")
        self._lots: dict[int, Lot] = at.of("lot")
        self._join()
        about = Claim.objects.filter(milestone__in=list(self._milestones))
        self._claims = self._known(about, "claim")
        self._counts = self._known(Count.objects.filter(lot__in=list(self._lots)), "count")
        self._terms = self._known(Term.objects.filter(deal=deal.pk), "term")
        for claim in self._claims:
            claim.milestone = self._milestones[claim.milestone_id]
            claim.anchor = self._milestones.get(claim.anchor_id or 0)
        for term in self._terms:
            term.deal = deal
        for count in self._counts:
            count.lot = self._lots[count.lot_id]
        self._spans, self._deal_spans = self._derived()

    def _join(self) -> None:
        """Let the rows of the plan refer to each other and to nothing of the present."""
        for milestone in self._milestones.values():
            milestone.deal = self.deal
            Lot.milestone.field.remote_field.set_cached_value(milestone, None)
        for lot in self._lots.values():
            lot.milestone = self._milestones[lot.milestone_id]

    def _known(self, statements: StatementQuerySet[S], subject: str) -> list[S]:
        """Those that had been entered by the instant, and not been retracted."""
        since = Q(retracted_at__gt=self.known_at) | Q(pk__in=self._at.retracted_since(subject))
        found = statements.filter(Q(retracted_at=None) | since, entered_at__lte=self.known_at)
        rows = found.exclude(pk__in=self._at.recorded_since(subject)).select_related("source")
        return list(rows)

    def _derived(self) -> tuple[list[Span], list[DealSpan]]:
        plan = sorted(self._milestones.values(), key=lambda m: (m.position, m.pk))
        after: dict[int, list[Precedence]] = {m.pk: [] for m in plan}
        for _, link in sorted(self._at.of("precedence").items()):
            link.predecessor = self._milestones[link.predecessor_id]
            after[link.milestone_id].append(link)
        stages = [t for t in self._terms if t.kind == TermKind.STAGE]
        facts = facts_from(
            [(m, after[m.pk]) for m in plan], self._claims, self._counts, stages, self.deal
        )
        spans, deal_spans = rows_of(history(facts), self.deal, {m.code: m.pk for m in plan})
        for span in spans:
            span.milestone = self._milestones[span.milestone_id]
        return spans, deal_spans

    @override
    def standing(self, day: date) -> list[Span]:
        stood = [s for s in self._spans if _stands(s, day)]
        return sorted(stood, key=lambda s: (s.milestone.position, s.milestone_id))

    @override
    def begun(self, day: date) -> list[Span]:
        return sorted((s for s in self._spans if s.from_on <= day), key=lambda s: s.from_on)

    @override
    def deal_span(self, day: date) -> DealSpan | None:
        return next((s for s in self._deal_spans if _stands(s, day)), None)

    @override
    def claims(self, day: date) -> list[Claim]:
        return _reported(self._claims, day)

    @override
    def counts(self, day: date) -> list[Count]:
        return _reported(self._counts, day)

    @override
    def terms(self, day: date) -> list[Term]:
        return _reported(self._terms, day)

    @override
    def events(self, day: date) -> list[Event]:
        linked = set(
            Event.deals.through.objects.filter(deal=self.deal).values_list("event", flat=True)
        )
        for (_, number), was_linked in self._at.linked.items():
            (linked.add if was_linked else linked.discard)(number)
        return _reported(self._known(Event.objects.filter(pk__in=linked), "event"), day)

    @override
    def milestones_on(self, day: date, period: Period | None = None) -> list[MilestoneOn]:
        period = period or usual_period()
        return paired(self.standing(day), self.standing(period.before(day)), day, period)


def _stands(span: Span | DealSpan, day: date) -> bool:
    return span.from_on <= day and (span.to_on is None or day < span.to_on)


def _reported(statements: Iterable[Any], day: date) -> list[Any]:
    found = (s for s in statements if s.reported_on <= day)
    return sorted(found, key=lambda s: (s.reported_on, s.pk))


def dossier_of(deal: Deal, today: date, known_at: datetime | None = None) -> Dossier | None:
    """The dossier of a deal as it is, or as it was at `known_at`; None if it was not here yet."""
    if known_at is None:
        return Dossier(deal, today)
    if deal.created_at > known_at:
        return None
    milestones = list(Milestone.objects.filter(deal=deal))
    links = Precedence.objects.filter(milestone__deal=deal)
    lots = Lot.objects.filter(milestone__deal=deal)
    at = unwound(deal, known_at, [copy(deal), *milestones, *links, *lots])
    was = at.of("deal").get(deal.pk)
    return Recalled(known_at, was, at) if was else None
