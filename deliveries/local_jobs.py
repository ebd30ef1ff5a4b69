"""Working a rebuild off on this machine, in the foreground, without a broker."""

import multiprocessing
import os
import signal
import time
from collections.abc import Callable
from datetime import date
from multiprocessing.context import ForkProcess
from types import FrameType

from django.db import connections

from deliveries import rebuilding, taking
from deliveries.models import Rebuild

PAUSE = 0.2  # seconds between two looks
MOST_DEATHS = 20  # of one command's processes, before it gives up
_FORK = multiprocessing.get_context("fork")


class TooManyDied(Exception):
    """The processes of a job end again and again without having finished."""


def until_ended(rebuild: Rebuild, today: date, go_on: Callable[[], bool]) -> None:
    """Work on the rebuild until it has ended, waiting for what others hold.

    `go_on` is asked between two batches and while waiting; its False ends it early.
    """
    while rebuild.is_under_way and go_on():
        rebuilding.work(rebuild, today, go_on)
        rebuild.refresh_from_db()
        if rebuild.is_under_way:
            time.sleep(PAUSE)


def side_by_side(rebuild: Rebuild, today: date, jobs: int, look: Callable[[], bool]) -> None:
    """The same by so many processes; one that dies is replaced, its range freed at once.

    `look` is called several times a second. Whatever ends this call ends the processes. Raises
    TooManyDied.
    """
    connections.close_all()  # no two processes speak on one connection
    running = [_process(rebuild, today) for _ in range(jobs)]
    deaths = 0
    try:
        while rebuild.is_under_way and look():
            time.sleep(PAUSE)
            for died in [p for p in running if p.exitcode]:
                deaths += 1
                if deaths > MOST_DEATHS:
                    raise TooManyDied(f"{deaths} processes have died; the log says of what.")
                taking.release(died.pid or 0)
                running.remove(died)
                connections.close_all()
                running.append(_process(rebuild, today))
            rebuild.refresh_from_db()
    finally:
        for process in running:
            process.terminate()
        for process in running:
            process.join()


def _process(rebuild: Rebuild, today: date) -> ForkProcess:
    process = _FORK.Process(target=_work, args=(rebuild, today, os.getpid()))
    process.start()
    return process


def _work(rebuild: Rebuild, today: date, parent: int) -> None:
    """What a process does: end quietly when it is told to, and when its parent has died."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C: the parent tells it
    signal.signal(signal.SIGTERM, _end)
    until_ended(rebuild, today, lambda: os.getppid() == parent)


def _end(number: int, frame: FrameType | None) -> None:
    raise SystemExit(0)
