"""Somebody who is signed in to the admin and may do everything."""

import pytest
from django.test import Client

from tests.factories import an_admin


@pytest.fixture
def root(db: None) -> Client:
    """The browser of a superuser."""
    client = Client()
    client.force_login(an_admin())
    return client
