"""Refusals as problem documents (RFC 9457), the same for every address of the API."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404
from django.urls import reverse
from rest_framework import exceptions
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response

MEDIA_TYPE = "application/problem+json"
LONGEST_ECHO = 200  # characters of a client's own text that are given back


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of refusal: its name stays for ever, scripts may go by it."""

    name: str
    title: str
    meaning: str


KINDS: Mapping[int, Kind] = {
    400: Kind(
        "bad-request",
        "The request cannot be understood",
        "A parameter is unknown here, given twice, or has a value that is not accepted. Each is "
        "listed in `errors` with the value seen and what is accepted.",
    ),
    403: Kind(
        "not-allowed",
        "Not allowed",
        "Reading asks for a login here, or what was asked for is more than reading.",
    ),
    404: Kind(
        "not-found",
        "Not found",
        "Nothing is at this address for you on that day: it does not exist, nobody had spoken of "
        "it yet, or it is not for you to see. The three cannot be told apart.",
    ),
    405: Kind(
        "method-not-allowed",
        "Method not allowed",
        "The address is there, but not for this method; the header `Allow` names those it takes.",
    ),
    406: Kind(
        "not-acceptable",
        "Not acceptable",
        "The answer does not come in any of the media types that the header `Accept` asks for.",
    ),
    410: Kind(
        "begin-again",
        "Begin again",
        "The changes cannot be followed from there: what you may see has become less since, and "
        "what you have read of it is to be forgotten. Read them anew, without `since`.",
    ),
}
BY_NAME: Mapping[str, tuple[int, Kind]] = {kind.name: (code, kind) for code, kind in KINDS.items()}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with a request: where, the value seen, and what is accepted.

    A fault is in a parameter of the address or, by JSON pointer, in the body.
    """

    message: str
    value: str | None
    accepted: tuple[str, ...]
    parameter: str | None = None
    pointer: str | None = None


class Refused(exceptions.APIException):
    """A request with faults; all of them are told at once."""

    status_code = HTTPStatus.BAD_REQUEST

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(" ".join(fault.message for fault in faults))
        self.faults = tuple(faults)


def echo(text: str) -> str:
    """What the client sent, cut short: for the client to recognise, not to store."""
    return text if len(text) <= LONGEST_ECHO else text[: LONGEST_ECHO - 1] + "…"


def address(kind: Kind) -> str:
    """The stable `type` of a problem: a path of this API that says what it means."""
    return reverse("api:problem", args=[kind.name])


def answer(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """DRF's hook for exceptions: a problem document for each refusal, None for our own faults."""
    refused = _as_refusal(error)
    if refused is None:
        return None
    request = context["request"]
    # A page for people must not render a problem with its template.
    request.accepted_renderer = JSONRenderer()
    request.accepted_media_type = JSONRenderer.media_type
    return problem(int(refused.status_code), str(refused.detail), getattr(refused, "faults", ()))


def problem(status: int, detail: str, faults: Sequence[Fault] = ()) -> Response:
    """One problem document."""
    kind = KINDS.get(status, KINDS[400])
    return Response(
        {
            "type": address(kind),
            "title": kind.title,
            "status": status,
            "detail": detail,
            "errors": [{**asdict(fault), "accepted": list(fault.accepted)} for fault in faults],
        },
        status=status,
        content_type=MEDIA_TYPE,
    )


def _as_refusal(error: Exception) -> exceptions.APIException | None:
    if isinstance(error, exceptions.APIException):
        return error
    if isinstance(error, Http404):
        return exceptions.NotFound()
    if isinstance(error, PermissionDenied):
        return exceptions.PermissionDenied()
    if isinstance(error, SuspiciousOperation):
        # Too many parameters, and the like: found by Django while it reads the request.
        return exceptions.ParseError("The request has too many parameters, or malformed ones.")
    return None
