"""Worked examples for the method, each of what stands in the data on the day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.conf import settings

from dashboard.asof import AsOf
from dashboard.figures import DateShown, SlipShown, date_shown, slip_shown
from dashboard.fiscal import Fiscal, Stretch
from dashboard.queries.contract_day import contract_days, day_zero
from dashboard.queries.speaker import WordShown, latest_word_come
from deals.models import Actor, Milestone
from deliveries import wording
from deliveries.pace import Pace
from deliveries.reasons import a_month
from deliveries.standings import MilestoneOn, deal_spans_on, milestones_on, spans_on
from deliveries.wording import Named


@dataclass(frozen=True, slots=True)
class Ruler:
    """One of the slips of the example: from what date it is measured, and what it comes to."""

    name: str
    against: str
    slip: SlipShown


@dataclass(frozen=True, slots=True)
class Further:
    """What else is told of the milestone that the example is about.

    `word` is the latest on it whose time has come; `stated` its estimate as it was given, and
    `quarter` that of the last day of it, by which the calendar has it;
    `contract_day` where the estimate lies on the axis from the signature, told by `signed`.
    """

    rulers: list[Ruler]
    knowledge: Named
    last_word_on: date | None
    word: WordShown | None
    stated: DateShown | None
    quarter: Stretch | None
    contract_day: str
    signed: str
    state_deals: int


@dataclass(frozen=True, slots=True)
class PaceExample:
    """The pace of a lot with each figure that follows from the one before, in words."""

    milestone: Milestone
    pace: Pace
    earned: str
    spi: str
    tspi: str
    needed: str
    best: str


def further(actor: Actor, when: AsOf, on: MilestoneOn) -> Further:
    """More about the milestone of the example, in a number of queries that does not grow."""
    plan = spans_on(actor, when.day).filter(deal=on.milestone.deal)
    signed_on, signed = day_zero(milestones_on(plan, when.day))
    latest = on.span.estimate_latest
    in_state = deal_spans_on(actor, when.day).filter(state=on.span.state)
    return Further(
        rulers=_rulers(on),
        knowledge=wording.KNOWLEDGE[on.span.knowledge],
        last_word_on=on.span.last_word_on,
        word=latest_word_come(actor, when, on.milestone),
        stated=date_shown(on.figure("estimate")),
        quarter=Fiscal(settings.FISCAL_MONTH).quarter(latest) if latest else None,
        contract_day=contract_days(on.estimate, signed_on),
        signed=signed,
        state_deals=in_state.order_by().count(),
    )


def _rulers(on: MilestoneOn) -> list[Ruler]:
    original, current = date_shown(on.figure("original")), date_shown(on.figure("baseline"))
    rulers = (
        ("Total", f"from the original baseline, {original.words}" if original else "", on.total),
        ("Current", f"from the current baseline, {current.words}" if current else "", on.current),
        ("In the period", f"from the estimate as known {on.period.days} days before", on.in_period),
    )
    shown = [(name, against, slip_shown(slip)) for name, against, slip in rulers]
    return [Ruler(name, against, slip) for name, against, slip in shown if against and slip]


def pace_example(actor: Actor, day: date, deals: Sequence[int]) -> PaceExample | None:
    """The first lot of these deals of which every figure can be told."""
    spans = spans_on(actor, day).filter(
        deal__in=deals, milestone__lot__isnull=False, progress="open"
    )
    for span in spans:
        pace = span.pace
        needed, tspi = (pace.needed_on(day), pace.tspi_on(day)) if pace else (None, None)
        if pace and pace.remaining and pace.spi is not None and needed is not None and tspi:
            return PaceExample(
                milestone=span.milestone,
                pace=pace,
                earned=f"{round(pace.earned_days):,}",
                spi=_index(pace.spi),
                tspi=_index(tspi),
                needed=a_month(needed),
                best=a_month(pace.best.a_day) if pace.best else "",
            )
    return None


def _index(value: Fraction) -> str:
    return f"{float(value):.2f}"
