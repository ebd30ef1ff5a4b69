"""ETags: what a client has seen of a record, for reading it again and for changing it.

The first part, before the dot, is the record's version (`deliveries.versions`); `If-Match` goes by
it alone, so that a verdict that turns at midnight refuses nobody. What follows tells the rest of
the answer, for `If-None-Match`.
"""

import re
from functools import cache, lru_cache
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import OuterRef, QuerySet, Subquery
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from api.asked import Asked
from api.problems import ChangedMeanwhile, Fault, IfMatchNeeded, Refused, echo
from api.rendering import Json
from api.wire.values import Wire
from deals.models import Actor, Deal
from deliveries.derived_under import RULES, in_force
from deliveries.models import Rebuild
from deliveries.versions import Versioned, of_deal, version
from journal.models import Entry

_TAG = re.compile(r'(?:W/)?"([\x21\x23-\x7e]*)"', re.ASCII)
_LIST = re.compile(rf"\s*{_TAG.pattern}\s*(?:,\s*{_TAG.pattern}\s*)*", re.ASCII)
_REF = "{ref}"  # stands for a reference in the query that is kept; none looks so
ACCEPTED = ('the ETag of the record, such as "8123.4f1c9a"', "several, by comma", "*")


def of_body(number: int, body: bytes) -> str:
    """The tag of an answer that is at hand, about a record of that version."""
    return f'"{number}.{sha256(body).hexdigest()[:16]}"'


def of_deal_on(request: Request, ref: str, asked: Asked) -> str | None:
    """The tag of a deal as it is answered, told without making the answer: in one query.

    Whatever changes the answer is in the journal, but for the day, the settings, the rules and this
    code. While a rebuild is under way nothing is promised: None; so where there is no such deal.
    """
    found = _changes(request.user, ref)
    if found is None or found[-1] is not None:
        return None
    number = 0 if asked.known_at else found[0] or 0
    query = sorted(request.query_params.lists())
    published = (settings.OCDS_PREFIX, settings.OCDS_PUBLISHER)
    told = repr((found, asked.day, asked.known_at, query, RULES, in_force(), published, _code()))
    return f'"{number}.{sha256(told.encode(errors="replace")).hexdigest()[:16]}"'


def is_unchanged(request: Request, tag: str | None) -> bool:
    """Whether the client has the very answer already."""
    header = request.headers.get("If-None-Match")
    return bool(tag and header) and tag in [f'"{seen}"' for seen in _TAG.findall(header or "")]


def tagged(request: Request, number: int, told: Wire) -> Response:
    """The answer with its tag; 304 without it where the client has it already."""
    tag = of_body(number, Json().render(told))
    return unchanged(tag) if is_unchanged(request, tag) else Response(told, headers={"ETag": tag})


def unchanged(tag: str) -> Response:
    """What is answered to a client that has the answer already."""
    return Response(status=HTTPStatus.NOT_MODIFIED, headers={"ETag": tag})


def if_match(request: Request) -> str:
    """The header of a change; raises IfMatchNeeded without one, and Refused where it is none."""
    header = request.headers.get("If-Match", "").strip()
    if not header:
        message = "A change or a removal needs the header If-Match."
        raise IfMatchNeeded([Fault(message, None, ACCEPTED, parameter="If-Match")])
    if header != "*" and not _LIST.fullmatch(header):
        message = "The header If-Match is not accepted."
        raise Refused([Fault(message, echo(header), ACCEPTED, parameter="If-Match")])
    return header


def check(header: str, record: Versioned) -> None:
    """Refuse a change that was decided on another version; call it under the record's lock."""
    now = version(record)
    seen = [tag.partition(".")[0] for tag in _TAG.findall(header)]
    if header != "*" and str(now) not in seen:
        message = "The record was changed since. Read it again, and decide anew."
        raise ChangedMeanwhile([Fault(message, echo(header), (), parameter="If-Match")])


def _changes(actor: Actor, ref: str) -> tuple[int | None, ...] | None:
    """A deal's version, its last entry, the last of no deal, the last rebuild, one under way.

    None where there is no such deal for the actor. For an unchanged deal, putting this query
    together was half of all the time: it is done once for each reader.
    """
    reader = (actor.pk, actor.is_superuser) if actor and actor.pk else (None, False)
    words, values = _query(connection.vendor, *reader)
    with connection.cursor() as cursor:
        cursor.execute(words, [ref if value == _REF else value for value in values])
        found: tuple[int | None, ...] | None = cursor.fetchone()
        return found


@lru_cache(maxsize=1024)  # readers
def _query(_vendor: str, number: int | None, is_superuser: bool) -> tuple[str, tuple[Any, ...]]:
    reader = User(pk=number, is_superuser=is_superuser) if number else None
    found = (
        Deal.objects.visible_to(reader)
        .filter(ref=_REF)
        .values_list(
            _last(of_deal(OuterRef("ref"))),
            _last(Entry.objects.filter(deal=OuterRef("ref"))),
            _last(Entry.objects.filter(deal="")),
            Subquery(Rebuild.objects.order_by("-pk").values("pk")[:1]),
            Subquery(Rebuild.objects.filter(is_under_way=True).values("pk")[:1]),
        )
    )
    query: tuple[str, tuple[Any, ...]] = found.query.sql_with_params()
    return query


def _last(entries: QuerySet[Entry]) -> Subquery:
    return Subquery(entries.order_by("-seq").values("seq")[:1])


@cache
def _code() -> str:
    """A digest of the code that makes answers: another version of it may answer otherwise."""
    found = sha256()
    for path in sorted(Path(__file__).parent.rglob("*.py")):
        found.update(path.read_bytes())
    return found.hexdigest()
