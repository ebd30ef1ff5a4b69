"""Taking a range of a rebuild, and working it off batch by batch."""

import logging
import os
import socket
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import F, Value
from django.db.models.functions import Concat, Now

from deals.models import Deal
from deliveries.batches import SIZE, breathe, locked, patiently, settled
from deliveries.models import Rebuild, RebuildRange
from deliveries.models.rebuilds import LEASE, RangeQuerySet
from deliveries.scanning import day_to_settle, follow
from journal.ledger import By, Ledger

logger = logging.getLogger(__name__)


class GivenUp(Exception):
    """Another rebuild has taken the place of this one."""


def worker(process: int) -> str:
    """What a range says of a process of this host that has taken it."""
    return f"{socket.gethostname()} process {process}"[:120]


def take(rebuild: Rebuild) -> RebuildRange | None:
    """A range that is free, from now on held by this process; None where there is none.

    The update is the lock: of two that want a range, one changes it and the other looks on.
    """
    return patiently(partial(_take, rebuild))


def _take(rebuild: Rebuild) -> RebuildRange | None:
    free = RebuildRange.objects.free().filter(rebuild=rebuild, rebuild__is_under_way=True)
    while (found := free.first()) is not None:
        attempt = found.attempts + 1
        if (
            RebuildRange.objects.free()
            .filter(pk=found.pk, attempts=found.attempts)
            .update(
                taken_by=worker(os.getpid()),
                taken_at=Now(),
                lease_until=Now() + LEASE,
                attempts=attempt,
            )
        ):
            found.attempts = attempt
            return found
    return None


def give_back(taken: RebuildRange) -> None:
    """Let anyone take what is left of the range; where it is another's by now, leave it."""
    try:
        _held(taken).update(lease_until=None)
    except (InterfaceError, OperationalError):
        logger.warning("Could not give %s back; its lease will lapse", taken)


def release(process: int) -> int:
    """Free what a process of this host held that is known to have ended; return how many."""
    return RebuildRange.objects.held().filter(taken_by=worker(process)).update(lease_until=None)


def _held(taken: RebuildRange) -> RangeQuerySet:
    return RebuildRange.objects.undone().filter(pk=taken.pk, attempts=taken.attempts)


def work_off(taken: RebuildRange, today: date, by: By, go_on: Callable[[], bool]) -> None:
    """Derive and settle what is left of the range, until `go_on` says no or it is another's."""
    try:
        while patiently(partial(_step, taken, today, by)) and go_on():
            breathe()
    except GivenUp:
        logger.info("%s is given up", taken.rebuild)


def _step(taken: RebuildRange, today: date, by: By) -> bool:
    """One batch; whether there is more to do in this range, and for us."""
    left = Deal.objects.filter(pk__gte=taken.next, pk__lte=taken.last).order_by("pk")
    numbers = list(left.values_list("pk", flat=True)[:SIZE])
    after = numbers[-1] + 1 if len(numbers) == SIZE else taken.last + 1
    try:
        _batch(taken, numbers, after, today, by)
    except (GivenUp, InterfaceError, OperationalError):
        raise
    except Exception:
        _one_by_one(taken, numbers, after, today, by)
    return taken.next <= taken.last and _held(taken).exists()


def _batch(taken: RebuildRange, numbers: list[int], after: int, today: date, by: By) -> None:
    """Derive and settle some deals in one transaction, and note how far the range has come.

    Where another has done this batch meanwhile, since our lease had lapsed, only what we changed
    is added. The range is locked after the deals and before the journal.
    """
    with transaction.atomic():
        deals = locked(numbers)
        if not Rebuild.objects.under_way().filter(pk=taken.rebuild_id).exists():
            raise GivenUp
        ledger = Ledger(by)
        day = day_to_settle(today)
        spans, flags = settled(deals, day, ledger, anew=True)
        came_on = _come_on(taken, after, deals=F("deals") + len(deals))
        if spans or flags:
            mine = RebuildRange.objects.filter(pk=taken.pk)
            mine.update(spans=F("spans") + spans, flags=F("flags") + flags)
        follow([(deal, day) for deal in deals] if spans else (), today, ledger)
    _follow(taken, after, came_on)


def _come_on(taken: RebuildRange, after: int, **counted: Any) -> bool:
    """Note in the range that all before `after` is done; False where another has noted as much."""
    here = RebuildRange.objects.filter(pk=taken.pk, next=taken.next, next__lt=after)
    done = {"done_at": Now()} if after > taken.last else {}
    return bool(here.update(next=after, lease_until=Now() + LEASE, **done, **counted))


def _follow(taken: RebuildRange, after: int, came_on: bool) -> None:
    if came_on:
        taken.next = after
    else:
        taken.refresh_from_db(fields=["next"])


def _one_by_one(taken: RebuildRange, numbers: list[int], after: int, today: date, by: By) -> None:
    """Do the deals of a batch that failed each by itself, and pass over those that do fail."""
    for number, then in zip(numbers, [*numbers[1:], after], strict=True):
        try:
            _batch(taken, [number], then, today, by)
        except (GivenUp, InterfaceError, OperationalError):
            raise
        except Exception as error:
            logger.exception("Deal %s could not be derived", number)
            told = Value(f"deal {number}: {type(error).__name__}\n")
            came_on = _come_on(taken, then, failed=F("failed") + 1, error=Concat(F("error"), told))
            _follow(taken, then, came_on)
