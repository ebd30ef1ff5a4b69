"""The facts of deals, read from the database for the pure history: many deals at the cost of one.

A constant number of queries, whatever the number of deals; plain columns, no model instances.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from deals.choices import TermKind
from deals.dates import Relative, Window, from_edtf
from deals.models import Claim, Deal, Milestone, Precedence, Term
from deliveries.facts import Counted, Facts, Margins, Said, Staged, Step
from deliveries.models import Count
from deliveries.reasons import when_reported

Rows = Iterable[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Gathered:
    """The facts of one deal, and the numbers of its milestones by code."""

    facts: Facts
    numbers: Mapping[str, int]


def gather(deals: Sequence[Deal], margins: Margins) -> dict[int, Gathered]:
    """All standing facts of these deals, as the history takes them, by number of the deal."""
    plans = _Plans(deals)
    claims, counts, stages = _claims(plans), _counts(plans), _stages(plans)
    return {
        deal.pk: Gathered(
            Facts(
                steps=tuple(plans.steps[deal.pk]),
                claims=tuple(claims[deal.pk]),
                counts=tuple(counts[deal.pk]),
                stages=tuple(stages[deal.pk]),
                margins=margins,
            ),
            plans.numbers[deal.pk],
        )
        for deal in deals
    }


class _Plans:
    """The milestones of deals: where each belongs, and what it comes after."""

    def __init__(self, deals: Sequence[Deal]) -> None:
        self.deals = [deal.pk for deal in deals]
        self.deal: dict[int, int] = {}
        self.code: dict[int, str] = {}
        self.numbers: dict[int, dict[str, int]] = {deal.pk: {} for deal in deals}
        self.steps: dict[int, list[Step]] = {deal.pk: [] for deal in deals}
        months = {deal.pk: deal.threshold_months for deal in deals}
        rows = list(_milestones(self.deals))
        for deal, number, code, *_ in rows:
            self.deal[number], self.code[number] = deal, code
            self.numbers[deal][code] = number
        after = self._links()
        for deal, number, code, title, kind, own, quantity in rows:
            limit = months[deal] if own is None else own
            step = Step(code, title, kind, tuple(after.get(number, ())), limit, quantity)
            self.steps[deal].append(step)

    def _links(self) -> dict[int, list[tuple[str, int]]]:
        after: dict[int, list[tuple[str, int]]] = defaultdict(list)
        links = Precedence.objects.filter(milestone__deal__in=self.deals)
        for number, before, lag in links.values_list("milestone", "predecessor", "lag_days"):
            after[number].append((self.code[before], lag))
        return after


def _milestones(deals: list[int]) -> Rows:
    """In the order of the plan."""
    columns = ("deal", "pk", "code", "title", "kind", "threshold_months", "lot__quantity")
    plan = Milestone.objects.filter(deal__in=deals).order_by("position", "pk")
    return plan.values_list(*columns)


def _claims(plans: _Plans) -> dict[int, list[Said]]:
    found: dict[int, list[Said]] = defaultdict(list)
    standing = Claim.objects.standing().filter(milestone__deal__in=plans.deals)
    columns = ("pk", "milestone", "kind", "reported_on", "in_force_on", "side", "source__code")
    columns += ("said_by", "credibility", "rank", "threshold_on", "reported_edtf")
    columns += ("text", "edtf", "anchor", "offset_months", "offset_days")
    for row in standing.values_list(*columns):
        number, milestone, kind, reported, in_force, side, source, said_by, *more = row
        credibility, rank, threshold, reported_edtf, text, edtf, anchor, *offset = more
        said = Said(
            key=number,
            milestone=plans.code[milestone],
            kind=kind,
            when=_when(text, edtf, plans.code.get(anchor), offset),
            reported=reported,
            held=in_force or reported,
            side=side,
            source=source,
            said_by=said_by,
            credibility=credibility,
            rank=rank,
            threshold=threshold,
            reported_as=_reported_as(reported_edtf),
        )
        found[plans.deal[milestone]].append(said)
    return found


def _when(text: str, edtf: str, anchor: str | None, offset: list[int]) -> Window | Relative | None:
    if anchor is not None:
        return Relative(anchor, *offset, text)
    return from_edtf(edtf, text=text) if edtf else None


@lru_cache(maxsize=4096)  # days of eleven years
def _reported_as(edtf: str) -> str:
    return when_reported(from_edtf(edtf))


def _counts(plans: _Plans) -> dict[int, list[Counted]]:
    found: dict[int, list[Counted]] = defaultdict(list)
    standing = Count.objects.standing().filter(lot__milestone__deal__in=plans.deals)
    columns = ("pk", "lot__milestone", "kind", "total", "by_on", "reported_on", "in_force_on")
    columns += ("credibility", "said_by", "reported_edtf")
    for row in standing.values_list(*columns):
        number, milestone, kind, total, by, reported, in_force, *voice = row
        credibility, said_by, reported_edtf = voice
        counted = Counted(
            milestone=plans.code[milestone],
            reported=reported,
            held=in_force or reported,
            key=number,
            kind=kind,
            total=total,
            by=min(by, reported),
            credibility=credibility,
            said_by=said_by,
            reported_as=_reported_as(reported_edtf),
        )
        found[plans.deal[milestone]].append(counted)
    return found


def _stages(plans: _Plans) -> dict[int, list[Staged]]:
    found: dict[int, list[Staged]] = defaultdict(list)
    standing = Term.objects.standing().filter(deal__in=plans.deals, kind=TermKind.STAGE)
    columns = ("deal", "stage", "reported_on", "in_force_on", "credibility")
    reported: date
    for deal, stage, reported, in_force, credibility in standing.values_list(*columns):
        found[deal].append(Staged(stage, reported, in_force or reported, credibility))
    return found
