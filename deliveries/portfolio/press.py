"""From drawn deals to rows, table by table."""

from collections import Counter
from collections.abc import Iterator
from random import Random

from django.db import models
from django.utils import timezone

from deals.choices import Origin
from deals.models import Claim, Deal, Milestone, Party, Precedence, Source, Term
from deliveries.models import Count, Lot
from deliveries.portfolio.drawn import Claimed, Drawn, Planned, Uttered
from deliveries.portfolio.shapes import Shapes
from deliveries.sheets import Sheet, Value
from vendors.models import Organisation

PREFIX = "synthetic-"
_VOICE = (
    "source_id said_by reported_edtf reported_on note origin entered_at retracted_at "
    "retraction_reason retracted_origin side credibility in_force_edtf in_force_on"
)


def ref_of(number: int) -> str:
    """The reference of a synthetic deal: synthetic-000123."""
    return f"{PREFIX}{number:06}"


class Press:
    """Writes deals in batches. What they share, organisations and sources, is written once."""

    def __init__(self, shapes: Shapes) -> None:
        self.shapes = shapes
        self.at = timezone.now()
        self.organisations = Sheet(Organisation, "id code name aliases country kind")
        self.sources = Sheet(
            Source, "id code publisher url published_edtf published_on reliability"
        )
        self.deals = Sheet(
            Deal,
            "id ref designation title kind route category unit summary threshold_months "
            "is_suspended created_at",
        )
        self.parties = Sheet(Party, "deal_id organisation_id role")
        self.milestones = Sheet(Milestone, "id deal_id code title kind position threshold_months")
        self.precedences = Sheet(Precedence, "milestone_id predecessor_id lag_days")
        self.lots = Sheet(Lot, "id milestone_id item quantity mode")
        self.claims = Sheet(
            Claim,
            "milestone_id kind text edtf earliest latest anchor_id offset_months offset_days "
            f"threshold_edtf threshold_on rank {_VOICE}",
        )
        self.terms = Sheet(Term, f"deal_id kind amount currency stage text {_VOICE}")
        self.counts = Sheet(Count, f"lot_id kind total edtf by_on {_VOICE}")
        self.organisation_ids = _ids(Organisation)
        self.source_ids = _ids(Source)

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """All of them, each after those that it refers to."""
        shared = (self.organisations, self.sources, self.deals, self.parties, self.milestones)
        return (*shared, self.precedences, self.lots, self.claims, self.terms, self.counts)

    @property
    def rows(self) -> Counter[str]:
        """How many rows of each kind have been written."""
        named = ((str(s.model._meta.verbose_name_plural), s.written) for s in self.sheets)
        return Counter(dict(named))

    def print(self, batch: list[Drawn]) -> list[int]:
        """Write these deals in the transaction that is open; return their numbers."""
        self.at = timezone.now()
        self._share_organisations(batch)
        self._share_sources(batch)
        plan = [m for deal in batch for m in deal.milestones]
        deal_ids = list(self.deals.numbers(len(batch)))
        milestone_ids = iter(self.milestones.numbers(len(plan)))
        lot_ids = iter(self.lots.numbers(sum(m.lot is not None for m in plan)))
        for deal, deal_id in zip(batch, deal_ids, strict=True):
            self._deal(deal, deal_id)
            ids = [next(milestone_ids) for _ in deal.milestones]
            self._plan(deal, deal_id, ids)
            for milestone, own in zip(deal.milestones, ids, strict=True):
                self._said(milestone, own, ids, lot_ids, deal)
        for sheet in self.sheets:
            sheet.write()
        return deal_ids

    # What deals share.

    def _share_organisations(self, batch: list[Drawn]) -> None:
        wanted = {
            _organisation(kind, place): kind for deal in batch for _, kind, place in deal.parties
        }
        new = [code for code in wanted if code not in self.organisation_ids]
        for code, number in zip(new, self.organisations.numbers(len(new)), strict=True):
            country = Random(code).choice(self.shapes.countries[wanted[code]])  # noqa: S311
            name = code.replace("-", " ").capitalize()
            self.organisations.add(number, code, name, [], country, wanted[code])
            self.organisation_ids[code] = number

    def _share_sources(self, batch: list[Drawn]) -> None:
        wanted = {_source(said): said for deal in batch for said in _uttered(deal)}
        new = [code for code in wanted if code not in self.source_ids]
        for code, number in zip(new, self.sources.numbers(len(new)), strict=True):
            said = wanted[code]
            publisher = f"Synthetic Gazette {said.publisher:02}"
            reliability = Random(publisher).choice(self.shapes.reliabilities)  # noqa: S311
            self.sources.add(
                number, code, publisher, "", said.reported.edtf, said.reported_on, reliability
            )
            self.source_ids[code] = number

    # One deal.

    def _deal(self, deal: Drawn, number: int) -> None:
        plan = deal.course.plan
        self.deals.add(
            number,
            ref_of(deal.number),
            f"Synthetic {deal.number}",
            f"Synthetic deal {deal.number}",
            plan.kind,
            plan.route,
            plan.category,
            plan.unit,
            "Made by make_portfolio; nothing in it is real.",
            deal.threshold_months,
            deal.is_suspended,
            self.at,
        )
        for role, kind, place in deal.parties:
            self.parties.add(number, self.organisation_ids[_organisation(kind, place)], role)
        for term in deal.terms:
            text = f"{term.stage or term.amount} {term.currency}".strip() + " (synthetic)"
            row = (number, term.kind, term.amount, term.currency, term.stage, text)
            self.terms.add(*row, *self._voice(term.uttered))

    def _plan(self, deal: Drawn, number: int, ids: list[int]) -> None:
        for place, milestone in enumerate(deal.milestones):
            self.milestones.add(
                ids[place],
                number,
                milestone.code,
                f"Synthetic {milestone.kind.replace('_', ' ')} {milestone.number}",
                milestone.kind,
                place,
                milestone.threshold_months,
            )
            for before, lag in milestone.after:
                self.precedences.add(ids[place], ids[before], lag)

    def _said(
        self, milestone: Planned, own: int, ids: list[int], lots: Iterator[int], deal: Drawn
    ) -> None:
        for claim in milestone.claims:
            self._claim(claim, own, ids, deal)
        if milestone.lot is not None:
            lot = next(lots)
            quantity, mode = milestone.lot
            self.lots.add(lot, own, f"Synthetic {deal.number}", quantity, mode)
            for count in milestone.counts:
                row = (lot, count.kind, count.total, count.by.edtf, count.by.latest)
                self.counts.add(*row, *self._voice(count.uttered))

    def _claim(self, claim: Claimed, own: int, ids: list[int], deal: Drawn) -> None:
        date, limit, anchor = claim.date, claim.threshold, claim.anchor
        words = claim.kind if date is None else date.text
        if anchor is not None:
            words = f"{deal.milestones[anchor].code} + {claim.months} months"
        self.claims.add(
            own,
            claim.kind,
            f"{words} (synthetic)",
            date.edtf if date else "",
            date and date.earliest,
            date and date.latest,
            None if anchor is None else ids[anchor],
            claim.months,
            0,
            limit.edtf if limit else "",
            limit and limit.latest,
            claim.rank,
            *self._voice(claim.uttered, is_retracted=claim.is_retracted),
        )

    def _voice(self, said: Uttered, *, is_retracted: bool = False) -> tuple[Value, ...]:
        """The columns that all statements have."""
        return (
            self.source_ids[_source(said)],
            said.said_by,
            said.reported.edtf,
            said.reported_on,
            "",
            Origin.PERSON.value,
            self.at,
            self.at if is_retracted else None,
            "Synthetic: entered by mistake." if is_retracted else "",
            Origin.PERSON.value if is_retracted else "",
            said.side,
            said.credibility,
            said.held.edtf if said.held else "",
            said.held_on,
        )


def _ids(model: type[models.Model]) -> dict[str, int]:
    """The numbers of those synthetic ones that are there, by their codes."""
    synthetic = model._default_manager.filter(code__startswith=PREFIX)
    return dict(synthetic.values_list("code", "pk"))


def _organisation(kind: str, place: int) -> str:
    return f"{PREFIX}{kind.replace('_', '-')}-{place + 1:02}"


def _source(said: Uttered) -> str:
    return f"{PREFIX}{said.reported.edtf}-{said.publisher:02}"


def _uttered(deal: Drawn) -> Iterator[Uttered]:
    """All that is said of a deal, as far as it was said by somebody."""
    for milestone in deal.milestones:
        yield from (claim.uttered for claim in milestone.claims)
        yield from (count.uttered for count in milestone.counts)
    yield from (term.uttered for term in deal.terms)
