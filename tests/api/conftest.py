"""The clock of the API stands still at the day of the factories; the real deals are at hand."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction

from tests.api.asking import at_noon_of
from tests.factories import TODAY


@pytest.fixture(autouse=True)
def clock_at_today() -> Iterator[None]:
    with at_noon_of(TODAY):
        yield


@pytest.fixture(scope="module")
def catalogue(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The project's catalogue, loaded once for a module and taken away after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_catalogue", today=TODAY, verbosity=0)
        yield
        transaction.set_rollback(True)
