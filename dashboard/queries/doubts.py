"""How doubtful it is what a milestone rests on, or what is shown and not reckoned with for that."""

from dashboard.queries.told import Told
from deals.choices import ClaimKind, Side
from deals.models import Claim
from deliveries.reasons import DOUBTS
from deliveries.standings import MilestoneOn


def doubts_of(told: Told) -> dict[int, str]:
    """By milestone: of an open one, how doubtful an assessment is that is not reckoned with.

    Of one that is met, how doubtful the report is by which it is.
    """
    weak = {claim.pk: claim for claim in told.claims if _is_weak(claim)}
    found: dict[int, str] = {}
    for group in told.groups:
        on = group.on
        if on.span.progress != "open":
            claim = _met_by(on, weak)
        elif claim := weak.get(on.span.claim_of("assessed") or 0):
            rests_on = told.reading(group).rests_on
            claim = None if rests_on and rests_on.said.key == claim.pk else claim
        if claim is not None:
            found[on.milestone.pk] = DOUBTS[claim.credibility]
    return found


def _met_by(on: MilestoneOn, weak: dict[int, Claim]) -> Claim | None:
    rests_on = (weak[number] for number in on.claims if number in weak)
    return next((claim for claim in rests_on if claim.kind == ClaimKind.ACTUAL), None)


def _is_weak(claim: Claim) -> bool:
    return claim.side == Side.THIRD_PARTY and claim.credibility in DOUBTS
