"""The schedule of a deal: each milestone with what was agreed, said and reckoned of its date."""

from collections.abc import Mapping
from dataclasses import dataclass

from dashboard.figures import DateShown, Expected, SlipShown, date_shown, expected, slip_shown
from dashboard.queries.baselines import Baseline, baseline_shown
from dashboard.queries.lots import LotShown
from deals.models import Claim
from deliveries import wording
from deliveries.standings import MilestoneOn
from deliveries.story import paced
from deliveries.wording import Named


@dataclass(frozen=True, slots=True)
class Reason:
    """A sentence, and the numbers of the claims and counts that bear it out."""

    text: str
    claims: list[int]
    counts: list[int]


@dataclass(frozen=True, slots=True)
class Scheduled:
    """One milestone of the schedule.

    `doubt` says how doubtful what is assessed is, where it is not reckoned with for that; of one
    that is met, how doubtful the report of it is.
    """

    number: int
    code: str
    title: str
    kind: str
    state: Named
    knowledge: Named
    decides: bool
    baseline: Baseline | None
    promised: DateShown | None
    assessed: DateShown | None
    doubt: str
    expected: Expected | None
    actual: DateShown | None
    slip: SlipShown | None
    reasons: list[Reason]
    pace: tuple[str, ...]
    lot: LotShown | None
    margin: str


def scheduled(
    on: MilestoneOn,
    *,
    decides: bool,
    claims: Mapping[int, Claim],
    lot: LotShown | None,
    doubt: str = "",
) -> Scheduled:
    """A milestone as it stood, with the claims of its deal by their numbers."""
    span, milestone = on.span, on.milestone
    return Scheduled(
        number=milestone.pk,
        code=milestone.code,
        title=milestone.title,
        kind=milestone.get_kind_display(),
        state=wording.STATES[span.state],
        knowledge=wording.KNOWLEDGE[span.knowledge],
        decides=decides,
        baseline=baseline_shown(on, claims),
        promised=date_shown(on.figure("promised")),
        assessed=date_shown(on.figure("assessed")),
        doubt=doubt,
        expected=expected(on),
        actual=date_shown(on.figure("actual")),
        slip=slip_shown(on.total),
        reasons=[Reason(r["text"], r["claims"], r["counts"]) for r in span.why],
        pace=paced(on.pace, on.day),
        lot=lot,
        margin=_margin(on),
    )


def _margin(on: MilestoneOn) -> str:
    """The months allowed beyond the objective, where the deal or milestone has its own."""
    own = on.milestone.threshold_months
    if own is None:
        own = on.milestone.deal.threshold_months
    return "" if own is None else wording.months(own)
