"""What comes next is fetched while what has come is worked on."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

R = TypeVar("R")


def ahead(parts: Iterator[R]) -> Iterator[R]:
    """The same parts; each but the first is fetched by a thread, one part ahead.

    The first is fetched by whoever asks, so that a query is sent over the connection of its own
    thread. What fails there is raised here. Whoever stops early waits for the part on its way.
    """
    for first in parts:
        with ThreadPoolExecutor(1) as pool:
            part: R | None = first
            while part is not None:
                coming = pool.submit(next, parts, None)
                yield part
                part = coming.result()
