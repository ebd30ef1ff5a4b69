"""The watch-list as it is asked for: filters, facets, orders, and what cannot be asked."""

import random
from collections import Counter
from html import unescape
from importlib import import_module
from urllib.parse import parse_qs

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext

from api import orders
from dashboard.asking import ORDERS, USUAL
from deals.models import Deal
from deliveries import facets
from deliveries.actions import recording, restrict
from deliveries.filters import DealFilters
from deliveries.models import DealSpan
from deliveries.standings import deal_spans_on
from tests.dashboard.reading import Read, page
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


def names(read: Read) -> list[str]:
    """The deals that the list shows, in its order."""
    rows = [e for e in read.all("th") if e.attributes["scope"] == "row"]
    return [e.text.split()[0] for e in rows]


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
        "knowledge=stale&stage=signed&route=direct",
        "supplier=maker-ru&slip__gte=1",
    ],
)
def test_each_facet_counts_what_it_would_leave_under_the_other_filters(query: str) -> None:
    given = QueryDict(query)
    asked = facets.Asked(deal_spans_on(None, TODAY), given, TODAY)
    tallied = facets.tallied(asked)
    assert tallied.facets == {name: naive(given, name) for name in facets.FACETS}
    passing = list(asked.chosen())
    assert tallied.states == Counter(span.state for span in passing)
    assert tallied.stale == sum(span.is_stale for span in passing)


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


def test_the_filter_is_said_in_words_and_each_part_can_be_taken_away(client: Client) -> None:
    a_party(a_deal(), an_organisation("mod", name="Ministry of Defence"), "buyer")
    a_claim(a_milestone(Deal.objects.get()))
    asked = "/?state=critical&state=breach&buyer=mod&q=radar&slip__gte=-30&as_of=2026-11-21"
    read = page(client, asked)
    assert names(read) == ["Radar"]
    said = [text.removesuffix(" remove") for text in read.texts("li", "part")]
    assert said == [
        "state critical",
        "state breach",
        "buyer Ministry of Defence",
        "words “radar”",
        "total slip at least -30 days",
    ]
    links = {
        e.attributes["aria-label"]: e.attributes["href"]
        for e in read.all("a")
        if e.attributes.get("aria-label", "").startswith("Without")
    }
    without = links["Without state breach"]
    left = {"state": ["critical"], "buyer": ["mod"], "q": ["radar"], "slip__gte": ["-30"]}
    assert parse_qs(without[1:]) == {**left, "as_of": ["2026-11-21"]}
    assert names(page(client, f"/{without}")) == ["Radar"]
    assert "1 deal with" in read.text


def test_each_figure_of_the_totals_leads_to_the_deals_it_counts(client: Client) -> None:
    for ref, when in (("late", "2020-10"), ("later", "2020-11"), ("calm", "2027-10")):
        a_claim(a_milestone(a_deal(ref)), when=when, reported="2026-11-01")
    read = page(client, "/")
    assert "Of 3 deals, 2 are critical and 1 on track." in read.text
    figures = {" ".join(e.text.split()): e.attributes["href"] for e in read.all("a")}
    assert names(page(client, f"/{figures['2 are critical']}")) == ["Later", "Late"][::-1]
    assert names(page(client, f"/{figures['1 on track']}")) == ["Calm"]
    assert read.texts("title")[0].startswith("(2 critical) Watch-list")


def test_the_heads_sort_and_say_how(client: Client) -> None:
    for ref, when in (("bee", "2020-10"), ("ant", "2021-11"), ("cat", "2027-10")):
        a_claim(a_milestone(a_deal(ref)), when=when, reported="2026-11-01")
    usual = page(client, "/")
    sorted_by = [e for e in usual.all("th") if "aria-sort" in e.attributes]
    assert [(e.text.strip(), e.attributes["aria-sort"]) for e in sorted_by] == [
        ("State", "descending")
    ]
    links = {
        e.text.strip(): e.attributes["href"] for e in usual.all("a") if "title" in e.attributes
    }
    by_slip = page(client, f"/{links['Slip']}")
    assert names(by_slip) == ["Bee", "Ant", "Cat"]
    again = {e.text.strip(): e.attributes["href"] for e in by_slip.all("a")}
    assert names(page(client, f"/{again['Slip']}")) == ["Cat", "Ant", "Bee"]
    assert names(page(client, f"/{links['Deal']}")) == ["Ant", "Bee", "Cat"]


def test_the_orders_are_those_of_the_api() -> None:
    theirs = {
        name: tuple(f"{'-' * column.down}{column.lookup}" for column in order.columns)
        for name, order in orders.DEALS.items()
    }
    assert theirs == ORDERS
    assert USUAL in ORDERS


@pytest.mark.parametrize("ordering", ORDERS)
def test_a_page_of_each_order_is_the_same_as_that_of_the_api(
    client: Client, ordering: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_module("dashboard.queries.watch_list"), "PAGE", 2)
    for ref, when in (("a", "2020-10"), ("b", "2026-08"), ("c", "2026-08"), ("d", "2028-10")):
        a_claim(a_milestone(a_deal(ref)), when=when, reported=f"2026-0{ord(ref) % 7 + 1}-01")
    api = client.get(f"/api/v1/deals/?ordering={ordering}").json()["results"]
    pages = [names(page(client, f"/?ordering={ordering}&page={n}")) for n in (1, 2)]
    assert [name.lower() for shown in pages for name in shown] == [deal["ref"] for deal in api]


@pytest.mark.parametrize(
    ("query", "parameter", "accepted"),
    [
        ("state=late", "state", "one or several of critical, breach"),
        ("country=XX", "country", "ISO 3166-1"),
        ("due_year=1066", "due_year", "a year, 1900 to 2199"),
        ("due__before=soon", "due__before", "a day, YYYY-MM-DD"),
        ("value__gte=5", "value__gte", "compares amounts of one currency"),
        ("stale=true&stale=false", "stale", "true or false"),
        ("ordering=luck", "ordering", "worst, severity, ref"),
        ("period=long", "period", "P1Y"),
        ("stat=critical", "stat", "state, knowledge"),
        ("q=%00", "q", "words to be found"),
    ],
)
def test_what_cannot_be_asked_for_is_named_with_what_can(
    client: Client, query: str, parameter: str, accepted: str
) -> None:
    a_claim(a_milestone(a_deal()))
    read = page(client, f"/?{query}", status=400)
    assert parameter in read.texts("code")
    assert accepted in read.text
    assert "Radar" not in read.text


def test_what_a_form_leaves_empty_is_not_asked_for(client: Client) -> None:
    a_claim(a_milestone(a_deal()))
    read = page(client, "/?q=&due__after=&due__before=&page=&ordering=")
    assert names(read) == ["Radar"]
    assert "1 deal, no filter" in read.text


def test_a_list_that_is_empty_says_what_to_do(client: Client) -> None:
    a_claim(a_milestone(a_deal()))
    read = page(client, "/?q=submarine")
    assert "No deal is so. Take a part of the filter away, or show the whole list." in read.text
    assert "Watch-list" in read.texts("h1")


def test_the_same_list_is_led_to_as_csv_and_json(client: Client) -> None:
    for ref in ("radar", "sonar"):
        a_claim(a_milestone(a_deal(ref)))
    read = page(client, "/?q=radar&as_of=2026-11-21")
    links = {e.text: unescape(e.attributes["href"]) for e in read.all("a")}
    assert [d["ref"] for d in client.get(links["JSON"]).json()["results"]] == ["radar"]
    assert b"radar" in b"".join(client.get(links["CSV"]))


def test_the_day_and_the_filter_keep_each_other(client: Client) -> None:
    a_claim(a_milestone(a_deal()))
    read = page(client, "/?state=on_track&as_of=2019-06-01&ordering=ref")
    hidden = [e.attributes for e in read.all("input") if e.attributes["type"] == "hidden"]
    kept = {(a["name"], a["value"]) for a in hidden}
    assert {("state", "on_track"), ("ordering", "ref"), ("as_of", "2019-06-01")} <= kept
    assert "/?state=on_track&ordering=ref" in map(unescape, read.links)


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


def test_a_row_tells_what_the_verdict_leaves_out(client: Client) -> None:
    deal = a_deal()
    milestone = a_milestone(deal)
    a_claim(milestone)
    said = a_claim(milestone, "promised", "end of 2027", reported="2026-10-01")
    a_term(deal, "stage", stage="delivering")
    read = page(client, "/")
    (row,) = [e for e in read.all("tr") if "Radar" in e.text]
    text = " ".join(row.text.split())
    assert "delivering" in text
    assert "in 1 y 1 mo" in text
    assert "+426 days in 365 days" in text or "in 365 days" in text
    assert "Moved 1 time: from 31 Oct 2020 to 31 Dec 2027." in text
    assert f"#claim-{said.pk}" in "".join(read.links)
    assert "Slip" in text
    (drawn,) = [e for e in read.all("svg") if e.classes == {"spark"}]
    assert drawn.attributes["role"] == "img"
    assert drawn.attributes["aria-label"].startswith("Moved 1 time")
