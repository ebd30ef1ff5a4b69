"""The clock of the pages stands still at the day of the factories."""

from datetime import UTC, datetime, time

import pytest
from django.utils import timezone

from tests.factories import TODAY


@pytest.fixture(autouse=True)
def clock_at_today(monkeypatch: pytest.MonkeyPatch) -> None:
    noon = datetime.combine(TODAY, time(12), tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: noon)
