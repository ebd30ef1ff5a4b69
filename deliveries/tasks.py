"""What runs on a timer. A task is only a doorbell: the state is in the database."""

from typing import Any

from celery import Task, shared_task
from django.db import Error
from django.utils import timezone

from deliveries.scanning import full_scan, scan
from journal.ledger import By
from journal.models import Door

BY = By(None, Door.JOB)


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
    """Settle what has turned by today, a day in the configured zone; safe to run twice."""
    found = scan(timezone.localdate(), BY)
    return {"deals": found.deals, "flags": found.flags}


@shared_task(base=Patient)
def weekly_check() -> dict[str, int]:
    """Derive and settle everything anew; where all is well it changes nothing."""
    found = full_scan(timezone.localdate(), BY)
    return {"deals": found.deals, "spans": found.spans, "flags": found.flags}
