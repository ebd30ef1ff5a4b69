"""The scan in a real worker behind a real Redis, also when one is killed in the middle of it."""

import os
import random
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from django.db import connection

import config
from deliveries.models import Flag, Span
from deliveries.scanning import full_scan
from journal.models import Entry
from tests.factories import BY, a_claim, a_deal, a_milestone

ROOT = Path(config.__file__).resolve().parent.parent
EARLY = date(2019, 2, 1)
DEALS = 40

pytestmark = [pytest.mark.redis, pytest.mark.django_db(transaction=True)]
Make = Callable[..., dict[str, str]]
Celery = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def celery(environment: Make, redis_url: str, tmp_path: Path) -> Iterator[Celery]:
    """Runs Celery's commands on the tests' own database and a queue of their own."""
    queue = f"test-{uuid.uuid4()}"
    environ = environment(REDIS_URL=redis_url, **_database(tmp_path))
    started: list[subprocess.Popen[str]] = []

    def run(command: str, *arguments: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-m", "celery", "-A", "config.celery", command, *arguments]
            + (["-Q", queue] if command == "worker" else [f"--queue={queue}"]),
            cwd=ROOT,
            env=environ,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
        )
        started.append(process)
        return process

    yield run
    for process in started:
        _kill(process)


def _database(folder: Path) -> dict[str, str]:
    """How another process reaches the database of the tests."""
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        (folder / "var").mkdir(exist_ok=True)
        (folder / "var" / "slipwatch.sqlite3").symlink_to(settings["NAME"])
        return {"SLIPWATCH_VAR": str(folder / "var")}
    host = settings["HOST"] or "/var/run/postgresql"
    where = f"{settings['USER']}:{settings['PASSWORD']}@" if settings["USER"] else ""
    address = "" if host.startswith("/") else f"{host}:{settings['PORT'] or 5432}"
    return {"DATABASE_URL": f"postgresql://{where}{address}/{settings['NAME']}"}


def _kill(process: subprocess.Popen[str]) -> None:
    """SIGKILL for the worker and every child of its session."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def settled() -> bool:
    return Flag.objects.open().filter(kind="slip").count() == DEALS


def wait(holds: Callable[[], bool], seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.02)


def test_a_real_worker_opens_the_flags_and_a_killed_one_is_made_good(celery: Celery) -> None:
    for number in range(DEALS):
        a_claim(a_milestone(a_deal(f"deal-{number}")), today=EARLY)
    full_scan(EARLY, BY)
    opened_before = Flag.objects.count()
    seed = int(os.environ.get("SLIPWATCH_TEST_SEED", "1"))
    enough = random.Random(seed).randint(1, DEALS // 2)
    print(f"seed {seed}: the worker is killed after {enough} deals")

    celery("call", "deliveries.tasks.daily_scan").wait(60)
    first = celery("worker", "-c1", "-l", "ERROR", "--without-gossip")
    wait(lambda: Flag.objects.open().filter(kind="slip").count() >= enough)
    _kill(first)
    assert not settled()

    celery("worker", "-c1", "-l", "ERROR", "--without-gossip")
    celery("call", "deliveries.tasks.daily_scan").wait(60)
    wait(settled)
    today = Flag.objects.latest("opened_at").opened_on
    wait(lambda: _standing() == _foretold(today))
    opened = Entry.objects.filter(subject="flag", verb="open").values_list("key", flat=True)
    assert len(opened) == len(set(opened)) == Flag.objects.count() > opened_before
    numbers = sorted(Entry.objects.values_list("seq", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))


def _standing() -> set[tuple[int, str]]:
    return set(Flag.objects.open().values_list("milestone_id", "kind"))


def _foretold(day: date) -> set[tuple[int, str]]:
    return {(s.milestone_id, kind) for s in Span.objects.on(day) for kind in s.flags}
