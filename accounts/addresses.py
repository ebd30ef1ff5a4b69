"""Where a request comes from."""

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str | None:
    """The address to throttle by.

    Behind N proxies of our own it is the N-th from the right of X-Forwarded-For: what stands
    left of that was written by the client and may be anything.
    """
    hops = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    if 0 < settings.PROXIES <= len(hops):
        return hops[-settings.PROXIES].strip() or None
    return request.META.get("REMOTE_ADDR") or None
