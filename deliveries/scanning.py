"""The scan: what turned since the last one, settled; and the full check of everything.

Which day a scan has reached is one row, and it changes under the journal's lock, the last that any
transaction takes: see docs/decisions/0005-the-day-a-scan-has-reached.md.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.db import transaction
from django.db.models import F

from deals.models import Deal
from deliveries import flags
from deliveries.batches import in_batches, locked, patiently, settled
from deliveries.derived_under import note_derived
from deliveries.models import DealSpan, Flag, Scan, Span
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
    """Settle the deals that turned since they were last settled; a missed day catches up.

    Its cost follows what turns. Safe to run twice, at once, for an earlier day, or again after it
    was killed: the day is noted only when every deal is done, and a deal that is settled already
    changes nothing.
    """
    if settled_until() is None:
        return full_scan(today, by)
    run = begin(today, by)
    return _each(_turned(run), run, by, anew=False)[0]


def full_scan(today: date, by: By) -> Scanned:
    """Derive and settle every deal; where all is well it changes nothing.

    By one process, one deal after the other: for many deals see `rebuilding`.
    """
    run = begin(today, by)
    everything = Deal.objects.order_by("pk").values_list("pk", flat=True)
    found, is_whole = _each(everything, run, by, anew=True)
    if is_whole:
        note_derived(today, by, (found.deals, found.spans, found.flags))
    return found


def settled_until() -> date | None:
    """The day that everything is settled for; None before the first scan."""
    return Scan.objects.filter(pk=_SCAN).values_list("last_on", flat=True).first()


def note_first() -> None:
    """Note that every deal has been settled since `begin`, where no scan ever noted as much.

    They need not all be settled for one day: the row says between which ones the next scan looks.
    """
    Scan.objects.filter(pk=_SCAN, last_on=None).update(last_on=F("reaching_on"))


def day_to_settle(today: date) -> date:
    """The day for which a recorded fact settles its deal: not before the one a scan has reached.

    Around midnight a scan may run on one host while another still writes for the day before.
    """
    reached = Scan.objects.filter(pk=_SCAN).values_list("reaching_on", flat=True).first()
    return max(today, reached) if reached else today


def follow(made: Collection[tuple[Deal, date]], today: date, ledger: Ledger) -> int:
    """Write the journal, and keep in step with a scan that began meanwhile; the last step.

    `made` has the deals whose history this transaction made anew, with the day that each was
    settled for. A scan that began since does not know that history, so that it may pass them by:
    they are settled once more, for its day. None begins from here to the commit, since the
    journal's lock is held. Returns how many flags changed.
    """
    ledger.write()
    if not made:
        return 0
    ledger.hold()
    run = Scan.objects.filter(pk=_SCAN).first()
    if run is None:
        return 0
    day = max(today, run.reaching_on)
    behind = [deal for deal, was in made if was != day]
    changed = flags.settle_many(behind, day, ledger) if behind else 0
    ledger.write()
    if day > run.ahead_on:
        Scan.objects.filter(pk=_SCAN).update(ahead_on=day)
    return changed


def begin(today: date, by: By) -> Scan:
    """Note the day that flags are being settled for, and return what is known at this moment.

    A scan for another day takes over from one that is running, and so has a new number.
    """
    with transaction.atomic():
        Ledger(by).hold()
        run = Scan.objects.filter(pk=_SCAN).first() or Scan(
            pk=_SCAN, reaching_on=today, earliest_on=today, latest_on=today, ahead_on=today
        )
        run.earliest_on = min(run.earliest_on, today)
        run.latest_on = max(run.latest_on, run.ahead_on, today)
        if run.reaching_on != today:
            run.number, run.reaching_on, run.ahead_on = run.number + 1, today, today
        run.save()
    return run


def end(run: Scan) -> bool:
    """Note that all is settled for the day of the run; False where another has taken over."""
    today = run.reaching_on
    mine = Scan.objects.filter(pk=_SCAN, number=run.number)
    return bool(mine.update(last_on=today, earliest_on=today, latest_on=F("ahead_on")))


def _turned(run: Scan) -> Iterable[int]:
    """The deals whose flags may be those of another day than the run's, or are to wake by it.

    Whichever day a deal is settled for, it lies between the two; where nothing turns between them,
    the flags of any of these days are those of each.
    """
    between = run.earliest_on, run.latest_on
    turned = set(Span.objects.beginning(*between).values_list("deal_id", flat=True))
    turned |= set(DealSpan.objects.beginning(*between).values_list("deal_id", flat=True))
    turned |= set(Flag.objects.due(run.reaching_on).values_list("deal_id", flat=True))
    return sorted(turned)


def _each(deals: Iterable[int], run: Scan, by: By, *, anew: bool) -> tuple[Scanned, bool]:
    """Settle the deals, some in each transaction, under their locks; and whether all were.

    A scan for another day that starts meanwhile takes over: this one stops, and leaves the day
    that all is settled for where it was.
    """
    done = Scanned(0, 0, 0)
    for numbers in in_batches(deals):
        found = patiently(partial(_batch, numbers, run, by, anew))
        if found is None:
            return done, False
        done += found
    return done, end(run)


def _batch(numbers: list[int], run: Scan, by: By, anew: bool) -> Scanned | None:
    """Settle some deals in one transaction; None where another scan has taken over."""
    today = run.reaching_on
    with transaction.atomic():
        deals = locked(numbers)
        if not Scan.objects.filter(pk=_SCAN, number=run.number).exists():
            return None
        ledger = Ledger(by)
        spans, changed = settled(deals, today, ledger, anew=anew)
        changed += follow([(deal, today) for deal in deals] if spans else (), today, ledger)
    return Scanned(len(deals), spans, changed)
