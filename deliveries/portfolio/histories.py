"""Deriving and settling what was made, by several processes."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import date
from multiprocessing import get_context

from django.db import connection, transaction

from deals.models import Deal
from deliveries import flags
from deliveries.derivation import derive_many
from deliveries.models import Scan
from deliveries.portfolio.beginning import begin
from deliveries.scanning import day_to_settle
from journal.ledger import By, Ledger

_BATCH = 25  # deals locked, derived and settled in one transaction


@dataclass(frozen=True, slots=True)
class Derived:
    """How many spans and flags were written."""

    spans: int
    flags: int

    def __add__(self, other: "Derived") -> "Derived":
        return Derived(self.spans + other.spans, self.flags + other.flags)


def derive_and_settle(
    deals: Sequence[int], today: date, by: By, jobs: int, say: Callable[[int, int], None]
) -> Derived:
    """Derive these deals, by their numbers, and settle their flags; `say` hears of progress.

    A batch is a transaction of one process. Safe to repeat: what is right already stays.
    """
    today = day_to_settle(today)
    batches = [deals[start : start + _BATCH] for start in range(0, len(deals), _BATCH)]
    total, done = Derived(0, 0), 0
    for batch, derived in _each(batches, today, by, jobs):
        total, done = total + derived, done + len(batch)
        say(done, len(deals))
    return total


def settled(today: date) -> None:
    """Note that all flags are settled for `today`, where no scan has noted anything yet."""
    Scan.objects.get_or_create(pk=1, defaults={"reaching_on": today, "last_on": today})


def _each(
    batches: list[Sequence[int]], today: date, by: By, jobs: int
) -> Iterator[tuple[Sequence[int], Derived]]:
    if jobs == 1:
        for batch in batches:
            yield batch, _batch(batch, today, by)
        return
    # A process of its own kind: one that was forked would share its parent's connection.
    context = get_context("spawn")
    name = str(connection.settings_dict["NAME"])
    with ProcessPoolExecutor(jobs, context, initializer=begin, initargs=(name,)) as pool:
        running = {pool.submit(_batch, batch, today, by): batch for batch in batches}
        for ended in as_completed(running):
            yield running[ended], ended.result()


def _batch(numbers: Sequence[int], today: date, by: By) -> Derived:
    with transaction.atomic():
        deals = list(Deal.objects.select_for_update().filter(pk__in=numbers).order_by("pk"))
        ledger = Ledger(by)
        spans = derive_many(deals)
        changed = sum(flags.settle(deal, today, ledger) for deal in deals)
        ledger.write()  # last, for its lock
    return Derived(spans, changed)
