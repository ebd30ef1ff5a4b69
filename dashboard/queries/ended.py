"""What ended of what an organisation supplies, milestone by milestone: the late first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import F

from dashboard.asof import AsOf
from dashboard.figures import SlipShown, slip_shown
from dashboard.naming import with_parties
from deals.models import Milestone
from deliveries import wording
from deliveries.filters.conditions import among
from deliveries.models import Span
from deliveries.standings import paired, usual_period
from deliveries.wording import Named

AT_ONCE = 20  # milestones that are seen at once
NAMED = 200  # milestones that are named, most of them where one has to open them


@dataclass(frozen=True, slots=True)
class Ended:
    """A milestone that was met, in time or late."""

    milestone: Milestone
    state: Named
    slip: SlipShown | None


@dataclass(frozen=True, slots=True)
class AllEnded:
    """Those that are seen at once, the others that are named, and how many are not."""

    first: list[Ended]
    others: list[Ended]
    unnamed: int


def ended(deals: Iterable[int], states: Sequence[str], when: AsOf, number: int) -> AllEnded:
    """The milestones of these deals in these states, which are `number`, the most slipped first."""
    spans = Span.objects.on(when.day).filter(among("deal", deals), state__in=states)
    slipped = F("original_day") - F("estimate_day")
    worst = spans.order_by("severity", slipped, "deal__ref", "milestone__position", "milestone")
    named = worst.select_related("milestone__deal")[:NAMED]
    rows = paired(named, (), when.day, usual_period())
    with_parties(on.milestone.deal for on in rows)
    found = [
        Ended(on.milestone, wording.STATES[on.span.state], slip_shown(on.total)) for on in rows
    ]
    return AllEnded(found[:AT_ONCE], found[AT_ONCE:], number - len(found))
