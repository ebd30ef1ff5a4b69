"""The evidence of a deal: every claim, filtered by plain parameters, as a page and as a file."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dashboard import queries
from dashboard.files import as_csv
from dashboard.of_one_deal import of_one_deal
from dashboard.queries.evidence import Evidence, UnknownChoice
from dashboard.queries.told import Told


@of_one_deal
def evidence(request: HttpRequest, told: Told) -> HttpResponse:
    """The claims that the filter leaves, and the contradictions that stand."""
    found = _asked(request, told)
    if isinstance(found, HttpResponse):
        return found
    context = {"when": told.when, "page": found, "asked": request.GET}
    return render(request, "dashboard/evidence.html", context)


@of_one_deal
def evidence_csv(request: HttpRequest, told: Told) -> HttpResponse:
    """The same claims as a file."""
    found = _asked(request, told)
    if isinstance(found, HttpResponse):
        return found
    wanted = {c.number for group in found.claims for c in group.claims}
    return as_csv(
        queries.STATEMENT_HEADINGS,
        (row for row in queries.statement_rows(told) if row[3] in wanted),
        f"{told.deal.ref}-evidence-{told.day}",
    )


def _asked(request: HttpRequest, told: Told) -> Evidence | HttpResponse:
    try:
        return queries.evidence(told, request.GET)
    except UnknownChoice as refused:
        context = {"when": told.when, "refused": refused}
        return render(request, "dashboard/unknown_choice.html", context, status=400)
