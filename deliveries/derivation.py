"""From the database to the pure history and back: a deal's facts in, its spans out."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from typing import Any

from django.conf import settings

from deals.choices import TermKind
from deals.dates import Window
from deals.models import Claim, Deal, Milestone, Precedence, Term
from deliveries.deal_standing import DealStanding
from deliveries.facts import Counted, Facts, Margins, Said, Staged, Step
from deliveries.history import History, history
from deliveries.history import Span as Stood
from deliveries.models import Count, DealSpan, Span
from deliveries.reasons import when_reported
from deliveries.verdicts import Clock, Standing


def margins() -> Margins:
    """The margins of the settings."""
    return Margins(
        threshold_months=settings.THRESHOLD_MONTHS,
        critical_months=settings.CRITICAL_MONTHS,
        due_soon_days=settings.DUE_SOON_DAYS,
        stale_days=settings.STALE_DAYS,
        contest_days=settings.CONTEST_DAYS,
    )


def facts_of(deal: Deal) -> Facts:
    """All standing facts of a deal, as the history takes them."""
    plan = deal.milestones.select_related("lot").prefetch_related("after__predecessor")
    claims = Claim.objects.standing().filter(milestone__deal=deal)
    counts = Count.objects.standing().filter(lot__milestone__deal=deal)
    stages = Term.objects.standing().filter(deal=deal, kind=TermKind.STAGE)
    return facts_from(
        [(m, list(m.after.all())) for m in plan],
        claims.select_related("milestone", "source", "anchor"),
        counts.select_related("lot__milestone"),
        stages,
        deal,
    )


def facts_from(
    plan: Iterable[tuple[Milestone, Iterable[Precedence]]],
    claims: Iterable[Claim],
    counts: Iterable[Count],
    stages: Iterable[Term],
    deal: Deal,
) -> Facts:
    """The facts of these rows, each with what it refers to; `plan` in order, with its links."""
    return Facts(
        steps=tuple(_step(milestone, after, deal) for milestone, after in plan),
        claims=tuple(_said(c) for c in claims),
        counts=tuple(_counted(c) for c in counts),
        stages=tuple(Staged(t.stage, t.reported_on, t.held_on, t.credibility) for t in stages),
        margins=margins(),
    )


def _step(milestone: Milestone, after: Iterable[Precedence], deal: Deal) -> Step:
    own = milestone.threshold_months
    return Step(
        code=milestone.code,
        title=milestone.title,
        kind=milestone.kind,
        after=tuple((p.predecessor.code, p.lag_days) for p in after),
        threshold_months=deal.threshold_months if own is None else own,
        quantity=milestone.lot.quantity if hasattr(milestone, "lot") else None,
    )


def _said(claim: Claim) -> Said:
    return Said(
        key=claim.pk,
        milestone=claim.milestone.code,
        kind=claim.kind,
        when=claim.date,
        reported=claim.reported_on,
        held=claim.held_on,
        side=claim.side,
        source=claim.source.code,
        said_by=claim.said_by,
        credibility=claim.credibility,
        rank=claim.rank,
        threshold=claim.threshold_on,
        reported_as=when_reported(claim.reported),
    )


def _counted(count: Count) -> Counted:
    return Counted(
        milestone=count.lot.milestone.code,
        reported=count.reported_on,
        held=count.held_on,
        key=count.pk,
        kind=count.kind,
        total=count.total,
        by=min(count.by_on, count.reported_on),
        credibility=count.credibility,
        said_by=count.said_by,
        reported_as=when_reported(count.reported),
    )


def derive_many(deals: Iterable[Deal]) -> int:
    """Derive several deals anew; run it in the transaction that holds their locks."""
    return sum(derive(deal) for deal in deals)


def derive(deal: Deal) -> int:
    """Derive the deal's history anew and store what differs; return how many spans did.

    Run it in the transaction that holds the deal's lock.
    """
    found = history(facts_of(deal))
    spans, deal_spans = rows_of(found, deal, dict(deal.milestones.values_list("code", "pk")))
    return _store(Span, deal, spans) + _store(DealSpan, deal, deal_spans)


def rows_of(
    found: History, deal: Deal, numbers: dict[str, int]
) -> tuple[list[Span], list[DealSpan]]:
    """A history as rows, not saved; `numbers` are those of the milestones, by code."""
    spans = [
        _span_row(deal, numbers[code], span)
        for code, spans in found.milestones.items()
        for span in spans
    ]
    return spans, [_deal_row(deal, span, numbers) for span in found.deal]


def _span_row(deal: Deal, milestone: int, span: Stood[Standing]) -> Span:
    what = span.what
    return Span(
        deal=deal,
        milestone_id=milestone,
        from_on=span.from_on,
        to_on=span.to_on,
        progress=what.progress,
        level=what.level,
        state=what.state,
        severity=what.severity,
        knowledge=what.knowledge,
        inferred=what.inferred,
        estimate_earliest=what.estimate.earliest if what.estimate else None,
        estimate_latest=what.estimate.latest if what.estimate else None,
        floor=what.floor,
        objective=what.objective,
        threshold=what.threshold,
        last_word_on=what.last_word_on,
        flags=list(what.flags),
        figures={
            "original": _figure(what.original),
            "baseline": _figure(what.baseline),
            "promised": _figure(what.promised),
            "assessed": _figure(what.assessed),
            "estimate": _plain(what.estimate),
            "actual": _plain(what.actual),
        },
        reasons=[{"text": r.text, "claims": list(r.claims)} for r in what.reasons],
    )


def _figure(clock: Clock | None) -> dict[str, Any] | None:
    return None if clock is None else {**clock.window.as_dict(), "claim": clock.claim}


def _plain(window: Window | None) -> dict[str, Any] | None:
    return None if window is None else window.as_dict()


def _deal_row(deal: Deal, span: Stood[DealStanding], numbers: dict[str, int]) -> DealSpan:
    figures = asdict(span.what)
    worst, following = figures.pop("worst"), figures.pop("next")
    return DealSpan(
        deal=deal,
        from_on=span.from_on,
        to_on=span.to_on,
        worst_id=numbers.get(worst),
        next_id=numbers.get(following),
        **figures,
    )


def _store(model: type[Span] | type[DealSpan], deal: Deal, rows: list[Any]) -> int:
    """Make the stored spans of the deal equal to `rows`, touching only those that differ."""
    fields = [f.attname for f in model._meta.concrete_fields if not f.primary_key]

    def values(row: Any) -> tuple[Any, ...]:
        return tuple(getattr(row, name) for name in fields)

    wanted = {_place(row): row for row in rows}
    stale = []
    for row in model._default_manager.filter(deal=deal):
        new = wanted.get(_place(row))
        if new is not None and values(new) == values(row):
            del wanted[_place(row)]
        else:
            stale.append(row.pk)
    model._default_manager.filter(pk__in=stale).delete()
    model._default_manager.bulk_create(wanted.values(), batch_size=200)
    return len(stale) + len(wanted)


def _place(row: Any) -> tuple[int | None, date]:
    return (getattr(row, "milestone_id", None), row.from_on)
