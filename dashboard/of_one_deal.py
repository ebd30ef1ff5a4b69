"""What every address about one deal has in common: who may read it, the day and the instant."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from dashboard.asof import KNOWN_AT, PARAMETER, AsOf, read_known_at
from dashboard.queries.told import Told, told
from dashboard.views import as_known
from deliveries.instants import NoInstant

P = ParamSpec("P")


def of_one_deal(
    view: Callable[Concatenate[HttpRequest, Told, P], HttpResponse],
) -> Callable[..., HttpResponse]:
    """An address about a deal: `?as_of=` and `?known_at=` are read here, and all that was known.

    What does not exist, is not for this reader or was not yet known has the same answer.
    """

    @wraps(view)
    def shown(
        request: HttpRequest, when: AsOf, /, ref: str, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponse:
        asked, has_day = request.GET.get(KNOWN_AT, ""), bool(request.GET.get(PARAMETER))
        try:
            when = read_known_at(asked, when, timezone.now(), has_day=has_day)
        except NoInstant as refused:
            context = {"when": when, "refused": refused}
            return render(request, "dashboard/unreadable_instant.html", context, status=400)
        found = told(request.user, ref, when)
        if found is None:
            return render(request, "404.html", {"when": when}, status=404)
        return view(request, found, *args, **kwargs)

    return as_known(shown)
