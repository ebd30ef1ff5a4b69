"""The facets of the watch-list: what each would leave, and what is in none."""

import random
from collections import Counter
from html import unescape

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dashboard.asking import ORDERS
from deliveries import facets
from deliveries.actions import recording, restrict
from deliveries.filters import DealFilters
from deliveries.models import DealSpan
from deliveries.standings import deal_spans_on
from tests.dashboard.reading import page
from tests.dashboard.test_filters import names
from tests.factories import (
    BY,
    TODAY,
    a_claim,
    a_deal,
    a_milestone,
    a_party,
    a_term,
    an_organisation,
    together,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
@together()
def some_deals() -> None:
    """Deals of several kinds, states, stages and parties: of each facet at least two values."""
    draw = random.Random(7)
    bodies = [
        an_organisation("mod-in"),
        an_organisation("yard-in", name="Yard of India"),
        an_organisation("maker-ru", country="RU"),
        an_organisation("maker-fr", country="FR"),
    ]
    for number in range(9):
        deal = a_deal(
            f"deal-{number}",
            kind=draw.choice(("supply", "lease")),
            category=draw.choice(("armour", "artillery")),
            route=draw.choice(("direct", "tender")),
        )
        for body, role in zip(bodies, ("buyer", "end_user", "supplier", "licensor"), strict=True):
            if draw.random() < 0.6:
                a_party(deal, body, role)
        milestone = a_milestone(deal)
        a_claim(milestone, when=draw.choice(("2019-10", "2026-08", "2028-03")))
        if draw.random() < 0.5:
            a_claim(milestone, "promised", "2028-05", reported="2026-10-01")
        if draw.random() < 0.5:
            a_term(deal, "stage", stage=draw.choice(("signed", "delivering")))


def naive(given: QueryDict, name: str) -> dict[str, int]:
    """One facet, deal by deal: of those that pass all other filters, how many have each value."""
    others = given.copy()
    others.pop(name, None)
    found = Counter[str]()
    for span in DealFilters(others, deal_spans_on(None, TODAY), day=TODAY).qs:
        found.update(filter(None, values(span, name)))
    return dict(found)


def values(span: DealSpan, name: str) -> set[str]:
    if name in facets.OF_PARTIES:
        bodies = [party.organisation for party in span.deal.parties.all()]
        return {body.country if name == "country" else body.code for body in bodies}
    if name in facets.IS:
        return {getattr(span.deal, name)}
    if name == "due_year":
        return {str(span.next_due_on.year)} if span.next_due_on else set()
    return {getattr(span, name)}


@pytest.mark.usefixtures("some_deals")
@pytest.mark.parametrize(
    "query",
    [
        "",
        "state=critical",
        "state=critical&state=breach&kind=supply",
        "country=RU&organisation=mod-in",
        "q=yard&category=armour&due_year=2028",
        "q=deal&state=critical&route=direct",
        "knowledge=stale&stage=signed&route=direct",
        "supplier=maker-ru&slip__gte=1",
    ],
)
@pytest.mark.parametrize("few", [0, 3, 5_000])
def test_each_facet_counts_what_it_would_leave_under_the_other_filters(
    query: str, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(facets, "BY_NUMBER", few)
    given = QueryDict(query)
    asked = facets.by_number(facets.Asked(deal_spans_on(None, TODAY), given, TODAY))
    tallied = facets.tallied(asked, whole=True)
    assert tallied.facets == {name: naive(given, name) for name in facets.FACETS}
    passing = list(asked.chosen())
    assert (tallied.passing is not None) == (len(passing) <= few)
    assert tallied.states == Counter(span.state for span in passing)
    assert tallied.stale == sum(span.is_stale for span in passing)


@pytest.mark.usefixtures("some_deals")
@pytest.mark.parametrize("ordering", ORDERS)
def test_few_deals_come_in_the_same_order_as_many(
    client: Client, ordering: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    lists = [f"/?ordering={ordering}&{asked}" for asked in ("kind=supply", "q=deal")]
    few = [names(page(client, address)) for address in lists]
    monkeypatch.setattr(facets, "BY_NUMBER", 0)
    assert few == [names(page(client, address)) for address in lists]
    assert min(map(len, few)) > 2


@pytest.mark.usefixtures("some_deals")
def test_the_parties_of_many_deals_are_counted_if_that_is_asked_for(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(facets, "AT_ONCE", 3)
    few = page(client, "/?q=deal-1")
    many = page(client, "/?country=RU")
    counted = page(client, "/?country=RU&count=parties")
    boxes = [[e.attributes.get("id", "") for e in p.all("input")] for p in (few, many, counted)]
    assert [len([b for b in found if b.startswith("country-")]) for found in boxes][1:] == [1, 3]
    assert "Count their parties" not in few.text + counted.text
    assert "?country=RU&count=parties" in map(unescape, many.links)


@pytest.mark.usefixtures("some_deals")
def test_a_number_beside_a_value_is_that_of_the_list_it_leads_to(client: Client) -> None:
    shown = page(client, "/?kind=supply")
    boxes = [e for e in shown.all("input") if e.attributes["type"] == "checkbox"]
    labels = {e.attributes["for"]: e.text for e in shown.all("label")}
    assert len({box.attributes["name"] for box in boxes}) == len(facets.FACETS)
    for box in boxes:
        name, value = box.attributes["name"], box.attributes["value"]
        number = labels[box.attributes["id"]].split()[-2]
        kept = "kind=supply&" if name != "kind" else ""
        found = page(client, f"/?{kept}{name}={value}")
        assert (name, value, len(names(found))) == (name, value, int(number))


def count(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


def test_facets_and_filters_take_as_many_queries_for_many_deals_as_for_one(client: Client) -> None:
    def a_whole_deal(number: int) -> None:
        deal = a_deal(f"deal-{number}")
        a_party(deal, an_organisation(f"body-{number}"), "buyer")
        a_claim(a_milestone(deal))

    asked = ("/?state=critical&country=IN", "/?q=deal&ordering=-slip", "/?as_of=2021-01-01&q=deal")
    a_whole_deal(0)
    before = [count(client, address) for address in asked]
    with together():
        for number in range(1, 21):
            a_whole_deal(number)
    assert [count(client, address) for address in asked] == before


def test_a_hidden_deal_is_in_no_facet_and_its_parties_have_no_name(client: Client) -> None:
    hidden = a_deal("hidden", category="submarine")
    a_party(hidden, an_organisation("yard", name="Secret Yard", country="FR"), "supplier")
    a_claim(a_milestone(hidden))
    a_claim(a_milestone(a_deal()))
    with recording(by=BY, today=TODAY) as book:
        restrict(book, hidden, [Group.objects.create(name="cleared")])
    for address in ("/", "/?organisation=yard", "/?country=FR&supplier=yard", "/?as_of=2021-01-01"):
        read = page(client, address)
        assert "Secret" not in read.text
        boxes = [e.attributes for e in read.all("input") if e.attributes["type"] == "checkbox"]
        counted = {(b["name"], b["value"]) for b in boxes if "checked" not in b}
        assert not {("category", "submarine"), ("country", "FR")} & counted
    assert "One deal, and it is critical." in page(client, "/").text
