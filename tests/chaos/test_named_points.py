"""A worker killed at each point that has a name, and what its death leaves behind."""

import random
from datetime import timedelta

import pytest

from deliveries.models import Span
from tests.chaos.exactly_once import assert_exactly_once
from tests.chaos.load import EARLY
from tests.chaos.points import POINTS, STATEMENT
from tests.chaos.world import World, is_settled_for, wait

pytestmark = [pytest.mark.once, pytest.mark.servers]


DAY = timedelta(days=1)


def test_whichever_step_of_a_scan_a_worker_dies_at_another_makes_it_good(world: World) -> None:
    world.worker()
    day = EARLY + 100 * DAY
    for point in POINTS:
        day += 45 * DAY
        world.set_day(day)
        derives = point.endswith(("derive", "follow"))
        if derives:
            Span.objects.all().delete()  # what is derived is there to be derived again
        order = world.order(point, nth=1 if point.endswith(("begin", "end")) else 3)
        world.ring("weekly_check" if derives else "daily_scan")
        wait(order.is_obeyed)
        # Celery hands the task of a lost process to the next one by itself.
        wait(lambda today=day: is_settled_for(today) and world.is_idle())
        assert_exactly_once(day)


def test_a_worker_that_dies_with_all_its_processes_is_made_good_by_the_next_bell(
    world: World, seed: int
) -> None:
    chance = random.Random(seed)
    day = EARLY + 100 * DAY
    for point, most in (("after journal", 3), (STATEMENT, 30)):
        world.set_day(day)
        world.worker(2)
        nth = chance.randint(1, most)
        print(f"dies {point} {nth}")
        order = world.order(point, nth=nth, do="die with all")
        world.ring(times=2)
        wait(order.is_obeyed)
        world.workers[-1].wait()
        day += 45 * DAY
    world.worker()
    world.settle(day)
    assert_exactly_once(day)
