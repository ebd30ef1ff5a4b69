"""A worker killed at each point that has a name, and what its death leaves behind."""

import random
from datetime import timedelta

import pytest

from deliveries.models import Span
from tests.chaos.exactly_once import assert_exactly_once
from tests.chaos.load import EARLY
from tests.chaos.points import POINTS, STATEMENT
from tests.chaos.world import World, settled_for, wait

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
        wait(settled_for(day))
        wait(world.is_idle)
        assert_exactly_once(day)


def test_a_worker_that_dies_with_all_its_processes_is_made_good_by_the_next_bell(
    world: World, seed: int
) -> None:
    nth = random.Random(seed).randint(1, 30)
    print(f"seed {seed}: dies before statement {nth}")
    world.set_day(EARLY + 100 * DAY)
    worker = world.worker(2)
    order = world.order(STATEMENT, nth=nth, do="die with all")
    world.ring(times=2)
    wait(order.is_obeyed)
    worker.wait()
    world.worker()
    world.settle(EARLY + 145 * DAY)
    assert_exactly_once(EARLY + 145 * DAY)
