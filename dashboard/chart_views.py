"""The charts of a deal at addresses of their own: as pictures (SVG, PNG), and their data."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from dashboard import about, legends, queries
from dashboard.charts.frame import Alone, Legend
from dashboard.citing import as_known_on, of_a_list, permanent
from dashboard.files import FORMS
from dashboard.of_one_deal import of_one_deal
from dashboard.pictures import as_picture, drawing
from dashboard.queries.told import Told
from dashboard.tables import Columns, Table


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart by its name: its title, what draws it, its template and legend, and its data."""

    title: str
    shown: Callable[[Told], Any]
    template: str
    legend: Callable[[Any], Legend]
    headings: Columns
    rows: Callable[[Told], Iterable[tuple[object, ...]]]


CHARTS = {
    "trend": Chart(
        "How the dates moved",
        queries.trend_shown,
        "dashboard/charts/_trend_drawing.html",
        legends.of_trend,
        queries.STATEMENT_HEADINGS,
        queries.statement_rows,
    ),
    "timeline": Chart(
        "Timeline",
        queries.timeline_shown,
        "dashboard/charts/_timeline_drawing.html",
        legends.of_timeline,
        queries.TIMELINE_HEADINGS,
        queries.timeline_rows,
    ),
    "deliveries": Chart(
        "Deliveries",
        queries.deliveries_shown,
        "dashboard/charts/_deliveries_drawing.html",
        legends.of_deliveries,
        queries.DELIVERY_HEADINGS,
        queries.delivery_rows,
    ),
    "states": Chart(
        "States over time",
        queries.states_shown,
        "dashboard/charts/_states_drawing.html",
        legends.of_states,
        queries.STATE_HEADINGS,
        queries.state_rows,
    ),
}


@of_one_deal
def data(request: HttpRequest, told: Told, name: str, form: str = "csv") -> HttpResponse:
    """The data of a chart as known on the day."""
    found = _named(name)
    says = about.of_deal(request, told, found.title)
    called = f"{told.deal.ref}-{name}-{told.day}"
    return FORMS[form](Table(called, found.headings, found.rows(told), says))


@of_one_deal
def picture(request: HttpRequest, told: Told, name: str, form: str = "svg") -> HttpResponse:
    """The drawing alone, svg or png: its links lead to the pages that it is from.

    404 for nothing to draw.
    """
    found = _named(name)
    shown = found.shown(told)
    if shown is None:
        return render(request, "404.html", {"when": told.when}, status=404)
    page, evidence = (
        request.build_absolute_uri(reverse(f"dashboard:{n}", args=[told.deal.ref]) + told.query)
        for n in ("deal", "evidence")
    )
    context = {
        "c": shown.chart,
        "says": shown.says,
        "drawn": getattr(shown, "drawn", ()),
        "day": told.day,
        "until": told.until,
        "base": page,
        "evidence": evidence,
    }
    alone = Alone(
        heading=f"{told.deal.designation}: {found.title.lower()}",
        known=as_known_on(told.when),
        address=_address(request, told),
        legend=found.legend(shown.chart),
    )
    return as_picture(
        drawing(found.template, context, alone), form, f"{told.deal.ref}-{name}-{told.day}"
    )


def _address(request: HttpRequest, told: Told) -> str:
    """The page of the deal on the day, and as it was on record where that was asked for."""
    page = request.build_absolute_uri(reverse("dashboard:deal", args=[told.deal.ref]))
    when = told.when
    found = permanent(page, when, when.known_at) if when.known_at else of_a_list(page, when)
    return found.address


def _named(name: str) -> Chart:
    """The chart of that name. Raises Http404."""
    if name not in CHARTS:
        raise Http404
    return CHARTS[name]
