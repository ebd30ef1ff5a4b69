"""The method with examples from the data: how one verdict follows from its dates."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings

from dashboard.asof import AsOf
from dashboard.figures import DateShown, SlipShown, date_shown, slip_shown
from dashboard.fiscal import Fiscal, Stretch
from dashboard.queries.method_examples import Further, PaceExample, further, pace_example
from deals import dates
from deals.models import Actor, Milestone
from deliveries import wording
from deliveries.derivation import margins
from deliveries.facts import plus_months
from deliveries.standings import deal_spans_on, milestones_on, spans_on
from deliveries.wording import Named

LOOKED_AT = 20  # deals, the worst, among which examples are sought
# Forms that people use, to be shown with the days that they stand for.
FORMS = (
    "5 December 2021",
    "October 2018",
    "Q1 2026",
    "first half of 2025",
    "2021",
    "early 2021",
    "late 2021",
    "end of 2021",
    "FY 2023-24",
    "May to August 2026",
    "by 2025",
    "after May 2026",
    "about 2021",
)


@dataclass(frozen=True, slots=True)
class Example:
    """A milestone that is certainly late on the day, with all that its level follows from."""

    milestone: Milestone
    contracted: DateShown
    objective: date
    threshold: date
    critical: date
    estimate: DateShown
    earliest: date
    state: Named
    slip: SlipShown | None
    further: Further


@dataclass(frozen=True, slots=True)
class MethodPage:
    """The forms of dates with their days, and the examples if the data has them.

    `quarter` is the quarter of a fiscal year that the day is in.
    """

    forms: list[tuple[str, str]]
    quarter: Stretch
    example: Example | None
    pace: PaceExample | None


def method_page(actor: Actor, when: AsOf) -> MethodPage:
    """The example is of the deals that `actor` may know of, as it stood on the day."""
    forms = [(words, dates.read_window(words).plain) for words in FORMS]
    worst = deal_spans_on(actor, when.day).filter(worst__isnull=False)
    near = list(worst.values_list("deal", "worst")[:LOOKED_AT])
    return MethodPage(
        forms=forms,
        quarter=Fiscal(settings.FISCAL_MONTH).quarter(when.day),
        example=_example(actor, when, [milestone for _, milestone in near]),
        pace=pace_example(actor, when.day, [deal for deal, _ in near]),
    )


def _example(actor: Actor, when: AsOf, worst: list[int | None]) -> Example | None:
    """The milestone by which the worst deal stands, of those with a contract and a level."""
    day = when.day
    spans = spans_on(actor, day).filter(
        milestone__in=worst, level__gt="", inferred="", progress="open"
    )
    late = (m for m in milestones_on(spans, day) if m.estimate and m.estimate.earliest)
    for on in sorted(late, key=lambda m: m.span.severity):
        span, contracted, estimate = on.span, date_shown(on.figure("baseline")), on.estimate
        shown = date_shown(estimate)
        if not (contracted and shown and estimate and span.objective and span.threshold):
            continue
        if estimate.earliest is None:
            continue
        limit = plus_months(span.objective, margins().critical_months)
        return Example(
            milestone=on.milestone,
            contracted=contracted,
            objective=span.objective,
            threshold=span.threshold,
            critical=max(span.threshold, limit),
            estimate=shown,
            earliest=estimate.earliest,
            state=wording.STATES[span.state],
            slip=slip_shown(on.total),
            further=further(actor, when, on),
        )
    return None
