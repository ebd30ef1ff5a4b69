"""The calendar: as a page, a picture, files, and for programs that subscribe to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from dashboard import about, legends, subscriptions, taking
from dashboard.asof import PARAMETER, AsOf
from dashboard.charts.frame import Alone
from dashboard.citing import address_of, as_known_on
from dashboard.files import FORMS, PRIVATE
from dashboard.fiscal import Fiscal, NoStretch, Stretch
from dashboard.ics import as_ics
from dashboard.pictures import as_picture, drawing
from dashboard.queries import calendar as found
from dashboard.queries.calendar_rows import HEADINGS, calendar_rows
from dashboard.queries.vague import may_fall_into, vague_in
from dashboard.tables import Table
from dashboard.taking import Refused, refuse, taken, too_many
from dashboard.views import as_known
from deals.models import Actor
from deliveries.reasons import spelt

IN, BY = "in", "by"
_USUAL = {
    "this-quarter": "This quarter",
    "next-quarter": "Next quarter",
    "this-year": "This fiscal year",
    "next-year": "Next fiscal year",
}
_BY_WORDS = {"estimate": "the expected date", "objective": "the objective"}


@as_known
def calendar(request: HttpRequest, when: AsOf) -> HttpResponse:
    """The deadlines of a month, a quarter of a fiscal year or a fiscal year: `?in=next-quarter`."""
    read = _read(request, when)
    if isinstance(read, Refused):
        return refuse(request, when, read)
    stretch, asked = read
    page = found.calendar_page(request.user, when, stretch, asked, request.GET.get("page", "1"))
    too = may_fall_into(request.user, when, stretch) if asked.by == "estimate" else None
    context = {
        "when": when,
        "page": page,
        "vague": too,
        "following": _query(request.GET, {IN: page.following[1].code}) if page.following else "",
        "worst": page.worst,
        "times": _times(stretch, asked, request.GET, when.day),
        "by": [
            Time(word, code, _query(request.GET, {BY: code}), code == asked.by)
            for code, word in _BY_WORDS.items()
        ],
        "query": _query(request.GET) if taking.asked(request) else "",
        "feed": request.build_absolute_uri(reverse("dashboard:calendar_feed")),
        "is_open": settings.OPEN_READING,
        "taken": taken(
            request,
            when,
            f"Calendar, {stretch.name}",
            files=_files(has_drawing=page.chart is not None),
            api=_api(stretch) if asked.by == "estimate" else "",
            beside=_vague_files() if too and too.deadlines else None,
        ),
        "here": "calendar",
    }
    return render(request, "dashboard/calendar.html", context)


@as_known
def file(request: HttpRequest, when: AsOf, form: str) -> HttpResponse:
    """All deadlines of the same stretch as a file of rows."""
    return _rows(request, when, form)


@as_known
def vague(request: HttpRequest, when: AsOf, form: str) -> HttpResponse:
    """What may fall into the stretch, too, as a file of the same rows."""
    return _rows(request, when, form, is_vague=True)


def _rows(request: HttpRequest, when: AsOf, form: str, *, is_vague: bool = False) -> HttpResponse:
    if form not in FORMS:
        raise Http404
    read = _read(request, when)
    if isinstance(read, Refused):
        return refuse(request, when, read)
    stretch, asked = read
    if is_vague:
        spans = vague_in(request.user, when.day, stretch)
        asked, code = found.Asked("estimate", asked.fiscal), f"{stretch.code}-vague"
        until = f"what may come by {spelt(stretch.last)}"
        told = f"{until}, with dates that end within three years after it"
    else:
        spans = found.due_between(request.user, when.day, stretch.first, stretch.last, asked.by)
        code = stretch.code
        told = f"{spelt(stretch.first)} to {spelt(stretch.last)}, by {_BY_WORDS[asked.by]}"
    refused = too_many(spans.count(), reverse("dashboard:calendar"))
    if refused:
        return refuse(request, when, refused)
    return FORMS[form](
        Table(
            f"calendar-{code}-{when.day}",
            HEADINGS,
            calendar_rows(spans, when.day, asked),
            about.of_list(request, when, f"Calendar, {stretch.name}", told, ("calendar",)),
        )
    )


@as_known
def picture(request: HttpRequest, when: AsOf, form: str) -> HttpResponse:
    """The drawing of the page alone; 404 for nothing to draw."""
    read = _read(request, when)
    if isinstance(read, Refused):
        return refuse(request, when, read)
    stretch, asked = read
    page = found.calendar_page(request.user, when, stretch, asked)
    if page.chart is None:
        return render(request, "404.html", {"when": when}, status=404)
    context = {"c": page.chart, "says": page.says, "day": when.day}
    alone = Alone(
        heading=f"Deadlines in {stretch.name}",
        known=as_known_on(when),
        address=address_of(request, "calendar", when),
        legend=legends.of_calendar(row.state for row in page.chart.rows),
    )
    svg = drawing("dashboard/charts/_calendar_drawing.html", context, alone)
    return as_picture(svg, form, f"calendar-{stretch.code}-{when.day}")


@as_known
def feed(request: HttpRequest, when: AsOf) -> HttpResponse:
    """The deadlines to come and those of the last year, for a program: where reading is open."""
    return _feed(request, request.user, when)


@login_not_required
@require_safe
def subscribed(request: HttpRequest, token: str) -> HttpResponse:
    """The same for whoever has the address: as the owner of the key that it was signed for."""
    key = subscriptions.key_of(token, timezone.now())
    if key is None:
        # The same for what was never signed, and for a key that ended.
        return HttpResponse("There is no such calendar.\n", status=404, content_type="text/plain")
    request.api_key = key  # type: ignore[attr-defined]  # so that its use is noted
    today = timezone.localdate()
    return _feed(request, key.owner, AsOf(today, today))


def _feed(request: HttpRequest, actor: Actor, when: AsOf) -> HttpResponse:
    by = request.GET.get(BY, "") or "estimate"
    if by not in found.BY:
        return refuse(request, when, _no_by(by))
    site = request.build_absolute_uri("/")
    text = as_ics(found.upcoming(actor, when.day, by), when, timezone.now(), site)
    answer = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    answer["Cache-Control"] = PRIVATE
    return answer


def _read(request: HttpRequest, when: AsOf) -> tuple[Stretch, found.Asked] | Refused:
    """The stretch and the last day that are asked for, or why not."""
    by = request.GET.get(BY, "") or "estimate"
    if by not in found.BY:
        return _no_by(by)
    fiscal = Fiscal(settings.FISCAL_MONTH)
    try:
        return fiscal.read(request.GET.get(IN, ""), when.day), found.Asked(by, fiscal)
    except NoStretch as no:
        return Refused(
            heading="There is no such time in the calendar",
            value=no.value,
            why=f"is not what “{IN}” can be",
            accepted=no.accepted,
            back=reverse("dashboard:calendar") + when.query,
            back_says="Show this fiscal year",
        )


def _no_by(value: str) -> Refused:
    return Refused(
        heading="The calendar does not go by that",
        value=value,
        why=f"is not what “{BY}” can be",
        accepted=", ".join(f"{code} ({word})" for code, word in _BY_WORDS.items()),
        back=reverse("dashboard:calendar"),
        back_says="Show this fiscal year",
    )


@dataclass(frozen=True, slots=True)
class Time:
    """A stretch of time to look at, in words, with its address and whether it is shown."""

    words: str
    name: str
    address: str
    is_shown: bool = False


def _times(stretch: Stretch, asked: found.Asked, given: Mapping[str, Any], day: date) -> list[Time]:
    """What people look at, and what comes before and after what is shown."""
    fiscal = asked.fiscal
    usual = [
        Time(_USUAL[name], s.name, _query(given, {IN: name}), s == stretch)
        for name, s in fiscal.usual(day).items()
    ]
    before, after = fiscal.before(stretch), fiscal.after(stretch)
    shown = {time.name for time in usual}
    beside = [(w, s) for w, s in (("before", before), ("after", after)) if s.name not in shown]
    return usual + [Time(f"The one {w}", s.name, _query(given, {IN: s.code})) for w, s in beside]


def _query(given: Mapping[str, Any], changed: Mapping[str, str] | None = None) -> str:
    """What an address of the calendar carries, with what is changed; "?" for nothing."""
    kept = {k: given.get(k, "") for k in (IN, BY, PARAMETER)} | dict(changed or {})
    return f"?{urlencode({k: v for k, v in kept.items() if v})}"


def _vague_files() -> dict[str, dict[str, str]]:
    return {"What may fall into it too": {form: f"/calendar/vague.{form}" for form in FORMS}}


def _files(*, has_drawing: bool) -> dict[str, str]:
    forms = [*FORMS, *(("svg", "png") if has_drawing else ())]
    return {form: f"/calendar.{form}" for form in forms}


def _api(stretch: Stretch) -> str:
    a_day = timedelta(days=1)
    due = {"due__after": stretch.first - a_day, "due__before": stretch.last + a_day}
    return f"{reverse('api:milestones')}?{urlencode(due)}"
