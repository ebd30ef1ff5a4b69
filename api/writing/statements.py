"""Recording what was said, and retracting it: claims, terms, counts and events."""

from functools import partial
from typing import Any, ClassVar

from django.http import HttpResponse
from django.utils.timezone import localdate
from rest_framework import exceptions
from rest_framework.request import Request
from rest_framework.response import Response
from typing_extensions import override

from api import answers, etags
from api.known import Known
from api.parameters import AS_OF
from api.problems import Conflict, Fault
from api.wire.values import Wire
from api.writing import said, shapes
from api.writing.effects import Effects
from api.writing.flow import Names, Outcome, Writing, sorted_out
from api.writing.kinds import (
    CLAIM,
    COUNT,
    EVENT,
    TERM,
    Kind,
    about,
    deals_of,
    did,
    retracted,
    wire,
)
from api.writing.naming import Named
from deals.models import Claim, Deal, Event, Term
from deliveries import actions
from deliveries.actions import Book, DraftsRefused
from deliveries.models import Count

MOST = 1_000  # claims at once
BULK_SHAPE: shapes.Shape = {**shapes.listed(said.CLAIM_SHAPE, MOST), "minItems": 1}


class Recording(Writing):
    """An address at which statements of one kind are recorded."""

    http_method_names = ["post"]
    kind: ClassVar[Kind]
    body: ClassVar[shapes.Shape]

    def draft(self, named: Named, body: Any) -> Any:
        """The draft that a body says; None where it names what is not there."""
        raise NotImplementedError

    def about(self, draft: Any) -> tuple[list[Deal], list[int]]:
        """The deals whose verdicts a draft may move, and the milestones it speaks of."""
        raise NotImplementedError

    def record(self, book: Book, draft: Any) -> Any:
        """Record the draft by its verb."""
        raise NotImplementedError

    def post(self, request: Request) -> HttpResponse:
        """Record one statement, and say what it did."""
        body = self.sent(request, self.body)
        return self.write(request, partial(self.recorded, request, body), body)

    def recorded(self, request: Request, body: Any, book: Book) -> Outcome:
        """Record what a body says, under the lock of its deal."""
        named = Named(request.user, [body])
        draft = self.draft(named, body)
        named.stop()
        deals, milestones = self.about(draft)
        book.lock(*(deal.pk for deal in deals))
        effects = Effects(request.user, book.today, deals, milestones)
        record = self.record(book, draft)
        known = Known(request.user, self.asked)

        def told() -> Wire:
            return {**wire(known, record), **did(effects)}

        return Outcome(told, 201, self.kind.address(record.pk))


class RecordClaim(Recording):
    """Where claims are recorded."""

    kind, body, names = CLAIM, said.CLAIM_SHAPE, said.CLAIM
    needs = {"post": CLAIM.needs("add")}

    @override
    def draft(self, named: Named, body: Any) -> Any:
        milestone, source = named.milestone(body), named.source(body)
        return said.claim(body, milestone, source) if milestone and source else None

    @override
    def about(self, draft: Any) -> tuple[list[Deal], list[int]]:
        return [draft.milestone.deal], [draft.milestone.pk]

    @override
    def record(self, book: Book, draft: Any) -> Claim:
        return actions.record_claim(book, draft)


class RecordTerm(Recording):
    """Where terms are recorded."""

    kind, body, names = TERM, said.TERM_SHAPE, said.CLAIM
    needs = {"post": TERM.needs("add")}

    @override
    def draft(self, named: Named, body: Any) -> Any:
        deal, source = named.deal(body), named.source(body)
        return said.term(body, deal, source) if deal and source else None

    @override
    def about(self, draft: Any) -> tuple[list[Deal], list[int]]:
        return [draft.deal], []

    @override
    def record(self, book: Book, draft: Any) -> Term:
        return actions.record_term(book, draft)


class RecordCount(Recording):
    """Where counts are recorded."""

    kind, body, names = COUNT, said.COUNT_SHAPE, said.COUNT
    needs = {"post": COUNT.needs("add")}

    @override
    def draft(self, named: Named, body: Any) -> Any:
        lot, source = named.lot(body), named.source(body)
        return said.count(body, lot, source) if lot and source else None

    @override
    def about(self, draft: Any) -> tuple[list[Deal], list[int]]:
        return [draft.lot.milestone.deal], [draft.lot.milestone_id]

    @override
    def record(self, book: Book, draft: Any) -> Count:
        return actions.record_count(book, draft)


class RecordEvent(Recording):
    """Where events are recorded."""

    kind, body, names = EVENT, said.EVENT_SHAPE, said.CLAIM
    needs = {"post": EVENT.needs("add")}

    @override
    def draft(self, named: Named, body: Any) -> Any:
        deals, source = named.its_deals(body), named.source(body)
        return said.event(body, source, tuple(deals)) if source else None

    @override
    def about(self, draft: Any) -> tuple[list[Deal], list[int]]:
        return [], []

    @override
    def record(self, book: Book, draft: Any) -> Event:
        return actions.record_event(book, draft)


class RecordClaims(Writing):
    """Up to a thousand claims at once, all or none."""

    http_method_names = ["post"]
    names = said.CLAIM
    needs = {"post": CLAIM.needs("add")}

    def post(self, request: Request) -> HttpResponse:
        """Record the claims, and say what they did."""
        bodies = self.sent(request, BULK_SHAPE)
        return self.write(request, partial(self.recorded, request, bodies))

    def recorded(self, request: Request, bodies: Any, book: Book) -> Outcome:
        """Record what the bodies say; a fault names its place in the list."""
        named = Named(request.user, bodies)
        drafts = []
        for place, body in enumerate(bodies):
            milestone, source = named.milestone(body, f"/{place}"), named.source(body, f"/{place}")
            if milestone and source:
                drafts.append(said.claim(body, milestone, source))
        named.stop()
        deals = {draft.milestone.deal_id: draft.milestone.deal for draft in drafts}
        book.lock(*sorted(deals))
        spoken_of = [draft.milestone.pk for draft in drafts]
        effects = Effects(request.user, book.today, deals.values(), spoken_of)
        try:
            claims = actions.record_claims(book, drafts)
        except DraftsRefused as refused:
            raise self._refused(refused, bodies) from None
        known = Known(request.user, self.asked)
        return Outcome(
            lambda: {"results": answers.claims(known, claims), "effects": effects.told()}, 201
        )

    def _refused(self, refused: DraftsRefused, bodies: Any) -> Exception:
        return sorted_out(
            [
                fault
                for place, found in refused.found.items()
                for fault in self.names.faults(found, bodies[place], f"/{place}")
            ]
        )


class OneStatement(Writing):
    """One statement; it stays on record when it is retracted, and says so."""

    http_method_names = ["get", "head"]
    taken = (AS_OF,)
    kind: ClassVar[Kind]

    def get(self, request: Request, number: int) -> Response:
        """The statement, whether it stands or was retracted; for a day, if its list has it."""
        record = self.kind.find(request.user, number)
        known = Known(request.user, self.asked)
        if AS_OF.name in request.query_params and not self.kind.is_told(known, number):
            raise exceptions.NotFound(f"No {self.kind.name} {number} stood on {known.day}.")
        told = {**wire(known, record), "retracted": retracted(record)}
        return etags.tagged(request, record.pk, told)


class Linking(Writing):
    """Where an event is told of one more deal, or of one less."""

    http_method_names = ["post"]
    needs = {"post": EVENT.needs("change")}
    links: ClassVar[bool]

    def post(self, request: Request, number: int) -> HttpResponse:
        """Say of which deal."""
        EVENT.find(request.user, number)
        body = self.sent(request, said.LINK_SHAPE)
        return self.write(request, partial(self.linked, request, number, body), body)

    def linked(self, request: Request, number: int, body: Any, book: Book) -> Outcome:
        """Link the deal or unlink it; Conflict where that is how it is already."""
        named = Named(request.user, [body])
        deal = named.deal(body)
        named.stop()
        assert deal is not None
        event = EVENT.find(request.user, number)
        change = actions.link_event if self.links else actions.unlink_event
        if not change(book, event, deal):
            told = f"Event {number} is {'' if self.links else 'not '}told of “{deal.ref}” already."
            raise Conflict([Fault(told, deal.ref, (), pointer="/deal")])
        return Outcome(lambda: wire(Known(request.user, self.asked), event))


class Retracting(Writing):
    """Where a statement is retracted."""

    http_method_names = ["post"]
    names: ClassVar[Names] = Names()
    kind: ClassVar[Kind]

    def post(self, request: Request, number: int) -> HttpResponse:
        """Retract the statement, and say what that did."""
        self.kind.find(request.user, number)
        body = self.sent(request, said.REASON_SHAPE)
        act = partial(self.retracted, request, number, body["reason"].strip())
        return self.write(request, act, body)

    def retracted(self, request: Request, number: int, reason: str, book: Book) -> Outcome:
        """Retract it under the lock of its deal; Conflict where it was retracted before."""
        record = self.kind.find(request.user, number)
        deals = deals_of(record)
        book.lock(*(deal.pk for deal in deals))
        effects = Effects(request.user, localdate(), deals, about(record))
        record = self.kind.find(request.user, number)
        if record.is_retracted:
            raise Conflict([Fault("It is retracted already.", None, ())])
        actions.retract(book, record, reason=reason)

        def told() -> Wire:
            record = self.kind.find(request.user, number)
            known = Known(request.user, self.asked)
            return {**wire(known, record), "retracted": retracted(record), **did(effects)}

        return Outcome(told)
