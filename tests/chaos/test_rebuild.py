"""A rebuild whose workers die by chance: what they held is taken up by others."""

import random
from datetime import timedelta

import pytest
from django.db.models import QuerySet

from deals.models import Deal
from deliveries.models import DealSpan, Rebuild, Span
from journal.models import Entry
from tests.chaos.exactly_once import assert_exactly_once, assert_kept
from tests.chaos.load import EARLY
from tests.chaos.points import STATEMENT
from tests.chaos.world import World, wait

pytestmark = [pytest.mark.once, pytest.mark.servers]


@pytest.mark.soak
@pytest.mark.parametrize("number", range(5))
def test_a_rebuild_with_dying_workers_ends_and_changes_each_deal_once(
    world: World, seed: int, number: int
) -> None:
    chance, kills = random.Random(seed + number), 0
    print(f"seed {seed + number}")
    day = EARLY + timedelta(days=200)
    world.set_day(day)
    world.writer(seed)
    for _ in range(5):
        before = _ended().count()
        Span.objects.all().delete()
        DealSpan.objects.all().delete()
        world.ring("weekly_check")
        for _ in range(4):
            while len(world.alive()) < 2:
                world.worker()
            do = chance.choice(("die", "die", "die with all"))
            order = world.order(STATEMENT, nth=chance.randint(5, 60), do=do)
            wait(lambda order=order: order.is_obeyed() or world.is_idle())  # type: ignore[misc]
            if not order.withdraw():
                kills += 1
        wait(world.is_idle)
        world.finish_rebuild()
        while _ended().count() == before:
            # Whoever was to begin it died with the bell, which the broker gives to another later
            # than a test lasts.
            world.ring("weekly_check")
            wait(world.is_idle)
            world.finish_rebuild()
    world.stop_writers()
    world.settle(day)
    assert_exactly_once(day)
    assert_kept(world.folder)
    ended = _ended().values_list("key", flat=True)
    assert len(ended) == len(set(ended)) >= 5
    assert {rebuild.deals for rebuild in Rebuild.objects.all()} == {Deal.objects.count()}
    print(f"{kills} killed")


def _ended() -> "QuerySet[Entry]":
    """The ends of rebuilds; a full scan, which is none, notes nothing of the kind."""
    return Entry.objects.filter(subject="rebuild", verb="finish")
