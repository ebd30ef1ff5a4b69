"""The feed of changes: the journal, as far as the reader may see it, in the order of commits."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponseBase
from rest_framework import exceptions
from rest_framework.request import Request
from rest_framework.response import Response

from api.descriptions import described_feed
from api.parameters import DEAL, DEFAULT_LIMIT, LIMIT, NDJSON, SEEN, SINCE
from api.reading import Reading
from api.serializers.changes import ChangesSerializer
from api.streams import FORMS, ByFormat, lines, unread
from api.wire.values import Wire, exact_instant
from deliveries.feed import Feed, head, told
from deliveries.feed_pages import Change, changes
from journal.models import Entry

_TAKEN = (SINCE, SEEN, DEAL, NDJSON, LIMIT)
AT_ONCE = 500  # entries of a stream in memory together


class Gone(exceptions.APIException):
    """What was read may be no longer for the reader to see."""

    status_code = 410


@described_feed("changes_list", "Changes in the order of their commits", ChangesSerializer, _TAKEN)
class Changes(Reading):
    """Every creation, change, retraction, deletion and flag that you may see, after `since`.

    A mirror that takes in each `record`, and what it `names`, ends equal to what is here.
    """

    taken = _TAKEN
    renderer_classes = FORMS[:2]
    content_negotiation_class = ByFormat

    def get(self, request: Request) -> HttpResponseBase:
        """A page of the feed, or all of it."""
        since, feed = self.asked.after, Feed(self.known.actor)
        seen = since if self.asked.seen is None else self.asked.seen
        if not self.asked.deals and feed.is_cut(since, seen):
            raise Gone(
                f"What you may see has become less since {since}: begin again without `since`, and "
                "follow `next` as it is."
            )
        if request.accepted_renderer.format == "ndjson":
            number = feed.entries(since, self.asked.deals).count()
            most = self.asked.limit
            number = number if most is None else min(number, most)
            answer = lines(request.accepted_renderer, self._rows(feed, since, number), number)
            if most is None:
                answer.headers["Link"] = f'<{self._next(head())}>; rel="next"'
            return unread(answer, request)
        limit = self.asked.limit or DEFAULT_LIMIT
        entries = list(feed.entries(since, self.asked.deals)[: limit + 1])
        shown = entries[:limit]
        more = len(entries) > limit
        last = shown[-1].seq if more else max(since, head())
        return Response(
            {
                "next": self._next(last),
                "last": last,
                "more": more,
                "results": self._results(shown),
            }
        )

    def _rows(self, feed: Feed, since: int, number: int) -> Iterator[Wire]:
        while number > 0:
            entries = list(feed.entries(since, self.asked.deals)[: min(AT_ONCE, number)])
            if not entries:
                return
            yield from self._results(entries)
            number -= len(entries)
            since = entries[-1].seq

    def _results(self, entries: list[Entry]) -> list[Wire]:
        is_superuser = bool(getattr(self.known.actor, "is_superuser", False))
        return [_change(change, tells_groups=is_superuser) for change in changes(entries)]

    def _next(self, last: int) -> str:
        query: list[tuple[str, Any]] = [(SINCE.name, last), (SEEN.name, head())]
        query += [(DEAL.name, ref) for ref in self.asked.deals]
        if self.asked.limit is not None:
            query.append((LIMIT.name, self.asked.limit))
        return self.request.build_absolute_uri(f"{self.request.path}?{urlencode(query)}")


def _change(change: Change, *, tells_groups: bool) -> Wire:
    entry = change.entry
    is_told = entry.verb != "restrict" or tells_groups
    return {
        "seq": entry.seq,
        "at": exact_instant(entry.at),
        "by": entry.actor and entry.actor.get_username(),
        "verb": entry.verb,
        "subject": entry.subject,
        "key": int(entry.key),
        "deal": entry.deal or None,
        "before": _columns(entry.before) if is_told else None,
        "after": _columns(entry.after) if is_told else None,
        "reason": entry.reason,
        "record": change.record and told(change.record),
        "names": [
            {"subject": subject, "key": row.pk, "record": told(row)}
            for subject, row in change.names
        ],
    }


def _columns(columns: dict[str, Any] | None) -> Wire | None:
    """What the journal has of a record, but for who did it."""
    return columns and {n: value for n, value in columns.items() if not n.endswith("_by_id")}
