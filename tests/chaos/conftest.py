"""A world for each test: servers of the tests' own, and a database with deals that turn."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connections
from pytest_django.plugin import DjangoDbBlocker

from config.env import Environment
from tests.chaos.load import EARLY
from tests.chaos.servers import Postgres, Redis
from tests.chaos.world import LOAD, ROOT, World, product_on

Make = Callable[..., dict[str, str]]


@pytest.fixture(scope="session")
def seed() -> int:
    """What chance begins with; say it again in SLIPWATCH_TEST_SEED to try the same again."""
    number = int(os.environ.get("SLIPWATCH_TEST_SEED") or 1)
    print(f"SLIPWATCH_TEST_SEED={number}")
    return number


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    """A PostgreSQL in which the database `loaded` can be copied."""
    server = Postgres()
    server.start()
    environ = {
        "DATABASE_URL": server.create("loaded"),
        "SLIPWATCH_VAR": str(tmp_path_factory.mktemp("chaos")),
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    subprocess.run([sys.executable, "-c", LOAD], cwd=ROOT, env=os.environ | environ, check=True)
    yield server
    server.stop()


@pytest.fixture(scope="session")
def broker() -> Iterator[Redis]:
    """A Redis that tests may kill and start again."""
    server = Redis()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def world(
    postgres: Postgres,
    broker: Redis,
    tmp_path: Path,
    environment: Make,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[World]:
    """Loaded deals in a database of the test's own, an empty queue, and nobody at work."""
    url = postgres.create(f"test_{os.urandom(4).hex()}", "loaded")
    database = Environment({"DATABASE_URL": url}).database("DATABASE_URL", required=True)
    made = World(tmp_path, environment(DATABASE_URL=url), broker)
    with django_db_blocker.unblock(), product_on(database):
        yield from _begun(made)


@pytest.fixture
def world_on_sqlite(
    broker: Redis, tmp_path: Path, environment: Make, django_db_blocker: DjangoDbBlocker
) -> Iterator[World]:
    """The same on SQLite, as the embedded product has it."""
    made = World(tmp_path, environment(), broker)
    subprocess.run([sys.executable, "-c", LOAD], cwd=ROOT, env=made.environ, check=True)
    of_run = connections.settings["default"]
    assert of_run["ENGINE"].endswith("sqlite3")  # such tests are marked `once`
    database = of_run | {"NAME": tmp_path / "var" / "slipwatch.sqlite3"}
    with django_db_blocker.unblock(), product_on(database):
        yield from _begun(made)


def _begun(world: World) -> Iterator[World]:
    world.redis.client.flushall()
    world.set_day(EARLY)
    yield world
    world.end()
