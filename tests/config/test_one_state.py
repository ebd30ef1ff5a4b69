"""Whatever is read through a door for readers is read as one state."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver

from config.one_state import DOORS
from tests.factories import a_claim, a_deal, a_milestone, a_user

pytestmark = pytest.mark.django_db(transaction=True)
FILLED_IN = {
    "<slug:ref>": "radar",
    "<slug:code>": "first",
    "<int:number>": "1",
    "<slug:name>": "not-found",
    "<slug:form>": "csv",
    "<str:token>": "nobody",
    "^[\\s\\S]*/$": "nowhere/",
}


def addresses(patterns: list[URLPattern | URLResolver], above: str = "") -> list[str]:
    """Every address below some patterns, its parts filled in."""
    found = []
    for each in patterns:
        address = above + str(each.pattern)
        if isinstance(each, URLResolver):
            found += addresses(each.url_patterns, address)
        else:
            found.append(address)
    for part, example in FILLED_IN.items():
        found = [address.replace(part, example) for address in found]
    return [f"/{address}".replace("//", "/") for address in found]


OF_DOORS = [
    address
    for each in get_resolver().url_patterns
    if isinstance(each, URLResolver) and each.app_name in DOORS
    for address in addresses(each.url_patterns, str(each.pattern))
    if not address.startswith(("/icon/", "/views/"))  # which read nothing, or lead on
]
BEGINS = {
    "sqlite": "BEGIN DEFERRED",
    "postgresql": (
        "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY; "
        "SET LOCAL jit = off; SET LOCAL random_page_cost = 1.1"
    ),
}


def said(client: Client, address: str) -> list[str]:
    with CaptureQueriesContext(connection) as caught:
        client.get(address)
    return [q["sql"] for q in caught.captured_queries]


def is_a_read(sql: str) -> bool:
    return sql.startswith("SELECT")


def test_both_doors_have_addresses() -> None:
    assert {"/", "/flags/", "/deals/radar/", "/api/v1/deals/", "/api/v1/deals/radar/"} <= set(
        OF_DOORS
    )


@pytest.mark.parametrize("address", OF_DOORS)
def test_every_address_of_a_door_reads_in_one_state(client: Client, address: str) -> None:
    a_claim(a_milestone(a_deal()))
    told = said(client, address)
    begins = [at for at, sql in enumerate(told) if sql.startswith(BEGINS[connection.vendor])]
    assert len(begins) == 1
    assert not any(map(is_a_read, told[: begins[0]]))
    assert sum(sql.startswith("BEGIN") for sql in told) <= 1  # and no other transaction
    if connection.vendor == "sqlite":
        assert told[-1] == "PRAGMA query_only = OFF"


def test_what_is_outside_of_the_doors_may_write(client: Client) -> None:
    a_user("ada")
    for address in ("/healthz", "/accounts/login/", "/admin/login/"):
        assert not any(sql.startswith(BEGINS[connection.vendor]) for sql in said(client, address))
    login = {"username": "ada", "password": "correct horse battery"}
    assert client.post("/accounts/login/", login).status_code == 302
    assert client.get("/").status_code == 200


def test_what_went_wrong_in_a_page_leaves_the_connection_as_it_was(client: Client) -> None:
    assert client.get("/deals/nowhere/").status_code == 404
    assert client.get("/?as_of=soon").status_code == 400
    a_user("ada")  # writes
