"""The scan: what turned since the last one, settled; and the full check of everything."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.db import transaction
from django.db.models import QuerySet

from deals.models import Deal
from deliveries.batches import in_batches, locked, patiently, settled
from deliveries.derived_under import note_derived
from deliveries.models import DealSpan, Scan, Span
from journal.ledger import By, Ledger

_SCAN = 1


@dataclass(frozen=True, slots=True)
class Scanned:
    """What a scan looked at and changed: numbers of deals, of spans and of flags."""

    deals: int
    spans: int
    flags: int

    def __add__(self, other: "Scanned") -> "Scanned":
        return Scanned(self.deals + other.deals, self.spans + other.spans, self.flags + other.flags)


def scan(today: date, by: By) -> Scanned:
    """Settle the deals of which a span begins since the last scan; a missed day catches up.

    Its cost follows what turns. Safe to run twice, at once, or again after it was killed: the day
    is noted only when every deal is done, and a deal that is settled already changes nothing.
    """
    last = settled_until()
    if last is None:
        return full_scan(today, by)
    turned = set(Span.objects.beginning(last, today).values_list("deal_id", flat=True))
    turned |= set(DealSpan.objects.beginning(last, today).values_list("deal_id", flat=True))
    return _each(sorted(turned), today, by, anew=False)[0]


def full_scan(today: date, by: By) -> Scanned:
    """Derive and settle every deal; where all is well it changes nothing.

    By one process, one deal after the other: for many deals see `rebuilding`.
    """
    everything = Deal.objects.order_by("pk").values_list("pk", flat=True)
    found, is_whole = _each(everything, today, by, anew=True)
    if is_whole:
        note_derived(today, by, (found.deals, found.spans, found.flags))
    return found


def settled_until() -> date | None:
    """The day that everything is settled for; None before the first scan."""
    return Scan.objects.filter(pk=_SCAN).values_list("last_on", flat=True).first()


def note_first(day: date) -> None:
    """Note that everything has been settled for a day, where no scan ever noted one."""
    Scan.objects.get_or_create(pk=_SCAN, defaults={"reaching_on": day})
    Scan.objects.filter(pk=_SCAN, last_on=None).update(last_on=day)


def day_to_settle(today: date) -> date:
    """The day for which a recorded fact settles its deal: not before the one a scan has reached.

    Around midnight a scan may run on one host while another still writes for the day before.
    """
    reached = Scan.objects.filter(pk=_SCAN).values_list("reaching_on", flat=True).first()
    return max(today, reached) if reached else today


def _each(deals: Iterable[int], today: date, by: By, *, anew: bool) -> tuple[Scanned, bool]:
    """Settle the deals, some in each transaction, under their locks; and whether all were.

    A scan for another day that starts meanwhile takes over: this one stops, and leaves the day
    that all is settled for where it was.
    """
    Scan.objects.update_or_create(pk=_SCAN, defaults={"reaching_on": today})
    mine = Scan.objects.filter(pk=_SCAN, reaching_on=today)
    done = Scanned(0, 0, 0)
    for numbers in in_batches(deals):
        found = patiently(partial(_batch, numbers, today, by, mine, anew))
        if found is None:
            return done, False
        done += found
    return done, bool(mine.update(last_on=today))


def _batch(
    numbers: list[int], today: date, by: By, mine: QuerySet[Scan], anew: bool
) -> Scanned | None:
    """Settle some deals in one transaction; None where another scan has taken over."""
    with transaction.atomic():
        deals = locked(numbers)
        if not mine.exists():
            return None
        ledger = Ledger(by)
        spans, flags = settled(deals, today, ledger, anew=anew)
        ledger.write()
    return Scanned(len(deals), spans, flags)
