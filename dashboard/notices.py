"""What every page has: what to tell of the histories that it shows, and what was asked for."""

from collections.abc import Callable

from django.http import HttpRequest
from django.utils.http import urlencode

from dashboard.asof import KNOWN_AT, PARAMETER
from deliveries.derived_under import condition


def rebuild(request: HttpRequest) -> dict[str, Callable[[], str]]:
    """For templates: `rebuild_notice`, empty where there is nothing to tell. Asked only if used."""
    return {"rebuild_notice": _told}


def kept(request: HttpRequest) -> dict[str, object]:
    """For templates: `kept`, what was asked for beside the day, which another day keeps.

    `kept_query` is the same for an address, without an instant.
    """
    given = [
        (name, value)
        for name, values in request.GET.lists()
        for value in values
        if value and name not in (PARAMETER, "page")
    ]
    today = [(name, value) for name, value in given if name != KNOWN_AT]
    return {"kept": given, "kept_query": f"?{urlencode(today)}" if today else ""}


def _told() -> str:
    """A sentence or two for people who read."""
    found = condition()
    if found.under_way is not None:
        return (
            "The histories are being derived anew; "
            f"{found.under_way.percent()} % of the deals are done. "
            "Each deal shows its old history or its new one."
        )
    if found.due:
        return f"These histories are out of date. {found.advice}"
    return ""
