"""What a deal was at an instant, by the journal: its changes since are undone, the latest first.

The plan of a deal is changed in place, but every addition, change and removal is an entry of the
journal with what was before. A recording counts from the instant of its entries, which is that of
its commit: as a whole or not at all, however long it took.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Model

from deals.models import Deal, Milestone, Precedence
from deliveries.models import Lot
from journal.models import Entry

PLAN: dict[str, type[Model]] = {
    "deal": Deal,
    "milestone": Milestone,
    "precedence": Precedence,
    "lot": Lot,
}
STATEMENTS = ("claim", "term", "count", "event")
Place = tuple[str, int]  # a subject of the journal and the number of a record


@dataclass(slots=True)
class Unwound:
    """What was otherwise at the instant.

    `records` are the rows of the plan by their places, as they were, not to be saved. Statements
    are places too: those that have been recorded, retracted, linked or unlinked since.
    """

    records: dict[Place, Any]
    recorded: set[Place] = field(default_factory=set)
    retracted: set[Place] = field(default_factory=set)
    linked: dict[Place, bool] = field(default_factory=dict)

    def of(self, subject: str) -> dict[int, Any]:
        """The records of a subject by their numbers."""
        return {number: row for (kind, number), row in self.records.items() if kind == subject}

    def recorded_since(self, subject: str) -> list[int]:
        """Numbers of the statements that were not yet recorded."""
        return [number for kind, number in self.recorded if kind == subject]

    def retracted_since(self, subject: str) -> list[int]:
        """Numbers of the statements that have been retracted since."""
        return [number for kind, number in self.retracted if kind == subject]


def unwound(deal: Deal, instant: datetime, present: Iterable[Model]) -> Unwound:
    """Undo what the journal has of the deal after `instant`, on the rows of its present plan.

    The rows are changed in memory. The deal is not among the records if it was not yet here.
    """
    at = Unwound({_place(row): row for row in present})
    since = Entry.objects.filter(deal=deal.ref, at__gt=instant, subject__in=(*PLAN, *STATEMENTS))
    for entry in since.order_by("-seq"):
        place = entry.subject, int(entry.key)
        if entry.subject in PLAN:
            _undo(at, place, entry)
        else:
            _forget(at, place, entry.verb)
    return at


def _place(row: Model) -> Place:
    return str(row._meta.model_name), row.pk


def _undo(at: Unwound, place: Place, entry: Entry) -> None:
    if entry.verb == "add":
        at.records.pop(place, None)
    elif entry.verb == "remove":
        at.records[place] = _with(PLAN[entry.subject](pk=place[1]), entry.before or {})
    elif entry.verb == "change" and place in at.records:
        _with(at.records[place], entry.before or {})


def _with(row: Model, values: dict[str, Any]) -> Model:
    """The row with columns of a snapshot; what is no column any more is left out."""
    for column in row._meta.concrete_fields:
        if column.attname in values:
            setattr(row, column.attname, column.to_python(values[column.attname]))
    return row


def _forget(at: Unwound, place: Place, verb: str) -> None:
    """Of the links of an event that which was undone last, the oldest entry, tells how it was."""
    if verb == "record":
        at.recorded.add(place)
    elif verb == "retract":
        at.retracted.add(place)
    elif verb in ("link", "unlink"):
        at.linked[place] = verb == "unlink"
