"""Stored spans made equal to what was derived: only rows that differ are touched."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from deals.models import Deal
from deliveries.models import DealSpan, Span

Values = dict[str, Any]  # a row by its columns, without its number
Place = tuple[int | None, date]

_AT_ONCE = 500  # rows of one statement


def store(model: type[Span] | type[DealSpan], deals: Sequence[Deal], rows: Iterable[Values]) -> int:
    """Make the stored spans of these deals equal to `rows`; return how many rows were touched.

    Where nothing differs, nothing is written. What differs is removed and stored anew.
    """
    columns = [f.attname for f in model._meta.concrete_fields if not f.primary_key]
    wanted = {_place(row): row for row in rows}
    manager = model._default_manager
    stored = manager.filter(deal__in=[deal.pk for deal in deals]).order_by()
    stale = []
    for row in stored.values("pk", *columns):
        number = row.pop("pk")
        if wanted.get(_place(row)) == row:
            del wanted[_place(row)]
        else:
            stale.append(number)
    for some in range(0, len(stale), _AT_ONCE):
        manager.filter(pk__in=stale[some : some + _AT_ONCE]).delete()
    new = [model(**row) for row in wanted.values()]
    manager.bulk_create(new, batch_size=_AT_ONCE)
    return len(stale) + len(new)


def _place(row: Values) -> Place:
    return (row.get("milestone_id") or row["deal_id"], row["from_on"])
