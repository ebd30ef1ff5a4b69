"""Writing to the journal."""

from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from journal.models import Door, Entry, Head

_HEAD = 1
# All writers wait for this lock in turn. Django would need two queries under it, for one.
_MOVE = "UPDATE journal_head SET last = last + %s WHERE id = %s RETURNING last"


@dataclass(frozen=True, slots=True)
class By:
    """Who changes something, through which door, in which request, by which API key."""

    user: User | None
    door: Door
    request: str = ""
    api_key: str = ""


@dataclass(slots=True)
class Ledger:
    """The entries of one transaction, written together at its end.

    The lock on the last number is held from `write` to the commit, so that numbers follow the
    order of commits and none is missing. Whoever writes takes it after every other lock, so two
    writers can never wait for each other.
    """

    by: By
    entries: list[Entry] = field(default_factory=list)
    holds: bool = False

    def note(  # noqa: PLR0913 - one argument for each column of an entry
        self,
        verb: str,
        subject: str,
        key: object,
        *,
        deal: str = "",
        before: dict[str, Any] | None = None,
        after: dict[str, Any] | None = None,
        reason: str = "",
    ) -> None:
        """Remember one change, to be written by `write`."""
        self.entries.append(
            Entry(
                verb=verb,
                subject=subject,
                key=str(key),
                deal=deal,
                before=before,
                after=after,
                reason=reason,
                actor=self.by.user,
                door=self.by.door,
                request=self.by.request,
                api_key=self.by.api_key,
            )
        )

    def write(self) -> None:
        """Number the entries and store them; call it last before the commit."""
        if not self.entries:
            return
        first = self._take(len(self.entries))
        at = timezone.now()
        for seq, entry in enumerate(self.entries, start=first):
            entry.seq = seq
            entry.at = at
        Entry.objects.bulk_create(self.entries, batch_size=500)
        self.entries = []

    def hold(self) -> None:
        """Take the journal's lock until the commit, also where there is nothing to write."""
        if not self.holds:
            self._take(0)

    def _take(self, count: int) -> int:
        """Reserve `count` numbers, hold the lock until the commit, return the first of them."""
        if not transaction.get_connection().in_atomic_block:
            raise transaction.TransactionManagementError("the journal is written in a transaction")
        last = _moved(count)
        if last is None:
            Head.objects.bulk_create([Head(pk=_HEAD, last=0)], ignore_conflicts=True)
            last = _moved(count)
            assert last is not None
        self.holds = True
        return last - count + 1


def _moved(count: int) -> int | None:
    """The last number after it has gone up by `count`, in one query; None where none is kept."""
    with transaction.get_connection().cursor() as cursor:
        cursor.execute(_MOVE, [count, _HEAD])
        row = cursor.fetchone()
    return int(row[0]) if row else None
