"""Records that deals share, as far as somebody may know of them, and what depends on a record.

A source or an organisation that only hidden deals have to do with does not exist for whoever may
not know of those. One that nothing has to do with yet exists for everybody.
"""

from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from deals.models import Actor, Claim, Deal, Event, Milestone, Party, Source, Term
from deliveries.models import Count, Lot
from vendors.models import Organisation, Shareholding

NAMED = 10  # of what depends on a record, so many are named
_CITING: tuple[tuple[Any, str], ...] = (
    (Claim, "milestone__deal"),
    (Term, "deal"),
    (Count, "lot__milestone__deal"),
    (Event, "deals"),
)


def sources(actor: Actor) -> QuerySet[Source]:
    """The sources that exist for somebody."""
    visible = Deal.objects.visible_to(actor)
    cited, seen = Q(), Q()
    for model, path in _CITING:
        citing = model._default_manager.filter(source=OuterRef("pk")).order_by()
        cited |= Q(Exists(citing))
        seen |= Q(Exists(citing.filter(**{f"{path}__in": visible})))
    return Source.objects.filter(seen | ~cited)


def organisations(actor: Actor) -> QuerySet[Organisation]:
    """The organisations that exist for somebody: by their own part, or by what they hold."""
    visible = Deal.objects.visible_to(actor)
    parts = Party.objects.filter(organisation=OuterRef("pk"))
    held = Shareholding.objects.filter(holder=OuterRef("pk"))
    part, hidden = Q(Exists(parts.filter(deal__in=visible))), Q(Exists(parts))
    holding = Q(Exists(held.filter(venture__parts__deal__in=visible)))
    of_hidden = Q(Exists(held.filter(venture__parts__isnull=False)))
    return Organisation.objects.filter(part | holding | (~hidden & ~of_hidden))


def dependants(record: Any, actor: Actor) -> Iterator[tuple[str, list[str]]]:
    """What depends on a record, by kind, the first of each named; without what is hidden."""
    for kind, rows, name in _depending(record, Deal.objects.visible_to(actor)):
        found = [str(value) for value in rows.values_list(name, flat=True)[: NAMED + 1]]
        if found:
            yield kind, [*found[:NAMED], *(["…"] if len(found) > NAMED else [])]


def _depending(record: Any, visible: QuerySet[Deal]) -> Iterator[tuple[str, QuerySet[Any], str]]:
    if isinstance(record, Source):
        for model, path in _CITING:
            rows = model._default_manager.filter(source=record, **{f"{path}__in": visible})
            yield str(model._meta.verbose_name_plural), rows.order_by("pk").distinct(), "pk"
        shares = Shareholding.objects.filter(source=record.code).order_by("pk")
        yield "shareholdings", shares, "venture__code"
    elif isinstance(record, Organisation):
        parts = Party.objects.filter(organisation=record, deal__in=visible).order_by("deal__ref")
        yield "deals", parts, "deal__ref"
        held = record.shareholders.order_by("holder__code")
        yield "shareholders", held, "holder__code"
        yield "ventures", record.holdings.order_by("venture__code"), "venture__code"
    elif isinstance(record, Deal):
        yield "milestones", record.milestones.all(), "code"
        yield "parties", record.parties.all(), "organisation__code"
        yield "terms", Term.objects.filter(deal=record), "pk"
        yield "events", Event.objects.filter(deals=record), "code"
    elif isinstance(record, Milestone):
        yield "claims", record.claims.order_by("pk"), "pk"
        anchored = Claim.objects.filter(anchor=record).order_by("pk")
        yield "claims that count from it", anchored, "pk"
        yield "lot", Lot.objects.filter(milestone=record), "item"
    else:
        yield "counts", Count.objects.filter(lot=record).order_by("pk"), "pk"
