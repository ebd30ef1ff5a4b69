"""The watch-list: which deals are asked for, in which order, and under which name that is kept."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from accounts.models import User, View
from dashboard import queries, taking
from dashboard.asking import ORDERING, USUAL, Asking, Unreadable, read_asking
from dashboard.asof import AsOf
from dashboard.files import FORMS
from dashboard.heads import heads, said
from dashboard.views import as_known, explained
from deliveries import wording
from deliveries.standings import usual_period


@as_known
def watch_list(request: HttpRequest, when: AsOf) -> HttpResponse:
    """The deals that are asked for, the worst first."""
    try:
        asking = read_asking(request.GET, when)
    except Unreadable as refused:
        bad = {"when": when, "refused": refused}
        return render(request, "dashboard/unreadable_filter.html", bad, status=400)
    page = queries.watch_list(request.user, asking)
    kept = _kept(request)
    context = {
        "when": when,
        "asking": asking,
        "page": page,
        "query": asking.query,
        "heads": heads(asking),
        "ordered": said(asking.ordering),
        "period": _over(asking),
        "beside": _beside(asking, {facet.name for facet in page.facets}),
        "worst": page.deals[0].deal.state if page.deals else None,
        "kept_views": kept,
        "opened": next((view for view in kept if view.query == asking.text), None),
        "explained": explained(),
        "taken": taking.taken(
            request,
            when,
            "Watch-list",
            files={form: f"/watch-list.{form}" for form in FORMS},
            api=f"{reverse('api:deals')}?{asking.for_api}",
        ),
        "here": "watch_list",
    }
    return render(request, "dashboard/watch_list.html", context)


def _over(asking: Asking) -> str:
    """Over which time the slip in the period is measured."""
    period = asking.period or usual_period()
    parts = (
        wording.months(period.months) if period.months else "",
        f"{period.days} days" if period.days else "",
    )
    return f"in the last {' and '.join(filter(None, parts))}"


def _kept(request: HttpRequest) -> list[View]:
    """The views of whoever is signed in."""
    return list(request.user.views.all()) if isinstance(request.user, User) else []


def _beside(asking: Asking, facets: set[str]) -> list[tuple[str, str]]:
    """What the form of the filters keeps and does not show: other filters, the order and day."""
    own = {*facets, "q", "due__after", "due__before"}
    kept = [pair for pair in (*asking.pairs, *asking.day) if pair[0] not in own]
    return [pair for pair in kept if pair != (ORDERING, USUAL)]
