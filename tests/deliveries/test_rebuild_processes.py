"""Rebuilds by real processes, some of which are killed: by hand and by Celery's workers."""

import os
import signal
import subprocess
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from deals.models import Deal, Milestone, Source
from deliveries import rebuilding
from deliveries.actions import add, record_claims, recording
from deliveries.drafts import ClaimDraft
from deliveries.models import DealSpan, Flag, Rebuild, RebuildRange, Span
from deliveries.scanning import full_scan
from journal.models import Entry
from tests.deliveries.processes import database, kill, start, wait
from tests.deliveries.test_rebuild import foretold, standing, stored
from tests.factories import BY, TODAY, a_source, a_voice

pytestmark = pytest.mark.django_db(transaction=True)
DEALS = 60  # two ranges, three batches
WORDS = 40  # on each: deriving them is to take long enough to be interrupted
Make = Callable[..., dict[str, str]]
Derived = list[tuple[object, ...]]
Run = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def derived() -> Derived:
    """What is derived of some deals, which was then lost."""
    source = a_source()
    with recording(by=BY, today=TODAY) as book:  # one by one, it would take long
        for number in range(DEALS):
            deal = Deal(
                ref=f"deal-{number}",
                designation="Radar",
                title="Radar for somebody",
                kind="supply",
                route="direct",
                category="air_defence",
            )
            add(book, deal)
            milestone = Milestone(deal=deal, code="first", title="First", kind="delivery")
            add(book, milestone)
            record_claims(book, [_said(milestone, source, word) for word in range(WORDS)])
    full_scan(TODAY, BY)
    found = stored()
    Span.objects.all().delete()
    DealSpan.objects.all().delete()
    return list(found)


def _said(milestone: Milestone, source: Source, word: int) -> ClaimDraft:
    """A contract, and then a promise of another year each month."""
    voice = a_voice(source, reported_on=f"{2015 + word // 12}-{word % 12 + 1:02}")
    kind, date = ("promised", f"{2021 + word}") if word else ("contracted", "2020-10")
    return ClaimDraft(milestone=milestone, kind=kind, date=date, voice=voice)


@pytest.fixture
def run(environment: Make, redis_url: str, tmp_path: Path) -> Iterator[Run]:
    """Runs Python on the tests' database and Redis; what still runs at the end is killed."""
    environ = environment(REDIS_URL=redis_url, **database(tmp_path))
    running: list[subprocess.Popen[str]] = []

    def python(*words: str) -> subprocess.Popen[str]:
        running.append(start(environ, *words))
        return running[-1]

    yield python
    for each in running:
        kill(each)


def process_that_holds() -> int:
    """The number of a process that has taken a range, once there is one."""
    wait(RebuildRange.objects.held().exists)
    return int(RebuildRange.objects.filter(attempts__gt=0)[0].taken_by.rsplit(" ", 1)[1])


def assert_whole(before: Derived) -> None:
    """All is there again, each change once in the journal, and its numbers have no gaps."""
    rebuild = Rebuild.objects.latest("pk")
    assert (rebuild.state, rebuild.deals, rebuild.failed) == ("finished", DEALS, 0)
    assert rebuild.spans == Span.objects.count() + DealSpan.objects.count()
    assert stored() == before
    assert standing() == foretold(timezone.localdate())
    opened = Entry.objects.filter(subject="flag", verb="open").values_list("key", flat=True)
    assert len(opened) == len(set(opened)) == Flag.objects.count()
    numbers = sorted(Entry.objects.values_list("seq", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    assert Entry.objects.filter(subject="rebuild", verb="finish").count() == 1


def test_by_hand_with_two_jobs_of_which_one_is_killed(derived: Derived, run: Run) -> None:
    command = run("manage.py", "rebuild_history", "--jobs", "2", "--why", "lost")
    os.kill(process_that_holds(), signal.SIGKILL)
    said, log = command.communicate(timeout=120)
    assert command.returncode == 0, log
    assert said.splitlines()[-1].startswith(f"{DEALS} deals derived anew: ")
    assert_whole(derived)


def test_ctrl_c_ends_it_and_the_next_goes_on_from_there(derived: Derived, run: Run) -> None:
    first = run("manage.py", "rebuild_history")
    process_that_holds()
    os.killpg(first.pid, signal.SIGINT)
    _, log = first.communicate(timeout=60)
    assert first.returncode == 130, log
    assert "run it again and it goes on from there" in log
    assert not RebuildRange.objects.held().exists()
    second = run("manage.py", "rebuild_history", "--jobs", "2")
    said, log = second.communicate(timeout=120)
    assert second.returncode == 0, log
    assert "is under way (" in said.splitlines()[0]
    assert_whole(derived)


@pytest.mark.redis
def test_by_two_workers_of_celery_of_which_one_is_killed(derived: Derived, run: Run) -> None:
    queue = f"test-{uuid.uuid4()}"
    celery = ("-m", "celery", "-A", "config.celery")

    def calls() -> None:
        assert (
            run(*celery, "call", "deliveries.tasks.rebuild_ranges", f"--queue={queue}").wait(60)
            == 0
        )

    rebuilding.start(TODAY, BY, "two workers")
    calls()
    calls()
    workers = [
        run(
            *celery,
            "worker",
            "-Q",
            queue,
            "-c1",
            "-l",
            "ERROR",
            "--without-gossip",
            "-n",
            f"{n}@%h",
        )
        for n in (1, 2)
    ]
    lost = process_that_holds()
    (killed,) = (w for w in workers if os.getsid(lost) == w.pid)
    kill(killed)
    gone = timezone.now() - timedelta(seconds=1)
    RebuildRange.objects.undone().filter(taken_by__endswith=f" {lost}").update(lease_until=gone)
    calls()
    wait(lambda: not Rebuild.objects.under_way().exists())
    assert_whole(derived)
