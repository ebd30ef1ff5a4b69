"""Long lists come in pages that keep the day."""

from importlib import import_module
from itertools import chain

import pytest
from django.test import Client
from django.utils.html import strip_tags

from tests.factories import a_claim, a_deal, a_milestone

pytestmark = pytest.mark.django_db


@pytest.fixture
def short_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two rows on a page."""
    for name in ("watch_list", "flags"):
        monkeypatch.setattr(import_module(f"dashboard.queries.{name}"), "PAGE", 2)
    for number in range(5):
        a_claim(a_milestone(a_deal(f"deal-{number}")))


def seen(client: Client, address: str) -> list[str]:
    text = client.get(address).content.decode()
    return [f"deal-{n}" for n in range(5) if f"/deals/deal-{n}/" in text]


@pytest.mark.usefixtures("short_pages")
def test_each_deal_is_on_one_page_of_the_watch_list(client: Client) -> None:
    pages = [seen(client, f"/?as_of=2026-11-20&page={n}") for n in (1, 2, 3)]
    assert [len(p) for p in pages] == [2, 2, 1]
    assert sorted(chain(*pages)) == [f"deal-{n}" for n in range(5)]
    first = client.get("/?as_of=2026-11-20").content.decode()
    assert "Of 5 deals, 5" in strip_tags(first).replace("\N{NO-BREAK SPACE}", " ")
    assert 'href="?as_of=2026-11-20&amp;page=2"' in first


@pytest.mark.usefixtures("short_pages")
def test_flags_come_in_pages_under_the_same_totals(client: Client) -> None:
    first, second = (client.get(f"/flags/?page={n}").content.decode() for n in (1, 2))
    assert first.count('rel="next"') == second.count('rel="prev"') == 1
    assert "open on 5 deals" in first
    assert "open on 5 deals" in second


@pytest.mark.usefixtures("short_pages")
@pytest.mark.parametrize("page", ["0", "-1", "99", "soon", "%00", "1e9", ""])
def test_a_page_that_is_not_there_is_the_nearest(client: Client, page: str) -> None:
    for address in ("/", "/flags/"):
        assert client.get(f"{address}?page={page}").status_code == 200


def test_a_list_of_one_page_has_no_pages(client: Client) -> None:
    a_claim(a_milestone(a_deal()))
    assert "page=2" not in client.get("/").content.decode()
