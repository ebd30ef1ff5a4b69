"""The pace of a lot: what has come against what was to come by now, and whether it can make it.

From running totals that arrive irregularly, contradict each other and go down, by the definitions
of earned schedule: W. Lipke, "Schedule is Different", The Measurable News, 2003. The rules are in
docs/domain.md, section Pace. All arithmetic is in whole numbers, so that a verdict turns on the
same day wherever it is worked out. Rates are pieces in days.
"""

from bisect import bisect_left, insort
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from deliveries.facts import Counted, plus

# The order in which a kind of count speaks for a lot whose own kind was never counted.
SPEAKING = ("delivered", "accepted", "inducted", "produced")
ABOUT = {"delivery": "delivered", "acceptance": "accepted", "induction": "inducted"}
# Milestones with whose objective pieces were to begin to come.
BEGINNING = ("production_start", "delivery", "acceptance", "induction")
# A rate counts over this many days at least: a shipload in a week is not a rate.
QUARTER = 90
# Beyond a to-complete index of 1.10 a schedule is unlikely to be recovered: W. Lipke,
# "Examination of the Threshold for the To Complete Indexes", The Measurable News, 2016.
LIMIT = Fraction(11, 10)

_Point = tuple[date, int, int]  # a day, the total by it, and the number of its count or 0


@dataclass(frozen=True, slots=True)
class Rate:
    """So many pieces in so many days, from one counted day to another."""

    pieces: int
    days: int
    since: date
    until: date

    @property
    def a_day(self) -> Fraction:
        """Pieces a day."""
        return Fraction(self.pieces, self.days)


@dataclass(frozen=True, slots=True)
class Pace:
    """How an open lot comes along: `done` of `quantity` pieces were `kind` by `counted_on`.

    They were to come between `starts_on` and `due_on`. `best` is the highest rate reached over a
    quarter at least, None while none can be told. `counts` are the numbers of the counts that the
    figures rest on, the last one first.
    """

    kind: str
    quantity: int
    done: int
    counted_on: date
    starts_on: date
    due_on: date
    best: Rate | None
    counts: tuple[int, ...]

    @property
    def planned_days(self) -> int:
        """PD: from the beginning to the objective."""
        return (self.due_on - self.starts_on).days

    @property
    def planned(self) -> Fraction:
        """The planned rate, pieces a day: a straight line."""
        return Fraction(self.quantity, self.planned_days)

    @property
    def remaining(self) -> int:
        """Pieces still to come."""
        return max(self.quantity - self.done, 0)

    @property
    def earned_days(self) -> Fraction:
        """ES: the days that the plan gave for what is done."""
        return Fraction(self.planned_days * min(self.done, self.quantity), self.quantity)

    @property
    def elapsed_days(self) -> int:
        """AT: from the beginning to the last count."""
        return (self.counted_on - self.starts_on).days

    @property
    def spi(self) -> Fraction | None:
        """SPI(t) = ES / AT; None before anything is done."""
        if self.done <= 0 or self.elapsed_days <= 0:
            return None
        return self.earned_days / self.elapsed_days

    @property
    def completes_on(self) -> date | None:
        """The estimate at completion: the day by which it all comes at the average so far."""
        if self.spi is None:
            return None
        return plus(self.starts_on, -(-self.planned_days // self.spi))

    def as_dict(self) -> dict[str, Any]:
        """The figures that all others follow from, as plain values of JSON."""
        best = self.best
        return {
            "kind": self.kind,
            "quantity": self.quantity,
            "done": self.done,
            "counted_on": self.counted_on.isoformat(),
            "starts_on": self.starts_on.isoformat(),
            "due_on": self.due_on.isoformat(),
            "best": best
            and [best.pieces, best.days, best.since.isoformat(), best.until.isoformat()],
            "counts": list(self.counts),
        }

    @classmethod
    def from_dict(cls, plain: dict[str, Any]) -> "Pace":
        """The pace that gave these values."""
        best = plain["best"]
        return cls(
            kind=plain["kind"],
            quantity=plain["quantity"],
            done=plain["done"],
            counted_on=date.fromisoformat(plain["counted_on"]),
            starts_on=date.fromisoformat(plain["starts_on"]),
            due_on=date.fromisoformat(plain["due_on"]),
            best=best
            and Rate(best[0], best[1], date.fromisoformat(best[2]), date.fromisoformat(best[3])),
            counts=tuple(plain["counts"]),
        )

    def needed_on(self, day: date) -> Fraction | None:
        """The rate, pieces a day, that from `day` on makes the objective; None from it on."""
        left = (self.due_on - day).days
        return Fraction(self.remaining, left) if left > 0 else None

    def tspi_on(self, day: date) -> Fraction | None:
        """TSPI = (PD - ES) / (PD - AT), with AT on `day`; None from the objective on."""
        needed = self.needed_on(day)
        return None if needed is None else needed / self.planned

    @property
    def fails_from(self) -> date | None:
        """The day from which what is needed was never reached and TSPI is above its limit.

        Not before the last count, which tells it. None if it never does: all is done, or no rate
        is known yet.
        """
        if not self.remaining or self.best is None:
            return None
        enough = max(self.best.a_day, self.planned * LIMIT)
        # Needed is above enough while fewer days are left than remaining / enough.
        days_left = -(-self.remaining // enough) - 1
        return max(plus(self.due_on, -days_left), self.counted_on)


def pace_of(
    kind: str, quantity: int, counts: Sequence[Counted], starts_on: date, due_on: date
) -> Pace | None:
    """The pace of a milestone of this kind; None where there is nothing to tell.

    `counts` are those that were reported by the day in question; `starts_on` is the day on which
    pieces were to begin to come.
    """
    points = believed(_speaking(kind, counts))
    if quantity < 2 or not points:
        return None
    first = next((p.by for p in points if p.total > 0), None)
    start = min(starts_on, first) if first else starts_on
    if start >= due_on:
        return None
    later = [p for p in points if p.by > start or (p.by == start and p.total > 0)]
    last = points[-1]
    best, keys = _best([(start, 0, 0)] if start != first else [], later)
    return Pace(
        kind=last.kind,
        quantity=quantity,
        done=last.total,
        counted_on=last.by,
        starts_on=start,
        due_on=due_on,
        best=best,
        counts=tuple(dict.fromkeys((last.key, *keys))),
    )


def _speaking(kind: str, counts: Sequence[Counted]) -> list[Counted]:
    """The counts of the one kind that speaks for a milestone."""
    present = {c.kind for c in counts}
    wanted = next((k for k in (ABOUT.get(kind, ""), *SPEAKING) if k in present), "")
    return [c for c in counts if c.kind == wanted]


def believed(counts: Sequence[Counted]) -> list[Counted]:
    """The counts of one kind that do not contradict better ones, by day.

    Better is more credible, then reported later, then of a later day, then smaller: a total that
    goes down corrects what was said before, unless that was more credible.
    """
    ranked = sorted(
        counts,
        key=lambda c: (c.credibility, -c.reported.toordinal(), -c.by.toordinal(), c.total, c.key),
    )
    days: list[date] = []
    taken: list[tuple[date, int]] = []
    kept: dict[date, Counted] = {}
    for count in ranked:
        place = bisect_left(days, count.by)
        fits_before = place == 0 or taken[place - 1][1] <= count.total
        fits_after = place == len(days) or (
            days[place] != count.by and taken[place][1] >= count.total
        )
        if fits_before and fits_after:
            insort(days, count.by)
            insort(taken, (count.by, count.total))
            kept[count.by] = count
    return [kept[day] for day in days]


def _best(start: list[_Point], points: Sequence[Counted]) -> tuple[Rate | None, tuple[int, ...]]:
    """The highest rate between any two points a quarter apart; with the counts it is between.

    Of equal rates the one that was reached first, then the one over the longest time. What a point
    can begin is the lower convex hull of those a quarter before it: from no other of them does the
    curve rise faster to any later point.
    """
    curve = start + [(p.by, p.total, p.key) for p in points]
    best: Rate | None = None
    keys: tuple[int, ...] = ()
    hull: list[_Point] = []
    back = 0
    for day, total, key in curve:
        while (day - curve[back][0]).days >= QUARTER:
            _extend(hull, curve[back])
            back += 1
        for since, before, other in hull:
            rate = Rate(total - before, (day - since).days, since, day)
            if best is None or rate.pieces * best.days > best.pieces * rate.days:
                best, keys = rate, tuple(k for k in (key, other) if k)
    return best, keys


def _extend(hull: list[_Point], point: _Point) -> None:
    """Add a later point to a lower convex hull; what then lies on or above a side is dropped."""
    while len(hull) > 1 and _rise(hull[-2], hull[-1], point) <= 0:
        hull.pop()
    hull.append(point)


def _rise(first: _Point, middle: _Point, last: _Point) -> int:
    """Above zero where the curve rises faster after the middle than before it."""
    before, after = (middle[0] - first[0]).days, (last[0] - middle[0]).days
    return (last[1] - middle[1]) * before - (middle[1] - first[1]) * after
