"""The records that bodies name, as far as somebody may know of them, looked up all at once."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet

from api.problems import Fault, Unrecordable, echo
from api.writing import visible
from api.writing.body import point
from deals.models import Actor, Deal, Milestone, Source
from deliveries.models import Lot
from vendors.models import Organisation

AT_ONCE = 500  # names in one query


class Named:
    """What bodies name; what does not exist for the actor is a fault, whatever the reason."""

    def __init__(self, actor: Actor, bodies: Sequence[Any]) -> None:
        self.actor = actor
        self.faults: list[Fault] = []
        refs = {ref for body in bodies for ref in [body.get("deal"), *body.get("deals", ())] if ref}
        self.deals = _by(Deal.objects.visible_to(actor), "ref", refs)
        codes = {body["source"] for body in bodies if body.get("source")}
        self.sources = _by(visible.sources(actor), "code", codes)
        self.milestones = self._milestones(bodies)

    def deal(self, body: Any, pointer: str = "") -> Deal | None:
        """The deal that a body names."""
        return self._deal(body["deal"], point(pointer, "deal"))

    def its_deals(self, body: Any) -> list[Deal]:
        """The deals that a body names, each once."""
        places = {ref: point("/deals", place) for place, ref in enumerate(body["deals"])}
        found = [self._deal(ref, pointer) for ref, pointer in places.items()]
        return [deal for deal in found if deal is not None]

    def milestone(self, body: Any, pointer: str = "") -> Milestone | None:
        """The milestone that a body names by its deal and its code."""
        deal = self.deal(body, pointer)
        if deal is None:
            return None
        found = self.milestones.get((deal.pk, body["milestone"]))
        if found is None:
            known = deal.milestones.values_list("code", flat=True)[:100]
            told = f"“{deal.ref}” has no milestone “{echo(body['milestone'])}”."
            self._note(told, body["milestone"], point(pointer, "milestone"), known)
        return found

    def lot(self, body: Any) -> Lot | None:
        """The lot of the milestone that a body names."""
        milestone = self.milestone(body)
        if milestone is None:
            return None
        found = Lot.objects.filter(milestone=milestone).select_related("milestone__deal").first()
        if found is None:
            lots = Lot.objects.filter(milestone__deal=milestone.deal_id)
            known = lots.values_list("milestone__code", flat=True)[:100]
            told = f"“{milestone.code}” delivers no lot."
            self._note(told, body["milestone"], "/milestone", known)
        return found

    def source(self, body: Any, pointer: str = "") -> Source | None:
        """The source that a body names."""
        found = self.sources.get(body["source"])
        if found is None:
            told = f"There is no source “{echo(body['source'])}”."
            self._note(told, body["source"], point(pointer, "source"), ["the code of a source"])
        return found

    def stop(self) -> None:
        """Raise Unrecordable, if anything is not there."""
        if self.faults:
            raise Unrecordable(self.faults)

    def _deal(self, ref: str, pointer: str) -> Deal | None:
        found = self.deals.get(ref)
        if found is None:
            self._note(f"There is no deal “{echo(ref)}”.", ref, pointer, ["the ref of a deal"])
        return found

    def _note(self, message: str, value: str, pointer: str, accepted: Iterable[str]) -> None:
        self.faults.append(Fault(message, echo(value), tuple(accepted), pointer=pointer))

    def _milestones(self, bodies: Sequence[Any]) -> dict[tuple[int, str], Milestone]:
        codes = sorted({body["milestone"] for body in bodies if body.get("milestone")})
        deals = {deal.pk: deal for deal in self.deals.values()}
        found = {}
        for some in _in_parts(codes):
            for milestone in Milestone.objects.filter(deal__in=list(deals), code__in=some):
                milestone.deal = deals[milestone.deal_id]
                found[milestone.deal_id, milestone.code] = milestone
        return found


def organisations(actor: Actor, codes: Iterable[str]) -> dict[str, Organisation]:
    """Those of the organisations that exist for the actor, by code."""
    return _by(visible.organisations(actor), "code", codes)


def _by(rows: QuerySet[Any], column: str, values: Iterable[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for some in _in_parts(sorted(set(values))):
        for record in rows.filter(**{f"{column}__in": some}):
            found[getattr(record, column)] = record
    return found


def _in_parts(values: Sequence[str]) -> Iterable[Sequence[str]]:
    return (values[at : at + AT_ONCE] for at in range(0, len(values), AT_ONCE))
