"""Portfolio totals and the first page of the watch-list, on a past day and today."""

from datetime import date, timedelta
from typing import Any

from bench.work.clock import in_turn
from dashboard.asof import AsOf
from dashboard.queries import watch_list
from deliveries.models import DealSpan

YEARS = 3


def run(today: str, runs: int) -> dict[str, Any]:
    """Seconds of both, and of how many deals each tells."""
    now = date.fromisoformat(today)
    then = now - timedelta(days=365 * YEARS)
    taken = in_turn(
        {
            "past": lambda: watch_list(None, AsOf(then, now)),
            "today": lambda: watch_list(None, AsOf(now, now)),
        },
        runs,
    )
    return {**taken, "day": then.isoformat(), "deals": DealSpan.objects.on(then).count()}
