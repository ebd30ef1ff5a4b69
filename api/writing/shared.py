"""What deals share: sources, and organisations with their shareholders."""

from decimal import Decimal
from typing import Any

from django.urls import reverse
from rest_framework.request import Request
from typing_extensions import override

from api import answers
from api.known import Known
from api.parameters import AS_OF
from api.problems import Fault, Unrecordable, echo
from api.wire import deals as wire
from api.wire.values import Wire
from api.writing import shapes, visible
from api.writing.body import point
from api.writing.flow import Names
from api.writing.naming import organisations
from api.writing.records import Adding, Kept, ask_parts, replace_parts, set_fields
from api.writing.said import FORMS
from deals.choices import Reliability
from deals.models import Source
from deliveries import actions
from deliveries.actions import Book
from vendors.models import Organisation, OrganisationKind, Shareholding

_SOURCE = {
    "publisher": shapes.text(200),
    "published_on": shapes.date("The day, month or year on which it appeared."),
    "reliability": shapes.word(Reliability.values, "Admiralty code."),
}
_URL = {"url": shapes.maybe(shapes.text(500, "Address.", empty=True))}
SOURCE_SHAPE = shapes.record({"code": shapes.code("Its own code; it stays."), **_SOURCE}, _URL)
SOURCE_CHANGE = shapes.record({}, {**_SOURCE, **_URL}, least=1)
SOURCE_NAMES = Names({"published_edtf": "published_on"}, {"published_on": FORMS})
_SOURCE_FIELDS = {"code": "code", "publisher": "publisher", "reliability": "reliability"}

_SHARE = shapes.record(
    {
        "organisation": shapes.code("Code of the holder."),
        "percent": {
            "type": "string",
            "maxLength": 6,
            "pattern": r"^[0-9]{1,3}(\.[0-9]{1,2})?$",
            "description": "Above 0, at most 100.",
        },
    },
    {"source": shapes.maybe(shapes.code("Code of the source."))},
)
_ORGANISATION = {
    "name": shapes.text(200),
    "country": {
        "type": "string",
        "maxLength": 2,
        "pattern": "^[A-Z]{2}$",
        "description": "ISO 3166-1 alpha-2 code.",
    },
    "kind": shapes.word(OrganisationKind.values),
}
_MORE = {
    "aliases": shapes.listed(shapes.text(200), 100, "Other names."),
    "shareholders": shapes.listed(_SHARE, 100, "All of them: who is not named holds no more."),
}
ORGANISATION_SHAPE = shapes.record(
    {"code": shapes.code("Its own code; it stays."), **_ORGANISATION}, _MORE
)
ORGANISATION_CHANGE = shapes.record({}, {**_ORGANISATION, **_MORE}, least=1)
_ORGANISATION_FIELDS = {name: name for name in ("code", "name", "country", "kind", "aliases")}


def _set_source(record: Source, body: Any) -> None:
    set_fields(record, body, _SOURCE_FIELDS)
    if "url" in body:
        record.url = (body["url"] or "").strip()
    if "published_on" in body:
        record.published_edtf = shapes.words_of(body["published_on"])


class AddSource(Adding):
    """Where sources are added."""

    body, names = SOURCE_SHAPE, SOURCE_NAMES
    needs = {"post": ("deals.add_source",)}

    @override
    def add(self, request: Request, body: Any, book: Book) -> Source:
        record = Source()
        _set_source(record, body)
        actions.add(book, record)
        return record

    @override
    def told(self, request: Request, record: Source) -> Wire:
        return answers.sources([record])[0]

    @override
    def address(self, record: Source) -> str:
        return reverse("api:source", args=[record.code])


class OneSource(Kept):
    """One publication."""

    body, names, taken = SOURCE_CHANGE, SOURCE_NAMES, (AS_OF,)
    needs = {"patch": ("deals.change_source",), "delete": ("deals.delete_source",)}

    @override
    def find(self, request: Request, **named: Any) -> Source | None:
        return visible.sources(request.user).filter(**named).first()

    @override
    def lock(self, book: Book, record: Source) -> None:
        Source.objects.select_for_update().filter(pk=record.pk).first()

    @override
    def change(self, request: Request, record: Source, body: Any, book: Book) -> None:
        _set_source(record, body)
        actions.change(book, record)

    @override
    def told(self, request: Request, record: Source) -> Wire:
        return answers.sources([record])[0]

    @override
    def told_on(self, known: Known, record: Source) -> list[Wire]:
        return answers.sources(known.sources().filter(pk=record.pk))


def _told(record: Organisation) -> Wire:
    shares = record.shareholders.select_related("holder").order_by("-percent", "holder__code")
    return wire.organisation(record, shares)


def _hold(request: Request, record: Organisation, body: Any, book: Book) -> None:
    """Make the shareholders those that the body names, if it does."""
    if "shareholders" not in body:
        return
    ask_parts(request, body, "shareholders", "vendors", "shareholding")
    found = organisations(request.user, [share["organisation"] for share in body["shareholders"]])
    wanted, faults = {}, []
    for place, share in enumerate(body["shareholders"]):
        holder = found.get(share["organisation"])
        if holder is None or holder.pk in wanted:
            told = "stands twice" if holder else "is no organisation"
            message = f"“{echo(share['organisation'])}” {told}."
            pointer = point(f"/shareholders/{place}", "organisation")
            faults.append(Fault(message, echo(share["organisation"]), (), pointer=pointer))
            continue
        percent, source = Decimal(share["percent"]), share.get("source") or ""
        wanted[holder.pk] = Shareholding(
            venture=record, holder=holder, percent=percent, source=source
        )
    if faults:
        raise Unrecordable(faults)
    present = {share.holder_id: share for share in record.shareholders.select_related("venture")}
    replace_parts(book, present, wanted, ("percent", "source"))


class AddOrganisation(Adding):
    """Where organisations are added."""

    body = ORGANISATION_SHAPE
    needs = {"post": ("vendors.add_organisation",)}

    @override
    def add(self, request: Request, body: Any, book: Book) -> Organisation:
        record = Organisation()
        set_fields(record, body, _ORGANISATION_FIELDS)
        actions.add(book, record)
        _hold(request, record, body, book)
        return record

    @override
    def told(self, request: Request, record: Organisation) -> Wire:
        return _told(record)

    @override
    def address(self, record: Organisation) -> str:
        return reverse("api:organisation", args=[record.code])


class OneOrganisation(Kept):
    """One organisation with its shareholders."""

    body, taken = ORGANISATION_CHANGE, (AS_OF,)
    needs = {
        "patch": ("vendors.change_organisation",),
        "delete": ("vendors.delete_organisation",),
    }

    @override
    def find(self, request: Request, **named: Any) -> Organisation | None:
        return visible.organisations(request.user).filter(**named).first()

    @override
    def lock(self, book: Book, record: Organisation) -> None:
        Organisation.objects.select_for_update().filter(pk=record.pk).first()

    @override
    def change(self, request: Request, record: Organisation, body: Any, book: Book) -> None:
        set_fields(record, body, _ORGANISATION_FIELDS)
        actions.change(book, record)
        _hold(request, record, body, book)

    @override
    def told(self, request: Request, record: Organisation) -> Wire:
        return _told(record)

    @override
    def told_on(self, known: Known, record: Organisation) -> list[Wire]:
        return answers.organisations(known, list(known.organisations().filter(pk=record.pk)))
