"""The plan of a deal: its milestones with what they come after, and their lots."""

from typing import Any

from django.db.models import Max
from django.urls import reverse
from rest_framework.request import Request
from typing_extensions import override

from api.problems import Conflict, Fault, Unrecordable, echo
from api.wire.values import Wire
from api.writing import shapes
from api.writing.body import point
from api.writing.deals import MONTHS
from api.writing.flow import Names
from api.writing.naming import Named
from api.writing.records import Adding, Kept, ask_parts, replace_parts, set_fields
from deals.choices import MilestoneKind
from deals.models import Deal, Milestone, Precedence
from deliveries import actions
from deliveries.actions import Book
from deliveries.models import Lot, Mode

MOST_DAYS = 32_767
_LINK = shapes.record(
    {"milestone": shapes.code("Code of another milestone of the deal.")},
    {"lag_days": shapes.whole(0, MOST_DAYS, "The least days between the two.")},
)
_DEAL = shapes.code("Ref of the deal.")
_MILESTONE = {"title": shapes.text(200), "kind": shapes.word(MilestoneKind.values)}
_MORE = {
    "position": shapes.whole(0, 2_147_483_647, "Its place in the plan; without it, the last."),
    "threshold_months": shapes.maybe(MONTHS),
    "after": shapes.listed(_LINK, 100, "All that it comes after."),
}
MILESTONE_SHAPE = shapes.record(
    {"deal": _DEAL, "code": shapes.code("Its own code within the deal; it stays."), **_MILESTONE},
    _MORE,
)
MILESTONE_CHANGE = shapes.record({}, {**_MILESTONE, **_MORE}, least=1)
_FIELDS = {name: name for name in ("code", "title", "kind", "position", "threshold_months")}
_LOT = {
    "item": shapes.text(120, "What the pieces are."),
    "quantity": shapes.whole(1, 2_147_483_647),
    "mode": shapes.word(Mode.values),
}
LOT_SHAPE = shapes.record(
    {"deal": _DEAL, "milestone": shapes.code("Code of the milestone that delivers it."), **_LOT},
    {},
)
LOT_CHANGE = shapes.record({}, _LOT, least=1)
_LOT_FIELDS = {name: name for name in _LOT}
NAMES = Names({"predecessor": "after", "milestone": "milestone", "lag_days": "after"})


def milestone_told(record: Milestone) -> Wire:
    """A milestone as it is recorded: what is entered and changed, without what follows from it."""
    links = record.after.select_related("predecessor").order_by("predecessor__code")
    return {
        "deal": record.deal.ref,
        "code": record.code,
        "title": record.title,
        "kind": record.kind,
        "position": record.position,
        "threshold_months": record.threshold_months,
        "after": [
            {"milestone": link.predecessor.code, "lag_days": link.lag_days} for link in links
        ],
    }


def lot_told(record: Lot) -> Wire:
    """A lot as it is recorded."""
    return {
        "deal": record.milestone.deal.ref,
        "milestone": record.milestone.code,
        "item": record.item,
        "quantity": record.quantity,
        "mode": record.mode,
    }


def _follow(request: Request, record: Milestone, body: Any, book: Book) -> None:
    """Let the milestone come after those that the body names, if it names them."""
    if "after" not in body:
        return
    ask_parts(request, body, "after", "deals", "precedence")
    others = {m.code: m for m in record.deal.milestones.exclude(pk=record.pk)}
    wanted, faults = {}, []
    for place, link in enumerate(body["after"]):
        other = others.get(link["milestone"])
        if other is None or other.pk in wanted:
            told = "stands twice" if other else "is no other milestone of the deal"
            message = f"“{echo(link['milestone'])}” {told}."
            pointer = point(f"/after/{place}", "milestone")
            accepted = tuple(list(others)[:100])
            faults.append(Fault(message, echo(link["milestone"]), accepted, pointer=pointer))
            continue
        days = int(link.get("lag_days", 0))
        wanted[other.pk] = Precedence(milestone=record, predecessor=other, lag_days=days)
    if faults:
        raise Unrecordable(faults)
    links = record.after.select_related("milestone__deal", "predecessor")
    replace_parts(book, {link.predecessor_id: link for link in links}, wanted, ("lag_days",))


def _milestone(request: Request, ref: str, code: str) -> Milestone | None:
    visible = Deal.objects.visible_to(request.user).filter(ref=ref)
    found = Milestone.objects.filter(deal__in=visible, code=code)
    return found.select_related("deal").first()


class AddMilestone(Adding):
    """Where milestones are added."""

    body, names = MILESTONE_SHAPE, NAMES
    needs = {"post": ("deals.add_milestone",)}

    @override
    def add(self, request: Request, body: Any, book: Book) -> Milestone:
        named = Named(request.user, [body])
        deal = named.deal(body)
        named.stop()
        assert deal is not None
        book.lock(deal.pk)
        record = Milestone(deal=deal)
        set_fields(record, body, _FIELDS)
        if "position" not in body:
            last = deal.milestones.aggregate(last=Max("position"))["last"]
            record.position = 1 if last is None else last + 1
        actions.add(book, record)
        _follow(request, record, body, book)
        return record

    @override
    def told(self, request: Request, record: Milestone) -> Wire:
        return milestone_told(record)

    @override
    def address(self, record: Milestone) -> str:
        return reverse("api:milestone", args=[record.deal.ref, record.code])


class OneMilestone(Kept):
    """A milestone as it is recorded."""

    body, names = MILESTONE_CHANGE, NAMES
    needs = {"patch": ("deals.change_milestone",), "delete": ("deals.delete_milestone",)}

    @override
    def find(self, request: Request, **named: Any) -> Milestone | None:
        return _milestone(request, named["ref"], named["code"])

    @override
    def lock(self, book: Book, record: Milestone) -> None:
        book.lock(record.deal_id)

    @override
    def change(self, request: Request, record: Milestone, body: Any, book: Book) -> None:
        set_fields(record, body, _FIELDS)
        actions.change(book, record)
        _follow(request, record, body, book)

    @override
    def told(self, request: Request, record: Milestone) -> Wire:
        return milestone_told(record)


class AddLot(Adding):
    """Where lots are added, each to a milestone that has none."""

    body = LOT_SHAPE
    needs = {"post": ("deliveries.add_lot",)}

    @override
    def add(self, request: Request, body: Any, book: Book) -> Lot:
        named = Named(request.user, [body])
        milestone = named.milestone(body)
        named.stop()
        assert milestone is not None
        book.lock(milestone.deal_id)
        if Lot.objects.filter(milestone=milestone).exists():
            message = f"“{milestone.code}” has a lot already; change that."
            raise Conflict([Fault(message, milestone.code, (), pointer="/milestone")])
        record = Lot(milestone=milestone)
        set_fields(record, body, _LOT_FIELDS)
        actions.add(book, record)
        return record

    @override
    def told(self, request: Request, record: Lot) -> Wire:
        return lot_told(record)

    @override
    def address(self, record: Lot) -> str:
        return reverse("api:lot", args=[record.milestone.deal.ref, record.milestone.code])


class OneLot(Kept):
    """The lot of a milestone."""

    body = LOT_CHANGE
    needs = {"patch": ("deliveries.change_lot",), "delete": ("deliveries.delete_lot",)}

    @override
    def find(self, request: Request, **named: Any) -> Lot | None:
        milestone = _milestone(request, named["ref"], named["code"])
        found = Lot.objects.filter(milestone=milestone) if milestone else Lot.objects.none()
        return found.select_related("milestone__deal").first()

    @override
    def lock(self, book: Book, record: Lot) -> None:
        book.lock(record.milestone.deal_id)

    @override
    def change(self, request: Request, record: Lot, body: Any, book: Book) -> None:
        set_fields(record, body, _LOT_FIELDS)
        actions.change(book, record)

    @override
    def told(self, request: Request, record: Lot) -> Wire:
        return lot_told(record)
