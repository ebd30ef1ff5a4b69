"""Who may use the API: keys, sessions and, where reading is open, strangers."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from accounts.models import ApiKey, User
from deals.models import Deal
from deliveries.actions import recording, restrict
from tests.accounts.test_keys import made
from tests.api.asking import ROOT
from tests.api.test_refusals import problem
from tests.factories import BY, TODAY, a_claim, a_deal, a_milestone, a_user

pytestmark = pytest.mark.django_db
DEALS = f"{ROOT}deals/"


def bearing(secret: str) -> Any:
    """The header that carries a key."""
    return {"HTTP_AUTHORIZATION": f"Bearer {secret}"}


@pytest.mark.usefixtures("closed")
def test_without_a_key_where_reading_is_closed_one_is_asked_for_it(client: Client) -> None:
    response = client.get(DEALS)
    assert "API key" in problem(response, 401)["detail"]
    assert response.headers["WWW-Authenticate"] == 'Bearer realm="slipwatch"'


@pytest.mark.parametrize(
    "header",
    ["Bearer", "Bearer ", "Bearer slw_", "Bearer x", "Basic YTpi", "slw_", "Bearer é", "Bearer \0"],
)
def test_a_bad_key_is_told_even_where_reading_is_open(client: Client, header: str) -> None:
    response = client.get(DEALS, HTTP_AUTHORIZATION=header)
    problem(response, 401)
    assert 'error="invalid_token"' in response.headers["WWW-Authenticate"]


@pytest.mark.usefixtures("closed")
def test_a_key_reads_as_its_owner(client: Client) -> None:
    group = Group.objects.create(name="cleared")
    for ref in ("seen", "hidden"):
        a_claim(a_milestone(a_deal(ref)))
    with recording(by=BY, today=TODAY) as book:
        restrict(book, Deal.objects.get(ref="hidden"), [group])
    insider = a_user("insider")
    insider.groups.add(group)
    for owner, seen in ((insider, {"hidden", "seen"}), (a_user("other"), {"seen"})):
        header = bearing(made(owner).secret)
        response = client.get(DEALS, **header)
        assert {deal["ref"] for deal in response.json()["results"]} == seen
        one = client.get(f"{DEALS}hidden/", **header)
        assert one.status_code == (200 if "hidden" in seen else 404)


@pytest.mark.usefixtures("closed")
def test_a_key_that_has_ended_opens_nothing(client: Client) -> None:
    ada = a_user()
    key = made(ada)
    assert client.get(DEALS, **bearing(key.secret)).status_code == 200
    ApiKey.objects.update(expires_at=timezone.now())
    problem(client.get(DEALS, **bearing(key.secret)), 401)
    ApiKey.objects.update(expires_at=None, revoked_at=timezone.now())
    problem(client.get(DEALS, **bearing(key.secret)), 401)
    ApiKey.objects.update(revoked_at=None)
    User.objects.update(is_active=False)
    problem(client.get(DEALS, **bearing(key.secret)), 401)


def test_the_use_of_a_key_is_noted_once_a_minute(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, now = made(a_user()), timezone.now()
    for seconds, noted in ((0, 0), (59, 0), (60, 60), (61, 60)):
        monkeypatch.setattr(timezone, "now", lambda s=seconds: now + timedelta(seconds=s))
        client.get(DEALS, **bearing(key.secret))
        assert ApiKey.objects.get().last_used_at == now + timedelta(seconds=noted)


def test_a_key_is_in_no_log(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    key = made(a_user())
    caplog.set_level("DEBUG")
    client.get(DEALS, **bearing(key.secret))
    client.get(f"{DEALS}nothing/", **bearing(key.secret))
    client.get(DEALS, **bearing(key.secret + "0"))
    assert key.secret[12:] not in caplog.text
