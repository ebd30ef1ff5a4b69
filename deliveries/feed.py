"""The journal as a feed of changes: what a reader may see of it, and what a mirror needs.

An entry is seen by whoever may know of its deal now, so that a deal that was restricted later has
none for others. Of what deals share (sources, organisations, events) the entries are seen by
whoever may know of a deal that it hangs on; and each entry that names such a thing carries it
along, so that nothing is missed that came to hang on a deal later.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import BigIntegerField, Case, Exists, Model, OuterRef, Q, QuerySet, When
from django.db.models.functions import Cast

from deals.models import (
    Actor,
    Claim,
    Deal,
    Event,
    Milestone,
    Party,
    Precedence,
    Source,
    Term,
)
from deliveries.models import Count, Flag, Lot
from journal.models import Entry, Head
from journal.snapshots import snapshot
from vendors.models import Organisation, Shareholding

SUBJECTS: dict[str, type[Model]] = {
    "deal": Deal,
    "party": Party,
    "milestone": Milestone,
    "precedence": Precedence,
    "lot": Lot,
    "claim": Claim,
    "term": Term,
    "count": Count,
    "event": Event,
    "source": Source,
    "organisation": Organisation,
    "shareholding": Shareholding,
    "flag": Flag,
}
_OF_MANY = ("event", "source", "shareholding")  # shared by deals, and looked up one by one
# Who entered or retracted it is for the journal's own page; when a flag wakes is derived.
_UNTOLD = ("_by_id", "wakes_on", "slip_then", "rests_on")
Place = tuple[str, int]  # a subject and the number of a record
Told = dict[str, Any]


def told(record: Model) -> Told:
    """A record as the feed has it: its columns, other records by their numbers."""
    columns = snapshot(record).items()
    return {name: value for name, value in columns if not name.endswith(_UNTOLD)}


@dataclass(frozen=True)
class Feed:
    """The changes that `actor` may see."""

    actor: Actor

    def entries(self, since: int, deals: Collection[str] = ()) -> QuerySet[Entry]:
        """Those after a number, in the order of their commits; of these deals, if any are named."""
        found = Entry.objects.filter(seq__gt=since, subject__in=SUBJECTS).order_by("seq")
        # Other entries have keys that are no numbers.
        number = Case(When(subject__in=_OF_MANY, then=Cast("key", BigIntegerField())))
        found = found.select_related("actor").alias(number=number)
        if deals:
            found = found.filter(deal__in=deals)
        return found.filter(self._of_deals() | self._shared())

    def is_cut(self, since: int, seen: int) -> bool:
        """Whether the reader has read, up to a number, what is no longer for them to see.

        `seen` is the last number there was when they read it. Following the feed from there would
        leave it with them: it has to be read anew.
        """
        return since > 0 and (self._has_other_rights(seen) or self._has_lost(since, seen))

    def _of_deals(self) -> Q:
        """Entries of deals that are there, and of those that are gone."""
        there = self._deals.filter(ref=OuterRef("deal"))
        return Q(Exists(there)) | Q(deal__in=self._gone)

    @cached_property
    def _deals(self) -> QuerySet[Deal]:
        return Deal.objects.visible_to(self.actor)

    @cached_property
    def _groups(self) -> set[str]:
        if self.actor is None or self.actor.is_anonymous:
            return set()
        return set(self.actor.groups.values_list("name", flat=True))

    def _may(self, groups: Collection[str]) -> bool:
        """Whether a deal that is restricted to these groups is for the reader."""
        is_superuser = self.actor is not None and self.actor.is_superuser
        return is_superuser or not groups or not self._groups.isdisjoint(groups)

    @cached_property
    def _gone(self) -> list[str]:
        """Refs of removed deals that the reader could see when they were removed."""
        of_deals = Entry.objects.filter(subject="deal")
        gone = set(of_deals.filter(verb="remove").values_list("deal", flat=True))
        gone -= set(Deal.objects.filter(ref__in=gone).values_list("ref", flat=True))
        last: dict[str, list[str]] = {ref: [] for ref in gone}
        for entry in of_deals.filter(verb="restrict", deal__in=gone).order_by("seq"):
            last[entry.deal] = (entry.after or {})["groups"]
        return [ref for ref, groups in last.items() if self._may(groups)]

    def _shared(self) -> Q:
        """Entries of what deals share, where it hangs on a deal that the reader may know of.

        Each is looked up by the number in the entry, so that a page costs what it shows.
        """
        ventures = list(self.organisations)
        keys = [str(number) for number in ventures]
        held = Shareholding.objects.filter(pk=OuterRef("number"), venture__in=ventures)
        was = Q(before__venture_id__in=ventures) | Q(after__venture_id__in=ventures)
        found = Q(subject="event") & Q(Exists(self._links.filter(event=OuterRef("number"))))
        found |= Q(subject="source") & self._cited(OuterRef("number"))
        found |= Q(subject="organisation", key__in=keys)
        found |= Q(subject="shareholding") & (Q(Exists(held)) | was)
        return Q(deal="") & found

    @property
    def _links(self) -> QuerySet[Any]:
        """Which events belong to deals that the reader may know of."""
        return Event.deals.through.objects.filter(deal__in=self._deals)

    def _cited(self, number: OuterRef) -> Q:
        """Whether something visible cites the source of that number, retracted or not."""
        events = Exists(self._links.filter(event=OuterRef("pk")))
        cites = {"source": number}
        of_deals: Iterable[QuerySet[Any]] = (
            Claim.objects.filter(milestone__deal__in=self._deals, **cites),
            Term.objects.filter(deal__in=self._deals, **cites),
            Count.objects.filter(lot__milestone__deal__in=self._deals, **cites),
            Event.objects.filter(events, **cites),
        )
        found = Q()
        for statements in of_deals:
            found |= Q(Exists(statements))
        shares = Shareholding.objects.filter(venture__in=list(self.organisations))
        shown = Source.objects.filter(pk=number, code__in=shares.values("source"))
        return found | Q(Exists(shown))

    @property
    def sources(self) -> QuerySet[Source]:
        """Those that something visible cites."""
        return Source.objects.filter(self._cited(OuterRef("pk")))

    @cached_property
    def organisations(self) -> set[int]:
        """Numbers of the parties to deals, of who holds shares of those, and so on up."""
        parties = Party.objects.filter(deal__in=self._deals).values_list("organisation", flat=True)
        return above(set(parties))

    def _has_other_rights(self, seen: int) -> bool:
        """Whether the reader's own account has other rights than it had."""
        if self.actor is None or self.actor.is_anonymous:
            return False
        own = Entry.objects.filter(subject="user", key=str(self.actor.pk), seq__gt=seen)
        return own.filter(Q(after__has_key="groups") | Q(after__has_key="is_superuser")).exists()

    def _has_lost(self, since: int, seen: int) -> bool:
        """Whether a deal that they have read of has been restricted since they did.

        One that was restricted as it was added was never theirs to see.
        """
        restricted = Entry.objects.filter(subject="deal", verb="restrict", seq__gt=seen)
        for entry in restricted.exclude(Exists(self._deals.filter(ref=OuterRef("deal")))):
            if not self._may((entry.before or {})["groups"]):
                continue
            added = Entry.objects.filter(subject="deal", verb="add", key=entry.key, seq__lte=since)
            if added.exclude(at=entry.at).exists():
                return True
        return False


def head() -> int:
    """The number of the last change there is, whoever may see it."""
    found = Head.objects.first()
    return found.last if found else 0


def above(organisations: Collection[int]) -> set[int]:
    """These organisations, who holds shares of them, and so on up."""
    held: dict[int, set[int]] = {}
    for venture, holder in Shareholding.objects.values_list("venture", "holder"):
        held.setdefault(venture, set()).add(holder)
    found: set[int] = set()
    reached = set(organisations)
    while reached:
        found |= reached
        reached = set().union(*(held.get(number, set()) for number in reached)) - found
    return found


def records(places: Iterable[Place]) -> dict[Place, Model]:
    """The records at these places that are still there; a query for each subject."""
    numbers: dict[str, set[int]] = {}
    for subject, number in places:
        numbers.setdefault(subject, set()).add(number)
    return {
        (subject, row.pk): row
        for subject, wanted in numbers.items()
        for row in SUBJECTS[subject]._default_manager.filter(pk__in=wanted)
    }
