"""The evidence of a deal: every claim, filtered by plain parameters, as a page and as a file."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from dashboard import about, queries, stops, taking
from dashboard.citing import permanent
from dashboard.files import FORMS
from dashboard.of_one_deal import of_one_deal
from dashboard.queries.evidence import Evidence, UnknownChoice
from dashboard.queries.told import Told
from dashboard.tables import Table
from deliveries import wording


@of_one_deal
def evidence(request: HttpRequest, told: Told) -> HttpResponse:
    """The claims that the filter leaves, and the contradictions that stand."""
    found = _asked(request, told)
    if isinstance(found, HttpResponse):
        return found
    page = request.build_absolute_uri(request.path)
    asked = {"deal": told.deal.ref} | ({"known_at": k} if (k := _instant(told)) else {})
    if told.when.day != told.when.today:
        asked["as_of"] = told.day.isoformat()
    api = f"{reverse('api:claims')}?{urlencode(asked)}"
    context = {
        "when": told.when,
        "page": found,
        "asked": request.GET,
        "asked_query": taking.asked(request),
        "this_page": request.path + told.query,
        "worst": wording.STATES[told.span.state] if told.span else None,
        "stops": stops.of_deal(told.deal, told.day, told.when.today),
        "api": api,
        "api_says": request.build_absolute_uri(api),
        "cited": permanent(page, told.when, timezone.now()),
    }
    return render(request, "dashboard/evidence.html", context)


@of_one_deal
def file(request: HttpRequest, told: Told, form: str) -> HttpResponse:
    """The same claims as a file of rows."""
    if form not in FORMS:
        raise Http404
    found = _asked(request, told)
    if isinstance(found, HttpResponse):
        return found
    return FORMS[form](
        Table(
            f"{told.deal.ref}-evidence-{told.day}",
            queries.STATEMENT_HEADINGS,
            (row for row in queries.statement_rows(told, every=True) if row[3] in found.numbers),
            about.of_deal(request, told, found.says, "evidence"),
        )
    )


def _instant(told: Told) -> str:
    return told.when.known_at.isoformat() if told.when.known_at else ""


def _asked(request: HttpRequest, told: Told) -> Evidence | HttpResponse:
    try:
        return queries.evidence(told, request.GET)
    except UnknownChoice as refused:
        context = {"when": told.when, "refused": refused}
        return render(request, "dashboard/unknown_choice.html", context, status=400)
