"""Closed unless opened: who may read without signing in.

Every view asks for a login by default. `SLIPWATCH_OPEN_READING` opens *reading* to whoever
sits at this machine; settings refuse it for anything that is reached from outside.

For the author of a view there is nothing to do: a page that answers GET is readable when
reading is open and asks for a login when it is not; a form that is posted always asks. A page
that is always private takes Django's `login_required`, one that is always public
`login_not_required`. An API view is governed by `ReadAllowed`, the default permission.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponseBase
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request
from typing_extensions import override

from config.env import is_loopback

if TYPE_CHECKING:  # that module asks for the default permission, and so for this one, first
    from rest_framework.views import APIView

# A request that carries one of these came through a proxy: from whom, we cannot tell.
PROXY_HEADERS = (
    "HTTP_FORWARDED",
    "HTTP_VIA",
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_X_REAL_IP",
)


def may_read(request: HttpRequest) -> bool:
    """Whether this request may read without a login.

    True only where reading is open, the method is a safe one, and the request comes from this
    machine itself and through no proxy.
    """
    return (
        settings.OPEN_READING
        and request.method in SAFE_METHODS
        and is_loopback(request.META.get("REMOTE_ADDR", ""))
        and not any(header in request.META for header in PROXY_HEADERS)
    )


class ClosedUnlessOpened(LoginRequiredMiddleware):
    """Sends strangers to the login page, but for reading where reading is open.

    The admin is never open, whatever the setting.
    """

    @override
    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., HttpResponseBase],
        view_args: tuple[Any, ...],
        view_kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        match = request.resolver_match
        in_admin = match is not None and "admin" in match.app_names
        if may_read(request) and not in_admin:
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)


class ReadAllowed(BasePermission):
    """Reading for people who signed in, or for all where reading is open. No writing."""

    @override
    def has_permission(self, request: Request, view: "APIView") -> bool:
        if request.method not in SAFE_METHODS:
            return False
        return request.user.is_authenticated or may_read(request._request)
