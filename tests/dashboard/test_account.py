"""The account page: one's own API keys."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import ApiKey
from journal.models import Door, Entry
from tests.factories import a_user

pytestmark = pytest.mark.django_db
PAGE = "/account/"


@pytest.fixture
def ada(client: Client) -> Client:
    client.force_login(a_user("ada"))
    return client


def make(client: Client, name: str = "mirror", scope: str = "write", ends: str = "90") -> str:
    """Make a key; the body of the page that answers."""
    response = client.post(PAGE, {"name": name, "scope": scope, "ends": ends})
    return response.content.decode()


def test_a_stranger_has_no_account_even_where_reading_is_open(client: Client) -> None:
    assert client.get(PAGE).headers["Location"] == f"/accounts/login/?next={PAGE}"
    assert client.post(PAGE, {}).headers["Location"].startswith("/accounts/login/")
    assert client.post(f"{PAGE}keys/1/revoke/").headers["Location"].startswith("/accounts/login/")


def test_a_key_is_shown_once_and_opens_the_api(ada: Client) -> None:
    body = make(ada)
    (secret,) = re.findall(r"slw_[0-9a-f]{64}", body)
    page = ada.get(PAGE)
    assert secret not in page.content.decode()
    assert ApiKey.objects.get().prefix in page.content.decode()
    assert "no-store" in page.headers["Cache-Control"]
    answer = Client().get("/api/v1/deals/", HTTP_AUTHORIZATION=f"Bearer {secret}")
    assert answer.status_code == 200
    entry = Entry.objects.get()
    assert (entry.verb, entry.door, entry.actor.get_username()) == ("make", Door.PAGE, "ada")  # type: ignore[union-attr]


def test_how_long_a_key_works_is_chosen(ada: Client) -> None:
    make(ada, "brief", ends="30")
    make(ada, "lasting", ends="0")
    now = timezone.now()
    assert ApiKey.objects.get(name="brief").expires_at == now + timedelta(days=30)
    assert ApiKey.objects.get(name="lasting").expires_at is None


def test_what_is_refused_is_said_and_makes_no_key(ada: Client) -> None:
    make(ada)
    for given in ({}, {"name": "x", "scope": "all", "ends": "0"}, {"name": "mirror"}):
        response = ada.post(PAGE, {"scope": "read", "ends": "90", **given})
        assert response.status_code == 400
        assert 'role="alert"' in response.content.decode()
    assert ApiKey.objects.count() == 1


def test_only_ones_own_keys_are_shown_and_revoked(ada: Client) -> None:
    make(ada)
    key = ApiKey.objects.get()
    eve = Client()
    eve.force_login(a_user("eve"))
    assert key.prefix not in eve.get(PAGE).content.decode()
    assert eve.post(f"{PAGE}keys/{key.pk}/revoke/").headers["Location"] == PAGE
    assert ApiKey.objects.filter(revoked_at=None).exists()
    ada.post(f"{PAGE}keys/{key.pk}/revoke/")
    assert not ApiKey.objects.filter(revoked_at=None).exists()
    assert ada.get(f"{PAGE}keys/{key.pk}/revoke/").status_code == 405


def test_a_form_from_elsewhere_makes_no_key() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(a_user("ada"))
    response = client.post(PAGE, {"name": "x", "scope": "admin", "ends": "0"})
    assert response.status_code == 403
    assert not ApiKey.objects.exists()
