"""Scans at once, for other days, cut short, and facts recorded between two of them."""

from datetime import date, timedelta

import pytest

from deals.models import Milestone, Source
from deliveries.actions import record_claim, recording
from deliveries.drafts import ClaimDraft
from deliveries.models import Flag
from tests.chaos.exactly_once import assert_exactly_once
from tests.chaos.load import EARLY, voice
from tests.chaos.world import World, settled_for, wait
from tests.factories import BY

pytestmark = [pytest.mark.once, pytest.mark.servers]
DAY = timedelta(days=1)
NEAR, FAR = EARLY + 120 * DAY, EARLY + 500 * DAY


def test_of_scans_at_once_in_whatever_order_of_days_the_last_to_begin_decides(
    world: World,
) -> None:
    world.worker(1)
    world.worker(1)
    # The same day twice; an earlier day while a later one runs; a later while an earlier does.
    for first, second in ((FAR, FAR), (FAR + 40 * DAY, NEAR), (NEAR + 40 * DAY, FAR)):
        held = world.order("after commit", nth=3, do="wait")
        world.set_day(first)
        world.ring()
        wait(held.is_obeyed)
        world.set_day(second)
        world.ring()
        wait(settled_for(second))
        held.resume()
        wait(world.is_idle)
        assert_exactly_once(second)


def test_a_scan_that_two_others_have_overtaken_does_not_believe_the_day_to_be_its_own(
    world: World,
) -> None:
    for _ in range(2):
        world.worker()
    wait(world.is_idle)
    held = world.order("after commit", nth=6, do="wait")
    world.set_day(FAR)
    world.ring()
    wait(held.is_obeyed)
    world.set_day(NEAR)
    world.ring()
    wait(settled_for(NEAR))
    dies = world.order("after commit", nth=2, do="die with all")
    world.set_day(FAR)
    world.ring()  # the day of the first one again
    wait(dies.is_obeyed)
    held.resume()
    wait(lambda: len(world.alive()) == 1 and world.is_idle())
    assert settled_for(NEAR)()
    world.settle(FAR)
    assert_exactly_once(FAR)


def test_a_clock_set_back_after_a_scan_was_cut_short_leaves_no_flag_of_the_later_day(
    world: World,
) -> None:
    world.worker(2)
    order = world.order("after commit", nth=8, do="die with all")
    world.set_day(FAR)
    world.ring()
    wait(order.is_obeyed)
    world.workers[-1].wait()
    world.redis.client.flushall()
    assert Flag.objects.filter(opened_on=FAR).exists()
    world.worker()
    for day in (NEAR, FAR + 200 * DAY, NEAR + DAY):  # back, days skipped, and back again
        world.settle(day)
        assert_exactly_once(day)


def test_a_fact_recorded_between_two_scans_is_settled_for_the_day_of_the_later_one(
    world: World,
) -> None:
    world.worker()
    world.settle(NEAR)
    one, other = Milestone.objects.filter(deal__ref__in=("deal-18", "deal-19"), code="first")
    with recording(by=BY, today=NEAR) as book:
        record_claim(book, _draft(other, NEAR, NEAR))
        book.settle()
        # The scan does not know what has just been said, and passes the deal by.
        world.settle(NEAR + DAY)
    assert Flag.objects.open().filter(milestone=other, kind="overdue").exists()
    with recording(by=BY, today=FAR) as book:  # on a host whose clock is a year ahead
        record_claim(book, _draft(one, FAR - DAY, NEAR))
    assert Flag.objects.open().filter(opened_on=FAR).exists()
    world.settle(NEAR + 2 * DAY)
    assert_exactly_once(NEAR + 2 * DAY)


def _draft(milestone: Milestone, due: date, reported: date) -> ClaimDraft:
    said = voice(Source.objects.get(), reported)
    return ClaimDraft(milestone=milestone, kind="amended", date=due.isoformat(), voice=said)
