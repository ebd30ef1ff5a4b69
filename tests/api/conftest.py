"""The clock of the API stands still at the day of the factories."""

from collections.abc import Iterator

import pytest

from tests.api.asking import at_noon_of
from tests.factories import TODAY


@pytest.fixture(autouse=True)
def clock_at_today() -> Iterator[None]:
    with at_noon_of(TODAY):
        yield
