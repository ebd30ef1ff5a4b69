"""What an actor may know of on a day: the rows of each list, before they are cut into pages.

Everything begins at the deals visible to the actor that somebody had spoken of by the day. What
was reported or published later, or hangs on another deal, is not in any of these.
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Exists, OuterRef, Q, QuerySet

from api.parameters import Asked
from deals.models import Actor, Claim, Deal, Event, Party, Source, Term
from deliveries.dossiers import Dossier, dossier_of
from deliveries.models import Count, DealSpan, Flag, Span
from deliveries.standings import deal_spans_on, spans_on
from vendors.models import Organisation, Shareholding


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
        return self._of_deals(deal_spans_on(self.actor, self.day), "deal")

    def spans(self) -> QuerySet[Span]:
        """What stood for each milestone."""
        return self._of_deals(spans_on(self.actor, self.day), "deal")

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
        existed = DealSpan.objects.on(self.day).filter(deal=OuterRef("pk"))
        found = Deal.objects.visible_to(self.actor).filter(Exists(existed))
        return found.filter(ref__in=self.asked.deals) if self.asked.deals else found

    def flags(self) -> QuerySet[Flag]:
        """The findings that are open today; for another day see `flagged`."""
        return Flag.objects.open().filter(milestone__in=self.spans().values("milestone"))

    def flagged(self) -> QuerySet[Span]:
        """What stood for the milestones that had a flag on the day."""
        return self.spans().exclude(flags=[])

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

    def _of_deals(self, found: QuerySet, lookup: str) -> QuerySet:  # type: ignore[type-arg]
        refs = self.asked.deals
        return found.filter(**{f"{lookup}__ref__in": refs}) if refs else found

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
