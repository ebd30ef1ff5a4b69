"""From the database to the pure history and back: a deal's facts in, its spans out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from itertools import chain, islice
from typing import Any

from django.conf import settings

from deals.dates import Window
from deals.models import Claim, Deal, Term
from deliveries.blocks import block_of
from deliveries.deal_standing import DealStanding
from deliveries.facts import Facts, Margins
from deliveries.gathering import Gathered, Plan, gather, of_records, read
from deliveries.history import History, history
from deliveries.history import Span as Stood
from deliveries.models import Count, DealSpan, Span
from deliveries.reasons import Reason
from deliveries.storing import store, store_since
from deliveries.tails import Values, hearing
from deliveries.verdicts import Clock, Standing

AT_ONCE = 50  # deals whose facts and spans are held in memory together
FlagsStood = tuple[int, int, str, list[str]]  # numbers of deal and milestone, level, kinds of flags


@dataclass(slots=True)
class Derived:
    """How many spans differed from what was stored, and the flags that stand on the day given."""

    changed: int = 0
    flags: list[FlagsStood] = field(default_factory=list)


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
    return gather([deal], read([deal]), margins())[deal.pk].facts


def facts_from(
    plan: Plan,
    claims: Iterable[Claim],
    counts: Iterable[Count],
    stages: Iterable[Term],
    deal: Deal,
) -> Facts:
    """The facts of these records, each with what it refers to; `plan` in order, with its links."""
    found = of_records(plan, claims, counts, stages)
    return gather([deal], found, margins())[deal.pk].facts


def derive(deal: Deal) -> int:
    """Derive the deal's history anew and store what differs; return how many spans did.

    Run it in the transaction that holds the deal's lock.
    """
    return derive_many([deal], date.max).changed


def derive_many(deals: Iterable[Deal], on: date, since: date = date.min) -> Derived:
    """Derive several deals anew; run it in the transaction that holds their locks.

    `since` is the first day on which anything that has changed was reported: what stood before is
    neither derived nor looked at. `on`, not before it, is the day of the flags to return. The
    queries are the same for 1 deal and for `AT_ONCE`, and where no history has changed nothing is
    written.
    """
    waiting = iter(deals)
    found = Derived()
    while some := list(islice(waiting, AT_ONCE)):
        changed, spans = _derive(some, since)
        found.changed += changed
        found.flags += (
            (row["deal_id"], row["milestone_id"], row["level"], row["flags"])
            for row in spans
            if row["from_on"] <= on and (row["to_on"] is None or row["to_on"] > on)
        )
    return found


def _derive(deals: list[Deal], since: date) -> tuple[int, list[Values]]:
    """How many spans differed, and those of milestones that stand on any day from `since`."""
    known = gather(deals, read(deals), margins())
    if since > date.min:
        found = _derive_ends(deals, known, since)
        if found is not None:
            return found
    spans: list[Values] = []
    deal_spans: list[Values] = []
    for number, of in known.items():
        of_milestones, of_deal = _rows(history(of.facts), number, of.numbers)
        for rows in of_milestones:
            hearing(rows)
            spans += rows
        deal_spans += of_deal
    return store(Span, deals, spans) + store(DealSpan, deals, deal_spans), spans


def _derive_ends(
    deals: list[Deal], known: Mapping[int, Gathered], since: date
) -> tuple[int, list[Values]] | None:
    """Derive no more than what stood since the day before; None where that does not fit."""
    spans: list[Values] = []
    deal_spans: list[Values] = []
    for number, of in known.items():
        of_milestones, of_deal = _rows(history(of.facts, since), number, of.numbers)
        spans += chain.from_iterable(of_milestones)
        deal_spans += of_deal
    changed = store_since(Span, deals, spans, since)
    if changed is None:
        return None
    of_deals = store_since(DealSpan, deals, deal_spans, since)
    return None if of_deals is None else (changed + of_deals, spans)


def rows_of(
    found: History, deal: Deal, numbers: Mapping[str, int]
) -> tuple[list[Span], list[DealSpan]]:
    """A history as rows, not saved; `numbers` are those of the milestones, by code."""
    of_milestones, of_deal = _rows(found, deal.pk, numbers)
    for rows in of_milestones:
        hearing(rows)
    spans = [Span(**row) for row in chain.from_iterable(of_milestones)]
    deal_spans = [DealSpan(**row) for row in of_deal]
    for span in deal_spans:
        span.deal = deal
        span.block = block_of(span.from_on, span.to_on)
    return spans, deal_spans


def _rows(
    found: History, deal: int, numbers: Mapping[str, int]
) -> tuple[list[list[Values]], list[Values]]:
    """The rows of each milestone, and those of the deal."""
    spans = [
        [_span_row(deal, numbers[code], span) for span in spans]
        for code, spans in found.milestones.items()
    ]
    return spans, [_deal_row(deal, span, numbers) for span in found.deal]


def _span_row(deal: int, milestone: int, span: Stood[Standing]) -> Values:
    what = span.what
    return {
        "deal_id": deal,
        "milestone_id": milestone,
        "from_on": span.from_on,
        "to_on": span.to_on,
        "progress": what.progress,
        "level": what.level,
        "state": what.state,
        "severity": what.severity,
        "knowledge": what.knowledge,
        "inferred": what.inferred,
        "estimate_earliest": what.estimate.earliest if what.estimate else None,
        "estimate_latest": what.estimate.latest if what.estimate else None,
        "floor": what.floor,
        "estimate_day": _last_day(what.estimate, or_first=True),
        "original_day": _last_day(what.original.window if what.original else None),
        "baseline_day": _last_day(what.baseline.window if what.baseline else None),
        "objective": what.objective,
        "threshold": what.threshold,
        "last_word_on": what.last_word_on,
        "latest_claim": what.latest,
        "hears": None,
        "hears_until": None,
        "flags": list(what.flags),
        "figures": _figures(what),
        "reasons": [_reason(r) for r in what.reasons],
    }


def _last_day(window: Window | None, *, or_first: bool = False) -> int | None:
    """The last day of a window as an ordinal, or where there is none, if wanted, its first."""
    day = window and (window.latest or (window.earliest if or_first else None))
    return day.toordinal() if day else None


def _reason(reason: Reason) -> dict[str, Any]:
    """A reason as it is stored; few rest on counts."""
    found = {"text": reason.text, "claims": list(reason.claims)}
    return {**found, "counts": list(reason.counts)} if reason.counts else found


def _figures(what: Standing) -> dict[str, Any]:
    """What stands, as `Span.figure`, `Span.claim_of` and `Span.pace` read it."""
    clocks: dict[str, Clock | Window | None] = {
        "original": what.original,
        "baseline": what.baseline,
        "promised": what.promised,
        "assessed": what.assessed,
        "estimate": what.estimate,
        "actual": what.actual,
    }
    figures: dict[str, Any] = {n: _figure(clock) for n, clock in clocks.items() if clock}
    return {**figures, "pace": what.pace.as_dict()} if what.pace else figures


def _figure(clock: Clock | Window) -> list[Any]:
    if isinstance(clock, Clock):
        return [clock.window.edtf, clock.window.text, clock.claim]
    return [clock.edtf, clock.text]


_OF_DEAL = [field.name for field in fields(DealStanding)]


def _deal_row(deal: int, span: Stood[DealStanding], numbers: Mapping[str, int]) -> Values:
    row = {name: getattr(span.what, name) for name in _OF_DEAL}
    worst, following = row.pop("worst"), row.pop("next")
    return {
        "deal_id": deal,
        "from_on": span.from_on,
        "to_on": span.to_on,
        "worst_id": numbers.get(worst),
        "next_id": numbers.get(following),
        **row,
    }
