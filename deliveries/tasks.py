"""What runs on a timer. A task is only a doorbell: the state is in the database."""

import logging
import time
from typing import Any

from celery import Task, shared_task
from django.conf import settings
from django.db import Error
from django.utils import timezone

from deliveries import rebuilding
from deliveries.derived_under import condition
from deliveries.models import Rebuild, RebuildRange
from deliveries.scanning import scan, settled_until
from journal.ledger import By
from journal.models import Door

BY = By(None, Door.JOB)
logger = logging.getLogger(__name__)

# Well below the time limit of a task, and short enough that whoever else waits is soon let in.
BUDGET = 30.0  # seconds
# Behind everything else in a queue of Redis, where 0 comes first.
LAST = 9
MOST_BELLS = 64
EVERY = 60.0  # seconds: how often a rebuild is looked after
# What nobody heard in time is gone, and does not pile up: the clock calls again.
FADES = 600.0  # seconds


class Patient(Task[Any, Any]):
    """Rings again while the database is away: it is back in seconds, the next bell is a day off.

    After up to 1, 2, 4 … seconds, at most 5 minutes apart, for about half an hour.
    """

    autoretry_for = (Error,)  # of any kind: a connection that breaks at a commit has no own one
    retry_backoff = 1
    retry_backoff_max = 300  # below the visibility timeout: a task that waits is not doubled
    max_retries = 14


@shared_task(base=Patient)
def daily_scan() -> dict[str, int]:
    """Settle what has turned by today, a day in the configured zone; safe to run twice.

    The first scan ever is a rebuild, which may take longer than one task is given.
    """
    if settled_until() is None:
        return rebuild("first scan")
    found = scan(timezone.localdate(), BY)
    if advice := condition().advice:
        logger.warning(advice)
    return {"deals": found.deals, "flags": found.flags}


@shared_task(base=Patient)
def weekly_check() -> dict[str, int]:
    """Have everything derived and settled anew; where all is well it changes nothing."""
    return rebuild("weekly check")


def rebuild(why: str) -> dict[str, int]:
    """Start a rebuild, or join the one under way, and call the workers."""
    started = rebuilding.start(timezone.localdate(), BY, why)
    return {"rebuild": started.rebuild.pk, "bells": ring(started.rebuild)}


def ring(rebuild: Rebuild, most: int = MOST_BELLS) -> int:
    """Call a worker for each range that nobody has, at `most` so many; return how many it called.

    A broker of files has one worker, and keeps others' messages waiting behind ours: there, one
    bell is enough. Where no broker answers, the clock calls later.
    """
    free = RebuildRange.objects.of(rebuild).free().count()
    # Where nothing is left to do, somebody is to say so.
    bells = min(most, max(1, free)) if settings.REDIS_URL else 1
    try:
        for _ in range(bells):
            _call()
    except rebuild_ranges.OperationalError:
        logger.exception("No worker could be called; the clock will call them")
        return 0
    return bells


@shared_task
def rebuild_ranges() -> None:
    """Take ranges of the rebuild under way until none is free; after a while, ring again."""
    current = Rebuild.objects.under_way().first()
    if current is None:
        return
    until = time.monotonic() + BUDGET
    rebuilding.work(current, timezone.localdate(), lambda: time.monotonic() < until)
    if time.monotonic() >= until and RebuildRange.objects.of(current).free().exists():
        _call()


def _call() -> None:
    rebuild_ranges.apply_async(priority=LAST, expires=FADES)


@shared_task
def tend_rebuild() -> int:
    """Call workers for what was lost of a rebuild: one query where there is none under way.

    A worker that is killed leaves a range whose lease lapses; a broker that is lost leaves ranges
    that nobody is called for. Returns how often it rang.
    """
    current = Rebuild.objects.under_way().first()
    if current is None:
        return 0
    ranges = RebuildRange.objects.of(current)
    most = ranges.lost().count() if ranges.held().exists() else MOST_BELLS
    return ring(current, most) if most else 0
