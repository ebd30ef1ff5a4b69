"""The broker lost with all it held, and the database restarted in the middle of a scan."""

from datetime import timedelta

import pytest

from tests.chaos.exactly_once import assert_exactly_once, assert_kept
from tests.chaos.load import EARLY
from tests.chaos.servers import Postgres
from tests.chaos.world import World, settled_for, wait

pytestmark = [pytest.mark.once, pytest.mark.servers]
DAY = timedelta(days=1)


def test_a_broker_that_loses_everything_costs_no_more_than_the_bells_it_held(
    world: World,
) -> None:
    worker = world.worker()
    day = EARLY + 120 * DAY
    held = world.order("after settle", do="wait")
    world.set_day(day)
    world.ring(times=2)  # one that runs, and one that is lost
    wait(held.is_obeyed)
    world.redis.stop()
    held.resume()
    wait(settled_for(day))
    assert_exactly_once(day)
    world.redis.start()
    beat = world.celery("beat", "--schedule", str(world.folder / "schedule"), "--pidfile=")
    for later in (day + 45 * DAY, day + 90 * DAY):
        world.set_day(later)
        wait(settled_for(later))
        world.redis.stop()  # under a beat that has rung, and a worker that waits
        world.redis.start()
    world.set_day(day + 135 * DAY)
    wait(settled_for(day + 135 * DAY))
    assert (worker.poll(), beat.poll()) == (None, None)
    assert_exactly_once(day + 135 * DAY)


def test_a_database_restarted_in_the_middle_of_a_scan_and_of_recordings_loses_nothing(
    world: World, postgres: Postgres, seed: int
) -> None:
    worker = world.worker(2)
    for _ in range(2):
        world.writer(seed)
    day = EARLY + 120 * DAY
    for mode in ("fast", "immediate"):
        held = world.order("after settle", do="wait")
        world.set_day(day)
        world.ring()
        wait(held.is_obeyed)
        postgres.restart(mode)
        held.resume()
        world.forget_connection()
        wait(settled_for(day))  # the task that failed rings again by itself
        day += 45 * DAY
    world.stop_writers()
    world.settle(day)
    assert worker.poll() is None
    assert_exactly_once(day)
    assert_kept(world.folder)
