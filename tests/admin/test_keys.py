"""API keys in the admin: made by superusers, shown once, revoked."""

import re

import pytest
from django.test import Client

from accounts.models import ApiKey
from journal.models import Door, Entry
from tests.admin.browsing import address, fields_of, filled, send, staff, text_of
from tests.factories import a_user

pytestmark = pytest.mark.django_db
ADD = address("accounts_apikey", "add")
LIST = address("accounts_apikey", "changelist")


def make(root: Client, **typed: object) -> str:
    """Make a key for ada; the page that answers."""
    owner = a_user("ada")
    fields = filled(fields_of(root.get(ADD)), owner=owner.pk, name="mirror", **typed)
    return str(send(root, ADD, fields).content.decode())


def test_a_key_for_another_is_shown_once(root: Client) -> None:
    (secret,) = re.findall(r"slw_[0-9a-f]{64}", make(root, scope="write"))
    key = ApiKey.objects.get()
    assert (key.owner.get_username(), key.scope) == ("ada", "write")
    for page in (LIST, address("accounts_apikey", "change", key.pk)):
        shown = root.get(page, follow=True).content.decode()
        assert secret not in shown
        assert key.digest not in shown
        assert key.prefix in shown
    answer = Client().get("/api/v1/deals/", HTTP_AUTHORIZATION=f"Bearer {secret}")
    assert answer.status_code == 200
    entry = Entry.objects.get(subject="apikey")
    assert (entry.verb, entry.door) == ("make", Door.ADMIN)
    assert secret[12:] not in str(entry.after)


def test_a_key_that_would_not_work_is_refused_beside_its_field(root: Client) -> None:
    shown = make(root, expires_at_0="2020-01-01", expires_at_1="00:00:00")
    assert "That has passed" in shown
    assert not ApiKey.objects.exists()


def test_ticked_keys_are_revoked(root: Client) -> None:
    make(root)
    key = ApiKey.objects.get()
    root.post(LIST, {"action": "revoke", "_selected_action": [key.pk]})
    key.refresh_from_db()
    assert key.revoked_at is not None
    assert Entry.objects.filter(subject="apikey", verb="revoke").count() == 1


def test_others_look_at_keys_and_make_none(client: Client) -> None:
    client.force_login(staff("eve", "accounts.view_apikey", "accounts.add_apikey"))
    assert client.get(ADD).status_code == 403
    page = client.get(LIST)
    assert "API key" in text_of(page)
    assert "Revoke" not in text_of(page)
