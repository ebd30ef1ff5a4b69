"""Portfolio totals and the first page of the watch-list, on a past day and today."""

from datetime import date, timedelta
from typing import Any

from django.http import QueryDict

from bench.work.clock import in_turn
from dashboard.asking import read_asking
from dashboard.asof import AsOf
from dashboard.queries import WatchList, watch_list
from deliveries.models import DealSpan

YEARS = 3


def run(today: str, runs: int) -> dict[str, Any]:
    """Seconds of both, and of how many deals each tells."""
    now = date.fromisoformat(today)
    then = now - timedelta(days=365 * YEARS)
    taken = in_turn(
        {
            "past": lambda: _page("", AsOf(then, now)),
            "today": lambda: _page("", AsOf(now, now)),
        },
        runs,
    )
    return {**taken, "day": then.isoformat(), "deals": DealSpan.objects.on(then).count()}


def _page(query: str, when: AsOf) -> WatchList:
    return watch_list(None, read_asking(QueryDict(query), when))
