"""The daily scan, for days on which about so many milestones turn."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Count

from bench.work.clock import timed
from deliveries.models import Span
from deliveries.scanning import scan
from journal.ledger import By
from journal.models import Door

BY = By(None, Door.JOB)
HORIZON = 730  # days to come in which to look for them
_NEAR = 0.3  # of what was asked for
_FEW = 6  # milestones that turn together even in a small portfolio


def run(today: str, turning: int, runs: int) -> dict[str, Any]:
    """Seconds of each scan, how many milestones turned and how many deals it looked at.

    The scans are of days to come, of which the histories know today; in the end the flags are
    settled for `today` again.
    """
    now = date.fromisoformat(today)
    scan(now, BY)
    found: dict[str, list[float]] = {"seconds": [], "turned": [], "deals": [], "flags": []}
    for last, until, turned in _windows(now, turning, runs):
        scan(last, BY)  # of what lies between, in its own time
        seconds, looked = timed(scan, until, BY)
        found["seconds"].append(seconds)
        found["turned"].append(turned)
        found["deals"].append(looked.deals)
        found["flags"].append(looked.flags)
    scan(now, BY)
    return dict(found)


def _windows(now: date, turning: int, runs: int) -> Iterator[tuple[date, date, int]]:
    """So many stretches of days, after the first and until the second, in which so many turn.

    A day on which many more turn, the first of a year, is left out.
    """
    until = now + timedelta(days=HORIZON)
    days = Span.objects.beginning(now, until).values("from_on").order_by("from_on")
    begins, turned = now, 0
    least, most = turning * (1 - _NEAR), max(turning * (1 + _NEAR), _FEW)
    for row in days.annotate(number=Count("milestone_id", distinct=True)):
        day, number = row["from_on"], row["number"]
        if turned + number > most:
            begins, turned = day, 0
            continue
        turned += number
        if turned >= least:
            yield begins, day, turned
            begins, turned, runs = day, 0, runs - 1
            if not runs:
                return
