"""Work on many deals, a few of them in each transaction."""

import logging
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import islice
from typing import TypeVar

from django.db import Error, InterfaceError, OperationalError, connection

from deals.models import Deal
from deliveries import flags
from deliveries.derivation import derive_many
from journal.ledger import Ledger

T = TypeVar("T")

logger = logging.getLogger(__name__)

SIZE = 25  # deals; a person who records on one of them waits for as long as a batch takes
# SQLite's writers do not queue: one that waits looks again ten times a second. So the door is
# left open for a moment after each batch.
BREATH = 0.05  # seconds
# Between attempts while the database does not answer: a restart takes less than all of them.
PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0, 15.0)  # seconds


def in_batches(numbers: Iterable[int], size: int = SIZE) -> Iterator[list[int]]:
    """The numbers in lists of `size`, with room between them for other writers."""
    left = iter(numbers)
    batch = list(islice(left, size))
    while batch:
        yield batch
        batch = list(islice(left, size))
        if batch:
            breathe()


def breathe() -> None:
    """Let whoever waits to write come in between two batches."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        time.sleep(BREATH)


def patiently(job: Callable[[], T]) -> T:
    """Do the job, and again where the connection broke or two had to wait for each other.

    `job` is a transaction, or several that may each be done twice. Raises OperationalError or
    InterfaceError when the database has been away for half a minute.
    """
    for pause in PAUSES:
        try:
            return job()
        except Error as error:
            if connection.in_atomic_block or not _may_pass(error):  # not ours to do again
                raise
            logger.warning("The database failed (%s); again in %s s", type(error).__name__, pause)
            connection.close()
            time.sleep(pause)
    return job()


def _may_pass(error: Error) -> bool:
    """Whether it may go well the next time.

    A connection that breaks at a commit raises the DatabaseError that all others derive from.
    """
    if isinstance(error, (InterfaceError, OperationalError)):
        return True
    return connection.connection is None or not connection.is_usable()


def locked(numbers: Iterable[int]) -> list[Deal]:
    """Those of the deals that are still there, locked in the order of their numbers."""
    return list(Deal.objects.select_for_update().filter(pk__in=numbers).order_by("pk"))


def settled(deals: list[Deal], day: date, ledger: Ledger, *, anew: bool) -> tuple[int, int]:
    """Settle deals for a day, first deriving them where `anew`; how many spans and flags changed.

    Run it in the transaction that holds their locks, and write the ledger at its end. Done
    twice, it changes nothing the second time.
    """
    if not anew:
        return 0, flags.settle_many(deals, day, ledger)
    found = derive_many(deals, day)
    return found.changed, flags.settle_many(deals, day, ledger, found.flags)
