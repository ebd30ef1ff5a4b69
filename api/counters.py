"""Counting requests in a minute: in Redis by all machines, else in files by all processes of one.

A counter that cannot count lets everybody through and says so once: whether one may read does not
hang on it.
"""

import fcntl
import logging
import os
import time
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Protocol

from django.conf import settings
from redis import Redis, RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry

logger = logging.getLogger(__name__)

WINDOW = 60  # seconds
PATIENCE = 0.25  # seconds that a request waits for Redis at most
PAUSE = 10.0  # seconds before a counter that failed is asked again


class Counter(Protocol):
    """Counts, for each name, in each window of time."""

    def add(self, name: str, window: int) -> int:
        """Count one more; how many there are. Raises OSError or RedisError where it cannot."""


class InRedis:
    """One counter for all machines, in one exchange."""

    def __init__(self, url: str) -> None:
        self.redis = Redis.from_url(
            url,
            socket_timeout=PATIENCE,
            socket_connect_timeout=PATIENCE,
            retry=Retry(NoBackoff(), 0),
        )

    def add(self, name: str, window: int) -> int:
        """Count one more; the name of the window is in the key, so that none outlives its own."""
        key = f"slipwatch:requests:{window}:{name}"
        with self.redis.pipeline(transaction=False) as pipe:
            pipe.incr(key)
            pipe.expire(key, 2 * WINDOW)
            return int(pipe.execute()[0])


class InFiles:
    """One counter for all processes of this machine: a file for each name, under its lock."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.swept = 0

    def add(self, name: str, window: int) -> int:
        """Count one more; files of other windows are removed once for each window."""
        if window != self.swept:
            self._sweep(window)
        path = self.folder / f"{window}-{name}"
        file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
            count = int(os.read(file, 20) or b"0") + 1
            os.pwrite(file, str(count).encode(), 0)
        finally:
            os.close(file)
        return count

    def _sweep(self, window: int) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        for path in self.folder.iterdir():
            if not path.name.startswith((f"{window}-", f"{window + 1}-")):
                path.unlink(missing_ok=True)
        self.swept = window


class Forgiving:
    """A counter that may fail: then nobody is held up, and the log is told once."""

    def __init__(self, counter: Counter) -> None:
        self.counter = counter
        self.failed = False
        self.again_at = 0.0

    def add(self, name: str, window: int) -> int | None:
        """Count one more; None where it cannot be counted."""
        if self.failed and time.monotonic() < self.again_at:
            return None
        try:
            count = self.counter.add(name, window)
        except (OSError, RedisError, ValueError) as error:
            self.again_at = time.monotonic() + PAUSE
            if not self.failed:
                logger.warning("Requests are not counted: %s", type(error).__name__)
            self.failed = True
            return None
        if self.failed:
            logger.warning("Requests are counted again")
        self.failed = False
        return count


def hidden(name: str) -> str:
    """A name as it may stand in a key or a file."""
    return sha256(name.encode()).hexdigest()[:32]


def counter() -> Forgiving:
    """The counter of this process."""
    return _counter(settings.REDIS_URL, settings.THROTTLE_FOLDER)


@cache
def _counter(redis_url: str, folder: Path) -> Forgiving:
    return Forgiving(InRedis(redis_url) if redis_url else InFiles(folder))
