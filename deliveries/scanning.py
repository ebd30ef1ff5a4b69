"""The scan: what turned since the last one, settled; and the full check of everything."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from deals.models import Deal
from deliveries import flags
from deliveries.derivation import derive
from deliveries.models import DealSpan, Flag, Scan, Span
from journal.ledger import By, Ledger

_SCAN = 1


@dataclass(frozen=True, slots=True)
class Scanned:
    """What a scan looked at and changed: numbers of deals, of spans and of flags."""

    deals: int
    spans: int
    flags: int


def scan(today: date, by: By) -> Scanned:
    """Settle the deals of which a span begins since the last scan; a missed day catches up.

    With them those with a flag whose acknowledgement ends by today.

    Its cost follows what turns. Safe to run twice, at once, or again after it was killed: the day
    is noted only when every deal is done, and a deal that is settled already changes nothing.
    """
    last = Scan.objects.filter(pk=_SCAN).values_list("last_on", flat=True).first()
    if last is None:
        return full_scan(today, by)
    turned = set(Span.objects.beginning(last, today).values_list("deal_id", flat=True))
    turned |= set(DealSpan.objects.beginning(last, today).values_list("deal_id", flat=True))
    turned |= set(Flag.objects.due(today).values_list("deal_id", flat=True))
    return _each(sorted(turned), today, by, lambda deal: 0)


def full_scan(today: date, by: By) -> Scanned:
    """Derive and settle every deal; where all is well it changes nothing."""
    return _each(Deal.objects.values_list("pk", flat=True), today, by, derive)


def day_to_settle(today: date) -> date:
    """The day for which a recorded fact settles its deal: not before the one a scan has reached.

    Around midnight a scan may run on one host while another still writes for the day before.
    """
    reached = Scan.objects.filter(pk=_SCAN).values_list("reaching_on", flat=True).first()
    return max(today, reached) if reached else today


def _each(deals: Iterable[int], today: date, by: By, before: Callable[[Deal], int]) -> Scanned:
    """Settle each deal in a transaction of its own, under its lock.

    A scan for another day that starts meanwhile takes over: this one stops, and leaves the day
    that all is settled for where it was.
    """
    Scan.objects.update_or_create(pk=_SCAN, defaults={"reaching_on": today})
    mine = Scan.objects.filter(pk=_SCAN, reaching_on=today)
    count = spans = changed = 0
    for number in deals:
        with transaction.atomic():
            deal = Deal.objects.select_for_update().filter(pk=number).first()
            if not mine.exists():
                return Scanned(count, spans, changed)
            if deal is None:
                continue
            ledger = Ledger(by)
            spans += before(deal)
            changed += flags.settle(deal, today, ledger)
            ledger.write()
            count += 1
    mine.update(last_on=today)
    return Scanned(count, spans, changed)
