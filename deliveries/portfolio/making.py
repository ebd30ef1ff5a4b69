"""A portfolio made and journalled."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction
from django.db.models import Max

from deals.models import Deal
from deliveries.portfolio.drawing import draw
from deliveries.portfolio.press import PREFIX, Press, ref_of
from deliveries.portfolio.shapes import Shapes
from journal.ledger import By, Ledger

MOST = 999_999  # so that references sort as their numbers do
_BATCH = 250  # deals in one transaction, and in memory at a time


@dataclass(frozen=True, slots=True)
class Order:
    """What to make: how many deals, from which seed, as reported by which day."""

    deals: int
    seed: int
    today: date


@dataclass(frozen=True, slots=True)
class Made:
    """What was made: the numbers of the deals, and how many rows of each kind."""

    deals: list[int]
    rows: Counter[str]


def last_number() -> int:
    """The number of the last synthetic deal there is; 0 where there is none."""
    synthetic = Deal.objects.filter(ref__regex=rf"^{PREFIX}\d{{6}}$")
    ref = synthetic.aggregate(last=Max("ref"))["last"]
    return int(ref.removeprefix(PREFIX)) if ref else 0


def make(shapes: Shapes, order: Order, by: By, say: Callable[[int, int], None]) -> Made:
    """Make the deals that follow the last synthetic one; `say` is told how many of how many.

    Each batch is a transaction; that of the last has the entry of the journal.
    """
    first = last_number() + 1
    press = Press(shapes)
    made: list[int] = []
    for start in range(0, order.deals, _BATCH):
        end = min(start + _BATCH, order.deals)
        numbers = range(first + start, first + end)
        with transaction.atomic():
            made += press.print([draw(shapes, order.seed, n, order.today) for n in numbers])
            if end == order.deals:
                _journal(order, f"{ref_of(first)} to {ref_of(numbers[-1])}", press.rows, by)
        say(end, order.deals)
    take_stock()
    return Made(made, press.rows)


def take_stock() -> None:
    """Let PostgreSQL count what came all at once, before its own round does.

    Until it has, it takes the tables for small ones, and reads all of each to find one deal's.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _journal(order: Order, which: str, rows: Counter[str], by: By) -> None:
    ledger = Ledger(by)
    what = {"seed": order.seed, "today": order.today.isoformat(), **rows}
    ledger.note("make", "portfolio", which, after=what, reason="Synthetic: none of it is real.")
    ledger.write()
