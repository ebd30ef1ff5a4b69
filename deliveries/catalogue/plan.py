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
    """A deal on record with its parts, by their codes."""

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
    wanted = [_party(plan, each, organisations) for each in entry["parties"]]
    for each in wanted:
        if each is not None:
            records.keep(run, each, plan.parties.get(each.key))
    for position, milestone in enumerate(entry["milestones"], start=1):
        _keep_milestone(run, plan, milestone, position)
    links = [link for milestone in entry["milestones"] for link in _links(plan, milestone)]
    # First what goes, so that a link can be turned round.
    keys = {link.key for link in links}
    for gone in run.written.unseen("precedence", deal.ref):
        if gone.key not in keys:
            records.let_go(run, gone, plan.links.pop(gone.key, None))
    for link in links:
        records.keep(run, link, plan.links.get(link.key))
    for gone in run.written.unseen("lot", deal.ref):
        records.let_go(run, gone, plan.lots.get(gone.key.partition("/")[2]))
    for gone in run.written.unseen("milestone", deal.ref):
        records.let_go(run, gone, plan.milestones.get(gone.key.partition("/")[2]))
    for gone in run.written.unseen("party", deal.ref):
        records.let_go(run, gone, plan.parties.get(gone.key))
    return plan


def _on_record(deal: Deal) -> Plan:
    plan = Plan(deal)
    for party in deal.parties.select_related("organisation"):
        party.deal = deal
        plan.parties[f"{deal.ref}/{party.organisation.code}/{party.role}"] = party
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


def _party(
    plan: Plan, entry: Entry, organisations: Mapping[str, Organisation]
) -> Wanted | None:
    organisation = organisations.get(entry["organisation"])
    if organisation is None:
        return None
    key = f"{plan.deal.ref}/{organisation.code}/{entry['role']}"
    record = Party(deal=plan.deal, organisation=organisation, role=entry["role"])
    return Wanted("party", key, entry, {}, record, plan.deal.ref)


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
