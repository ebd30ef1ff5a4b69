"""Taking the time of several things in turn."""

import time
from collections.abc import Callable, Mapping
from typing import TypeVar

T = TypeVar("T")


def timed(job: Callable[..., T], *arguments: object) -> tuple[float, T]:
    """The seconds that it takes, and what it returns."""
    began = time.perf_counter()
    returned = job(*arguments)
    return time.perf_counter() - began, returned


def in_turn(jobs: Mapping[str, Callable[[], object]], runs: int) -> dict[str, list[float]]:
    """The seconds of each job in each run, A B A B, after one of each that is not counted.

    So what else happens on the machine meets all of them alike.
    """
    for job in jobs.values():
        job()
    taken: dict[str, list[float]] = {name: [] for name in jobs}
    for _ in range(runs):
        for name, job in jobs.items():
            taken[name].append(timed(job)[0])
    return taken
