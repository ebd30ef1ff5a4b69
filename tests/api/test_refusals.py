"""What the API refuses, and how it says so."""

from typing import Any

import pytest
from django.test import Client

from tests.api.asking import LISTS, ROOT, answer
from tests.factories import a_deal, a_user

pytestmark = pytest.mark.django_db
DEAL = "deals/radar/"


def refusal(client: Client, path: str, status: int, **extra: Any) -> Any:
    """The problem document of a refused GET."""
    response = client.get(ROOT + path, **extra)
    return problem(response, status)


def problem(response: Any, status: int) -> Any:
    assert response.status_code == status, response.content
    assert response.headers["Content-Type"] == "application/problem+json"
    found = response.json()
    assert found["status"] == status
    assert set(found) == {"type", "title", "status", "detail", "errors"}
    return found


@pytest.mark.parametrize("path", ["", "schema/", "docs/", *(f"{name}/" for name in LISTS)])
def test_a_misspelt_parameter_is_refused_by_name(client: Client, path: str) -> None:
    (error,) = refusal(client, f"{path}?asof=2020-11-12", 400)["errors"]
    assert (error["parameter"], error["value"]) == ("asof", "2020-11-12")
    assert error["accepted"]
    assert "asof" in error["message"]


def test_a_refused_parameter_is_told_what_is_taken_here(client: Client) -> None:
    (error,) = refusal(client, "deals/?formats=json", 400)["errors"]
    assert [*error["accepted"][:4], *error["accepted"][-3:]] == [
        *("deal", "as_of", "period", "state"),
        *("count", "limit", "cursor"),
    ]
    (error,) = refusal(client, f"{DEAL}?limit=5", 400)["errors"]
    assert error["accepted"] == ["as_of", "known_at", "period"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("as_of", text) for text in ("", "2020", "2020-02-30", "12 Nov 2020", "20201112")),
        *(("as_of", text) for text in ("0000-01-01", "1899-12-31", "2200-01-01", "9999-12-31")),
        *(("as_of", text) for text in ("2020-11-12\n", "2020-11-12\0", "２０２０-11-12", "-1")),
        *(("limit", text) for text in ("", "0", "1001", "-1", "1.5", "five", "٥", "9" * 5000)),
        *(("limit", text) for text in ("\0", "1e2", " 5", "NaN", "0x10")),
        *(("deal", text) for text in ("", "a b", "s\0400", "é", "x" * 81, "a,b", "%s", "'")),
        *(("cursor", text) for text in ("", "\0", "x", "abc", "e30", "W10", "bnVsbA", "=" * 4)),
        *(("cursor", text) for text in ("9" * 401, "W1tbW1tb", "WyJkZWFscyIsMCwxXQ")),
        ("cursor", "WyJkZWFscyIsMCwiYSIsMV0"),  # columns of another type
        ("cursor", "WyJkZWFscyIsMCwxZTQwMCwiYSJd"),  # a number beyond all numbers
        ("cursor", "WyJkZWFscyIsMCw5MjIzMzcyMDM2ODU0Nzc1ODA4LCJhIl0"),  # beyond the database's
        ("cursor", "WyJkZWFscyIsMCwwLCJcdTAwMDAiXQ"),  # a null within
        ("cursor", "WyJjbGFpbXMiLDBd"),  # of another list
    ],
)
def test_a_bad_value_is_refused_with_what_is_accepted(
    client: Client, name: str, value: str
) -> None:
    response = client.get(f"{ROOT}deals/", {name: value})
    (error,) = problem(response, 400)["errors"]
    assert error["parameter"] == name
    assert error["value"] == value[: len(error["value"]) - 1] + error["value"][-1:]
    assert len(error["value"]) <= 200
    assert error["accepted"]


@pytest.mark.parametrize("name", ["as_of", "limit", "cursor"])
def test_a_parameter_given_twice_is_refused(client: Client, name: str) -> None:
    (error,) = refusal(client, f"deals/?{name}=2020-01-01&{name}=2020-01-01", 400)["errors"]
    assert (error["parameter"], error["message"]) == (name, f"{name} is given 2 times.")


def test_all_that_is_wrong_is_told_at_once(client: Client) -> None:
    errors = refusal(client, "deals/?x=1&as_of=never&limit=0&deal=ok&deal=!", 400)["errors"]
    assert [error["parameter"] for error in errors] == ["x", "deal", "as_of", "limit"]


def test_thousands_of_parameters_are_refused(client: Client) -> None:
    query = "&".join(["deal=a"] * 5000)
    assert refusal(client, f"deals/?{query}", 400)["errors"] == []


@pytest.mark.parametrize(
    "path", ["nowhere/", "deals/nowhere/", "deals/a%00b/", "deals/%C3%A9/", "%0A/", "deals//", "/"]
)
def test_what_is_not_there_is_a_problem_document_too(client: Client, path: str) -> None:
    assert refusal(client, path, 404)["title"] == "Not found"


def test_an_address_without_its_slash_leads_to_the_one_with_it(client: Client) -> None:
    response = client.get(f"{ROOT}deals")
    assert response.headers["Location"] == f"{ROOT}deals/"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "trace"])
@pytest.mark.parametrize("path", ["", "flags/", "schema/", "docs/"])
def test_an_address_is_read_and_nothing_else(client: Client, method: str, path: str) -> None:
    response = getattr(client, method)(ROOT + path)
    problem(response, 405)
    assert response.headers["Allow"] == "GET, HEAD"


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("deals/", "GET, HEAD, POST"),
        (DEAL, "GET, HEAD, PATCH, DELETE"),
        ("claims/1/", "GET, HEAD"),
        ("claims/1/retract/", "POST"),
        ("claims/bulk/", "POST"),
    ],
)
def test_an_address_says_what_it_takes(client: Client, path: str, allowed: str) -> None:
    for method in {"get", "post", "put", "patch", "delete", "options"}:
        if method.upper() not in allowed:
            response = getattr(client, method)(ROOT + path)
            problem(response, 405)
            assert response.headers["Allow"] == allowed


def test_a_method_that_nobody_knows_is_refused(client: Client) -> None:
    problem(client.generic("BREW", f"{ROOT}deals/"), 405)


def test_head_answers_as_get_does_without_a_body(client: Client) -> None:
    response = client.head(f"{ROOT}deals/")
    assert (response.status_code, response.content) == (200, b"")


def test_a_media_type_that_is_not_spoken_is_refused(client: Client) -> None:
    refusal(client, "deals/", 406, HTTP_ACCEPT="text/html")


@pytest.mark.usefixtures("closed")
@pytest.mark.parametrize("path", ["", "deals/", DEAL, "nowhere/", "docs/", "schema/"])
def test_a_stranger_learns_nothing_where_reading_is_closed(client: Client, path: str) -> None:
    a_deal()
    expected = 404 if path == "nowhere/" else 401
    refusal(client, path, expected)


@pytest.mark.usefixtures("closed")
def test_who_signed_in_reads(client: Client) -> None:
    client.force_login(a_user())
    assert answer(client, "deals/")["results"] == []


def test_a_session_that_no_database_can_look_for_is_nobodys(client: Client) -> None:
    cookie = 'sessionid="\\000abcdefghijk"'
    assert client.get(f"{ROOT}deals/", HTTP_COOKIE=cookie).status_code == 200


def test_the_type_of_a_problem_leads_to_what_it_means(client: Client) -> None:
    for path, extra in (("deals/?x=1", {}), ("x/", {}), ("deals/", {"HTTP_ACCEPT": "text/html"})):
        response = client.get(ROOT + path, **extra)  # type: ignore[arg-type]
        told = response.json()
        meant = client.get(told["type"]).json()
        assert (meant["type"], meant["title"]) == (told["type"], told["title"])
        assert meant["status"] == response.status_code
    refusal(client, "problems/no-such-problem/", 404)


def test_answers_are_kept_by_nobody_in_between(client: Client) -> None:
    assert client.get(f"{ROOT}deals/").headers["Cache-Control"] == "private"
    assert client.get(f"{ROOT}nowhere/").headers["Cache-Control"] == "private"
