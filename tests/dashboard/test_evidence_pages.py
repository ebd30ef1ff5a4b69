"""The claims of a deal come in pages; filters, contradictions and files are of all of them."""

from importlib import import_module

import pytest
from django.test import Client

from dashboard.templatetags.claim_links import at_claim
from tests.dashboard.reading import page
from tests.dashboard.test_evidence import HERE, claims
from tests.dashboard.test_query_counts import queries
from tests.factories import a_claim, a_deal, a_milestone, a_source

pytestmark = pytest.mark.django_db


@pytest.fixture
def numbers(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Five claims on one milestone and two on another, two on a page."""
    monkeypatch.setattr(import_module("dashboard.queries.evidence"), "PAGE", 2)
    deal = a_deal()
    first, second = a_milestone(deal), a_milestone(deal, "second", position=1)
    source = a_source("paper")
    made = [a_claim(first, source=source)]
    for month in range(1, 5):
        promised = f"2021-{month:02d}"
        reported = f"2020-{month:02d}-01"
        made.append(a_claim(first, "promised", promised, reported=reported, source=source))
    made.append(a_claim(second, when="2028", source=source))
    made.append(a_claim(second, when="2029", source=a_source("herald")))
    return [claim.pk for claim in made]


def test_each_claim_is_on_one_page_under_its_milestone(client: Client, numbers: list[int]) -> None:
    pages = [page(client, f"{HERE}?page={n}") for n in (1, 2, 3, 4)]
    assert [claims(read) for read in pages] == [
        numbers[:2],
        numbers[2:4],
        numbers[4:6],
        numbers[6:],
    ]
    assert [len(read.all("h3")) for read in pages] == [1, 1, 2, 1]
    assert "These are 3 to 4 of 7; contradictions and files are of all." in pages[1].text
    assert "7 claims, none left out." in pages[1].text
    assert {"?page=1", "?page=3"} <= set(pages[1].links)
    assert client.get("/deals/radar/evidence.csv?page=2").content.count(b"\n") == 8


def test_a_filter_is_kept_from_page_to_page(client: Client, numbers: list[int]) -> None:
    read = page(client, f"{HERE}?kind=promised&as_of=2020-03-01&page=2")
    assert claims(read) == [numbers[3]]
    assert "?kind=promised&as_of=2020-03-01&page=1" in read.links
    assert "/deals/radar/evidence.csv?kind=promised&as_of=2020-03-01" in read.links
    assert "page" not in {e.attributes.get("name") for e in read.all("input")}


@pytest.mark.parametrize("place", range(7))
def test_a_link_to_a_claim_leads_to_the_page_that_has_it(
    client: Client, numbers: list[int], place: int
) -> None:
    address, _, anchor = at_claim(HERE, numbers[place]).partition("#")
    read = page(client, address)
    assert anchor in read.ids
    assert len(claims(read)) <= 2
    assert not any("claim=" in link for link in read.links if "page=" in link or ".csv" in link)


@pytest.mark.parametrize("wrong", ["claim=0", "claim=x", "page=99&claim=", "page=x", "claim=%00"])
def test_a_place_that_there_is_not_is_the_nearest(
    client: Client, numbers: list[int], wrong: str
) -> None:
    shown = claims(page(client, f"{HERE}?{wrong}"))
    assert shown == (numbers[6:] if "99" in wrong else numbers[:2])


def test_contradictions_are_found_over_all_claims(client: Client, numbers: list[int]) -> None:
    for n in (1, 2, 3, 4):
        read = page(client, f"{HERE}?page={n}")
        (pair,) = read.texts("div", "against")
        assert pair.startswith("Second")
        assert at_claim(HERE, numbers[5]) in read.links


def test_a_page_of_many_claims_takes_as_many_queries_as_one_of_few(client: Client) -> None:
    milestone, source = a_milestone(a_deal()), a_source("paper")
    a_claim(milestone, source=source)
    before = len(queries(client, HERE))
    for number in range(55):
        reported = f"2020-{number % 12 + 1:02d}-{number // 12 + 1:02d}"
        a_claim(milestone, "promised", "2022", reported=reported, source=source)
    assert len(queries(client, HERE)) == before
    assert len(claims(page(client, HERE))) == 50
    assert len(claims(page(client, f"{HERE}?page=2"))) == 6
