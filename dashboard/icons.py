"""The icon of a page: the shape of the worst state on it, so that a row of tabs tells it."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from deliveries.verdicts import WORST_FIRST

# On a light ground, those of static/base.css: an icon cannot read them.
COLOURS = {
    "critical": "#9c1420",
    "breach": "#a8400a",
    "slipping": "#85570a",
    "unknown_delay": "#733d8c",
    "at_risk": "#695800",
    "not_contracted": "#515862",
    "due_soon": "#1c5a9c",
    "on_track": "#1b6638",
    "undated": "#5b5f66",
    "met_late": "#75482b",
    "met": "#3c5a48",
    "met_on_time": "#1b6638",
    "cancelled": "#55524d",
}


@login_not_required
@require_safe
def icon(request: HttpRequest, state: str) -> HttpResponse:
    """The icon for a state: the same for everybody, and for a week."""
    if state not in WORST_FIRST:
        raise Http404
    context = {"state": state, "colour": COLOURS[state]}
    answer = render(request, "dashboard/icon.svg", context, content_type="image/svg+xml")
    answer["Cache-Control"] = "public, max-age=604800"
    return answer
