"""The version of a record: the number of the journal's last entry about it.

It goes up with each change of what is recorded, and with nothing else: not with a verdict that
turns at midnight, nor with what is said about a milestone.
"""

from django.db.models import Max, Q, QuerySet

from deals.models import Deal, Milestone, Party, Precedence, Source
from deliveries.models import Lot
from journal.models import Entry
from vendors.models import Organisation, Shareholding

Versioned = Deal | Milestone | Lot | Source | Organisation
# What is changed together with a deal, and is recorded as parts of it.
_OF_DEAL = (Deal._meta.model_name, Party._meta.model_name)


def version(record: Versioned) -> int:
    """The version; 0 for what came before there was a journal of it.

    To decide by it whether to write, lock the record (or its deal) first.
    """
    last: int | None = entries(record).aggregate(last=Max("seq"))["last"]
    return last or 0


def entries(record: Versioned) -> QuerySet[Entry]:
    """The journal's entries about the record and what is changed together with it."""
    if isinstance(record, Deal):
        return of_deal(record.ref)
    own = Q(subject=record._meta.model_name, key=str(record.pk))
    if isinstance(record, Milestone):
        links = Q(deal=record.deal.ref, subject=Precedence._meta.model_name)
        return Entry.objects.filter(own | links)
    if isinstance(record, Organisation):
        return Entry.objects.filter(own | _shares(record))
    return Entry.objects.filter(own)


def of_deal(ref: object) -> QuerySet[Entry]:
    """Those about a deal and its parties; `ref` may be an expression."""
    return Entry.objects.filter(deal=ref, subject__in=_OF_DEAL)


def _shares(venture: Organisation) -> Q:
    """About its shareholders: those of now, and those who are gone."""
    now = [str(pk) for pk in venture.shareholders.values_list("pk", flat=True)]
    of_it = Q(key__in=now) | Q(before__venture_id=venture.pk) | Q(after__venture_id=venture.pk)
    return Q(subject=Shareholding._meta.model_name) & of_it
