"""Reading one state of the database with several queries, whatever is written meanwhile."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

# What PostgreSQL guesses of a query with many parts makes it compile each before it begins: up to
# ten seconds, for a query of a quarter of a second. And it reckons with a disk that has to seek, so
# that it went through a whole table for the lots of a page; 1.1 is what its manual says of others.
_READING = (
    "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY; "
    "SET LOCAL jit = off; SET LOCAL random_page_cost = 1.1"
)


@contextmanager
def one_state() -> Iterator[None]:
    """All queries within see the state that the first of them saw; a write within is refused.

    So a page or a story has a deal's old history or its new one, never some of each. Nobody waits
    for it, and it waits for nobody. Within a transaction that is open already it changes nothing:
    there, whoever opened it decides.
    """
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        with _deferred(), transaction.atomic():
            yield
    else:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_READING)
            yield


@contextmanager
def _deferred() -> Iterator[None]:
    """Transactions of this connection that read: they take no lock and cannot write.

    The settings' mode is IMMEDIATE, by which a transaction takes the one lock of all writers.
    """
    sqlite: Any = connection
    sqlite.ensure_connection()
    usual, sqlite.transaction_mode = sqlite.transaction_mode, "DEFERRED"
    with sqlite.cursor() as cursor:
        cursor.execute("PRAGMA query_only = ON")
    try:
        yield
    finally:
        sqlite.transaction_mode = usual
        with sqlite.cursor() as cursor:
            cursor.execute("PRAGMA query_only = OFF")
