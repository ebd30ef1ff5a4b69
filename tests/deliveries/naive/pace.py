"""The second derivation: the pace of a lot (docs/domain.md, "Pace"). Exact, in fractions."""

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import ceil

from deliveries.facts import Counted
from tests.deliveries.naive.plan import Plan, actual, all_before, progress, words_on
from tests.deliveries.naive.rulers import objective

ABOUT = {"delivery": "delivered", "acceptance": "accepted", "induction": "inducted"}
KINDS = ("delivered", "accepted", "inducted", "produced")
BEGINNINGS = ("production_start", "delivery", "acceptance", "induction")
FAR_ENOUGH = 90  # days between two points that make a rate
UNLIKELY = Fraction(110, 100)  # Lipke: beyond this TSPI a recovery is unlikely

Point = tuple[date, int]


@dataclass(frozen=True, slots=True)
class NaivePace:
    """Rates in pieces a day. `complete_on`, `spi`: None where nothing can be said."""

    start: date
    done: int
    by: date
    planned_days: int
    earned_days: Fraction
    spi: Fraction | None
    complete_on: date | None
    best: Fraction | None
    needed: Fraction | None  # None from the objective on
    tspi: Fraction | None
    is_at_risk: bool


def pace(plan: Plan, code: str, day: date) -> NaivePace | None:
    quantity, limit = plan.steps[code].quantity, objective(plan, code)
    counts = counts_for(plan, code)
    if progress(plan, code) != "open" or limit is None or not counts:
        return None
    if quantity is None or quantity < 2:
        return None
    points = believed(counts)
    start = beginning(plan, code, points)
    planned = (limit - start).days
    if planned <= 0:
        return None
    curve = curve_of(points, start)
    by, done = curve[-1]
    earned = min(Fraction(planned * done, quantity), Fraction(planned))
    took = (by - start).days
    spi = earned / took if done and took > 0 else None
    best, left = best_rate(curve), (limit - day).days
    needed = Fraction(quantity - done, left) if left > 0 else None
    tspi = (planned - earned) / left if left > 0 else None
    is_beyond = (
        needed is None or tspi is None or best is None or (needed > best and tspi > UNLIKELY)
    )
    return NaivePace(
        start=start,
        done=done,
        by=by,
        planned_days=planned,
        earned_days=earned,
        spi=spi,
        complete_on=start + timedelta(days=ceil(planned / spi)) if spi else None,
        best=best,
        needed=needed,
        tspi=tspi,
        is_at_risk=done < quantity and best is not None and is_beyond,
    )


def counts_for(plan: Plan, code: str) -> list[Counted]:
    """Those of the one kind that the milestone is about, or that there is."""
    counts = [c for c in plan.counts if c.milestone == code]
    wanted = [ABOUT[kind] for kind in (plan.steps[code].kind,) if kind in ABOUT]
    for kind in (*wanted, *KINDS):
        if found := [c for c in counts if c.kind == kind]:
            return found
    return []


def believed(counts: list[Counted]) -> list[Point]:
    """One point after the other, the most credible first; none that contradicts one taken."""
    points = [(c.credibility, c.reported, min(c.by, c.reported), c.total) for c in counts]
    points.sort(key=lambda p: (p[0], -p[1].toordinal(), -p[2].toordinal(), p[3]))
    taken: list[Point] = []
    for _, _, on, total in points:
        if not any(contradict((on, total), other) for other in taken):
            taken.append((on, total))
    return sorted(set(taken))


def contradict(one: Point, other: Point) -> bool:
    """Another total on the same day, more on an earlier day, less on a later one."""
    (early, before), (late, after) = sorted([one, other])
    return before != after if early == late else before > after


def beginning(plan: Plan, code: str, points: list[Point]) -> date:
    first_pieces = [on for on, total in points if total > 0][:1]
    return min([planned_beginning(plan, code), *first_pieces])


def planned_beginning(plan: Plan, code: str) -> date:
    before = all_before(plan, code)
    limits = [objective(plan, c) for c in before if plan.steps[c].kind in BEGINNINGS]
    known = [limit for limit in limits if limit]
    signatures = [actual(plan, c) for c in before if plan.steps[c].kind == "signature"]
    signed = [met.latest for met in signatures if met]
    if known or signed:
        return max(([min(known)] if known else []) + ([max(signed)] if signed else []))
    words = [w.claim.held for w in words_on(plan, code).every]
    return min(words + [c.held for c in plan.counts if c.milestone == code])


def curve_of(points: list[Point], start: date) -> list[Point]:
    at_start = [(on, total) for on, total in points if on == start and total > 0]
    return (at_start or [(start, 0)]) + [point for point in points if point[0] > start]


def best_rate(curve: list[Point]) -> Fraction | None:
    return max(
        (
            Fraction(total - before, (on - since).days)
            for on, total in curve
            for since, before in curve
            if (on - since).days >= FAR_ENOUGH
        ),
        default=None,
    )
