"""How many queries a list takes does not depend on how long it is."""

from urllib.parse import parse_qsl

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from deliveries.models import Lot
from tests.api.asking import LISTS, a_full_deal, answer, listed
from tests.factories import a_claim, a_count, a_milestone, a_term, a_voice, an_event, together

pytestmark = pytest.mark.django_db
QUERIES = (
    ("deals", "expand=milestones&ordering=worst&slip__gte=0&due__after=1990-01-01&q=for"),
    ("milestones", "ordering=-slip&slip_in_period__lte=9999&flag=slip&supplier_country=RU"),
    ("claims", "expand=source&kind=promised"),
    ("events", "expand=source"),
)
DAYS = ("2026-11-22", "2026-11-21", "2027-01-01")


def queries(client: Client, path: str, as_of: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as caught:
        place, _, query = path.partition("?")
        answer(client, place, as_of=as_of, **dict(parse_qsl(query)))
    return len(caught)


def test_the_feed_takes_as_many_queries_for_many_changes_as_for_few(client: Client) -> None:
    a_full_deal("deal-0")
    with CaptureQueriesContext(connection) as few:
        answer(client, "changes/", limit=1000)
    for number in range(1, 11):
        a_full_deal(f"deal-{number}")
    with CaptureQueriesContext(connection) as many:
        assert len(answer(client, "changes/", limit=1000)["results"]) > 200
    assert len(many) == len(few)


def test_a_list_takes_as_many_queries_for_twenty_one_deals_as_for_one(client: Client) -> None:
    a_full_deal("deal-0")
    asked = [
        (f"{name}/{how}", day) for name in LISTS for day in DAYS for how in ("", "?count=true")
    ]
    asked += [(f"{name}/?{query}", day) for name, query in QUERIES for day in DAYS]
    asked += [("milestones/", "2018-01-01,2026-11-22"), ("portfolio/", "2026-11-22")]
    at_one = {place: queries(client, *place) for place in asked}
    lengths = {name: len(listed(client, name, limit=1000)) for name in LISTS}
    with together():
        for number in range(1, 21):
            a_full_deal(f"deal-{number}")
    assert {place: queries(client, *place) for place in asked} == at_one
    for name in LISTS:
        assert len(listed(client, name, limit=1000)) == min(1000, 21 * lengths[name])


def test_a_deal_takes_as_many_queries_with_twenty_one_of_everything(client: Client) -> None:
    deal = a_full_deal()
    lot = Lot.objects.get(milestone__deal=deal)
    before = {day: queries(client, "deals/radar/", day) for day in DAYS}
    with together():
        for number in range(20):
            a_claim(a_milestone(deal, f"m{number}"), source=a_voice().source)
            a_term(deal, text=f"value {number}")
            a_count(lot, number)
            an_event(deal, code=f"event-{number}")
    assert {day: queries(client, "deals/radar/", day) for day in DAYS} == before
    assert len(answer(client, "deals/radar/")["milestones"]) == 22


def test_reading_writes_nothing(client: Client) -> None:
    a_full_deal()
    with CaptureQueriesContext(connection) as caught:
        for name in LISTS:
            answer(client, f"{name}/")
        answer(client, "deals/radar/")
    assert {query["sql"].split()[0] for query in caught} == {"SELECT"}
