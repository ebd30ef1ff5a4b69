"""The real deals: loaded once for all tests of this folder, and taken away after them."""

from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction

from tests.factories import TODAY


@pytest.fixture(scope="package", autouse=True)
def catalogue(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """No test of this folder may need transactions of its own: this one is open around all."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_catalogue", today=TODAY, stdout=StringIO(), stderr=StringIO())
        yield
        transaction.set_rollback(True)
