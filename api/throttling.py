"""How many requests a key, a person or an address may make in a minute, and what is left of them.

The headers are those of draft-ietf-httpapi-ratelimit-headers: a policy with its quota `q` and
window `w`, and what remains `r` until it is reset in `t` seconds.
"""

import time
from dataclasses import dataclass

from django.conf import settings
from rest_framework import exceptions
from rest_framework.request import Request

from accounts.addresses import client_address
from accounts.models import User
from api.counters import WINDOW, counter, hidden
from api.keys import key_of

POLICY = "requests"


@dataclass(frozen=True, slots=True)
class Rate:
    """What stands for one client in one window; `count` is None where it cannot be told."""

    limit: int
    count: int | None
    resets_in: int  # seconds

    @property
    def is_exceeded(self) -> bool:
        """Whether this request is one too many."""
        return self.count is not None and self.count > self.limit

    def headers(self) -> dict[str, str]:
        """What the client is told with every answer."""
        found = {"RateLimit-Policy": f'"{POLICY}";q={self.limit};w={WINDOW}'}
        if self.count is not None:
            left = max(0, self.limit - self.count)
            found["RateLimit"] = f'"{POLICY}";r={left};t={self.resets_in}'
        return found


def count(request: Request) -> Rate | None:
    """Count a request; None where there is no limit for it."""
    name, limit = _who(request)
    if not limit:
        return None
    window, gone = divmod(int(time.time()), WINDOW)
    return Rate(limit, counter().add(hidden(name), window), WINDOW - gone)


def refusal(rate: Rate) -> exceptions.Throttled:
    """What a client is told that has had its share."""
    detail = f"{rate.limit} requests in {WINDOW} seconds are allowed, and these have been made."
    return exceptions.Throttled(wait=rate.resets_in, detail=detail)


def _who(request: Request) -> tuple[str, int]:
    """By what the request is counted, and how many there may be."""
    key = key_of(request)
    if key is not None:
        return f"key {key.pk}", settings.REQUESTS_A_MINUTE
    if isinstance(request.user, User):
        return f"user {request.user.pk}", settings.REQUESTS_A_MINUTE
    return f"address {client_address(request._request)}", settings.STRANGERS_A_MINUTE
