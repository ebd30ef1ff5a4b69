"""One write: read, checked, recorded in one transaction with its answer, and told."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import Error
from django.db.models import Model, UniqueConstraint
from django.http import HttpResponse
from django.utils.timezone import localdate
from rest_framework.request import Request

from api import etags
from api.keys import by
from api.problems import Conflict, Fault, Refused, Unrecordable, echo
from api.rendering import Json
from api.strict import Strict
from api.wire.values import Wire
from api.writing import once
from api.writing.body import StrictJSON, point
from api.writing.shapes import Shape, faults
from deals.models import Claim, Event, Milestone, Party, Precedence
from deliveries.actions import Book, Overtaken, recording
from deliveries.versions import Versioned, version
from vendors.models import Shareholding

Told = dict[str, Any] | list[Any]
_MODELS: tuple[type[Model], ...] = (Claim, Event, Milestone, Party, Precedence, Shareholding)
# What is said of a record that is there already.
TAKEN = {
    str(constraint.get_violation_error_message())
    for model in _MODELS
    for constraint in model._meta.constraints
    if isinstance(constraint, UniqueConstraint)
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a write came to. `told` makes the body once all is settled; None: there is none.

    `record` is what the ETag is of.
    """

    told: Callable[[], Wire] | None
    status: int = 200
    location: str = ""
    record: Versioned | None = None


@dataclass(frozen=True, slots=True)
class Names:
    """How a refusal's fields are called in a body: what is not named here has the same name."""

    members: Mapping[str, str] = field(default_factory=dict)
    accepted: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def faults(
        self, found: Mapping[str, Iterable[str]], body: Any, pointer: str = ""
    ) -> list[Fault]:
        """The faults of a refusal, each with its pointer and the value that was sent."""
        return [
            self._fault(self.members.get(name, name), message, body, pointer)
            for name, messages in found.items()
            for message in messages
        ]

    def _fault(self, name: str, message: str, body: Any, pointer: str) -> Fault:
        if name in ("", "__all__"):
            return Fault(message, None, (), pointer=pointer)
        value = body.get(name) if isinstance(body, dict) else None
        told = None if value is None else echo(str(value))
        return Fault(message, told, self.accepted.get(name, ()), pointer=point(pointer, name))


class Writing(Strict):
    """An address that is written."""

    parser_classes = (StrictJSON,)
    names: ClassVar[Names] = Names()

    def sent(self, request: Request, shape: Shape) -> Any:
        """The body, of that shape; raises Unrecordable with everything that is not."""
        body = request.data
        found = list(faults(shape, body))
        if found:
            raise Unrecordable(found)
        return body

    def write(
        self, request: Request, act: Callable[[Book], Outcome], body: Any = None
    ) -> HttpResponse:
        """Carry out a write; with an Idempotency-Key once, however often it is sent."""
        attempt = once.begin(request) if request.method == "POST" else once.Attempt()
        if isinstance(attempt, once.Answer):
            return _response(attempt)
        try:
            return _response(self._recorded(request, act, attempt))
        except Overtaken as refused:
            attempt.give_up()
            raise Conflict((), " ".join(refused.messages)) from None
        except ObjectDoesNotExist:
            attempt.give_up()
            raise Conflict((), "What this rests on was removed at the same moment.") from None
        except ValidationError as refused:
            attempt.give_up()
            raise refusal(self.names, refused, body) from None
        except BaseException:
            with suppress(Error):  # of a database that has gone away: then the lease lapses
                attempt.give_up()
            raise

    def _recorded(
        self, request: Request, act: Callable[[Book], Outcome], attempt: once.Attempt
    ) -> once.Answer:
        with recording(by=by(request), today=localdate()) as book:
            outcome = act(book)
            book.settle()
            body = Json().render(outcome.told()) if outcome.told else b""
            headers = {"Location": outcome.location} if outcome.location else {}
            if outcome.record is not None:
                # From here to the commit all other writers wait: the number is the version.
                book.ledger.write()
                headers["ETag"] = etags.of_body(version(outcome.record), body)
            answer = once.Answer(outcome.status, headers, body)
            attempt.keep(answer)
        return answer


def refusal(names: Names, refused: ValidationError, body: Any, pointer: str = "") -> Refused:
    """A refusal of the verbs, for the client: 409 where the same is there already, else 422."""
    found = (
        refused.message_dict if hasattr(refused, "error_dict") else {"__all__": refused.messages}
    )
    return sorted_out(names.faults(found, body, pointer), _unique(refused))


def sorted_out(told: list[Fault], unique: Iterable[str] = ()) -> Refused:
    """The problem that these faults make."""
    taken = {*TAKEN, *unique}
    if all(fault.message in taken for fault in told):
        return Conflict(told)
    return Unrecordable(told)


def _unique(refused: ValidationError) -> set[str]:
    if not hasattr(refused, "error_dict"):
        return set()
    listed = [error for errors in refused.error_dict.values() for error in errors]
    return {
        message
        for error in listed
        if error.code in ("unique", "unique_together")
        for message in error.messages
    }


def _response(answer: once.Answer) -> HttpResponse:
    response = HttpResponse(answer.body, status=answer.status, headers=answer.headers)
    if answer.body:
        response.headers["Content-Type"] = Json.media_type
    else:
        del response.headers["Content-Type"]
    return response
