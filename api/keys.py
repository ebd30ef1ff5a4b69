"""API keys at the door: who a request acts for, how far its key reaches, and that it was used."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from rest_framework import exceptions
from rest_framework.authentication import BaseAuthentication
from rest_framework.request import Request
from typing_extensions import override

from accounts import keys
from accounts.models import ApiKey, Scope, User
from journal.ledger import By
from journal.models import Door

REALM = 'Bearer realm="slipwatch"'
_BAD = "The key is not known, has expired or was revoked."


class KeyRefused(exceptions.AuthenticationFailed):
    """Something was sent as a key that opens nothing."""

    challenge = f'{REALM}, error="invalid_token", error_description="{_BAD}"'


class KeyAuthentication(BaseAuthentication):
    """`Authorization: Bearer <key>`: the request acts as the owner of the key."""

    @override
    def authenticate(self, request: Request) -> tuple[User, ApiKey] | None:
        header = request.META.get("HTTP_AUTHORIZATION", "")
        if not header:
            return None
        scheme, _, secret = header.partition(" ")
        if scheme.lower() != "bearer":
            raise KeyRefused("The header `Authorization` takes `Bearer` and an API key.")
        key = keys.find(secret.strip(), timezone.now())
        if key is None:
            raise KeyRefused(_BAD)
        request._request.api_key = key  # type: ignore[attr-defined]
        return key.owner, key

    @override
    def authenticate_header(self, request: Request) -> str:
        return REALM


class NoteUse:
    """Notes when a key was last used, once the answer is made: reading itself writes nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass on, then note."""
        response = self.get_response(request)
        key: ApiKey | None = getattr(request, "api_key", None)
        if key is not None:
            keys.note_use(key, timezone.now())
        return response


def key_of(request: Request) -> ApiKey | None:
    """The key that the request came with; None for a session, and for a stranger."""
    return request.auth if isinstance(request.auth, ApiKey) else None


def reach_of(request: Request) -> Scope:
    """How much the request may do at most; a person who signed in is held by permissions alone."""
    key = key_of(request)
    return Scope(key.scope) if key else Scope.ADMIN


def by(request: Request) -> By:
    """Who writes, in which request where a proxy has numbered it, and by which key."""
    assert isinstance(request.user, User)
    key = key_of(request)
    number = request.headers.get("X-Request-ID", "")[:64]
    return By(request.user, Door.API, number, key.name if key else "")
