"""A worker killed at each point that has a name, and what its death leaves behind."""

import random
from collections.abc import Sequence
from datetime import timedelta

import pytest

from deliveries.models import Span
from tests.chaos.exactly_once import assert_exactly_once
from tests.chaos.load import EARLY
from tests.chaos.points import POINTS, STATEMENT
from tests.chaos.world import World, settled_for, wait

pytestmark = [pytest.mark.once, pytest.mark.servers]


DAY = timedelta(days=1)
# Of the rest there are at least two in each scan.
NTH = {"before begin": 1, "after begin": 1, "before end": 1, "after end": 1}


def test_whichever_step_of_a_scan_a_worker_dies_at_another_makes_it_good(world: World) -> None:
    _dies_at(world, ("before begin", "after settle", "before commit", "after commit", "after end"))


def test_a_rebuild_whose_worker_dies_is_taken_up_by_another(world: World) -> None:
    _dies_at(world, ("before follow", "after derive"))


@pytest.mark.soak
def test_whichever_point_a_worker_dies_at_another_makes_it_good(world: World) -> None:
    _dies_at(world, (STATEMENT, *POINTS))


def _dies_at(world: World, points: Sequence[str]) -> None:
    world.worker()
    day = EARLY + 100 * DAY
    for point in points:
        day += 45 * DAY
        world.set_day(day)
        order = world.order(point, nth=NTH.get(point, 2))
        derives = point.endswith(("derive", "follow"))
        if derives:
            Span.objects.all().delete()  # what is derived is there to be derived again
        world.ring("weekly_check" if derives else "daily_scan")
        wait(order.is_obeyed)
        if derives:
            world.finish_rebuild()
            world.settle(day)
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
