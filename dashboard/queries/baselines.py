"""The date to hold a milestone against, as every page of it says."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dashboard.figures import DateShown, date_shown
from deals.choices import ClaimKind
from deliveries.standings import MilestoneOn

_BASES = {
    ClaimKind.CONTRACTED: "contracted",
    ClaimKind.AMENDED: "amended",
    ClaimKind.ASSESSED: "first assessed",
}


@dataclass(frozen=True, slots=True)
class Baseline:
    """How it came about, originally and as amended, and by when the milestone was to be met.

    `objective` is that day where it is not the last of the date itself. `is_of_another`: because
    the date was merely promised, and what comes after the milestone is contracted for before it.
    """

    basis: str
    original: DateShown
    current: DateShown | None
    objective: date | None
    is_of_another: bool


def baseline_shown(on: MilestoneOn, kinds: Mapping[int, str]) -> Baseline | None:
    """The baseline of a milestone, with the kinds of claims by number; None where it has none."""
    span = on.span
    original, current = span.claim_of("original"), span.claim_of("baseline")
    shown, held = date_shown(on.figure("original")), on.figure("baseline")
    if shown is None or original is None:
        return None
    kind = kinds.get(original)
    moved = current is not None and current != original
    own = held.latest if held else None
    differs = span.objective is not None and span.objective != own
    return Baseline(
        basis=_BASES.get(ClaimKind(kind), "first promised") if kind else "",
        original=shown,
        current=date_shown(held) if moved else None,
        objective=span.objective if differs else None,
        is_of_another=differs and own is not None and bool(span.inferred),
    )
