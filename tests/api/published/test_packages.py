"""The addresses of Open Contracting: pages, streams, filters, who sees what, what it costs."""

import json
import re
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from deals.models import Deal
from tests.api import described
from tests.api.asking import ROOT, a_full_deal, answer
from tests.api.test_refusals import problem
from tests.factories import (
    TODAY,
    a_claim,
    a_deal,
    a_milestone,
    a_source,
    a_term,
    a_user,
    an_event,
    together,
)

pytestmark = pytest.mark.django_db
ENTRIES = ("releases", "records")


def ocids(package: Any) -> list[str]:
    """Refs of the deals in a package."""
    (name,) = set(package) & set(ENTRIES)
    return [entry["ocid"].removeprefix("ocds-slipwatch-") for entry in package[name]]


@pytest.mark.parametrize("entries", ENTRIES)
def test_pages_go_by_ref_and_lead_to_their_neighbours(client: Client, entries: str) -> None:
    for ref in ("b", "c", "a"):
        a_claim(a_milestone(a_deal(ref)))
    whole = answer(client, f"ocds/{entries}/")
    assert ocids(whole) == ["a", "b", "c"]
    assert "links" not in whole
    assert whole["uri"] == f"http://testserver{ROOT}ocds/{entries}/?as_of={TODAY}"
    first = answer(client, f"ocds/{entries}/", limit=2, kind="supply")
    assert set(first["links"]) == {"next"}
    last = client.get(first["links"]["next"])
    described.check(f"ocds/{entries}/", last)
    assert ocids(first) + ocids(last.json()) == ["a", "b", "c"]
    assert "kind=supply" in last.json()["uri"]
    assert client.get(last.json()["uri"]).json() == last.json()
    assert ocids(client.get(last.json()["links"]["prev"]).json()) == ["a", "b"]


@pytest.mark.parametrize("entries", ENTRIES)
def test_a_stream_has_bare_entries_line_by_line(client: Client, entries: str) -> None:
    for number in range(3):
        a_claim(a_milestone(a_deal(f"deal-{number}")))
    response = client.get(f"{ROOT}ocds/{entries}/", {"format": "ndjson"})
    assert response.headers["Slipwatch-Rows"] == "3"
    lines = [json.loads(line) for line in b"".join(response).splitlines()]
    assert lines == answer(client, f"ocds/{entries}/")[entries]
    problem(client.get(f"{ROOT}ocds/{entries}/", {"format": "csv"}), 400)


@pytest.mark.parametrize("entries", ENTRIES)
def test_the_filters_are_those_of_deals(client: Client, entries: str) -> None:
    a_full_deal("radar")
    a_claim(a_milestone(a_deal("lease", kind="lease")))
    assert ocids(answer(client, f"ocds/{entries}/", kind="lease")) == ["lease"]
    assert ocids(answer(client, f"ocds/{entries}/", joint_venture="radar-jv")) == ["radar"]
    assert ocids(answer(client, f"ocds/{entries}/", deal="radar")) == ["radar"]
    for path in ("", "radar/"):
        refused = client.get(f"{ROOT}ocds/{entries}/{path}", {"asof": "2020-01-01"})
        (error,) = problem(refused, 400)["errors"]
        assert error["parameter"] == "asof"
    problem(client.get(f"{ROOT}ocds/{entries}/", {"cursor": "made-up"}), 400)
    problem(client.get(f"{ROOT}ocds/{entries}/", {"value__gte": "1"}), 400)


@pytest.mark.parametrize("entries", ENTRIES)
def test_a_package_that_would_be_empty_is_not_there(client: Client, entries: str) -> None:
    a_claim(a_milestone(a_deal()))
    response = client.get(f"{ROOT}ocds/{entries}/", {"kind": "lease"})
    assert "cannot be empty" in problem(response, 404)["detail"]
    described.check(f"ocds/{entries}/", response)
    problem(client.get(f"{ROOT}ocds/{entries}/radar/", {"as_of": "2001-01-01"}), 404)
    problem(client.get(f"{ROOT}ocds/{entries}/nothing/"), 404)


@pytest.mark.parametrize("entries", ENTRIES)
def test_one_deal_is_the_same_as_in_the_list_and_is_tagged(client: Client, entries: str) -> None:
    deal = a_full_deal()
    path = f"{ROOT}ocds/{entries}/radar/"
    response = client.get(path)
    assert response.json()[entries] == answer(client, f"ocds/{entries}/")[entries]
    assert client.get(response.json()["uri"]).json() == response.json()
    tag = response.headers["ETag"]
    again = client.get(path, HTTP_IF_NONE_MATCH=tag)
    assert (again.status_code, again.content) == (304, b"")
    a_term(deal, text="another value")
    assert client.get(path, HTTP_IF_NONE_MATCH=tag).status_code == 200


def test_the_link_of_a_record_leads_to_its_release(client: Client) -> None:
    a_full_deal()
    (record,) = answer(client, "ocds/records/", as_of="2026-11-01")["records"]
    address, _, identifier = record["releases"][0]["url"].partition("#")
    (release,) = client.get(address).json()["releases"]
    assert release["id"] == identifier


def test_prefix_and_publisher_are_settings(client: Client, settings: Any) -> None:
    a_claim(a_milestone(a_deal()))
    before = client.get(f"{ROOT}ocds/releases/radar/").headers["ETag"]
    settings.OCDS_PREFIX, settings.OCDS_PUBLISHER = "ocds-a1b2c3", "The ministry"
    package = answer(client, "ocds/releases/radar/")
    assert package["publisher"] == {"name": "The ministry"}
    assert package["releases"][0]["ocid"] == "ocds-a1b2c3-radar"
    assert client.get(f"{ROOT}ocds/releases/radar/").headers["ETag"] != before


def test_a_release_tells_what_was_public_on_its_day(client: Client) -> None:
    deal = a_deal(summary="In hindsight.")
    step = a_milestone(deal)
    late = a_source("late", published_edtf="2021-05-01")
    a_claim(step, "contracted", "2020", source=a_source("first"))
    a_claim(step, "amended", "2022", reported="2020-02-01", source=late, note="In hindsight.")
    an_event(deal, code="sanctions", reported_on="2021-06-01", source=late)

    def contract(day: str) -> Any:
        (release,) = answer(client, "ocds/releases/radar/", as_of=day)["releases"]
        return release["contracts"][0], json.dumps(release)

    before, _ = contract("2020-01-31")
    assert "amendments" not in before
    then, text = contract("2020-12-31")
    assert [d["id"] for d in then["documents"]] == ["first"]
    assert "source" not in then["amendments"][0]["slipwatch"]["changes"][0]
    assert not {"late", "sanctions", "hindsight"} & set(re.findall(r"\w+", text))
    now, text = contract(TODAY.isoformat())
    assert [d["id"] for d in now["documents"]] == ["first", "late"]
    assert now["amendments"][0]["rationale"] == "In hindsight."
    assert "sanctions" in text


def test_a_restricted_deal_shows_nowhere(client: Client) -> None:
    a_full_deal("open")
    before = [client.get(f"{ROOT}ocds/{entries}/").content for entries in ENTRIES]
    secret = a_full_deal("secret")
    an_event(secret, Deal.objects.get(ref="open"), code="both", source=a_source("secret-both"))
    group = Group.objects.create(name="cleared")
    secret.restricted_to.add(group)
    cleared = a_user("cleared")
    cleared.groups.add(group)
    for entries in ENTRIES:
        text = client.get(f"{ROOT}ocds/{entries}/").content.decode()
        assert "both" in text
        assert "secret" not in text.replace("secret-both", "")
        problem(client.get(f"{ROOT}ocds/{entries}/", {"deal": "secret"}), 404)
        hidden = problem(client.get(f"{ROOT}ocds/{entries}/secret/"), 404)["detail"]
        nothing = problem(client.get(f"{ROOT}ocds/{entries}/nothing/"), 404)["detail"]
        assert hidden.replace("secret", "nothing") == nothing
    assert all(b"secret" not in body for body in before)
    client.force_login(cleared)
    for entries in ENTRIES:
        assert ocids(answer(client, f"ocds/{entries}/")) == ["open", "secret"]
        assert ocids(answer(client, f"ocds/{entries}/secret/")) == ["secret"]


@pytest.mark.usefixtures("closed")
def test_a_stranger_is_asked_for_a_key_where_reading_is_closed(client: Client) -> None:
    for path in ("releases/", "records/", "releases/radar/", "extension/extension.json"):
        problem(client.get(f"{ROOT}ocds/{path}"), 401)


def queries(client: Client, path: str, **query: Any) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert client.get(f"{ROOT}ocds/{path}", query).status_code == 200
    return len(caught)


def test_packages_take_as_many_queries_for_twenty_one_deals_as_for_one(client: Client) -> None:
    deal = a_full_deal("deal-0")
    asked = [(path, day) for path in ("releases/", "records/") for day in (TODAY, "2026-11-01")]
    at_one = {place: queries(client, place[0], as_of=place[1]) for place in asked}
    of_one = queries(client, "records/deal-0/")
    with together():
        for number in range(1, 21):
            a_full_deal(f"deal-{number}")
            a_claim(a_milestone(deal, f"m{number}"), source=a_source(f"s{number}"))
    assert {place: queries(client, place[0], as_of=place[1]) for place in asked} == at_one
    assert queries(client, "records/deal-0/") == of_one
    assert len(answer(client, "ocds/releases/")["releases"]) == 21
