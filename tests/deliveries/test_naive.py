"""Two derivations of one history, written apart from each other, agree everywhere.

`naive` was written from the documents and not from the engine's code: it takes a deal and a day and
works out everything anew, in the plainest way.
"""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.core.management import call_command
from hypothesis import given

from deals.models import Deal
from deliveries.derivation import facts_of
from deliveries.facts import Facts
from deliveries.history import history
from tests.deliveries.naive.compare import Difference, differences
from tests.deliveries.naive.deals import NaiveHistory
from tests.deliveries.naive.generated import DAYS, deals

pytestmark = pytest.mark.once
FIRST, LAST = date(2008, 1, 1), date(2030, 12, 31)
DAY = timedelta(days=1)
SHOWN = 20


def apart(facts: Facts, days: Iterator[date]) -> list[Difference]:
    product, naive = history(facts), NaiveHistory(facts)
    return [found for day in days for found in differences(product, naive, day)]


def told(found: list[Difference]) -> str:
    more = f"\nand {len(found) - SHOWN} more" if len(found) > SHOWN else ""
    return "\n".join(map(str, found[:SHOWN])) + more


@pytest.mark.django_db
def test_they_agree_on_the_whole_catalogue_on_every_day_from_2008_to_2030() -> None:
    call_command("load_catalogue", str(settings.BASE_DIR / "catalogue"), verbosity=0)
    for deal in Deal.objects.all():
        days = (FIRST + n * DAY for n in range((LAST - FIRST).days + 1))
        found = apart(facts_of(deal), days)
        assert not found, f"{deal.ref}:\n{told(found)}"


def around(facts: Facts, day: date) -> Iterator[date]:
    """The day, and the days before, of and after each report and each day that turns."""
    found = history(facts)
    turning = {span.from_on for spans in found.milestones.values() for span in spans}
    turning |= {span.from_on for span in found.deal}
    turning |= {c.reported for c in facts.claims} | {c.reported for c in facts.counts}
    days = {day} | {turn + n * DAY for turn in turning for n in (-1, 0, 1)}
    return iter(sorted(d for d in days if date(2010, 1, 1) < d < date(2060, 1, 1)))


@given(deals(), DAYS)
def test_they_agree_on_generated_deals_where_anything_turns(facts: Facts, day: date) -> None:
    found = apart(facts, around(facts, day))
    assert not found, told(found)
