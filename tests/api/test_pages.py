"""Pages by cursor: exact, both ways, whatever is written meanwhile."""

from datetime import date
from itertools import product
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from api import orders
from api.pagination import Cursor, Order
from api.problems import Refused
from deals.models import Milestone
from tests.api.asking import LISTS, ROOT, a_full_deal, answer, listed
from tests.factories import TODAY, a_claim, a_deal, a_milestone, a_source

DEALS, MILESTONES = orders.DEALS["severity"], orders.MILESTONES["plan"]
CLAIMS, SOURCES, FLAGS = orders.CLAIMS["reported_on"], orders.SOURCES["code"], orders.FLAGS
KEYS = {
    "deals": ("ref",),
    "milestones": ("deal", "code"),
    "lots": ("deal", "milestone"),
    "claims": ("id",),
    "terms": ("id",),
    "counts": ("id",),
    "events": ("id",),
    "sources": ("code",),
    "organisations": ("code",),
    "flags": ("deal", "milestone", "kind"),
}


def walk(client: Client, page: Any, way: str = "next") -> list[Any]:
    """The pages from this one on."""
    pages = [page]
    while page[way]:
        page = client.get(page[way]).json()
        pages.append(page)
    return pages


def keys(name: str, results: list[Any]) -> list[tuple[Any, ...]]:
    return [tuple(result[key] for key in KEYS[name]) for result in results]


@pytest.mark.django_db
def test_the_pages_together_are_the_list_in_both_directions(client: Client) -> None:
    for ref in ("a", "b", "c"):
        a_full_deal(ref)
    for name, limit, as_of in product(LISTS, (1, 2, 3), ("2026-11-22", "2026-11-21")):
        pages_are_the_list(client, name, limit, as_of)


def pages_are_the_list(client: Client, name: str, limit: int, as_of: str) -> None:
    whole = keys(name, listed(client, name, as_of=as_of))
    assert len(whole) >= 3
    assert len(set(whole)) == len(whole)
    first = answer(client, f"{name}/", limit=limit, as_of=as_of)
    assert first["previous"] is None
    forth = walk(client, first)
    assert [k for page in forth for k in keys(name, page["results"])] == whole
    assert all(len(page["results"]) == limit for page in forth[:-1])
    back = walk(client, forth[-1], "previous")
    assert [k for page in reversed(back) for k in keys(name, page["results"])] == whole
    assert len(back) >= len(forth)


@pytest.mark.django_db
def test_milestones_with_a_single_flag_are_walked_to_the_last(client: Client) -> None:
    for code in ("a", "b", "c", "d"):
        milestone = a_milestone(a_deal(code))
        a_claim(milestone)
        a_claim(milestone, "promised", "2021-03", reported="2020-12-01")
    assert {f["kind"] for f in listed(client, "flags", as_of="2020-12-01")} == {"slip"}
    for limit in (1, 2, 3):
        pages_are_the_list(client, "flags", limit, "2020-12-01")


@pytest.mark.django_db
def test_a_list_of_one_page_has_no_neighbours(client: Client) -> None:
    a_full_deal()
    for name in LISTS:
        page = answer(client, f"{name}/")
        assert (page["next"], page["previous"]) == (None, None)


@pytest.mark.django_db
def test_a_page_has_fifty_results_unless_asked_otherwise(client: Client) -> None:
    milestone = a_milestone(a_deal())
    source = a_source()
    for number in range(1, 52):
        a_claim(milestone, "promised", "2030", source=source, said_by=f"voice {number}")
    assert len(listed(client, "claims")) == 50
    assert len(listed(client, "claims", limit=200)) == 51


@pytest.mark.django_db
def test_rows_that_come_and_go_repeat_none_and_hide_none(client: Client) -> None:
    deal = a_deal()
    for number in (2, 4, 6, 8):
        a_claim(a_milestone(deal, f"m{number}", position=number))
    first = answer(client, "milestones/", limit=2)
    a_claim(a_milestone(deal, "m1", position=1))
    a_claim(a_milestone(deal, "m7", position=7))
    Milestone.objects.filter(code="m4").update(position=0)  # the edge of the page itself
    second = client.get(first["next"]).json()
    assert [m["code"] for m in second["results"]] == ["m6", "m7"]
    third = client.get(second["next"]).json()
    assert [m["code"] for m in third["results"]] == ["m8"]


@pytest.mark.django_db
def test_a_page_that_has_emptied_leads_back_to_the_rest(client: Client) -> None:
    for code in ("a", "b", "c"):
        a_claim(a_milestone(a_deal(code)), source=a_source(code))
    first = answer(client, "deals/", limit=2)
    second = client.get(first["next"]).json()
    nothing_after = DEALS.write(Cursor((99, "z")))
    empty = answer(client, "deals/", cursor=nothing_after)
    assert (empty["results"], empty["next"]) == ([], None)
    end = client.get(empty["previous"]).json()
    assert [d["ref"] for d in end["results"]] == ["a", "b", "c"]
    assert end["next"] is None
    nothing_before = DEALS.write(Cursor((0, ""), is_backwards=True))
    empty = answer(client, "deals/", cursor=nothing_before, limit=2)
    assert (empty["results"], empty["previous"]) == ([], None)
    start = client.get(empty["next"]).json()
    assert start["results"] == first["results"]
    assert client.get(second["previous"]).json()["results"] == first["results"]


@pytest.mark.django_db
@pytest.mark.parametrize("is_backwards", [False, True])
def test_a_place_beyond_all_rows_is_no_fault(client: Client, is_backwards: bool) -> None:
    a_full_deal()
    most: dict[type, Any] = {int: 2**63 - 1, str: "z" * 80, date: date.max}
    least: dict[type, Any] = {int: -(2**63) + 1, str: "", date: date.min}
    for order in (DEALS, MILESTONES, CLAIMS, SOURCES, FLAGS):
        for ends, found in ((most, is_backwards), (least, not is_backwards)):
            place = tuple(ends[column.form] for column in order.columns)
            cursor = order.write(Cursor(place, is_backwards))
            assert bool(listed(client, order.name, cursor=cursor)) == found


@pytest.mark.django_db
def test_the_next_page_is_of_the_same_day_deals_and_size(client: Client) -> None:
    for ref in ("a", "b", "c"):
        a_full_deal(ref)
    address = answer(client, "claims/", deal=["a", "b"], limit=2)["next"]
    query = parse_qs(urlsplit(address).query)
    query.pop("cursor")
    assert query == {"deal": ["a", "b"], "limit": ["2"], "as_of": [TODAY.isoformat()]}
    assert address.startswith(f"http://testserver{ROOT}claims/?")
    pages = walk(client, client.get(address).json())
    assert {c["deal"] for page in pages for c in page["results"]} == {"a", "b"}


PLACES: list[tuple[Order, st.SearchStrategy[tuple[Any, ...]]]] = [
    (DEALS, st.tuples(st.integers(0, 2**63 - 1), st.from_regex(r"\A[-a-z0-9_]{1,80}\Z"))),
    (CLAIMS, st.tuples(st.dates(), st.integers(0, 2**63 - 1))),
    (SOURCES, st.tuples(st.from_regex(r"\A[-a-z0-9_]{1,80}\Z"))),
]


@pytest.mark.parametrize(("order", "places"), PLACES, ids=lambda value: getattr(value, "name", ""))
@given(st.data())
def test_a_cursor_reads_back_to_its_place(
    order: Order, places: st.SearchStrategy[tuple[Any, ...]], data: st.DataObject
) -> None:
    place = data.draw(st.one_of(st.just(()), places))
    cursor = Cursor(place, data.draw(st.booleans()))
    text = order.write(cursor)
    assert order.read(text) == cursor
    assert len(text) <= 400
    for other in (MILESTONES, FLAGS):
        with pytest.raises(Refused):
            other.read(text)


@given(st.binary().map(lambda noise: noise.hex()) | st.text(alphabet="ABCDefgh0123-_", min_size=1))
def test_noise_is_no_cursor(noise: str) -> None:
    if noise:
        with pytest.raises(Refused):
            DEALS.read(noise)
