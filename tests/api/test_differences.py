"""What is different between two days."""

from typing import Any

import pytest
from django.test import Client

from tests.api.asking import ROOT, a_full_deal, answer, listed
from tests.api.described import check
from tests.factories import a_claim, a_deal, a_milestone

pytestmark = pytest.mark.django_db
DAYS = "2019-06-01,2019-12-01"


@pytest.fixture
def plan(client: Client) -> None:
    """One milestone stays, one slips, one comes in between the two days."""
    deal = a_deal()
    a_claim(a_milestone(deal, "stays", position=1), when="2030")
    slips = a_milestone(deal, "slips", position=2)
    a_claim(slips)
    a_claim(slips, "promised", "2022", reported="2019-09-01")
    a_claim(a_milestone(deal, "comes", position=3), reported="2019-10-01", when="2031")


def changes(rows: list[Any]) -> dict[str, str]:
    return {row["code"]: row["change"] for row in rows}


@pytest.mark.usefixtures("plan")
def test_milestones_that_are_different_are_told_with_before_and_after(client: Client) -> None:
    response = client.get(f"{ROOT}milestones/", {"as_of": DAYS})
    check("milestones/", response)
    rows = response.json()["results"]
    assert changes(rows) == {"slips": "changed", "comes": "added"}
    (slips, comes) = rows
    before, after = (listed(client, "milestones", as_of=day) for day in DAYS.split(","))
    assert slips["before"] == next(m for m in before if m["code"] == "slips")
    assert slips["after"] == next(m for m in after if m["code"] == "slips")
    assert {"promised", "estimate", "slip", "state"} <= set(slips["fields"])
    assert comes["before"] is None
    assert comes["after"]["code"] == "comes"
    of_deal = client.get(f"{ROOT}deals/radar/milestones/", {"as_of": DAYS})
    assert of_deal.json()["results"] == rows


@pytest.mark.usefixtures("plan")
def test_the_later_day_first_turns_it_round(client: Client) -> None:
    forth = listed(client, "milestones", as_of=DAYS)
    back = listed(client, "milestones", as_of="2019-12-01,2019-06-01")
    assert changes(back) == {"slips": "changed", "comes": "removed"}
    assert [(r["before"], r["after"]) for r in back] == [(r["after"], r["before"]) for r in forth]


@pytest.mark.usefixtures("plan")
def test_what_merely_grows_with_the_day_makes_no_difference(client: Client) -> None:
    days = "2025-03-01,2025-03-05"
    assert listed(client, "milestones", as_of=days) == []
    slips = [
        next(m for m in listed(client, "milestones", as_of=day) if m["code"] == "slips")
        for day in days.split(",")
    ]
    assert slips[0]["slip"] != slips[1]["slip"]


@pytest.mark.usefixtures("plan")
def test_a_deal_tells_what_is_different_of_everything(client: Client) -> None:
    response = client.get(f"{ROOT}deals/radar/", {"as_of": DAYS})
    check("deals/{ref}/", response)
    told = response.json()
    assert (told["since"], told["until"]) == tuple(DAYS.split(","))
    assert changes(told["milestones"]) == {"slips": "changed", "comes": "added"}
    assert [claim["text"] for claim in told["claims"]["added"]] == ["2022", "2031"]
    assert told["claims"]["removed"] == []
    assert told["deal"]["change"] == "changed"
    assert "state" in told["deal"]["fields"]


def test_a_deal_that_nobody_had_spoken_of_is_added(client: Client) -> None:
    a_full_deal()
    told = answer(client, "deals/radar/", as_of="2010-01-01,2026-11-22")
    assert told["deal"]["change"] == "added"
    assert {row["change"] for row in told["milestones"]} == {"added"}
    assert client.get(f"{ROOT}deals/radar/", {"as_of": "2010-01-01,2010-01-02"}).status_code == 404


@pytest.mark.usefixtures("plan")
def test_differences_come_in_pages_and_streams(client: Client) -> None:
    whole = listed(client, "milestones", as_of=DAYS)
    first = answer(client, "milestones/", as_of=DAYS, limit=1, count="true")
    assert first["count"] == 2
    assert first["results"] + client.get(first["next"]).json()["results"] == whole
    response = client.get(f"{ROOT}milestones/", {"as_of": DAYS, "format": "csv"})
    header, *lines = b"".join(response.streaming_content).decode().splitlines()  # type: ignore[attr-defined]
    assert header.startswith("change,fields,deal,code,before.deal")
    assert len(lines) == 2


@pytest.mark.parametrize(
    "query",
    [
        {"known_at": "2026-11-01"},
        {"as_of": "2019-06-01,"},
        {"as_of": "2019-06-01,2019-13-01"},
        {"as_of": "2019-06-01,2019-07-01,2019-08-01"},
    ],
)
def test_what_two_days_cannot_be_asked_with_is_refused(client: Client, query: Any) -> None:
    a_full_deal()
    response = client.get(f"{ROOT}deals/radar/", {"as_of": DAYS, **query})
    assert response.status_code == 400
    check("deals/{ref}/", response)


def test_fields_are_for_one_day(client: Client) -> None:
    response = client.get(f"{ROOT}milestones/", {"as_of": DAYS, "fields": "code"})
    assert response.json()["errors"][0]["parameter"] == "fields"
