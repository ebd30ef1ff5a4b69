"""The lists of the pages as files of rows."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify

from dashboard import about
from dashboard import since as looking_back
from dashboard.asking import Unreadable, read_asking
from dashboard.asof import AsOf, UnreadableDay
from dashboard.files import FORMS
from dashboard.heads import said, voices_said
from dashboard.queries import file_rows as rows
from dashboard.queries import voice_rows, watched_rows
from dashboard.queries.changes import turned
from dashboard.queries.newly_said import SAID, entered_late, said_between, said_rows
from dashboard.queries.organisations import number_of, organisation_page, takes_part
from dashboard.queries.speaker import number_of_words
from dashboard.queries.voices import number_of_speakers
from dashboard.queries.watch_list import filter_in_words
from dashboard.tables import About, Table
from dashboard.taking import Refused, refuse, too_many
from dashboard.views import as_known
from dashboard.voice_order import no_such_order, read_order
from deliveries.reasons import spelt
from deliveries.standings import deal_spans_on


@as_known
def watch_list(request: HttpRequest, when: AsOf, form: str) -> HttpResponse:
    """Every deal that the filters leave, in the order that is asked for."""
    try:
        asking = read_asking(request.GET, when)
    except Unreadable as bad:
        context = {"when": when, "refused": bad}
        return render(request, "dashboard/unreadable_filter.html", context, status=400)
    found = asking.of(deal_spans_on(request.user, when.day, of_all=True))
    refused = _unfit(form, found.count(), "watch_list")
    if refused:
        return refuse(request, when, refused)
    parts = [f"{part.what} {part.which}" for part in filter_in_words(request.user, asking)]
    told = "; ".join([*(parts or ["no filter"]), said(asking.ordering)])
    return FORMS[form](
        Table(
            f"watch-list-{when.day}",
            watched_rows.WATCHED,
            watched_rows.watched_rows(found, when, asking.period),
            about.of_list(request, when, "Watch-list", told, ("watch_list",)),
        )
    )


@as_known
def changes(request: HttpRequest, when: AsOf, form: str) -> HttpResponse:
    """Every milestone that changed since a day."""
    day = _since(request, when)
    if isinstance(day, HttpResponse):
        return day
    refused = _unfit(form, turned(request.user, when.day, day).order_by().count(), "changes")
    if refused:
        return refuse(request, when, refused)
    told = f"milestones that changed since {spelt(day)}; what got worse first"
    return FORMS[form](
        Table(
            f"changes-{day}-{when.day}",
            rows.CHANGED,
            rows.changed_rows(request.user, when, day),
            about.of_list(request, when, f"Changes since {day}", told, ("changes",)),
        )
    )


@as_known
def claims(request: HttpRequest, when: AsOf, form: str) -> HttpResponse:
    """Every claim that was reported since a day, the latest first; then those entered late."""
    day = _since(request, when)
    if isinstance(day, HttpResponse):
        return day
    found = (said_between, entered_late)
    number = sum(of(request.user, when.day, day).order_by().count() for of in found)
    refused = _unfit(form, number, "changes")
    if refused:
        return refuse(request, when, refused)
    told = f"claims reported since {spelt(day)}, the latest first; then those entered late"
    return FORMS[form](
        Table(
            f"claims-{day}-{when.day}",
            SAID,
            said_rows(request.user, when.day, day),
            about.of_list(request, when, f"Changes since {day}", told, ("changes",)),
        )
    )


def _since(request: HttpRequest, when: AsOf) -> date | HttpResponse:
    """The day that is looked back to; the page that refuses it, where it cannot be read."""
    try:
        return looking_back.read_since(request.GET.get(looking_back.SINCE, ""), when)
    except UnreadableDay as bad:
        context = {"when": when, "refused": bad}
        return render(request, "dashboard/unreadable_day.html", context, status=400)


@as_known
def organisations(request: HttpRequest, when: AsOf, form: str) -> HttpResponse:
    """Every organisation, those with the most deals first."""
    refused = _unfit(form, number_of(request.user, when), "organisations")
    if refused:
        return refuse(request, when, refused)
    told = "every organisation; those with the most deals first"
    return FORMS[form](
        Table(
            f"organisations-{when.day}",
            rows.ORGANISATIONS,
            rows.organisation_rows(request.user, when),
            about.of_list(request, when, "Organisations", told, ("organisations",)),
        )
    )


@as_known
def organisation(request: HttpRequest, when: AsOf, code: str, form: str) -> HttpResponse:
    """The deals of one organisation, the worst first."""
    takes = takes_part(request.user, when, code)
    if takes is None:
        return render(request, "404.html", {"when": when}, status=404)
    refused = _unfit(form, takes.spans.count(), "organisations")
    if refused:
        return refuse(request, when, refused)
    title, told = takes.organisation.name, "the deals that it takes part in; the worst first"
    return FORMS[form](
        Table(
            f"{code}-deals-{when.day}",
            watched_rows.OF_ONE,
            watched_rows.part_rows(takes, when),
            about.of_list(request, when, title, told, ("organisation", code)),
        )
    )


@as_known
def record(request: HttpRequest, when: AsOf, code: str, form: str) -> HttpResponse:
    """What came of what one organisation supplies, and how much of its word was kept."""
    if form not in FORMS:
        raise Http404
    page = organisation_page(request.user, when, code)
    if page is None:
        return render(request, "404.html", {"when": when}, status=404)
    title, told = page.organisation.name, "what came of what it supplies, and of its word"
    return FORMS[form](
        Table(
            f"{code}-record-{when.day}",
            rows.RECORD,
            rows.record_rows(page),
            about.of_list(request, when, title, told, ("organisation", code)),
        )
    )


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
        return FORMS[form](
            Table(
                f"words-{slugify(name)[:60]}-{when.day}",
                voice_rows.WORDS,
                voice_rows.word_rows(request.user, when, name),
                _about_voices(request, when, f"The words of {name}", "the latest first"),
            )
        )
    told = f"each side, then speakers: {voices_said(ordering)}"
    return FORMS[form](
        Table(
            f"voices-{when.day}",
            voice_rows.SPOKEN,
            voice_rows.voice_rows(request.user, when, ordering),
            _about_voices(request, when, "Voices", told),
        )
    )


def _about_voices(request: HttpRequest, when: AsOf, title: str, told: str) -> About:
    return about.of_list(request, when, title, told, ("voices",))


def _unfit(form: str, number: int, page: str) -> Refused | None:
    """Why there is no such file; raises Http404 for a form that there is not."""
    if form not in FORMS:
        raise Http404
    return too_many(number, reverse(f"dashboard:{page}"))
