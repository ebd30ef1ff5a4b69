"""Stored spans made equal to what was derived: only rows that differ are touched."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Q

from deals.models import Deal
from deliveries.models import DealSpan, Span

Values = dict[str, Any]  # a row by its columns, without its number
Place = tuple[int, date]
Model = type[Span] | type[DealSpan]

_AT_ONCE = 500  # rows of one statement


def store(model: Model, deals: Sequence[Deal], rows: Sequence[Values], since: date) -> int:
    """Make the stored spans of these deals equal to `rows`; return how many rows were touched.

    Spans that ended before `since` are taken to be as they were, unless those that stood on that
    day show that they are not. Where nothing differs, nothing is written; what differs is removed
    and stored anew.
    """
    wanted = {_place(row): row for row in rows if _may_differ(row, since)}
    stored = _stored(model, deals, since)
    if any(from_on < since for _, from_on in wanted.keys() ^ stored.keys()):
        return store(model, deals, rows, date.min)  # derived by other margins, say
    manager: Any = model._default_manager
    stale = []
    for place, (number, row) in stored.items():
        if wanted.get(place) == row:
            del wanted[place]
        else:
            stale.append(number)
    for some in range(0, len(stale), _AT_ONCE):
        manager.filter(pk__in=stale[some : some + _AT_ONCE]).delete()
    manager.bulk_create([model(**row) for row in wanted.values()], batch_size=_AT_ONCE)
    return len(stale) + len(wanted)


def _stored(model: Model, deals: Sequence[Deal], since: date) -> dict[Place, tuple[int, Values]]:
    columns = [f.attname for f in model._meta.concrete_fields if not f.primary_key]
    stored = model._default_manager.filter(deal__in=[deal.pk for deal in deals]).order_by()
    if since > date.min:
        stored = stored.filter(_may_differ_in(model, since))
    found = {}
    for number, *values in stored.values_list("pk", *columns):
        row = dict(zip(columns, values, strict=True))
        found[_place(row)] = (number, row)
    return found


def _place(row: Values) -> Place:
    return (row.get("milestone_id") or row["deal_id"], row["from_on"])


def _may_differ(row: Values, since: date) -> bool:
    """Whether what is reported from `since` on can make it another: it stands on or up to that day.

    Or it says until when the claim that it begins with is the latest, and that day is not before.
    """
    if row["to_on"] is None or row["to_on"] >= since:
        return True
    until = row.get("hears_until")
    return row.get("hears") is not None and (until is None or until >= since)


def _may_differ_in(model: Model, since: date) -> Q:
    """The same of stored rows."""
    stands = Q(to_on__isnull=True) | Q(to_on__gte=since)
    if model is DealSpan:
        return stands
    heard = Q(hears_until__isnull=True) | Q(hears_until__gte=since)
    return stands | (Q(hears__isnull=False) & heard)
