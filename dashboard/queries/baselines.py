"""The date to hold a milestone against, as every page of it says."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dashboard.figures import DateShown, date_shown
from deals.choices import ClaimKind, Reliability
from deals.models import Claim
from deliveries.standings import MilestoneOn

_BASES = {
    ClaimKind.CONTRACTED: "contracted",
    ClaimKind.AMENDED: "amended",
    ClaimKind.ASSESSED: "first assessed",
}
_POOR = (Reliability.D, Reliability.E, Reliability.F)


@dataclass(frozen=True, slots=True)
class Baseline:
    """How it came about, originally and as amended, and by when the milestone was to be met.

    `grade` is its Admiralty code and `doubt` that in words, where its source is a poor one.
    `objective` is that day where it is not the last of the date itself. `is_of_another`: because
    the date was merely promised, and what comes after the milestone is contracted for before it.
    """

    basis: str
    grade: str
    doubt: str
    original: DateShown
    current: DateShown | None
    objective: date | None
    is_of_another: bool


def baseline_shown(on: MilestoneOn, claims: Mapping[int, Claim]) -> Baseline | None:
    """The baseline of a milestone, with claims by number; None where it has none."""
    span = on.span
    original, current = span.claim_of("original"), span.claim_of("baseline")
    shown, held = date_shown(on.figure("original")), on.figure("baseline")
    if shown is None or original is None:
        return None
    first = claims.get(original)
    doubt = _doubt(first) if first else ""
    moved = current is not None and current != original
    own = held.latest if held else None
    differs = span.objective is not None and span.objective != own
    return Baseline(
        basis=_BASES.get(ClaimKind(first.kind), "first promised") if first else "",
        grade=f"{first.source.reliability}{first.credibility}" if first and doubt else "",
        doubt=doubt,
        original=shown,
        current=date_shown(held) if moved else None,
        objective=span.objective if differs else None,
        is_of_another=differs and own is not None and bool(span.inferred),
    )


def _doubt(claim: Claim) -> str:
    """How little its source can be relied on; empty where it can be, fairly at least."""
    reliability = Reliability(claim.source.reliability)
    return f"source {reliability.label.partition(': ')[2]}" if reliability in _POOR else ""
