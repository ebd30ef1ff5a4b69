"""People record and scans run for one day after another, while processes die by chance."""

import pytest

from tests.chaos.exactly_once import assert_exactly_once, assert_kept
from tests.chaos.fate import Fate
from tests.chaos.world import World

pytestmark = [pytest.mark.once, pytest.mark.servers]


def _survives(world: World, seed: int, rounds: int, kills: int) -> None:
    """Everything is exactly once after each round, in which so many processes die."""
    print(f"seed {seed}")
    fate = Fate(world, seed)
    for _ in range(rounds):
        day = fate.strike(kills)
        world.settle(day)
        assert_exactly_once(day)
        assert_kept(world.folder)
    print(f"{fate.kills} killed by {day}")


def test_random_kills_lose_nothing_and_double_nothing(world: World, seed: int) -> None:
    _survives(world, seed, rounds=1, kills=3)


def test_random_kills_on_sqlite_lose_nothing_and_double_nothing(
    world_on_sqlite: World, seed: int
) -> None:
    _survives(world_on_sqlite, seed, rounds=1, kills=2)


@pytest.mark.soak
@pytest.mark.parametrize("number", range(10))
def test_hundreds_of_kills_lose_nothing_and_double_nothing(
    world: World, seed: int, number: int
) -> None:
    _survives(world, seed + number, rounds=3, kills=10)
