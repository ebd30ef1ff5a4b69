"""Idempotency-Key: a request that is sent again is answered again, and carried out once.

The outcome is stored in the transaction of the write itself, so that there is never one without the
other. Who carries a request out holds a lease; where they die, it lapses, and the next attempt
takes over. An attempt that was overtaken finds its token replaced and undoes what it wrote.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_hex

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from rest_framework.request import Request

from accounts.models import User
from api.models import Once
from api.problems import Conflict, Fault, Refused, Unrecordable, echo

HEADER = "Idempotency-Key"
LONGEST = 255
LEASE = timedelta(seconds=60)
KEPT = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Answer:
    """What is answered, byte for byte."""

    status: int
    headers: dict[str, str]
    body: bytes


class UnderWay(Conflict):
    """The same request is being carried out at this moment."""

    wait = 1


@dataclass(frozen=True, slots=True)
class Attempt:
    """The right to carry a request out; without a key there is nothing to remember."""

    row: int | None = None
    token: str = ""

    def keep(self, answer: Answer) -> None:
        """Store the outcome, in the transaction of the write; refuse where another took over."""
        if self.row is None:
            return
        kept = self._mine(self.row).update(
            done_at=timezone.now(), status=answer.status, headers=answer.headers, body=answer.body
        )
        if not kept:
            raise _under_way()

    def give_up(self) -> None:
        """Let the next attempt come at once: nothing was written."""
        if self.row is not None:
            self._mine(self.row).delete()

    def _mine(self, row: int) -> QuerySet[Once]:
        return Once.objects.filter(pk=row, token=self.token, done_at=None)


def begin(request: Request) -> Attempt | Answer:
    """The right to carry the request out, or what was answered to it before.

    Raises Refused for a key that is none, Unrecordable where it came with another request, and
    UnderWay where somebody else is at it.
    """
    key = request.headers.get(HEADER)
    if key is None:
        return Attempt()
    if not (0 < len(key) <= LONGEST and key.isascii() and key.isprintable()):
        accepted = (f"1 to {LONGEST} printable characters of ASCII",)
        message = f"The header {HEADER} is not accepted."
        raise Refused([Fault(message, echo(key), accepted, parameter=HEADER)])
    assert isinstance(request.user, User)
    now = timezone.now()
    row = Once(
        owner=request.user,
        key=key,
        request=_digest(request),
        token=token_hex(16),
        lease_until=now + LEASE,
        begun_at=now,
    )
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        return _again(row, now)
    return Attempt(row.pk, row.token)


def forget(now: datetime) -> int:
    """Delete what has been kept long enough; how many there were."""
    return Once.objects.filter(begun_at__lt=now - KEPT).delete()[0]


def _again(row: Once, now: datetime) -> Attempt | Answer:
    """What becomes of a request whose key is known."""
    found = Once.objects.filter(owner=row.owner, key=row.key).first()
    if found is None:  # given up, or forgotten, at this moment
        raise _under_way()
    is_old = found.begun_at <= now - KEPT
    if found.request != row.request and not is_old:
        message = f"The {HEADER} was used with another request; a new request takes a new one."
        raise Unrecordable([Fault(message, echo(row.key), (), parameter=HEADER)])
    if found.done_at is not None and not is_old:
        return Answer(found.status, found.headers, bytes(found.body))
    free = Q(done_at=None, lease_until__lte=now) | Q(begun_at__lte=now - KEPT)
    taken = Once.objects.filter(free, pk=found.pk, token=found.token).update(
        request=row.request,
        token=row.token,
        lease_until=row.lease_until,
        begun_at=row.begun_at,
        done_at=None,
    )
    if not taken:
        raise _under_way()
    return Attempt(found.pk, row.token)


def _under_way() -> UnderWay:
    return UnderWay((), f"A request with this {HEADER} is being carried out; ask again.")


def _digest(request: Request) -> str:
    sent: bytes = getattr(request, "sent", b"")
    about = f"{request.method} {request.get_full_path()}\n".encode(errors="replace")
    return sha256(about + sent).hexdigest()
