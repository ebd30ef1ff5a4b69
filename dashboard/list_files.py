"""The lists of the pages as files of rows: the watch-list, changes, organisations."""

from collections.abc import Iterator

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from dashboard import since as looking_back
from dashboard.asking import Unreadable, read_asking
from dashboard.asof import AsOf, UnreadableDay
from dashboard.files import FORMS
from dashboard.queries import file_rows as rows
from dashboard.queries.changes import turned
from dashboard.queries.organisations import number_of
from dashboard.taking import Refused, refuse, too_many
from dashboard.views import as_known
from deliveries.standings import deal_spans_on


@as_known
def watch_list(request: HttpRequest, when: AsOf, form: str) -> HttpResponse:
    """Every deal that the filters leave, in the order that is asked for."""
    try:
        asking = read_asking(request.GET, when)
    except Unreadable as bad:
        context = {"when": when, "refused": bad}
        return render(request, "dashboard/unreadable_filter.html", context, status=400)
    found = asking.of(deal_spans_on(request.user, when.day))
    refused = _unfit(form, found.count(), "watch_list")
    if refused:
        return refuse(request, when, refused)
    name = f"watch-list-{when.day}"
    return FORMS[form](rows.WATCHED, rows.watched_rows(found, when), name)


@as_known
def changes(request: HttpRequest, when: AsOf, form: str) -> HttpResponse:
    """Every milestone that changed since a day."""
    try:
        day = looking_back.read_since(request.GET.get(looking_back.SINCE, ""), when)
    except UnreadableDay as bad:
        context = {"when": when, "refused": bad}
        return render(request, "dashboard/unreadable_day.html", context, status=400)
    refused = _unfit(form, turned(request.user, when.day, day).order_by().count(), "changes")
    if refused:
        return refuse(request, when, refused)
    found = rows.changed_rows(request.user, when, day)
    return FORMS[form](rows.CHANGED, found, f"changes-{day}-{when.day}")


@as_known
def organisations(request: HttpRequest, when: AsOf, form: str) -> HttpResponse:
    """Every organisation, those with the most deals first."""
    refused = _unfit(form, number_of(request.user, when), "organisations")
    if refused:
        return refuse(request, when, refused)
    found: Iterator[rows.Row] = rows.organisation_rows(request.user, when)
    return FORMS[form](rows.ORGANISATIONS, found, f"organisations-{when.day}")


def _unfit(form: str, number: int, page: str) -> Refused | None:
    """Why there is no such file; raises Http404 for a form that there is not."""
    if form not in FORMS:
        raise Http404
    return too_many(number, reverse(f"dashboard:{page}"))
