"""The lists of the pages as files of rows."""

from collections.abc import Iterator

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify

from dashboard import since as looking_back
from dashboard.asking import Unreadable, read_asking
from dashboard.asof import AsOf, UnreadableDay
from dashboard.files import FORMS
from dashboard.queries import file_rows as rows
from dashboard.queries import voice_rows, watched_rows
from dashboard.queries.changes import turned
from dashboard.queries.organisations import number_of, organisation_page, takes_part
from dashboard.queries.speaker import number_of_words
from dashboard.queries.voices import number_of_speakers
from dashboard.taking import Refused, refuse, too_many
from dashboard.views import as_known
from dashboard.voice_order import no_such_order, read_order
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
    found_rows = watched_rows.watched_rows(found, when, asking.period)
    return FORMS[form](watched_rows.WATCHED, found_rows, name)


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


@as_known
def organisation(request: HttpRequest, when: AsOf, code: str, form: str) -> HttpResponse:
    """The deals of one organisation, the worst first."""
    takes = takes_part(request.user, when, code)
    if takes is None:
        return render(request, "404.html", {"when": when}, status=404)
    refused = _unfit(form, takes.spans.count(), "organisations")
    if refused:
        return refuse(request, when, refused)
    found = watched_rows.part_rows(takes, when)
    return FORMS[form](watched_rows.OF_ONE, found, f"{code}-deals-{when.day}")


@as_known
def record(request: HttpRequest, when: AsOf, code: str, form: str) -> HttpResponse:
    """What came of what one organisation supplies, and how much of its word was kept."""
    if form not in FORMS:
        raise Http404
    page = organisation_page(request.user, when, code)
    if page is None:
        return render(request, "404.html", {"when": when}, status=404)
    return FORMS[form](rows.RECORD, rows.record_rows(page), f"{code}-record-{when.day}")


@as_known
def voices(request: HttpRequest, when: AsOf, form: str) -> HttpResponse:
    """Everybody who has spoken, or `?said_by=` the words of one."""
    name = request.GET.get("said_by", "")
    try:
        ordering = read_order(request.GET)
    except Unreadable as bad:
        return no_such_order(request, when, bad)
    found = (
        number_of_words(request.user, when, name)
        if name
        else number_of_speakers(request.user, when)
    )
    if name and not found:
        return render(request, "404.html", {"when": when}, status=404)
    refused = _unfit(form, found, "voices")
    if refused:
        return refuse(request, when, refused)
    if name:
        words = voice_rows.word_rows(request.user, when, name)
        return FORMS[form](voice_rows.WORDS, words, f"words-{slugify(name)[:60]}-{when.day}")
    spoken = voice_rows.voice_rows(request.user, when, ordering)
    return FORMS[form](voice_rows.SPOKEN, spoken, f"voices-{when.day}")


def _unfit(form: str, number: int, page: str) -> Refused | None:
    """Why there is no such file; raises Http404 for a form that there is not."""
    if form not in FORMS:
        raise Http404
    return too_many(number, reverse(f"dashboard:{page}"))
