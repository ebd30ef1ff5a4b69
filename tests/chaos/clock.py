"""A clock that the tests set: a file with the day that it is."""

import os
from datetime import date, datetime, tzinfo
from pathlib import Path

from django.utils import timezone

FOLDER = "SLIPWATCH_TEST_CHAOS"  # names the folder of clock, orders and what writers say


def folder() -> Path:
    """The folder of the test that started this process."""
    return Path(os.environ[FOLDER])


def set_day(where: Path, day: date) -> None:
    """Let it be `day` for every process of the test."""
    draft = where / "today.draft"
    draft.write_text(day.isoformat())
    draft.rename(where / "today")


def day_in(where: Path) -> date:
    """Which day it is."""
    return date.fromisoformat((where / "today").read_text())


def follow(where: Path) -> None:
    """Let this process believe it."""
    of_django = timezone.localdate

    def localdate(value: datetime | None = None, timezone: tzinfo | None = None) -> date:
        return day_in(where) if value is None else of_django(value, timezone)

    timezone.localdate = localdate
