"""The day from which a page tells what has changed: asked for, or a usual one."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings

from dashboard.asof import PARAMETER, AsOf, UnreadableDay, read_as_of
from dashboard.fiscal import Fiscal
from deliveries.periods import Period
from deliveries.reasons import spelt

SINCE = "since"


@dataclass(frozen=True, slots=True)
class Usual:
    """A day that people often look back to, in words: a week ago."""

    words: str
    day: date


def usual(day: date) -> list[Usual]:
    """The days to look back to from `day`, the nearest first."""
    fiscal = Fiscal(settings.FISCAL_MONTH).year(day).first - timedelta(days=1)
    return [
        Usual("a day", Period(days=1).before(day)),
        Usual("a week", Period(days=7).before(day)),
        Usual("a month", Period(months=1).before(day)),
        Usual("a quarter", Period(months=3).before(day)),
        Usual("a year", Period(months=12).before(day)),
        Usual("the fiscal year", fiscal),
    ]


def beyond(since: date, last_on: date | None, day: date) -> Usual | None:
    """The nearest of the usual days before `since` since which something changed, last then."""
    if last_on is None:
        return None
    before = (u for u in usual(day) if u.day < since and u.day < last_on)
    day_before = last_on - timedelta(days=1)
    return max(before, key=lambda u: u.day, default=Usual(f"to {spelt(day_before)}", day_before))


def read_since(value: str, when: AsOf) -> date:
    """The day that `value` (YYYY-MM-DD) names; a week before where it is empty.

    Raises UnreadableDay, also for a day that is not before that of the page.
    """
    if not value:
        return Period(days=7).before(when.day)
    day = read_as_of(value, when.today).day
    if day >= when.day:
        what = "is" if day == when.day else "lies after"
        raise UnreadableDay(
            value,
            f"a day before {spelt(when.day)}",
            heading="That day is not an earlier one",
            why=f"{what} {spelt(when.day)}, the day that the page is about; "
            "changes are told since a day before it",
        )
    return day


def query(since: date, when: AsOf) -> str:
    """What a link to the same page carries."""
    asked = f"?{SINCE}={since.isoformat()}"
    return asked if when.day == when.today else f"{asked}&{PARAMETER}={when.day.isoformat()}"
