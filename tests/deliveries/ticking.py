"""A clock that moves whenever it is read, so that no two instants are the same."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

SECOND = timedelta(seconds=1)
BEGIN = datetime(2026, 11, 1, 12, tzinfo=UTC)


@contextmanager
def ticking() -> Iterator[Callable[[], datetime]]:
    """A clock that moves a second whenever it is read; gives what reads it without moving it."""
    read = [BEGIN]

    def now() -> datetime:
        read[0] += SECOND
        return read[0]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", now)
        yield lambda: read[0]
