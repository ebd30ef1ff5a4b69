"""API keys: found by their secret alone, which is kept nowhere."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone

from accounts import keys
from accounts.models import ApiKey, Scope, User
from journal.ledger import By, Ledger
from journal.models import Door, Entry
from tests.factories import a_user

pytestmark = pytest.mark.django_db


def made(owner: User, name: str = "mirror", **given: Any) -> keys.Made:
    ledger = Ledger(By(owner, Door.PAGE))
    with transaction.atomic():
        found = keys.make(ledger, owner=owner, **{"name": name, "scope": "read", **given})
        ledger.write()
    return found


def test_a_key_is_found_by_its_secret_and_by_nothing_else() -> None:
    key = made(a_user())
    now = timezone.now()
    assert keys.find(key.secret, now) == key.key
    for other in ("", "slw_", key.key.digest, key.secret[:-1], key.secret + "0", "slw_é", "\0"):
        assert keys.find(other, now) is None


def test_two_keys_have_nothing_in_common() -> None:
    ada = a_user()
    first, second = made(ada, "one"), made(ada, "two")
    assert first.secret != second.secret
    assert len(first.secret) == len("slw_") + 64


def test_the_secret_and_its_digest_are_told_to_nobody() -> None:
    key = made(a_user())
    columns = {name: str(value) for name, value in vars(key.key).items()}
    assert not any(key.secret in value for value in columns.values())
    (entry,) = Entry.objects.filter(subject="apikey")
    told = str((entry.before, entry.after, entry.reason, entry.key))
    for untold in (key.secret, key.secret[12:], key.key.digest):
        assert untold not in told
        assert untold not in repr(key)
        assert untold not in str(key.key)
    assert entry.after
    assert entry.after["name"] == "mirror"


def test_a_key_ends_when_it_expires_is_revoked_or_its_owner_goes() -> None:
    ada, now = a_user(), timezone.now()
    brief = made(ada, "brief", expires_at=now + timedelta(hours=1))
    assert keys.find(brief.secret, now + timedelta(minutes=59))
    assert keys.find(brief.secret, now + timedelta(hours=1)) is None
    lasting = made(ada, "lasting")
    User.objects.update(is_active=False)
    assert keys.find(lasting.secret, now) is None
    User.objects.update(is_active=True)
    ledger = Ledger(By(ada, Door.PAGE))
    with transaction.atomic():
        assert keys.revoke(ledger, lasting.key)
        assert not keys.revoke(ledger, lasting.key)
        ledger.write()
    assert keys.find(lasting.secret, now) is None
    verbs = Entry.objects.filter(subject="apikey").order_by("seq").values_list("verb", flat=True)
    assert list(verbs) == ["make", "make", "revoke"]


def test_what_cannot_be_a_key_is_refused_by_field() -> None:
    ada = a_user()
    made(ada)
    for given, field in (
        ({"name": " "}, "name"),
        ({"name": "mirror"}, "__all__"),
        ({"name": "x", "scope": "everything"}, "scope"),
        ({"name": "x", "expires_at": timezone.now()}, "expires_at"),
    ):
        with pytest.raises(ValidationError) as refused:
            made(ada, **given)
        assert field in refused.value.message_dict
    assert ApiKey.objects.count() == 1


def test_a_name_is_free_again_once_its_key_is_revoked() -> None:
    ada = a_user()
    ledger = Ledger(By(ada, Door.PAGE))
    with transaction.atomic():
        keys.revoke(ledger, made(ada).key)
    made(ada)


def test_the_last_use_is_noted_once_a_minute(django_assert_num_queries: Any) -> None:
    key, now = made(a_user()).key, timezone.now()
    keys.note_use(key, now)
    key.refresh_from_db()
    assert key.last_used_at == now
    with django_assert_num_queries(0):
        keys.note_use(key, now + timedelta(seconds=59))
    later = now + timedelta(seconds=60)
    keys.note_use(key, later)
    key.refresh_from_db()
    assert key.last_used_at == later
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout")
            assert cursor.fetchone() == (20_000,)


def test_a_scope_has_what_those_before_it_have() -> None:
    table = [[a.covers(b) for b in Scope] for a in Scope]
    assert table == [[True, False, False], [True, True, False], [True, True, True]]
