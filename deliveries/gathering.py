"""The facts of deals for the pure history, from rows: many deals in the queries of one.

`read` has them from the database, as plain columns and not as records, of which a large deal has
thousands; `of_records` has them from records that are at hand, saved or not.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter
from typing import Any

from deals.choices import TermKind
from deals.dates import Relative, Window, from_edtf
from deals.models import Claim, Deal, Milestone, Precedence, Term
from deliveries.facts import Counted, Facts, Margins, Said, Staged, Step
from deliveries.models import Count
from deliveries.reasons import when_reported

Rows = Iterable[tuple[Any, ...]]
Plan = Iterable[tuple[Milestone, Iterable[Precedence]]]  # in order, each with its links

_PLAN = ("deal_id", "pk", "code", "title", "kind", "threshold_months", "lot__quantity")
_LINK = ("milestone_id", "predecessor_id", "lag_days")
_VOICE = ("reported_on", "in_force_on", "reported_edtf", "said_by", "credibility")
_STATED = ("text", "edtf", "anchor_id", "offset_months", "offset_days")
_CLAIM = (
    *("milestone_id", *_VOICE, "pk", "kind", "side", "source__code", "rank", "threshold_on"),
    *_STATED,
)
_COUNT = ("lot__milestone_id", *_VOICE, "pk", "kind", "total", "by_on")
_STAGE = ("deal_id", "stage", "reported_on", "in_force_on", "credibility")


@dataclass(frozen=True, slots=True)
class Gathered:
    """The facts of one deal, and the numbers of its milestones by code."""

    facts: Facts
    numbers: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Found:
    """Rows of facts, by the columns above; the plan's in its order, others in any."""

    plan: Rows
    links: Rows
    claims: Rows
    counts: Rows
    stages: Rows


def read(deals: Sequence[Deal]) -> Found:
    """All standing facts of these deals."""
    of = [deal.pk for deal in deals]
    claims = Claim.objects.standing().filter(milestone__deal__in=of)
    counts = Count.objects.standing().filter(lot__milestone__deal__in=of)
    stages = Term.objects.standing().filter(deal__in=of, kind=TermKind.STAGE)
    links = Precedence.objects.filter(milestone__deal__in=of)
    plan = list(
        Milestone.objects.filter(deal__in=of).order_by("position", "pk").values_list(*_PLAN)
    )
    has_lots = any(quantity is not None for *_, quantity in plan)
    return Found(
        plan=plan,
        links=links.order_by("pk").values_list(*_LINK),
        claims=claims.order_by().values_list(*_CLAIM),
        counts=counts.order_by().values_list(*_COUNT) if has_lots else (),
        stages=stages.order_by().values_list(*_STAGE),
    )


def of_records(
    plan: Plan, claims: Iterable[Claim], counts: Iterable[Count], stages: Iterable[Term]
) -> Found:
    """The same of these records, each with what it refers to."""
    steps = [(milestone, list(links)) for milestone, links in plan]
    return Found(
        plan=[(*_columns(_PLAN[:-1])(m), _quantity(m)) for m, _ in steps],
        links=[_columns(_LINK)(link) for _, links in steps for link in links],
        claims=map(_columns(_CLAIM), claims),
        counts=map(_columns(_COUNT), counts),
        stages=map(_columns(_STAGE), stages),
    )


def _columns(names: Sequence[str]) -> Any:
    return attrgetter(*(name.replace("__", ".") for name in names))


def _quantity(milestone: Milestone) -> int | None:
    return milestone.lot.quantity if hasattr(milestone, "lot") else None


def gather(deals: Sequence[Deal], found: Found, margins: Margins) -> dict[int, Gathered]:
    """The facts of these deals as the history takes them, by number of the deal."""
    plans = _Plans(deals, found)
    claims: dict[int, list[Said]] = defaultdict(list)
    for milestone, *claim in found.claims:
        claims[plans.deal[milestone]].append(_said(plans.code, milestone, *claim))
    counts: dict[int, list[Counted]] = defaultdict(list)
    for milestone, *count in found.counts:
        counts[plans.deal[milestone]].append(_counted(plans.code[milestone], *count))
    stages: dict[int, list[Staged]] = defaultdict(list)
    for number, stage, reported, in_force, credibility in found.stages:
        stages[number].append(Staged(stage, reported, in_force or reported, credibility))
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
    """The milestones of deals: where each belongs, its code, and what it comes after."""

    def __init__(self, deals: Sequence[Deal], found: Found) -> None:
        self.deal: dict[int, int] = {}
        self.code: dict[int, str] = {}
        self.numbers: dict[int, dict[str, int]] = {deal.pk: {} for deal in deals}
        self.steps: dict[int, list[Step]] = {deal.pk: [] for deal in deals}
        plan = list(found.plan)
        for deal, number, code, *_ in plan:
            self.deal[number], self.code[number] = deal, code
            self.numbers[deal][code] = number
        after: dict[int, list[tuple[str, int]]] = defaultdict(list)
        for number, before, lag in found.links:
            after[number].append((self.code[before], lag))
        months = {deal.pk: deal.threshold_months for deal in deals}
        for deal, number, code, title, kind, own, quantity in plan:
            limit = months[deal] if own is None else own
            step = Step(code, title, kind, tuple(after[number]), limit, quantity)
            self.steps[deal].append(step)


def _said(codes: Mapping[int, str], milestone: int, *claim: Any) -> Said:
    reported, in_force, reported_edtf, said_by, credibility, *more = claim
    number, kind, side, source, rank, threshold, text, edtf, anchor, months, days = more
    when: Window | Relative | None = None
    if anchor is not None:
        when = Relative(codes[anchor], months, days, text)
    elif edtf:
        when = from_edtf(edtf, text=text)
    return Said(
        key=number,
        milestone=codes[milestone],
        kind=kind,
        when=when,
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


def _counted(milestone: str, *count: Any) -> Counted:
    reported, in_force, reported_edtf, said_by, credibility, number, kind, total, by = count
    return Counted(
        milestone=milestone,
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


@lru_cache(maxsize=4096)  # days of eleven years
def _reported_as(edtf: str) -> str:
    return when_reported(from_edtf(edtf))
