"""Everything that a test of chaos has: a database, a broker, a clock, workers and writers."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from celery import Celery
from django.db import connection, connections
from kombu import pools

import config
from deliveries.models import Rebuild, RebuildRange, Scan
from tests.chaos import clock
from tests.chaos.points import Order
from tests.chaos.servers import Redis
from tests.chaos.writing import ENOUGH

ROOT = Path(config.__file__).resolve().parent.parent
SETUP = "import sys, django; django.setup(); "
WRITER = SETUP + "from tests.chaos.writing import main; main(*sys.argv[1:])"
LOAD = (
    SETUP + "from django.core.management import call_command; from tests.chaos.load import make; "
    "call_command('migrate', verbosity=0); make()"
)
LONG = 3.0  # seconds: no living worker keeps a task so long without saying so
PATIENCE = 90.0  # seconds; a machine under load is slow, and nothing here is timed


@dataclass
class World:
    """One test's processes and how they are told what to do."""

    folder: Path
    environ: dict[str, str]
    redis: Redis
    processes: list["subprocess.Popen[bytes]"] = field(default_factory=list)
    workers: list["subprocess.Popen[bytes]"] = field(default_factory=list)
    writers: list["subprocess.Popen[bytes]"] = field(default_factory=list)
    orphans: set[bytes | str] = field(
        default_factory=set
    )  # tasks that dead workers have taken along
    watched: tuple[set[bytes | str], float] = (set(), 0.0)  # perhaps such, and since when

    def __post_init__(self) -> None:
        self.environ = self.environ | {
            clock.FOLDER: str(self.folder),
            "REDIS_URL": self.redis.url,
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }
        self.ringer = Celery(broker=self.redis.url, set_as_current=False)

    def celery(self, command: str, *arguments: str) -> "subprocess.Popen[bytes]":
        """Run one of Celery's commands in a group of processes of its own."""
        celery = [sys.executable, "-m", "celery", "-A", "tests.chaos.worker_app", command]
        return self.run([*celery, "-l", "WARNING", *arguments], command)

    def worker(self, processes: int = 1) -> "subprocess.Popen[bytes]":
        """Start a worker with so many processes beside its main one."""
        name = f"worker-{len(self.workers)}@chaos"
        quick = ("--without-gossip", "--without-mingle")
        started = self.celery("worker", f"-c{processes}", "-n", name, *quick)
        self.workers.append(started)
        return started

    def writer(self, seed: int) -> "subprocess.Popen[bytes]":
        """Start a person who records until `stop_writers`."""
        person = f"person{len(self.writers)}"
        started = self.run([sys.executable, "-c", WRITER, person, str(seed)], person)
        self.writers.append(started)
        return started

    def stop_writers(self) -> None:
        """Let each end the recording it is at, and wait for it."""
        enough = self.folder / ENOUGH
        enough.touch()
        for writer in self.writers:
            writer.wait(PATIENCE)
        enough.unlink()

    def run(self, command: list[str], title: str) -> "subprocess.Popen[bytes]":
        """Start a process in a group of its own; what it says is in a file."""
        with (self.folder / f"{title}.log").open("ab") as said:
            process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=self.environ,
                stdout=said,
                stderr=said,
                start_new_session=True,
            )
        self.processes.append(process)
        return process

    def set_day(self, day: date) -> None:
        """Let it be that day for everybody."""
        clock.set_day(self.folder, day)

    def ring(self, task: str = "daily_scan", times: int = 1) -> None:
        """Put a task in the queue, as beat does."""
        with self.ringer.connection_for_write() as broker:
            for _ in range(times):
                self.ringer.send_task(f"deliveries.tasks.{task}", connection=broker)

    def order(self, point: str, **how: Any) -> Order:
        """Order whoever comes to the point first to die or to wait there."""
        return Order.give(self.folder, point, **how)

    def alive(self) -> list["subprocess.Popen[bytes]"]:
        """The workers that were not killed."""
        return [worker for worker in self.workers if worker.poll() is None]

    def hears(self) -> bool:
        """Whether a worker answers, and so takes tasks."""
        return bool(self.ringer.control.inspect(timeout=5, limit=1).ping())

    def is_idle(self) -> bool:
        """Whether no task waits, is held back or runs.

        Asked twice: on its way from the broker to a worker a task is for a moment with neither.
        """
        return self._seems_idle() and self._seems_idle()

    def _seems_idle(self) -> bool:
        alive = len(self.alive())
        asking = self.ringer.control.inspect(timeout=5, limit=alive)
        for what in (asking.active, asking.reserved, asking.scheduled) if alive else ():
            said = what()
            if said is None or len(said) < alive or any(said.values()):
                return False
        return self.redis.waiting() == 0 and self._holds_nothing()

    def _holds_nothing(self) -> bool:
        """Whether no living worker has a task; it forgets for a moment what it was given back.

        The broker does not forget, but it remembers the tasks of dead workers, too, for longer
        than a test lasts.
        """
        held = self.redis.held() - self.orphans
        if held and self.alive():
            if len(self.alive()) == len(self.workers):
                return False
            if held != self.watched[0]:
                self.watched = held, time.monotonic()
            if time.monotonic() - self.watched[1] < LONG:
                return False
        self.orphans |= held
        return True

    def settle(self, day: date) -> None:
        """Ring a last time, for `day`, once every earlier ring is done with; wait for its end."""
        wait(self.is_idle)
        self.set_day(day)
        self.ring()
        wait(settled_for(day))
        wait(self.is_idle)

    def finish_rebuild(self) -> None:
        """Let the leases of whoever died lapse, and call others, until the rebuild has ended."""

        def has_ended() -> bool:
            if not Rebuild.objects.under_way().exists():
                return True
            if self.is_idle():
                RebuildRange.objects.undone().update(lease_until=None)
                self.ring("tend_rebuild")
            return False

        wait(has_ended)

    def forget_connection(self) -> None:
        """Let this process connect anew to a database that was restarted."""
        connection.close()

    def end(self) -> None:
        """Leave no process behind."""
        for process in self.processes:
            kill(process)
        self.ringer.close()
        pools.reset()  # they are Celery's of this process, and outlive the application


def settled_for(day: date) -> Callable[[], bool]:
    """Whether a scan for that day has come to its end, to be asked again and again."""
    return lambda: Scan.objects.get().last_on == day


def kill(process: "subprocess.Popen[bytes]") -> None:
    """SIGKILL for a process and every child in its group, unless it has ended already.

    The number of one that has may by now be that of a stranger.
    """
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def wait(holds: Callable[[], bool]) -> None:
    """Until it holds; fails when it never does."""
    until = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < until, "it never came about"
        time.sleep(0.05)


@contextmanager
def product_on(database: dict[str, Any]) -> Iterator[None]:
    """Let the product's models in this process speak with another database than the run's."""
    of_run, settings = connections["default"], connections.settings["default"]
    connections.settings |= connections.configure_settings({"default": database})
    connections["default"] = connections.create_connection("default")
    try:
        yield
    finally:
        connections["default"].close()
        connections.settings["default"] = settings
        connections["default"] = of_run
