"""Deals with their parties, milestones with what they come after, and lots."""

from typing import Any

from django.contrib.auth.models import Group
from django.urls import reverse
from rest_framework.request import Request
from typing_extensions import override

from accounts.models import Scope
from api.access import ask_scope
from api.problems import Conflict, Fault, Unrecordable, echo
from api.wire.values import Wire
from api.writing import shapes
from api.writing.body import point
from api.writing.naming import organisations
from api.writing.records import Adding, Changing, Kept, ask_parts, replace_parts, set_fields
from deals.choices import Category, DealKind, Role, Route
from deals.models import Deal, Party
from deliveries import actions
from deliveries.actions import Book
from journal.models import Entry

MONTHS = shapes.whole(0, 1200, "Calendar months from objective to threshold; null: as elsewhere.")
_PARTY = shapes.record(
    {
        "organisation": shapes.code("Code of the organisation."),
        "role": shapes.word(Role.values),
    },
    {},
)
_DEAL = {
    "designation": shapes.text(120, "What people call it."),
    "title": shapes.text(200),
    "kind": shapes.word(DealKind.values),
    "route": shapes.word(Route.values),
    "category": shapes.word(Category.values),
}
_MORE = {
    "unit": shapes.maybe(shapes.text(40, "Singular noun for the quantity.", empty=True)),
    "summary": shapes.maybe(shapes.text(20_000, empty=True)),
    "threshold_months": shapes.maybe(MONTHS),
    "suspended": shapes.flag("By a person: no new flag opens until it is lifted."),
    "parties": shapes.listed(_PARTY, 100, "All of them: who is not named takes no part any more."),
    "restricted_to": shapes.listed(
        shapes.text(150),
        100,
        "Names of the groups that alone may know of it; none: everybody. Asks for the scope admin.",
    ),
}
SHAPE = shapes.record({"ref": shapes.code("Its reference: never used again."), **_DEAL}, _MORE)
CHANGE = shapes.record({}, {**_DEAL, **_MORE}, least=1)
_FIELDS = {
    **{name: name for name in ("ref", "designation", "title", "kind", "route", "category")},
    "threshold_months": "threshold_months",
    "suspended": "is_suspended",
}


def told(record: Deal) -> Wire:
    """A deal as it is recorded: what is entered and changed, without what follows from it."""
    parties = record.parties.select_related("organisation").order_by("pk")
    return {
        "ref": record.ref,
        "designation": record.designation,
        "title": record.title,
        "kind": record.kind,
        "route": record.route,
        "category": record.category,
        "unit": record.unit or None,
        "summary": record.summary or None,
        "threshold_months": record.threshold_months,
        "suspended": record.is_suspended,
        "parties": [
            {"organisation": party.organisation.code, "role": party.role} for party in parties
        ],
        "restricted_to": sorted(record.restricted_to.values_list("name", flat=True)),
    }


def _set(record: Deal, body: Any) -> None:
    set_fields(record, body, _FIELDS)
    for name in ("unit", "summary"):
        if name in body:
            setattr(record, name, (body[name] or "").strip())


def _take_part(request: Request, record: Deal, body: Any, book: Book) -> None:
    """Make the parties those that the body names, if it does."""
    if "parties" not in body:
        return
    ask_parts(request, body, "parties", "deals", "party")
    found = organisations(request.user, [party["organisation"] for party in body["parties"]])
    wanted, faults = {}, []
    for place, party in enumerate(body["parties"]):
        code = party["organisation"]
        organisation, pointer = found.get(code), point(f"/parties/{place}", "organisation")
        if organisation is None:
            message = f"“{echo(code)}” is no organisation."
            faults.append(
                Fault(message, echo(code), ("the code of an organisation",), None, pointer)
            )
            continue
        key = organisation.pk, party["role"]
        wanted[key] = Party(deal=record, organisation=organisation, role=party["role"])
    if faults:
        raise Unrecordable(faults)
    present = {(p.organisation_id, p.role): p for p in record.parties.select_related("deal")}
    replace_parts(book, present, wanted)


def _restrict(request: Request, record: Deal, body: Any, book: Book) -> None:
    """Let only the groups that the body names know of the deal, if it names them."""
    if "restricted_to" not in body:
        return
    ask_scope(request, Scope.ADMIN)
    groups = {group.name: group for group in Group.objects.filter(name__in=body["restricted_to"])}
    faults = [
        Fault(f"There is no group “{echo(name)}”.", echo(name), (), None, f"/restricted_to/{place}")
        for place, name in enumerate(body["restricted_to"])
        if name not in groups
    ]
    if faults:
        raise Unrecordable(faults)
    actions.restrict(book, record, groups.values())
    if not Deal.objects.visible_to(request.user).filter(pk=record.pk).exists():
        message = "Whoever restricts a deal belongs to one of the groups."
        raise Unrecordable([Fault(message, None, (), pointer="/restricted_to")])


def _was_used(ref: str) -> bool:
    """Whether a deal has, or ever had, this reference; which of them is told to nobody."""
    return Deal.objects.filter(ref=ref).exists() or Entry.objects.filter(deal=ref).exists()


class AddDeal(Adding):
    """Where deals are added."""

    body = SHAPE
    needs = {"post": ("deals.add_deal",)}

    @override
    def add(self, request: Request, body: Any, book: Book) -> Deal:
        if _was_used(body["ref"]):
            message = f"“{body['ref']}” is or was the ref of a deal; a ref is never used again."
            raise Conflict([Fault(message, body["ref"], ("another ref",), pointer="/ref")])
        record = Deal()
        _set(record, body)
        actions.add(book, record)
        _take_part(request, record, body, book)
        _restrict(request, record, body, book)
        return record

    @override
    def told(self, request: Request, record: Deal) -> Wire:
        return told(record)

    @override
    def address(self, record: Deal) -> str:
        return reverse("api:deal_record", args=[record.ref])


class ChangeDeal(Changing):
    """Changing and removing a deal, at the address where it is read as it stands."""

    body = CHANGE
    needs = {"patch": ("deals.change_deal",), "delete": ("deals.delete_deal",)}

    @override
    def find(self, request: Request, **named: Any) -> Deal | None:
        return Deal.objects.visible_to(request.user).filter(**named).first()

    @override
    def lock(self, book: Book, record: Deal) -> None:
        book.lock(record.pk)

    @override
    def change(self, request: Request, record: Deal, body: Any, book: Book) -> None:
        _set(record, body)
        actions.change(book, record)
        _take_part(request, record, body, book)
        _restrict(request, record, body, book)

    @override
    def told(self, request: Request, record: Deal) -> Wire:
        return told(record)


class DealRecord(ChangeDeal, Kept):
    """A deal as it is recorded."""

    http_method_names = ["get", "head"]
