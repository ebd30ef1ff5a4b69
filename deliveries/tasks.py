"""What runs on a timer. A task is only a doorbell: the state is in the database."""

from celery import shared_task
from django.utils import timezone

from deliveries.scanning import full_scan, scan
from journal.ledger import By
from journal.models import Door

BY = By(None, Door.JOB)


@shared_task
def daily_scan() -> dict[str, int]:
    """Settle what has turned by today, a day in the configured zone; safe to run twice."""
    found = scan(timezone.localdate(), BY)
    return {"deals": found.deals, "flags": found.flags}


@shared_task
def weekly_check() -> dict[str, int]:
    """Derive and settle everything anew; where all is well it changes nothing."""
    found = full_scan(timezone.localdate(), BY)
    return {"deals": found.deals, "spans": found.spans, "flags": found.flags}
