"""The charts of a deal at addresses of their own: as a picture (SVG), and their data (CSV)."""

import csv
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from dashboard import queries
from dashboard.asof import KNOWN_AT, PARAMETER, AsOf, read_known_at
from dashboard.queries.told import Told, told
from dashboard.views import as_known
from deliveries.instants import NoInstant

# A spreadsheet takes a cell that begins so for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart by its name: its title, what draws it, its template, and the rows of its data."""

    title: str
    shown: Callable[[Told], Any]
    template: str
    headings: tuple[str, ...]
    rows: Callable[[Told], Iterable[tuple[object, ...]]]


CHARTS = {
    "trend": Chart(
        "How the dates moved",
        queries.trend_shown,
        "dashboard/charts/_trend_drawing.html",
        queries.STATEMENT_HEADINGS,
        queries.statement_rows,
    ),
    "timeline": Chart(
        "Timeline",
        queries.timeline_shown,
        "dashboard/charts/_timeline_drawing.html",
        queries.TIMELINE_HEADINGS,
        queries.timeline_rows,
    ),
    "deliveries": Chart(
        "Deliveries",
        queries.deliveries_shown,
        "dashboard/charts/_deliveries_drawing.html",
        queries.DELIVERY_HEADINGS,
        queries.delivery_rows,
    ),
    "states": Chart(
        "States over time",
        queries.states_shown,
        "dashboard/charts/_states_drawing.html",
        queries.STATE_HEADINGS,
        queries.state_rows,
    ),
}


@as_known
def chart(request: HttpRequest, when: AsOf, ref: str, name: str, form: str) -> HttpResponse:
    """A chart of a deal as known on the day; 404 where there is nothing to draw."""
    found = CHARTS.get(name)
    if found is None or form not in ("svg", "csv"):
        raise Http404
    try:
        asked, has_day = request.GET.get(KNOWN_AT, ""), bool(request.GET.get(PARAMETER))
        when = read_known_at(asked, when, timezone.now(), has_day=has_day)
    except NoInstant as refused:
        context = {"when": when, "refused": refused}
        return render(request, "dashboard/unreadable_instant.html", context, status=400)
    of = told(request.user, ref, when)
    if of is None:
        return render(request, "404.html", {"when": when}, status=404)
    if form == "csv":
        return as_csv(found.headings, found.rows(of), f"{ref}-{name}-{of.day}")
    return _picture(request, found, of)


def _picture(request: HttpRequest, found: Chart, of: Told) -> HttpResponse:
    """The drawing alone: its links lead to the page that it is from."""
    shown = found.shown(of)
    if shown is None:
        return render(request, "404.html", {"when": of.when}, status=404)
    page = reverse("dashboard:deal", args=[of.deal.ref])
    context = {
        "c": shown.chart,
        "says": shown.says,
        "drawn": getattr(shown, "drawn", ()),
        "until": getattr(shown, "until", of.day),
        "title": f"{of.deal.designation}: {found.title.lower()}, as known on {of.day}",
        "day": of.day,
        "base": request.build_absolute_uri(page + of.query),
        "alone": True,
    }
    answer = HttpResponse(
        render_to_string(found.template, context).lstrip(), content_type="image/svg+xml"
    )
    # Nobody who may not read the page finds the picture in a cache.
    answer["Cache-Control"] = "private, no-cache"
    return answer


def as_csv(
    headings: tuple[str, ...], rows: Iterable[tuple[object, ...]], name: str
) -> HttpResponse:
    """Rows as a file of CSV; what a spreadsheet would take for a formula is quoted as text."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(headings)
    writer.writerows([_cell(value) for value in row] for row in rows)
    answer = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    answer["Cache-Control"] = "private, no-cache"
    return answer


def _cell(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
