"""Lots with what has been counted of them: the latest totals, and those that contradict them."""

from collections.abc import Iterable
from dataclasses import dataclass

from dashboard.asof import AsOf
from dashboard.figures import DateShown, date_shown, share_of
from dashboard.statements import Voice, voice
from deals.models import Milestone
from deliveries.models import Count, CountKind, Lot


@dataclass(frozen=True, slots=True)
class CountShown:
    """One reported total. `is_latest`: nothing later of its kind has been counted."""

    number: int
    kind: str
    total: str
    part: str
    by: DateShown | None
    voice: Voice
    is_latest: bool
    is_contradicted: bool


@dataclass(frozen=True, slots=True)
class LotShown:
    """The quantity of a milestone. `counts` are all of them, `latest` those to look at first."""

    milestone: Milestone
    item: str
    quantity: str
    mode: str
    counts: list[CountShown]

    @property
    def latest(self) -> list[CountShown]:
        """The latest of each kind, side by side with what contradicts them."""
        return [c for c in self.counts if c.is_latest or c.is_contradicted]


def lots_shown(
    counts: Iterable[Count], milestones: Iterable[Milestone], when: AsOf
) -> dict[int, LotShown]:
    """The lots of these milestones with what was counted of them, by the milestones' numbers."""
    by_lot: dict[int, list[Count]] = {}
    for count in sorted(counts, key=lambda c: (c.by_on, c.reported_on, c.pk)):
        by_lot.setdefault(count.lot_id, []).append(count)
    lots = [lot for m in milestones if (lot := _lot(m)) is not None]
    return {lot.milestone_id: _lot_shown(lot, by_lot.get(lot.pk, []), when) for lot in lots}


def _lot(milestone: Milestone) -> Lot | None:
    lot: Lot | None = getattr(milestone, "lot", None)
    return lot


def _lot_shown(lot: Lot, counts: list[Count], when: AsOf) -> LotShown:
    return LotShown(
        milestone=lot.milestone,
        item=lot.item,
        quantity=f"{lot.quantity:,}",
        mode=lot.get_mode_display(),
        counts=[_count_shown(c, counts, lot.quantity, when) for c in counts],
    )


def _count_shown(count: Count, counts: list[Count], quantity: int, when: AsOf) -> CountShown:
    alike = [c for c in counts if c.kind == count.kind]
    latest = max(c.by_on for c in alike)
    return CountShown(
        number=count.pk,
        kind=CountKind(count.kind).label,
        total=f"{count.total:,}",
        part=share_of(count.total, quantity).replace("%", "\N{NO-BREAK SPACE}%"),
        by=date_shown(count.by),
        voice=voice(count, when.day, with_note=when.is_present),
        is_latest=count.by_on == latest,
        is_contradicted=any(_contradict(count, c) for c in alike if c.by_on == latest),
    )


def _contradict(one: Count, other: Count) -> bool:
    """Whether two running totals of a kind cannot both be right: more, reached no later."""
    if one.by_on == other.by_on:
        return one.total != other.total
    earlier, later = sorted((one, other), key=lambda c: c.by_on)
    return earlier.total > later.total
