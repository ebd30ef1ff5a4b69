"""Claims about the dates of a deal's milestones, and how each date moved."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from dashboard import wording
from dashboard.asof import AsOf
from dashboard.figures import DateShown, date_shown, signed
from dashboard.statements import Voice, voice
from dashboard.wording import Named
from deals.choices import ClaimKind, Rank, Side
from deals.dates import Relative, Window
from deals.models import Claim, Deal
from deliveries.standings import MilestoneOn

_AGREED_OR_DONE = (
    ClaimKind.CONTRACTED,
    ClaimKind.AMENDED,
    ClaimKind.ACTUAL,
    ClaimKind.UNDONE,
    ClaimKind.CANCELLED,
)


@dataclass(frozen=True, slots=True)
class ClaimShown:
    """One claim. `against_baseline` is how far its date lies from the original baseline."""

    number: int
    kind: Named
    date: DateShown | None
    quote: str
    against_baseline: str
    is_baseline: bool
    threshold: DateShown | None
    rank: str
    bears_verdict: bool
    voice: Voice


@dataclass(slots=True)
class Move:
    """A word that set the date anew. `by` is how far, `again` counts those that only repeat it."""

    claim: ClaimShown
    by: str
    again: int = 0
    last_again: Voice | None = None


@dataclass(frozen=True, slots=True)
class ClaimsOn:
    """What was said about one milestone, the oldest first, and how its date moved by that."""

    on: MilestoneOn
    state: Named
    claims: list[ClaimShown]
    moves: list[Move] = field(default_factory=list)


def claims_of(deal: Deal, when: AsOf) -> list[Claim]:
    """The standing claims of a deal that were public by the day, in the order they held."""
    claims = Claim.objects.standing().reported_by(when.day).filter(milestone__deal=deal)
    return sorted(
        claims.select_related("source", "anchor"),
        key=lambda c: (c.held_on, c.reported_on, -c.credibility, c.pk),
    )


def claims_on(on: MilestoneOn, claims: Sequence[Claim], when: AsOf) -> ClaimsOn:
    """The claims about one milestone, of those of its deal."""
    mine = [c for c in claims if c.milestone_id == on.milestone.pk]
    shown = {c.pk: _shown(c, on, when) for c in mine}
    return ClaimsOn(
        on=on,
        state=wording.STATES[on.span.state],
        claims=list(shown.values()),
        moves=_moves([(c, shown[c.pk]) for c in _telling(mine)]),
    )


def _shown(claim: Claim, on: MilestoneOn, when: AsOf) -> ClaimShown:
    stated = claim.date
    window = stated if isinstance(stated, Window) else None
    original = on.figure("original")
    is_baseline = _is_from(on, "original", claim)
    away = ""
    if window and window.latest and original and original.latest and not is_baseline:
        away = signed((window.latest - original.latest).days)
    shown = _dated(stated)
    return ClaimShown(
        number=claim.pk,
        kind=wording.CLAIMS[claim.kind],
        date=shown,
        quote="" if shown and not shown.quote else claim.text,
        against_baseline=away,
        is_baseline=is_baseline,
        threshold=date_shown(threshold_of(claim)),
        rank="" if claim.rank == Rank.NORMAL else claim.rank,
        bears_verdict=claim.pk in on.claims,
        voice=voice(claim, when.day, with_note=when.is_today),
    )
