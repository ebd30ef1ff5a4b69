"""Who may write: whoever signed in or came with a key, within its scope and their permissions."""

from typing import Any

from rest_framework import exceptions
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from typing_extensions import override

from accounts.models import Scope, User
from api.keys import REALM, key_of, reach_of
from api.problems import Fault


class NotAllowed(exceptions.PermissionDenied):
    """What a request lacks: a scope of its key, or permissions of its owner."""

    def __init__(self, fault: Fault, challenge: str = "") -> None:
        super().__init__(fault.message)
        self.faults = (fault,)
        self.challenge = challenge


class MayWrite(BasePermission):
    """Writing, for whom the address says in `needs`: permissions, by method."""

    @override
    def has_permission(self, request: Request, view: Any) -> bool:
        user = request.user
        if not isinstance(user, User):
            raise exceptions.NotAuthenticated("Writing asks for an API key or a login.")
        ask_scope(request, Scope.WRITE)
        ask_permissions(request, view.needs[str(request.method).lower()])
        return True


def ask_scope(request: Request, needed: Scope) -> None:
    """Refuse, naming the scope, what the key of a request does not reach to."""
    reach = reach_of(request)
    if reach.covers(needed):
        return
    key = key_of(request)
    assert key is not None
    enough = tuple(str(scope) for scope in Scope if scope.covers(needed))
    message = f"The key “{key.name}” has the scope {reach}; this needs {needed}."
    header = f'{REALM}, error="insufficient_scope", scope="{needed}"'
    raise NotAllowed(Fault(message, str(reach), enough), header)


def ask_permissions(request: Request, needed: tuple[str, ...]) -> None:
    """Refuse, naming each of them, what asks for permissions that the user does not have."""
    assert isinstance(request.user, User)
    missing = tuple(name for name in needed if not request.user.has_perm(name))
    if missing:
        who = "The owner of this key" if key_of(request) else request.user.get_username()
        message = f"{who} lacks the permission: {', '.join(missing)}."
        raise NotAllowed(Fault(message, None, missing))
