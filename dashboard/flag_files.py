"""The flags as files, and the strips of their milestones as a picture with its data."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from dashboard import about, legends, queries
from dashboard.asof import AsOf
from dashboard.charts.frame import Alone
from dashboard.citing import address_of, as_known_on
from dashboard.files import FORMS
from dashboard.flag_views import refused_show
from dashboard.pictures import as_picture, drawing
from dashboard.queries.flag_rows import (
    FLAGGED,
    STOOD,
    flag_rows,
    strip_rows,
    strips_shown,
)
from dashboard.queries.flagged import CLOSED, OPEN
from dashboard.queries.flags import UnknownShow, sought
from dashboard.tables import Table
from dashboard.taking import refuse, too_many
from dashboard.views import as_known
from deliveries import wording


@as_known
def file(request: HttpRequest, when: AsOf, form: str) -> HttpResponse:
    """Every finding that is asked for, in the order of the page."""
    if form not in FORMS:
        raise Http404
    show, kind = request.GET.get("show", ""), request.GET.get("kind", "")
    try:
        found = sought(request.user, when, show=show, kind=kind)
    except UnknownShow as no:
        return refused_show(request, when, no)
    refused = too_many(found.numbers().of(kind), reverse("dashboard:flags"))
    if refused:
        return refuse(request, when, refused)
    order = "the latest first" if show == CLOSED else "the worst first"
    told = f"{wording.FLAGS[kind].word if kind else 'every kind'}; {order}"
    return FORMS[form](
        Table(
            f"flags-{show or OPEN}-{when.day}",
            FLAGGED,
            flag_rows(found, request.user, when),
            about.of_list(request, when, f"Flags, {show or OPEN}", told, ("flags",)),
        )
    )


@as_known
def strips(request: HttpRequest, when: AsOf, form: str) -> HttpResponse:
    """The strips of a page of the list: svg and png, or their data. 404 for nothing to draw."""
    if form not in ("svg", "png", *FORMS):
        raise Http404
    given = request.GET
    try:
        page = queries.flags_page(
            request.user,
            when,
            given.get("page", "1"),
            show=given.get("show", ""),
            kind=given.get("kind", ""),
        )
    except UnknownShow as no:
        return refused_show(request, when, no)
    if form in FORMS:
        told = f"what the milestones of page {page.pages.number} stood as"
        says = about.of_list(request, when, f"Flags, {page.show}", told, ("flags",))
        return FORMS[form](Table(f"flags-states-{when.day}", STOOD, strip_rows(page), says))
    shown = strips_shown(page, when)
    if shown is None:
        return render(request, "404.html", {"when": when}, status=404)
    context = {
        "c": shown.chart,
        "says": shown.says,
        "base": request.build_absolute_uri("/")[:-1],
    }
    alone = Alone(
        heading="States of flagged milestones",
        known=as_known_on(when),
        address=address_of(request, "flags", when),
        legend=legends.of_states(shown.chart),
    )
    svg = drawing("dashboard/charts/_states_drawing.html", context, alone)
    return as_picture(svg, form, f"flags-states-{when.day}")
