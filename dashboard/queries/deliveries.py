"""How the lots of a deal come along, count by count."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from dashboard.charts.steps import NARROW, Plan, StepsChart, Total, steps
from dashboard.charts.steps import Lot as Drawn
from dashboard.queries.told import Told
from deliveries.facts import Counted
from deliveries.models import Count, CountKind, Lot
from deliveries.pace import Pace, believed
from deliveries.reasons import a_month, spelt
from deliveries.standings import MilestoneOn
from deliveries.story import paced

SEVERAL = 2  # pieces of a lot that is drawn


@dataclass(frozen=True, slots=True)
class LotRow:
    """One lot in the table beside the chart: what was counted last, and its pace in sentences."""

    code: str
    title: str
    quantity: str
    item: str
    latest: list[str]
    pace: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Deliveries:
    """The chart, and the same for a phone; what it shows in a sentence, and its table."""

    chart: StepsChart
    narrow: StepsChart
    says: str
    rows: list[LotRow]


@dataclass(frozen=True, slots=True)
class CountedLot:
    """A lot with its counts by kind, and the numbers of those believed."""

    on: MilestoneOn
    lot: Lot
    counts: list[tuple[CountKind, list[Count]]]
    believed: frozenset[int]


def deliveries_shown(told: Told) -> Deliveries | None:
    """The lots of several pieces of which something was counted by the day; None without one."""
    lots = list(counted_lots(told))
    drawn = [_drawn(told, of) for of in lots]
    chart, narrow = steps(drawn, told.day), steps(drawn, told.day, NARROW)
    if chart is None or narrow is None:
        return None
    rows = [_row(told, of) for of in lots]
    says = " ".join(f"{row.title}: {'; '.join(row.latest)}." for row in rows)
    return Deliveries(chart, narrow, says, rows)


def counted_lots(told: Told, fewest: int = SEVERAL) -> Iterator[CountedLot]:
    """The lots of so many pieces or more of which something was counted by the day."""
    by_lot: dict[int, list[Count]] = {}
    for count in sorted(told.counts, key=lambda c: (reached_on(c), c.reported_on, c.pk)):
        by_lot.setdefault(count.lot_id, []).append(count)
    for on in told.on:
        lot: Lot | None = getattr(on.milestone, "lot", None)
        if lot is None or lot.quantity < fewest or lot.pk not in by_lot:
            continue
        mine = by_lot[lot.pk]
        kinds = [(k, [c for c in mine if c.kind == k]) for k in CountKind]
        taken = [c.key for _, of_kind in kinds for c in believed([_plain(c) for c in of_kind])]
        yield CountedLot(on, lot, [(k, c) for k, c in kinds if c], frozenset(taken))


def reached_on(count: Count) -> date:
    """The day by which a total was reached: not later than its report."""
    return min(count.by_on, count.reported_on)


def _plain(count: Count) -> Counted:
    return Counted(
        milestone="",
        reported=count.reported_on,
        held=count.held_on,
        key=count.pk,
        kind=count.kind,
        total=count.total,
        by=reached_on(count),
        credibility=count.credibility,
    )


def _drawn(told: Told, of: CountedLot) -> Drawn:
    return Drawn(
        code=of.on.milestone.code,
        title=f"{of.on.milestone.title}: {of.lot.quantity:,} × {of.lot.item}",
        quantity=of.lot.quantity,
        totals=[(str(kind), [_total(c, of) for c in counts]) for kind, counts in of.counts],
        plan=_plan(told, of.on.pace) if of.on.pace else None,
        is_open=of.on.span.progress == "open",
    )


def _total(count: Count, of: CountedLot) -> Total:
    taken = count.pk in of.believed
    doubt = "" if taken else ", contradicted by what is better known"
    words = (
        f"{count.total:,} of {of.lot.quantity:,} {count.kind} by {count.by.text}, "
        f"{count.said_by}, {count.reported.text} (count {count.pk}){doubt}"
    )
    return Total(count.pk, reached_on(count), count.total, words, taken)


def _plan(told: Told, pace: Pace) -> Plan:
    needed = pace.needed_on(told.day)
    return Plan(
        starts_on=pace.starts_on,
        due_on=pace.due_on,
        done=pace.done,
        counted_on=pace.counted_on,
        best=pace.best.a_day if pace.best else None,
        words=(
            f"planned: {a_month(pace.planned)}",
            f"needed: {a_month(needed)}" if needed is not None else "",
            f"best so far: {a_month(pace.best.a_day)}" if pace.best else "",
        ),
    )


def _row(told: Told, of: CountedLot) -> LotRow:
    return LotRow(
        code=of.on.milestone.code,
        title=of.on.milestone.title,
        quantity=f"{of.lot.quantity:,}",
        item=of.lot.item,
        latest=[_latest(kind, counts, of) for kind, counts in of.counts],
        pace=paced(of.on.pace, told.day),
    )


def _latest(kind: CountKind, counts: list[Count], of: CountedLot) -> str:
    """The last total of a kind that is believed: 26 of 36 delivered by 5 Dec 2021."""
    taken = [c for c in counts if c.pk in of.believed]
    last = max(taken, key=lambda c: (reached_on(c), c.total))
    return f"{last.total:,} of {of.lot.quantity:,} {kind} by {spelt(reached_on(last))}"
