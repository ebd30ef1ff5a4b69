"""What an actor may know of on a day: the rows of each list, before they are cut into pages.

Everything begins at the deals visible to the actor that somebody had spoken of by the day. What
was reported or published later, or hangs on another deal, is not in any of these.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TypeVar

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from api.asked import Asked
from deals.models import Actor, Claim, Deal, Event, Party, Source, Term
from deliveries.dossiers import Dossier, dossier_of
from deliveries.filters.conditions import has_flag
from deliveries.models import Count, DealSpan, Flag, Span
from deliveries.standings import deal_spans_on, flagged, spans_on
from vendors.models import Organisation, Shareholding

M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Known:
    """What `actor` may know of on the day that was asked for, of the deals that were asked for."""

    actor: Actor
    asked: Asked

    @property
    def day(self) -> date:
        """The day of the answer."""
        return self.asked.day

    def deal_spans(self) -> QuerySet[DealSpan]:
        """What stood for each deal."""
        return self._of_deals(deal_spans_on(self.actor, self.day, of_all=not self.asked.deals))

    def spans(self) -> QuerySet[Span]:
        """What stood for each milestone."""
        return self._of_deals(spans_on(self.actor, self.day))

    def claims(self) -> QuerySet[Claim]:
        """What was said about milestones, known misreports included: they make no milestone be."""
        if self.asked.known_at is not None:
            return Claim.objects.filter(pk__in=self.recalled_claims)
        found = Claim.objects.standing().reported_by(self.day)
        return found.filter(milestone__deal__in=self.deals())

    @cached_property
    def recalled_claims(self) -> dict[int, Claim]:
        """Of the one deal asked for: its claims as they were on record at an instant, by number."""
        dossier = self.dossier(self.asked.deals[0])
        if dossier is None or dossier.deal_span(self.day) is None:
            return {}
        return {claim.pk: claim for claim in dossier.claims(self.day)}

    def dossier(self, ref: str) -> Dossier | None:
        """All that is on record of one deal, or was at an instant; None where it is not there."""
        deal = Deal.objects.visible_to(self.actor).filter(ref=ref).first()
        return dossier_of(deal, self.asked.today, self.asked.known_at) if deal else None

    def terms(self) -> QuerySet[Term]:
        """What was said about deals."""
        return Term.objects.standing().reported_by(self.day).filter(deal__in=self.deals())

    def counts(self) -> QuerySet[Count]:
        """What was counted of lots."""
        found = Count.objects.standing().reported_by(self.day)
        return found.filter(lot__milestone__deal__in=self.deals())

    def events(self) -> QuerySet[Event]:
        """What happened around deals."""
        links = Event.deals.through.objects.filter(
            event_id=OuterRef("pk"), deal_id__in=self.deals().values("pk")
        )
        return Event.objects.standing().reported_by(self.day).filter(Exists(links))

    def deals(self) -> QuerySet[Deal]:
        """The deals themselves."""
        refs = self.asked.deals
        return self._told.filter(ref__in=refs) if refs else self._told

    def flags(self) -> QuerySet[Flag]:
        """The findings that are open today; for another day see `flagged`."""
        spans = self.chosen(self.spans()).order_by().values("milestone")
        found = Flag.objects.open().filter(milestone__in=spans)
        return found.filter(kind__in=self.flag_kinds) if self.flag_kinds else found

    def flagged(self) -> QuerySet[Span]:
        """What stood for the milestones that had a flag on the day, of no suspended deal."""
        spans = flagged(self.chosen(self.spans()), self.day)
        return spans.filter(has_flag(self.flag_kinds)) if self.flag_kinds else spans

    @cached_property
    def flag_kinds(self) -> list[str]:
        """The kinds of flags that were asked for; none: all."""
        filters = self.asked.filters
        return filters.given.getlist("kind") if filters else []

    def is_there(self, ref: str) -> bool:
        """Whether somebody had spoken of the deal, and the actor may know of it."""
        if self.asked.known_at is not None:
            dossier = self.dossier(ref)
            return dossier is not None and dossier.deal_span(self.day) is not None
        return self.deals().filter(ref=ref).exists()

    def deals_of(self, events: Sequence[Event]) -> dict[int, list[str]]:
        """Refs of the deals of each event, of those that the actor may know of."""
        links = Event.deals.through.objects.filter(
            event_id__in=[event.pk for event in events], deal_id__in=self._told.values("pk")
        )
        found: dict[int, list[str]] = {}
        for number, ref in links.order_by("deal__ref").values_list("event_id", "deal__ref"):
            found.setdefault(number, []).append(ref)
        return found

    @property
    def _told(self) -> QuerySet[Deal]:
        """The deals that somebody had spoken of, whichever were asked for."""
        existed = DealSpan.objects.on(self.day).filter(deal=OuterRef("pk"))
        return Deal.objects.visible_to(self.actor).filter(Exists(existed))

    def sources(self) -> QuerySet[Source]:
        """The publications that something known cites."""
        statements = (self.claims(), self.terms(), self.counts(), self.events())
        cited = Q(code__in=self.shareholdings().values("source"))
        for said in statements:
            cited |= Q(Exists(said.filter(source=OuterRef("pk"))))
        return self._published().filter(cited)

    def organisations(self) -> QuerySet[Organisation]:
        """The parties to deals, who holds shares of those, and so on up."""
        party = Exists(self._parties().filter(organisation=OuterRef("pk")))
        return Organisation.objects.filter(Q(party) | Q(pk__in=self._holders))

    def shareholdings(self) -> QuerySet[Shareholding]:
        """Who holds shares of the organisations."""
        return self._shares().filter(venture__in=self.organisations())

    def is_published(self, source: Source) -> bool:
        """Whether the source was public: a statement may be older than what cites it."""
        return source.published_on <= self.day

    def chosen(self, found: "QuerySet[M]") -> "QuerySet[M]":
        """Those of the rows that pass the filters that were asked for."""
        filters = self.asked.filters
        return filters.of(found, self.day, self.asked.period) if filters else found

    def _of_deals(self, found: "QuerySet[M]") -> "QuerySet[M]":
        refs = self.asked.deals
        return found.filter(deal__ref__in=refs) if refs else found

    def _parties(self) -> QuerySet[Party]:
        return Party.objects.filter(deal__in=self.deals())

    def _published(self) -> QuerySet[Source]:
        return Source.objects.filter(published_on__lte=self.day)

    def _shares(self) -> QuerySet[Shareholding]:
        """Those whose source was public; one without a source has no day, and counts today only."""
        public = Q(source__in=self._published().values("code"))
        return Shareholding.objects.filter(public | Q(source="") if self.asked.is_today else public)

    @cached_property
    def _holders(self) -> set[int]:
        """Numbers of those who hold shares of a party, or of such a holder."""
        held: dict[int, set[int]] = {}
        for venture, holder in self._shares().values_list("venture", "holder"):
            held.setdefault(venture, set()).add(holder)
        parties = (
            self._parties().filter(organisation__in=held).values_list("organisation", flat=True)
        )
        found: set[int] = set()
        reached = set(parties)
        while reached:
            reached = set().union(*(held.get(number, set()) for number in reached)) - found
            found |= reached
        return found
