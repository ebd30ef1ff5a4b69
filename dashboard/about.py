"""What a table that is taken away says of itself: how it is cited, what was asked for, and when."""

from datetime import datetime

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.timezone import localtime

from dashboard.asof import KNOWN_AT, PARAMETER, AsOf
from dashboard.citing import address_of, permanent
from dashboard.queries.told import Told
from dashboard.tables import About
from deliveries.reasons import spelt


def of_list(
    request: HttpRequest, when: AsOf, title: str, asked: str, page: tuple[str, ...]
) -> About:
    """A list, cited as its page is: `page` is its name, and what its address takes."""
    name, *args = page
    address = address_of(request, name, when, *args)
    return About(
        citation=f"Slipwatch, “{title}”, as known on {spelt(when.day)}. {address}",
        address=address,
        day=when.day,
        asked=asked,
        made=_made(timezone.now()),
    )


def of_deal(request: HttpRequest, told: Told, asked: str, page: str = "deal") -> About:
    """What a page of one deal shows: its address keeps the instant of the records, too."""
    now = timezone.now()
    whole = request.build_absolute_uri(reverse(f"dashboard:{page}", args=[told.deal.ref]))
    cited = permanent(whole, told.when, now)
    given = [(k, str(v)) for k, v in request.GET.items() if v and k not in (PARAMETER, KNOWN_AT)]
    address = f"{cited.address}&{urlencode(given)}" if given else cited.address
    on_record = _instant(cited.known_at) if cited.known_at else ""
    known = f"as known on {spelt(told.day)} and on record here at {on_record}"
    return About(
        citation=f"Slipwatch, “{told.deal.designation}”, {known}. {address}",
        address=address,
        day=told.day,
        asked=asked,
        made=_made(now),
        on_record=on_record,
    )


def _instant(at: datetime) -> str:
    """An instant in the zone of this server, to the second: 22 Nov 2026, 09:30:00."""
    return f"{localtime(at):%-d %b %Y, %H:%M:%S}"


def _made(at: datetime) -> str:
    return f"{_instant(at)} {localtime(at):%Z}"
