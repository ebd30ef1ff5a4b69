"""The full scan: every history derived anew and compared, where all is well."""

from collections.abc import Iterable
from datetime import date
from random import Random
from typing import Any

from django.db import transaction

from bench.work.clock import timed
from deals.models import Deal
from deliveries.batches import in_batches, locked, settled
from deliveries.scanning import full_scan, scan
from journal.ledger import By, Ledger
from journal.models import Door

BY = By(None, Door.JOB)
SAMPLE = 300  # deals
PATIENCE = 600  # seconds


def run(today: str, patience: float = PATIENCE) -> dict[str, Any]:
    """Seconds of the whole, of how many deals that were measured, and how many spans differed.

    Where a sample says that the whole would take longer than `patience`, the sample is scaled.
    """
    day = date.fromisoformat(today)
    scan(day, BY)
    numbers = list(Deal.objects.values_list("pk", flat=True))
    sample = Random(1).sample(numbers, min(SAMPLE, len(numbers)))  # noqa: S311
    taken, differed = timed(_each, sample, day)
    whole = taken / len(sample) * len(numbers)
    measured = len(sample)
    if whole <= patience and measured < len(numbers):
        whole, looked = timed(full_scan, day, BY)
        differed = looked.spans
        measured = len(numbers)
    return {"seconds": whole, "measured": measured, "deals": len(numbers), "differed": differed}


def _each(numbers: Iterable[int], day: date) -> int:
    """What the full scan does with these deals; returns how many spans differed."""
    differed = 0
    for batch in in_batches(numbers):
        with transaction.atomic():
            ledger = Ledger(BY)
            differed += settled(locked(batch), day, ledger, anew=True)[0]
            ledger.write()
    return differed
