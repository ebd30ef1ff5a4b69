"""The kinds of statements at the door: which exist for somebody, and how they are told."""

from collections.abc import Callable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from rest_framework import exceptions

from api import answers
from api.known import Known
from api.wire.values import Wire, instant
from api.writing.effects import Effects
from deals.models import Actor, Claim, Deal, Event, Statement, Term
from deliveries.models import Count


def _of_deals(model: Any, path: str, actor: Actor) -> QuerySet[Any]:
    found: QuerySet[Any] = model._default_manager.all()
    return found.filter(**{f"{path}__in": Deal.objects.visible_to(actor)})


def events(actor: Actor) -> QuerySet[Event]:
    """The events that exist for somebody: of a deal they may know of, or of none."""
    links = Event.deals.through.objects.filter(event_id=OuterRef("pk"))
    known = Exists(links.filter(deal__in=Deal.objects.visible_to(actor)))
    return Event.objects.filter(Q(known) | ~Q(Exists(links)))


class Kind:
    """One kind of statement at the door."""

    def __init__(self, name: str, app: str, rows: Callable[[Actor], QuerySet[Any]]) -> None:
        self.name, self.app, self.rows = name, app, rows

    def needs(self, verb: str) -> tuple[str, ...]:
        """The permission that a verb asks for."""
        return (f"{self.app}.{verb}_{self.name}",)

    def address(self, number: int) -> str:
        """Where one of them is."""
        return reverse(f"api:{self.name}", args=[number])

    def find(self, actor: Actor, number: int) -> Any:
        """One of them; raises NotFound for what does not exist for the actor."""
        found = self.rows(actor).filter(pk=number).first() if number < 2**63 else None
        if found is None:
            raise exceptions.NotFound(f"There is no {self.name} {number}.")
        return found

    def is_told(self, known: Known, number: int) -> bool:
        """Whether the list of the day has it."""
        rows: QuerySet[Any] = getattr(known, f"{self.name}s")()
        return rows.filter(pk=number).exists()


CLAIM = Kind(
    "claim",
    "deals",
    lambda actor: _of_deals(Claim, "milestone__deal", actor).select_related(
        "milestone__deal", "source", "anchor", "retracted_by"
    ),
)
TERM = Kind(
    "term",
    "deals",
    lambda actor: _of_deals(Term, "deal", actor).select_related("deal", "source", "retracted_by"),
)
COUNT = Kind(
    "count",
    "deliveries",
    lambda actor: _of_deals(Count, "lot__milestone__deal", actor).select_related(
        "lot__milestone__deal", "source", "retracted_by"
    ),
)
EVENT = Kind("event", "deals", lambda actor: events(actor).select_related("source", "retracted_by"))


def wire(known: Known, record: Statement) -> Wire:
    """A statement on the wire, with the deal or deals that it is about."""
    if isinstance(record, Claim):
        return answers.claims(known, [record])[0]
    if isinstance(record, Term):
        return {"deal": record.deal.ref, **answers.term(known, record)}
    if isinstance(record, Count):
        return {"deal": record.lot.milestone.deal.ref, **answers.count(known, record)}
    assert isinstance(record, Event)
    visible = Deal.objects.visible_to(known.actor).filter(events=record).order_by("ref")
    refs = list(visible.values_list("ref", flat=True))
    return {"deals": refs, **answers.event(known, record)}


def retracted(record: Any) -> Wire | None:
    """How a statement was retracted; None while it stands."""
    if record.retracted_at is None:
        return None
    return {
        "at": instant(record.retracted_at),
        "by": record.retracted_by and record.retracted_by.get_username(),
        "reason": record.retraction_reason,
    }


def deals_of(record: Any) -> list[Deal]:
    """The deals whose verdicts a statement may move: an event is context and moves none."""
    if isinstance(record, Claim):
        return [record.milestone.deal]
    if isinstance(record, Count):
        return [record.lot.milestone.deal]
    return [record.deal] if isinstance(record, Term) else []


def did(effects: Effects) -> Wire:
    """What a write did to the one deal that it was about; nothing for an event."""
    found = effects.told()
    return {"effects": found[0]} if found else {}


def about(record: Any) -> list[int]:
    """Numbers of the milestones that a statement speaks of."""
    if isinstance(record, Claim):
        return [record.milestone_id]
    return [record.lot.milestone_id] if isinstance(record, Count) else []
