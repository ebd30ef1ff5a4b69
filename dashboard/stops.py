"""The days that the slider of a page stops at: those on which something was said, or months."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from deals.dates import add_months
from deals.models import Claim, Deal

MOST = 400  # days of a slider; of more, the last
YEARS = 10  # that the slider of a list goes back, by months


@dataclass(frozen=True, slots=True)
class Stops:
    """The days of a slider, the first first and today last, and where the page is among them.

    `before` and `after` are the nearest ones; None where there is none.
    """

    days: list[date]
    at: int
    before: date | None
    after: date | None
    says: str

    @property
    def last(self) -> int:
        """The place of the last day."""
        return len(self.days) - 1

    @property
    def written(self) -> str:
        """The days as a script reads them."""
        return " ".join(day.isoformat() for day in self.days)


def of_deal(deal: Deal, day: date, today: date) -> Stops:
    """The days on which something was reported of a deal, up to today."""
    said = (
        Claim.objects.standing()
        .filter(milestone__deal=deal, reported_on__lt=today)
        .order_by("-reported_on")
        .values_list("reported_on", flat=True)
        .distinct()[:MOST]
    )
    return stops(said, day, today, "the days on which something was said")


def of_months(day: date, today: date) -> Stops:
    """The last days of the months of the last years, up to today."""
    first = today.replace(day=1)
    ends = (add_months(first, -months) - timedelta(days=1) for months in range(12 * YEARS))
    return stops(ends, day, today, "the ends of months")


def stops(days: Iterable[date], day: date, today: date, says: str) -> Stops:
    """The stops of a page about a day: the days, in any order, and today."""
    ordered = sorted({*days, today})
    lower, higher = bisect_left(ordered, day), bisect_right(ordered, day)
    return Stops(
        days=ordered,
        at=max(higher - 1, 0),
        before=ordered[lower - 1] if lower else None,
        after=ordered[higher] if higher < len(ordered) else None,
        says=says,
    )
