"""Deals and their plans: parties, milestones, lots and what comes after what."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from deals.models import Deal, Milestone, Party, Precedence
from deliveries.catalogue import records
from deliveries.catalogue.nodes import Entry
from deliveries.catalogue.records import Run, Wanted
from deliveries.models import Lot
from vendors.models import Organisation

_DEAL = ("designation", "title", "kind", "route", "category", "unit", "summary")
_LOT = ("item", "quantity", "mode")


@dataclass(slots=True)
class Plan:
    """A deal on record with its parts, by their codes; links by the key of their entry."""

    deal: Deal
    parties: dict[str, Party] = field(default_factory=dict)
    milestones: dict[str, Milestone] = field(default_factory=dict)
    lots: dict[str, Lot] = field(default_factory=dict)
    links: dict[str, Precedence] = field(default_factory=dict)


def keep_deal(run: Run, entry: Entry, found: Deal | None) -> Deal | None:
    """Keep the deal as its file says; None if there is none to keep."""
    values = {name: entry[name] for name in _DEAL}
    record = Deal(ref=entry["ref"], **values)
    wanted = Wanted("deal", entry["ref"], entry, values, record, entry["ref"])
    kept: Deal | None = records.keep(run, wanted, found)
    return kept


def keep_plan(
    run: Run, entry: Entry, deal: Deal, organisations: Mapping[str, Organisation]
) -> Plan:
    """Keep parties, milestones, lots and precedences as the deal's file says."""
    plan = _on_record(deal)
    for party in entry["parties"]:
        organisation = organisations.get(party["organisation"])
        if organisation is not None:
            _keep_party(run, plan, party, organisation)
    for position, milestone in enumerate(entry["milestones"], start=1):
        _keep_milestone(run, plan, milestone, position)
    _keep_links(run, plan, entry["milestones"])
    for kind, parts in (
        ("lot", plan.lots),
        ("milestone", plan.milestones),
        ("party", plan.parties),
    ):
        for gone in run.written.unseen(kind, deal.ref):
            records.let_go(run, gone, parts.get(gone.key.partition("/")[2]))
    return plan


def _on_record(deal: Deal) -> Plan:
    plan = Plan(deal)
    for party in deal.parties.select_related("organisation"):
        party.deal = deal
        plan.parties[f"{party.organisation.code}/{party.role}"] = party
    by_number = {}
    for milestone in deal.milestones.select_related("lot"):
        milestone.deal = deal
        by_number[milestone.pk] = plan.milestones[milestone.code] = milestone
        lot: Lot | None = getattr(milestone, "lot", None)
        if lot is not None:
            plan.lots[milestone.code] = lot
    for link in Precedence.objects.filter(milestone__deal=deal):
        link.milestone = by_number[link.milestone_id]
        link.predecessor = by_number[link.predecessor_id]
        plan.links[_link_key(deal, link.milestone.code, link.predecessor.code)] = link
    return plan


def _keep_party(run: Run, plan: Plan, entry: Entry, organisation: Organisation) -> None:
    place = f"{organisation.code}/{entry['role']}"
    record = Party(deal=plan.deal, organisation=organisation, role=entry["role"])
    ref = plan.deal.ref
    wanted = Wanted("party", f"{ref}/{place}", entry, {}, record, ref)
    records.keep(run, wanted, plan.parties.get(place))


def _keep_milestone(run: Run, plan: Plan, entry: Entry, position: int) -> None:
    code, ref = entry["code"], plan.deal.ref
    values = {"title": entry["title"], "kind": entry["kind"], "position": position}
    record = Milestone(deal=plan.deal, code=code, **values)
    wanted = Wanted("milestone", f"{ref}/{code}", entry, values, record, ref)
    milestone = records.keep(run, wanted, plan.milestones.get(code))
    if milestone is None:
        return
    plan.milestones[code] = milestone
    lot = entry["lot"]
    if lot is not None:
        values = {name: lot[name] for name in _LOT}
        wanted = Wanted(
            "lot", f"{ref}/{code}", lot, values, Lot(milestone=milestone, **values), ref
        )
        kept = records.keep(run, wanted, plan.lots.get(code))
        if kept is not None:
            plan.lots[code] = kept


def _keep_links(run: Run, plan: Plan, milestones: list[Entry]) -> None:
    """Keep what comes after what; what goes goes first, so that a link can be turned round."""
    links = {link.key: link for milestone in milestones for link in _links(plan, milestone)}
    for gone in run.written.unseen("precedence", plan.deal.ref):
        if gone.key not in links:
            records.let_go(run, gone, plan.links.get(gone.key))
    for key, link in links.items():
        records.keep(run, link, plan.links.get(key))


def _links(plan: Plan, entry: Entry) -> list[Wanted]:
    milestone = plan.milestones.get(entry["code"])
    before = [plan.milestones.get(code) for code in entry["after"]]
    return [
        Wanted(
            "precedence",
            _link_key(plan.deal, milestone.code, predecessor.code),
            entry,
            {"lag_days": 0},
            Precedence(milestone=milestone, predecessor=predecessor),
            plan.deal.ref,
        )
        for predecessor in before
        if milestone is not None and predecessor is not None
    ]


def _link_key(deal: Deal, code: str, predecessor: str) -> str:
    return f"{deal.ref}/{code}/{predecessor}"
