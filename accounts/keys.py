"""API keys: made and shown once, found again by their digest, revoked.

A key is 256 random bits, so that a plain digest tells nothing of it; a hash for passwords, which
is slow on purpose, would only slow down each request. Neither the key nor its digest gets into a
log or the journal.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_hex
from typing import Any, Protocol

from django.db import DatabaseError, connection
from django.db.models import Q
from django.utils import timezone
from typing_extensions import override

from accounts.models import ApiKey, User

MARK = "slw_"  # by which a key that has leaked is told from other text
SHOWN = len(MARK) + 8  # characters of a key that are kept to know it by
LONGEST = 200
EVERY = timedelta(minutes=1)  # how often the last use is noted at most


class Notes(Protocol):
    """What a verb tells the journal; a Ledger is one."""

    def note(
        self,
        verb: str,
        subject: str,
        key: object,
        *,
        before: dict[str, Any] | None = None,
        after: dict[str, Any] | None = None,
    ) -> None:
        """Remember one change."""


@dataclass(frozen=True, slots=True)
class Made:
    """A new key with its secret, which is nowhere else and cannot be had again."""

    key: ApiKey
    secret: str

    @override
    def __repr__(self) -> str:
        """Without the secret: what is printed ends in logs."""
        return f"Made({self.key!r})"


def make(
    notes: Notes, *, owner: User, name: str, scope: str, expires_at: datetime | None = None
) -> Made:
    """Make a key for its owner, in the caller's transaction; raises ValidationError by field."""
    secret = MARK + token_hex(32)
    key = ApiKey(
        owner=owner,
        name=name.strip(),
        scope=scope,
        prefix=secret[:SHOWN],
        digest=_digest(secret),
        expires_at=expires_at,
    )
    key.full_clean()
    key.save()
    notes.note("make", "apikey", key.pk, after=told(key))
    return Made(key, secret)


def revoke(notes: Notes, key: ApiKey) -> bool:
    """Let a key open nothing any more; False where it was revoked already."""
    before = {"revoked_at": None}
    now = timezone.now()
    if not ApiKey.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=now):
        return False
    key.revoked_at = now
    notes.note("revoke", "apikey", key.pk, before=before, after=told(key))
    return True


def told(key: ApiKey) -> dict[str, Any]:
    """What the journal is told of a key: how it begins, and nothing that opens anything."""
    return {
        "owner": key.owner.get_username(),
        "name": key.name,
        "scope": str(key.scope),
        "prefix": key.prefix,
        "expires_at": key.expires_at and key.expires_at.isoformat(),
        "revoked_at": key.revoked_at and key.revoked_at.isoformat(),
    }


def find(secret: str, now: datetime) -> ApiKey | None:
    """The key of this text, if it works at this instant."""
    if not secret.startswith(MARK) or len(secret) > LONGEST or not secret.isascii():
        return None
    key = ApiKey.objects.select_related("owner").filter(digest=_digest(secret)).first()
    return key if key is not None and key.works_at(now) else None


def note_use(key: ApiKey, now: datetime) -> None:
    """Note that a key was used, unless that was noted in the last minute; failing to is no harm."""
    if key.last_used_at is not None and now - key.last_used_at < EVERY:
        return
    stale = Q(last_used_at=None) | Q(last_used_at__lte=now - EVERY)
    with suppress(DatabaseError), _impatiently():
        ApiKey.objects.filter(stale, pk=key.pk).update(last_used_at=now)


@contextmanager
def _impatiently() -> Iterator[None]:
    """On SQLite, do not wait for another who writes: no reader is to be held up for this."""
    if connection.vendor != "sqlite":
        yield
        return
    patience = int(connection.settings_dict["OPTIONS"].get("timeout", 5) * 1000)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 0")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA busy_timeout = {patience:d}")


def _digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
