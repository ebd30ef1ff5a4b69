"""The pages for people: what stands for the deals, today or on any day as it was known then."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dashboard import queries
from dashboard.asof import (
    KNOWN_AT,
    PARAMETER,
    AsOf,
    UnreadableDay,
    read_as_of,
    read_known_at,
)
from deliveries import wording
from deliveries.derivation import margins
from deliveries.instants import NoInstant

P = ParamSpec("P")


def as_known(
    view: Callable[Concatenate[HttpRequest, AsOf, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """A page about a day: `?as_of=` is read once, here; what cannot be read is a bad request."""

    @wraps(view)
    @require_safe
    def shown(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        today = timezone.localdate()
        try:
            when = read_as_of(request.GET.get(PARAMETER, ""), today)
        except UnreadableDay as refused:
            context = {"when": AsOf(today, today), "refused": refused}
            return render(request, "dashboard/unreadable_day.html", context, status=400)
        return view(request, when, *args, **kwargs)

    return shown


def _explained() -> dict[str, list[wording.Named]]:
    in_force = margins()
    return {
        "states": wording.states_explained(in_force),
        "knowledge": wording.knowledge_explained(in_force),
    }


@as_known
def watch_list(request: HttpRequest, when: AsOf) -> HttpResponse:
    """Every deal, the worst first."""
    page = queries.watch_list(request.user, when, request.GET.get("page", "1"))
    context = {"when": when, "page": page, "explained": _explained(), "here": "watch_list"}
    return render(request, "dashboard/watch_list.html", context)


@as_known
def deal(request: HttpRequest, when: AsOf, ref: str) -> HttpResponse:
    """One deal: its facts, its schedule, and every claim with its source; `?known_at=` as then."""
    asked = request.GET.get(KNOWN_AT, "")
    try:
        when = read_known_at(asked, when, timezone.now(), has_day=bool(request.GET.get(PARAMETER)))
    except NoInstant as refused:
        context: dict[str, Any] = {"when": when, "refused": refused}
        return render(request, "dashboard/unreadable_instant.html", context, status=400)
    page = queries.deal_page(request.user, ref, when)
    if page is None:
        # The same answer for what does not exist, is not for this reader, or was not yet known.
        return render(request, "404.html", {"when": when}, status=404)
    context = {"when": when, "page": page, "explained": _explained()}
    return render(request, "dashboard/deal.html", context)


@as_known
def flags(request: HttpRequest, when: AsOf) -> HttpResponse:
    """The open findings, the worst first."""
    page = queries.flags_page(request.user, when, request.GET.get("page", "1"))
    context = {"when": when, "page": page, "here": "flags"}
    return render(request, "dashboard/flags.html", context)
