"""Deriving every history anew, in ranges of deals that any number of workers take.

    started = start(today, by, why="the rules have changed")
    work(started.rebuild, today)

The state is in the database alone: who works, on how many hosts, and what of it dies, is all the
same. A range is held by a lease; where it lapses, anyone goes on from where the last one came to.
A batch of deals is one transaction, so that whoever is killed leaves whole deals behind, and what
is done twice changes nothing the second time.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Sum
from django.db.models.functions import Now

from deals.models import Deal
from deliveries.batches import patiently
from deliveries.derived_under import is_ours, started
from deliveries.models import Rebuild, RebuildRange
from deliveries.scanning import begin, note_first, settled_until
from deliveries.taking import give_back, take, work_off
from journal.ledger import By, Ledger
from journal.models import Door

logger = logging.getLogger(__name__)

LARGEST = 500  # deals in a range: some seconds of work
SMALLEST = 50
PARTS = 64  # a small portfolio is cut into about so many, for whoever wants to help


@dataclass(frozen=True, slots=True)
class Started:
    """The rebuild to work on; whether it was under way already, and which one it took over."""

    rebuild: Rebuild
    joined: bool = False
    given_up: Rebuild | None = None


def start(today: date, by: By, why: str) -> Started:
    """Start a rebuild, or join the one that is under way for the same margins and rules.

    One that is under way for others is given up: its outcome would not hold.
    """
    if settled_until() is None:
        begin(today, by)  # so that what is settled meanwhile is settled for no day before this one
    while True:
        try:
            with transaction.atomic():
                return _start(today, by, why)
        except IntegrityError:
            if not Rebuild.objects.under_way().exists():
                raise
            # Another was faster by a moment: join it.


def _start(today: date, by: By, why: str) -> Started:
    current = Rebuild.objects.under_way().select_for_update().first()
    if current is not None and is_ours(current):
        return Started(current, joined=True)
    ledger = Ledger(by)
    if current is not None:
        current.is_under_way = False
        current.save(update_fields=["is_under_way"])
        ledger.note("give_up", "rebuild", current.pk, reason="other margins or rules are in force")
    numbers = list(Deal.objects.order_by("pk").values_list("pk", flat=True))
    rebuild = Rebuild.objects.create(**started(today, by, why), size=len(numbers))
    ranges = _ranges(rebuild, numbers)
    RebuildRange.objects.bulk_create(ranges)
    said = {"deals": len(numbers), "ranges": len(ranges), "margins": rebuild.margins}
    ledger.note("start", "rebuild", rebuild.pk, after=said, reason=why)
    ledger.write()
    logger.info("Rebuild %s began: %s deals. %s", rebuild.pk, len(numbers), why)
    return Started(rebuild, given_up=current)


def _ranges(rebuild: Rebuild, numbers: list[int]) -> list[RebuildRange]:
    size = max(SMALLEST, min(LARGEST, len(numbers) // PARTS))
    parts = [numbers[at : at + size] for at in range(0, len(numbers), size)]
    return [
        RebuildRange(rebuild=rebuild, first=p[0], last=p[-1], next=p[0], size=len(p)) for p in parts
    ]


def work(rebuild: Rebuild, today: date, go_on: Callable[[], bool] = lambda: True) -> None:
    """Take ranges and work them off until none is free, or `go_on` says no between two batches.

    Does nothing where this process has other margins or rules than the rebuild is for.
    """
    if not is_ours(rebuild):
        logger.warning(
            "Rebuild %s is for other margins or rules than this process has: start it again "
            "with the settings and the version that are in force",
            rebuild.pk,
        )
        return
    by = By(rebuild.started_by, Door(rebuild.door))
    while go_on() and (taken := take(rebuild)):
        try:
            work_off(taken, today, by, go_on)
        finally:
            give_back(taken)
    patiently(partial(finish, rebuild))


def finish(rebuild: Rebuild) -> bool:
    """End the rebuild if every range of it is done; whether it was this call that did."""
    undone = RebuildRange.objects.undone().filter(rebuild=OuterRef("pk"))
    mine = Rebuild.objects.under_way().filter(~Exists(undone), pk=rebuild.pk)
    if not mine.exists():
        return False
    with transaction.atomic():
        done = rebuild.ranges.aggregate(*map(Sum, _COUNTED))
        counts = {name: done[f"{name}__sum"] or 0 for name in _COUNTED}
        if not mine.update(is_under_way=False, finished_at=Now(), **counts):
            return False  # another was first
        note_first()
        ledger = Ledger(By(rebuild.started_by, Door(rebuild.door)))
        ledger.note("finish", "rebuild", rebuild.pk, after=counts, reason=rebuild.why)
        ledger.write()
    rebuild.refresh_from_db()
    logger.info("Rebuild %s ended: %s", rebuild.pk, rebuild.outcome)
    if rebuild.spans and _repeats(rebuild):
        logger.error(
            "Rebuild %s changed %s spans, though neither margins nor rules had changed: "
            "something was stored wrongly before",
            rebuild.pk,
            rebuild.spans,
        )
    return True


def _repeats(rebuild: Rebuild) -> bool:
    """Whether the one before was for the same margins and rules, and left nothing out."""
    before = Rebuild.objects.that_count().filter(pk__lt=rebuild.pk).first()
    return (
        before is not None
        and not before.failed
        and (before.margins, before.rules) == (rebuild.margins, rebuild.rules)
    )


_COUNTED = ("deals", "spans", "flags", "failed")
