"""The difference between two days: what has been added, removed and changed from one to another.

A milestone is different where another span stands for it: what merely grows with the day, such as
the slip of one that is overdue, makes no difference. One that has changed and changed back has no
fields that are different. From a later day to an earlier one it goes the other way round.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import QuerySet

from api import answers
from api.known import Known
from api.wire.values import Wire
from deliveries.dossiers import Dossier
from deliveries.models import Span

# What is of the asking and not of the milestone.
_ASKED = frozenset(("period",))


def spans(known: Known) -> "QuerySet[Span]":
    """Spans of the later day that did not stand on the earlier one and pass the filters."""
    first, last = _days(known)
    later = at(known, last)
    return later.chosen(later.spans().filter(from_on__gt=first))


def of_spans(known: Known, rows: Sequence[Span]) -> list[Wire]:
    """The differences of those milestones."""
    first, last = _days(known)
    past = at(known, first)
    numbers = [span.milestone_id for span in rows]
    before = answers.milestones(past, list(past.spans().filter(milestone__in=numbers)))
    after = answers.milestones(at(known, last), rows)
    was = {_place(row): row for row in before}
    pairs = [(was.get(_place(row)), row) for row in after]
    is_reversed = known.asked.since == last
    return [_different(new, old) if is_reversed else _different(old, new) for old, new in pairs]


def _days(known: Known) -> list[date]:
    """The two days, the earlier first."""
    assert known.asked.since is not None
    return sorted((known.asked.since, known.day))


def at(known: Known, day: date) -> Known:
    """The same on another day."""
    return Known(known.actor, replace(known.asked, day=day))


def _place(row: Wire) -> tuple[str, str]:
    return row["deal"], row["code"]


def _different(before: Wire | None, after: Wire | None) -> Wire:
    there = after or before or {}
    return {"deal": there["deal"], "code": there["code"], **_change(before, after)}


def _change(before: Wire | None, after: Wire | None) -> Wire:
    """What has become of one thing; `fields` are the names of what is different."""
    change = "changed" if before and after else "added" if after else "removed"
    fields = []
    if before and after:
        fields = [n for n, value in after.items() if n not in _ASKED and before.get(n) != value]
    return {"change": change, "fields": fields, "before": before, "after": after}


def deal(known: Known, dossier: Dossier) -> Wire | None:
    """The difference of one deal between its two days; None where it is there on neither."""
    assert known.asked.since is not None
    days = (known.asked.since, known.day)
    before, after = (answers.deal(at(known, day), dossier) for day in days)
    if before is None and after is None:
        return None
    was, became = (_by_code(row) for row in (before, after))
    differ = _other_spans(dossier, *days)
    return {
        "ref": dossier.deal.ref,
        "since": days[0].isoformat(),
        "until": days[1].isoformat(),
        "deal": _change(_own(before), _own(after)),
        "milestones": [
            _different(was.get(code), became.get(code))
            for code in {**became, **was}
            if code in differ
        ],
        "claims": _said(*(answers.claims(at(known, d), dossier.claims(d)) for d in days)),
        **{
            name: _said(_part(before, name), _part(after, name))
            for name in ("terms", "counts", "events")
        },
    }


def _other_spans(dossier: Dossier, first: date, second: date) -> set[str]:
    """Codes of the milestones for which another span stood on the one day than on the other."""
    stood = ({(s.pk, s.milestone.code) for s in dossier.standing(d)} for d in (first, second))
    before, after = stood
    return {code for _, code in before ^ after}


_PARTS = ("milestones", "terms", "counts", "events", "known_at", "summary")


def _own(row: Wire | None) -> Wire | None:
    """The deal itself, as in the list of deals."""
    return row and {name: value for name, value in row.items() if name not in _PARTS}


def _by_code(row: Wire | None) -> dict[str, Wire]:
    return {milestone["code"]: milestone for milestone in _part(row, "milestones")}


def _part(row: Wire | None, name: str) -> list[Any]:
    return row[name] if row else []


def _said(before: Sequence[Wire], after: Sequence[Wire]) -> Wire:
    """Statements by their numbers: they are added, and never changed."""
    was, became = ({row["id"]: row for row in rows} for rows in (before, after))
    return {
        "added": [row for number, row in became.items() if number not in was],
        "removed": [row for number, row in was.items() if number not in became],
    }
