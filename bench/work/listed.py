"""The watch-list with its facets: unfiltered, filtered and searched, on a past day and today."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any

from django.utils.http import urlencode

from bench.work.browser import browser
from bench.work.clock import in_turn

YEARS = 3
FILTERS: dict[str, dict[str, str]] = {
    "whole": {},
    "filtered": {"state": "critical", "country": "IN"},
    "sought": {"q": "23"},  # in some refs and names: 8 % of a thousand, 10 % of a hundred thousand
}


def run(today: str, runs: int) -> dict[str, Any]:
    """Seconds of each page, by its filter and "past" or "today"; the whole of the server's work."""
    client = browser()
    now = date.fromisoformat(today)
    days = {"past": now - timedelta(days=365 * YEARS), "today": now}

    def page(filters: dict[str, str], day: date) -> None:
        answer = client.get(f"/?{urlencode({**filters, 'as_of': day.isoformat()})}")
        if answer.status_code != 200:
            raise ValueError(f"{filters} on {day}: {answer.status_code}")

    jobs: dict[str, Callable[[], object]] = {
        f"{name}, {when}": partial(page, filters, day)
        for name, filters in FILTERS.items()
        for when, day in days.items()
    }
    return {"taken": in_turn(jobs, runs)}
