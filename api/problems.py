"""Refusals as problem documents (RFC 9457), the same for every address of the API."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from http import HTTPStatus
from typing import Any

from django.core.exceptions import (
    BadRequest,
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
)
from django.http import Http404
from django.http.multipartparser import MultiPartParserError
from django.urls import reverse
from rest_framework import exceptions
from rest_framework.response import Response

from api.rendering import Json

MEDIA_TYPE = "application/problem+json"
_UNKNOWN = "This asks for an API key, as `Authorization: Bearer <key>`, or for a login."
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
        "A parameter is unknown here, given twice, or has a value that is not accepted; or the "
        "body cannot be read as JSON. Each is listed in `errors` with the value seen and what is "
        "accepted.",
    ),
    401: Kind(
        "not-signed-in",
        "Who asks is not known",
        "This asks for an API key (`Authorization: Bearer …`) or a login, or the key that was sent "
        "is not known, has expired or was revoked.",
    ),
    403: Kind(
        "not-allowed",
        "Not allowed",
        "The scope of the key, or the permissions of its owner, do not reach so far; `errors` "
        "names what is missing. With a session: the CSRF token is missing or wrong.",
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
    409: Kind(
        "conflict",
        "It does not go together with what is on record",
        "The same is on record already, something depends on what was to be removed, somebody "
        "wrote at the same moment, or a request with this `Idempotency-Key` is under way.",
    ),
    410: Kind(
        "begin-again",
        "Begin again",
        "The changes cannot be followed from there: what you may see has become less since, and "
        "what you have read of it is to be forgotten. Read them anew, without `since`.",
    ),
    412: Kind(
        "changed-meanwhile",
        "Changed meanwhile",
        "The record is no longer at the version that `If-Match` names. Nothing was written: read "
        "it again, and decide anew.",
    ),
    413: Kind(
        "too-large",
        "Too large",
        "The body is larger than is accepted.",
    ),
    415: Kind(
        "unsupported-media-type",
        "Unsupported media type",
        "The body is not of a media type that this address takes.",
    ),
    422: Kind(
        "refused",
        "It cannot be recorded so",
        "The body can be read, but what it says cannot be recorded; `errors` has each fault with a "
        "JSON pointer. Or an `Idempotency-Key` came with another request than the first time.",
    ),
    428: Kind(
        "if-match-needed",
        "If-Match is needed",
        "A change or a removal names, in the header `If-Match`, the `ETag` of the record that it "
        "was decided on.",
    ),
    429: Kind(
        "too-many-requests",
        "Too many requests",
        "More requests than are allowed in the time that `RateLimit-Policy` names; `Retry-After` "
        "says in how many seconds to go on.",
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

    status_code: int = HTTPStatus.BAD_REQUEST

    def __init__(self, faults: Sequence[Fault], detail: str = "") -> None:
        super().__init__(detail or " ".join(fault.message for fault in faults))
        self.faults = tuple(faults)


class Conflict(Refused):
    """It does not go together with what is on record."""

    status_code = HTTPStatus.CONFLICT


class ChangedMeanwhile(Refused):
    """The record is not at the version that the request was decided on."""

    status_code = HTTPStatus.PRECONDITION_FAILED


class TooLarge(Refused):
    """The body is larger than is accepted."""

    status_code = HTTPStatus.REQUEST_ENTITY_TOO_LARGE


class Unrecordable(Refused):
    """The body can be read, but what it says cannot be recorded."""

    status_code = HTTPStatus.UNPROCESSABLE_ENTITY


class IfMatchNeeded(Refused):
    """A change or a removal that does not say what it was decided on."""

    status_code = HTTPStatus.PRECONDITION_REQUIRED


def echo(text: str) -> str:
    """What the client sent, cut short: for the client to recognise, not to store."""
    sound = text.encode(errors="replace").decode()
    return sound if len(sound) <= LONGEST_ECHO else sound[: LONGEST_ECHO - 1] + "…"


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
    request.accepted_renderer = Json()
    request.accepted_media_type = Json.media_type
    told = problem(int(refused.status_code), str(refused.detail), getattr(refused, "faults", ()))
    if header := getattr(error, "challenge", getattr(error, "auth_header", "")):
        told.headers["WWW-Authenticate"] = header
    wait = getattr(refused, "wait", None)
    if wait is not None:
        told.headers["Retry-After"] = str(int(wait))
    return told


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
    if type(error) is exceptions.NotAuthenticated:
        return exceptions.NotAuthenticated(_UNKNOWN)
    if isinstance(error, exceptions.APIException):
        return error
    if isinstance(error, Http404):
        return exceptions.NotFound()
    if isinstance(error, PermissionDenied):
        return exceptions.PermissionDenied()
    if isinstance(error, RequestDataTooBig):
        return TooLarge((), "The body is larger than is accepted.")
    if isinstance(error, (MultiPartParserError, BadRequest)):
        return exceptions.ParseError("The body is malformed.")
    if isinstance(error, SuspiciousOperation):
        # Too many parameters, and the like: found by Django while it reads the request.
        return exceptions.ParseError("The request has too many parameters, or malformed ones.")
    return None
