"""The pages for people: what stands for the deals, today or on any day as it was known then."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from dashboard import heads, queries, since, stops, taking
from dashboard.asking import Unreadable
from dashboard.asof import (
    KNOWN_AT,
    PARAMETER,
    AsOf,
    UnreadableDay,
    read_as_of,
    read_known_at,
)
from dashboard.citing import permanent
from dashboard.files import FORMS
from dashboard.voice_order import no_such_order, read_order
from deliveries import wording
from deliveries.derivation import margins
from deliveries.instants import NoInstant
from deliveries.models import CountKind

P = ParamSpec("P")


def as_known(
    view: Callable[Concatenate[HttpRequest, AsOf, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """A page about a day: `?as_of=` is read once, here; what cannot be read is a bad request."""

    @wraps(view)
    @gzip_page
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


def _taken(request: HttpRequest, when: AsOf, title: str, name: str, of_api: str) -> taking.Taken:
    """What a list offers to be taken away: by the name of its files and its list in the API."""
    files = {form: f"/{name}.{form}" for form in FORMS}
    return taking.taken(request, when, title, files=files, api=reverse(f"api:{of_api}"))


def _changes_taken(request: HttpRequest, when: AsOf, day: date) -> taking.Taken:
    return taking.taken(
        request,
        when,
        f"Changes since {day}",
        files={form: f"/changes.{form}" for form in FORMS},
        api=f"{reverse('api:milestones')}?as_of={day},{when.day}",
        beside={"Its claims": {form: f"/changes/claims.{form}" for form in FORMS}},
    )


def explained() -> dict[str, list[wording.Named]]:
    """What the words mean, with the margins in force."""
    in_force = margins()
    return {
        "states": wording.states_explained(in_force),
        "knowledge": wording.knowledge_explained(in_force),
    }


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
    context = {
        "when": when,
        "page": page,
        "explained": explained(),
        "claim_kinds": list(wording.CLAIMS.values()),
        "count_kinds": CountKind.values,
        "worst": page.standing.state if page.standing else None,
        "stops": stops.of_deal(page.deal, when.day, when.today),
        "cited": permanent(request.build_absolute_uri(request.path), when, timezone.now()),
    }
    return render(request, "dashboard/deal.html", context)


@as_known
def changes(request: HttpRequest, when: AsOf) -> HttpResponse:
    """What has changed since an earlier day, what got worse first."""
    try:
        day = since.read_since(request.GET.get(since.SINCE, ""), when)
    except UnreadableDay as refused:
        bad = {"when": when, "refused": refused}
        return render(request, "dashboard/unreadable_day.html", bad, status=400)
    page = queries.changes_page(request.user, when, day, request.GET.get("page", "1"))
    context = {
        "when": when,
        "since": day,
        "usual": since.usual(when.day),
        "beyond": since.beyond(day, page.last_on, when.day),
        "query": since.query(day, when),
        "page": page,
        "worst": page.rows[0].after if page.rows else None,
        "taken": _changes_taken(request, when, day),
        "here": "changes",
    }
    return render(request, "dashboard/changes.html", context)


@as_known
def voices(request: HttpRequest, when: AsOf) -> HttpResponse:
    """Whose word holds: everybody who has spoken, or `?said_by=` the words of one."""
    name, number = request.GET.get("said_by", ""), request.GET.get("page", "1")
    try:
        ordering = read_order(request.GET)
    except Unreadable as refused:
        return no_such_order(request, when, refused)
    context: dict[str, Any] = {"when": when, "here": "voices"}
    files = {form: f"/voices.{form}" for form in FORMS}
    title = f"The words of {name}" if name else "Voices"
    context["taken"] = taking.taken(request, when, title, files=files)
    if not name:
        context |= {
            "page": queries.voices_page(request.user, when, number, ordering),
            "heads": heads.of_voices(ordering, when),
            "ordered": heads.voices_said(ordering),
            "query": heads.voices_query(ordering, when),
        }
        return render(request, "dashboard/voices.html", context)
    page = queries.speaker_page(request.user, when, name, number)
    if page is None:
        return render(request, "404.html", {"when": when}, status=404)
    context["page"] = page
    context["query"] = f"?{urlencode({'said_by': name})}{when.query.replace('?', '&')}"
    return render(request, "dashboard/speaker.html", context)


@as_known
def organisations(request: HttpRequest, when: AsOf) -> HttpResponse:
    """The parties to the deals, those with the most deals first."""
    page = queries.organisations_page(request.user, when, request.GET.get("page", "1"))
    taken = _taken(request, when, "Organisations", "organisations", "organisations")
    context = {"when": when, "page": page, "taken": taken, "here": "organisations"}
    return render(request, "dashboard/organisations.html", context)


@as_known
def organisation(request: HttpRequest, when: AsOf, code: str) -> HttpResponse:
    """One organisation: its deals, what came of them, and its side's word."""
    page = queries.organisation_page(request.user, when, code, request.GET.get("page", "1"))
    if page is None:
        return render(request, "404.html", {"when": when}, status=404)
    context = {
        "when": when,
        "page": page,
        "worst": page.deals[0][0].state if page.deals else None,
        "taken": taking.taken(
            request,
            when,
            page.organisation.name,
            files={form: f"/organisations/{code}.{form}" for form in FORMS},
            api=f"{reverse('api:deals')}?organisation={code}&ordering=worst",
            beside={"Its record": {f: f"/organisations/{code}/record.{f}" for f in FORMS}},
        ),
        "here": "organisations",
    }
    return render(request, "dashboard/organisation.html", context)


@as_known
def method(request: HttpRequest, when: AsOf) -> HttpResponse:
    """How a verdict follows from what was said, with an example from the data."""
    in_force = margins()
    context = {
        "when": when,
        "page": queries.method_page(request.user, when),
        "explained": explained(),
        "claims": wording.CLAIMS.values(),
        "flags": wording.FLAGS.values(),
        "threshold": wording.months(in_force.threshold_months),
        "critical": wording.months(in_force.critical_months),
        "period": f"{settings.PERIOD_DAYS} days",
        "taken": taking.taken(request, when, "Method", files={}),
        "here": "method",
    }
    return render(request, "dashboard/method.html", context)
