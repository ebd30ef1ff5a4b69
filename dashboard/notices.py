"""What a page tells people of the histories that it shows."""

from collections.abc import Callable

from django.http import HttpRequest

from deliveries.derived_under import condition


def rebuild(request: HttpRequest) -> dict[str, Callable[[], str]]:
    """For templates: `rebuild_notice`, empty where there is nothing to tell. Asked only if used."""
    return {"rebuild_notice": _told}


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
