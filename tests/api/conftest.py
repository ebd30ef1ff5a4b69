"""The clock of the API stands still at the day of the factories."""

from datetime import UTC, datetime, time

import pytest
from django.utils import timezone

from tests.factories import TODAY


@pytest.fixture(autouse=True)
def clock_at_today(monkeypatch: pytest.MonkeyPatch) -> None:
    """By the same hand as a test that moves it on, so that the last to leave sets it right."""
    noon = datetime.combine(TODAY, time(12), tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: noon)
