"""Deals, their milestones and flags, and the organisations, on the wire."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache

from api.wire.values import Shared, Wire, day, exact, instant, period, slip, window
from deliveries.models import DealSpan, Flag, Lot
from deliveries.pace import Pace
from deliveries.periods import Period
from deliveries.standings import DealOn, MilestoneOn
from deliveries.verdicts import FLAGS
from vendors.models import Organisation, Shareholding


def milestone(on: MilestoneOn, *, is_suspended: bool, flags: Collection[str]) -> Wire:
    """A milestone as it stood on a day, with the kinds of the flags that stood then."""
    record, span = on.milestone, on.span
    return {
        "deal": record.deal.ref,
        "code": record.code,
        "title": record.title,
        "kind": record.kind,
        "progress": span.progress,
        "level": span.level or None,
        "state": span.state,
        "knowledge": None if span.knowledge == "none" else span.knowledge,
        "suspended": is_suspended,
        "baseline_original": window(on.figure("original")),
        "baseline": window(on.figure("baseline")),
        "baseline_inferred": span.inferred or None,
        "promised": window(on.figure("promised")),
        "assessed": window(on.figure("assessed")),
        "estimate": window(on.estimate),
        "actual": window(on.figure("actual")),
        "objective": day(span.objective),
        "threshold": day(span.threshold),
        "slip": _slips(on),
        "period": period(on.period, on.day),
        "last_word_on": day(span.last_word_on),
        "reasons": span.why,
        "claims": on.claims,
        "flags": [kind for kind in FLAGS if kind in flags] if flags else [],
        "lot": _lot(getattr(record, "lot", None)),
        "pace": pace(on.pace, on.day),
    }


def pace(found: Pace | None, on: date) -> Wire | None:
    """How an open lot comes along; rates are pieces a day."""
    if found is None:
        return None
    best = found.best
    return {
        "kind": found.kind,
        "quantity": found.quantity,
        "done": found.done,
        "counted_on": day(found.counted_on),
        "starts_on": day(found.starts_on),
        "due_on": day(found.due_on),
        "planned_rate": float(found.planned),
        "earned_days": float(found.earned_days),
        "elapsed_days": found.elapsed_days,
        "spi": _decimal(found.spi),
        "completes_on": day(found.completes_on),
        "needed_rate": _decimal(found.needed_on(on)),
        "tspi": _decimal(found.tspi_on(on)),
        "best_rate": best
        and {
            "rate": float(best.a_day),
            "since": day(best.since),
            "until": day(best.until),
        },
        "fails_from": day(found.fails_from),
        "counts": list(found.counts),
    }


def _decimal(value: Fraction | None) -> float | None:
    return None if value is None else float(value)


def _slips(on: MilestoneOn) -> Wire:
    outturn = on.outturn
    return {
        "total": slip(on.total),
        "current": slip(on.current),
        "in_period": slip(on.in_period),
        "outturn": outturn and {"original": slip(outturn[0]), "current": slip(outturn[1])},
    }


def _lot(lot: Lot | None) -> Shared | None:
    return _shared_lot(lot.item, lot.quantity, lot.mode) if lot else None


@lru_cache(maxsize=4096)
def _shared_lot(item: str, quantity: int, mode: str) -> Shared:
    return Shared({"item": item, "quantity": quantity, "mode": mode})


def lot(on: MilestoneOn) -> Wire:
    """A lot, with the milestone that delivers it."""
    record, span = on.milestone, on.span
    return {
        "deal": record.deal.ref,
        "milestone": record.code,
        "title": record.title,
        "progress": span.progress,
        "state": span.state,
        **(_lot(getattr(record, "lot", None)) or {}),
        "estimate": window(on.estimate),
        "objective": day(span.objective),
        "pace": pace(on.pace, on.day),
    }


def brief(on: MilestoneOn) -> Wire:
    """What a deal says of the milestone that decides, and of the next one."""
    return {
        "code": on.milestone.code,
        "title": on.milestone.title,
        "estimate": window(on.estimate),
        "stated": window(on.figure("estimate")),
        "slip": slip(on.total),
        "slip_in_period": slip(on.in_period),
    }


@dataclass(frozen=True, slots=True)
class Telling:
    """When a deal is told of, and in brief what decides it and what is next."""

    day: date
    period: Period
    worst: Wire | None
    next: Wire | None


def deal(on: DealOn, parties: list[Wire], *, is_suspended: bool) -> Wire:
    """A deal as it stood on a day."""
    worst, following = (brief(m) if m else None for m in (on.worst, on.next))
    told = Telling(on.day, on.period, worst, following)
    return deal_of(on.span, told, parties, is_suspended=is_suspended)


def deal_of(span: DealSpan, told: Telling, parties: list[Wire], *, is_suspended: bool) -> Wire:
    """The same, from what stood for it; `told` is of the milestones that the span names."""
    record, worst = span.deal, told.worst
    return {
        "ref": record.ref,
        "designation": record.designation,
        "title": record.title,
        "kind": record.kind,
        "route": record.route,
        "category": record.category,
        "unit": record.unit or None,
        "state": span.state,
        "severity": span.severity,
        "stage": span.stage or None,
        "suspended": is_suspended,
        "worst": worst and worst["code"],
        "slip": worst and worst["slip"],
        "slip_in_period": worst and worst["slip_in_period"],
        "period": period(told.period, told.day),
        "next": told.next and _next(told.next),
        "last_word_on": day(span.last_word_on),
        "open": span.open,
        "met": span.met,
        "cancelled": span.cancelled,
        "parties": parties,
    }


def _next(told: Wire) -> Wire:
    return {
        "milestone": told["code"],
        "title": told["title"],
        "estimate": told["estimate"],
        "stated": told["stated"],
    }


def party(code: str, name: str, role: str) -> Wire:
    """Who takes part in a deal, and as what."""
    return {"organisation": code, "name": name, "role": role}


def organisation(record: Organisation, shares: Iterable[Shareholding]) -> Wire:
    """An organisation with those who hold shares of it, the largest first."""
    return {
        "code": record.code,
        "name": record.name,
        "aliases": record.aliases,
        "country": record.country,
        "kind": record.kind,
        "shareholders": [
            {
                "organisation": share.holder.code,
                "name": share.holder.name,
                "percent": exact(share.percent),
                "source": share.source or None,
            }
            for share in shares
        ],
    }


def acknowledgement(flag: Flag) -> Wire:
    """What a person said about a flag."""
    assert flag.acknowledged_at is not None
    return {
        "at": instant(flag.acknowledged_at),
        "by": flag.acknowledged_by and flag.acknowledged_by.get_username(),
        "note": flag.note,
        "ends": flag.acknowledged_until,
        "worse_by": flag.worse_by,
        "until": day(flag.wakes_on),
    }
