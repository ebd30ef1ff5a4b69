"""Stored spans made equal to what was derived: only rows that differ are touched."""

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

from django.db.models import Q

from deals.models import Deal
from deliveries.blocks import block_of
from deliveries.models import DealSpan, Span
from deliveries.sheets import Sheet
from deliveries.tails import Values, joined, owner

Place = tuple[int, date]
Model = type[Span] | type[DealSpan]

_AT_ONCE = 500  # rows of one statement


def store(model: Model, deals: Sequence[Deal], rows: Sequence[Values]) -> int:
    """Make the stored spans of these deals equal to `rows`; return how many rows were touched.

    Where nothing differs, nothing is written; what differs is removed and stored anew.
    """
    return _write(model, rows, _stored(model, deals, date.min))


def store_since(
    model: Model, deals: Sequence[Deal], rows: Sequence[Values], since: date
) -> int | None:
    """The same of the ends of histories, derived `since` a day (see `history`).

    Spans that ended before are taken to be as they were. None, and nothing is written, where what
    stood on the day before is not what is stored: it was derived by other margins, say.
    """
    stored = _stored(model, deals, since)
    whole = joined(rows, [row for _, row in stored.values()], since)
    return None if whole is None else _write(model, whole, stored)


def _write(model: Model, rows: Sequence[Values], stored: dict[Place, tuple[int, Values]]) -> int:
    if model is DealSpan:
        for row in rows:
            row["block"] = block_of(row["from_on"], row["to_on"])
    wanted = {_place(row): row for row in rows}
    stale = []
    for place, (number, row) in stored.items():
        if wanted.get(place) == row:
            del wanted[place]
        else:
            stale.append(number)
    manager: Any = model._default_manager
    for some in range(0, len(stale), _AT_ONCE):
        manager.filter(pk__in=stale[some : some + _AT_ONCE]).delete()
    sheet = Sheet(model, " ".join(_columns(model)))
    for row in wanted.values():
        sheet.add(*(row[name] for name in sheet.columns))
    sheet.write()
    return len(stale) + len(wanted)


def _stored(model: Model, deals: Sequence[Deal], since: date) -> dict[Place, tuple[int, Values]]:
    """Those that what is reported from `since` on can change: they stood on the day before.

    Or they say until when the claim that they begin with is the latest, and that day is not before.
    """
    columns = _columns(model)
    stored = model._default_manager.filter(deal__in=[deal.pk for deal in deals]).order_by()
    if since > date.min:
        stands = Q(to_on__isnull=True) | Q(to_on__gte=since)
        if model is Span:
            heard = Q(hears_until__isnull=True) | Q(hears_until__gte=since)
            stands |= Q(hears__isnull=False) & heard
        stored = stored.filter(stands)
    found = {}
    for number, *values in stored.values_list("pk", *columns):
        row = dict(zip(columns, values, strict=True))
        found[_place(row)] = (number, row)
    return found


@cache
def _columns(model: Model) -> list[str]:
    return [f.attname for f in model._meta.concrete_fields if not f.primary_key]


def _place(row: Values) -> Place:
    return (owner(row), row["from_on"])
