"""Every real deal is valid Open Contracting, on any day."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from tests.api import described
from tests.api.asking import ROOT, answer, at_noon_of
from tests.api.published.schemas import check
from tests.factories import TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.ocds]
DAYS = (
    date(2004, 2, 1),
    date(2016, 1, 1),
    date(2018, 10, 31),
    date(2020, 11, 12),
    date(2023, 6, 30),
    TODAY,
    date(2199, 12, 31),
)
ENTRIES = ("releases", "records")


def packages(client: Client, entries: str, day: date) -> list[Any]:
    """All pages of a list on a day; none where nobody had spoken of a deal, since none is empty."""
    query: dict[str, str | int] = {"as_of": day.isoformat(), "limit": 7}
    response = client.get(f"{ROOT}ocds/{entries}/", query)
    found: list[Any] = []
    while True:
        described.check(f"ocds/{entries}/", response)
        if response.status_code == 404:
            return found
        found.append(response.json())
        following = found[-1].get("links", {}).get("next")
        if following is None:
            return found
        response = client.get(following)


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_every_real_deal_is_valid(client: Client, day: date) -> None:
    with at_noon_of(TODAY):
        refs = sorted(d["ref"] for d in answer(client, "deals/", as_of=day, limit=1000)["results"])
        for entries in ENTRIES:
            found = packages(client, entries, day)
            for package in found:
                check(entries, package)
            told = [entry["ocid"] for package in found for entry in package[entries]]
            assert told == [f"ocds-slipwatch-{ref}" for ref in refs]


def test_every_real_deal_is_valid_by_itself(client: Client) -> None:
    with at_noon_of(TODAY):
        for deal in answer(client, "deals/", limit=1000)["results"]:
            for entries in ENTRIES:
                response = client.get(f"{ROOT}ocds/{entries}/{deal['ref']}/")
                described.check(f"ocds/{entries}/{deal['ref']}/", response)
                check(entries, response.json())


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_a_release_refers_to_nothing_that_is_not_in_it(client: Client, day: date) -> None:
    with at_noon_of(TODAY):
        for package in packages(client, "releases", day):
            for release in package["releases"]:
                whole(release, day)


def whole(release: Any, day: date) -> None:
    """Parties, awards, milestones and documents that are named are there, each once."""
    (award,), (contract,) = release["awards"], release["contracts"]
    parties = [party["id"] for party in release.get("parties", ())]
    named = [*award.get("suppliers", ()), *filter(None, [release.get("buyer")])]
    assert contract["awardID"] == award["id"]
    assert {reference["id"] for reference in named} <= set(parties)
    steps = [
        *release["tender"].get("milestones", ()),
        *contract.get("milestones", ()),
        *contract.get("implementation", {}).get("milestones", ()),
    ]
    documents = contract.get("documents", [])
    for entries in (parties, [s["id"] for s in steps], [d["id"] for d in documents]):
        assert len(entries) == len(set(entries))
    assert {i["id"] for i in contract.get("items", ())} <= {"quantity", *(s["id"] for s in steps)}
    for amendment in contract.get("amendments", ()):
        changes = amendment["slipwatch"]["changes"]
        assert {change["milestone"] for change in changes} <= {step["id"] for step in steps}
        cited = {change["source"] for change in changes if "source" in change}
        assert cited <= {document["id"] for document in documents}
    assert release["date"][:10] <= day.isoformat()
    for step in steps:
        assert step["dateModified"][:10] <= day.isoformat() if "dateModified" in step else True
        assert (step["status"] == "met") == (step["slipwatch"]["progress"] == "met")


def test_the_real_deals_have_every_status_and_an_amendment(client: Client) -> None:
    with at_noon_of(TODAY):
        releases = [
            r for package in packages(client, "releases", TODAY) for r in package["releases"]
        ]
    contracts = [release["contracts"][0] for release in releases]
    steps = [
        step
        for contract in contracts
        for step in contract.get("implementation", {}).get("milestones", ())
    ]
    assert {s["status"] for s in steps} == {"scheduled", "met", "notMet", "partiallyMet"}
    assert any(contract.get("amendments") for contract in contracts)
    assert {"active", "pending"} <= {contract["status"] for contract in contracts}
