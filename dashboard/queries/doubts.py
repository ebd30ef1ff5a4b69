"""Assessments that are shown and not reckoned with, since they are doubtful."""

from dashboard.queries.disputes import reading_of
from dashboard.queries.told import Told
from deals.choices import Side
from deals.models import Claim
from deliveries.reasons import DOUBTS


def unused_of(told: Told) -> dict[int, str]:
    """By open milestone: how doubtful its assessment is, where it is not reckoned with for that."""
    weak = {claim.pk: claim for claim in told.claims if _is_weak(claim)}
    found: dict[int, str] = {}
    for group in told.groups:
        span = group.on.span
        claim = weak.get(span.claim_of("assessed") or 0)
        if claim is None or span.progress != "open":
            continue
        rests_on = reading_of(group.made, told.windows()).rests_on
        if rests_on is None or rests_on.said.key != claim.pk:
            found[group.on.milestone.pk] = DOUBTS[claim.credibility]
    return found


def _is_weak(claim: Claim) -> bool:
    return claim.side == Side.THIRD_PARTY and claim.credibility in DOUBTS
