"""The clock goes on here: by their instants the feed tells recordings apart."""

import pytest


@pytest.fixture(autouse=True)
def clock_at_today() -> None:
    """In place of that of the other tests of the API."""
