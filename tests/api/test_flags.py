"""Flags: those found here today, those that stood on any other day."""

from datetime import date

import pytest
from django.test import Client

from deliveries.actions import acknowledge, recording
from deliveries.models import Flag
from deliveries.scanning import full_scan
from tests.api.asking import answer, listed, one
from tests.factories import BY, TODAY, a_claim, a_deal, a_milestone, a_term, a_user

pytestmark = pytest.mark.django_db


def kinds(client: Client, **query: str) -> list[tuple[str, str | None]]:
    return [(f["kind"], f["level"]) for f in listed(client, "flags", **query)]


def test_today_has_the_flags_that_were_found(client: Client) -> None:
    a_claim(a_milestone(a_deal()))
    assert kinds(client) == [("overdue", None), ("slip", "critical"), ("stale", None)]
    (flag, *_) = listed(client, "flags")
    assert flag == {
        "id": Flag.objects.get(kind="overdue").pk,
        "deal": "radar",
        "milestone": "first",
        "kind": "overdue",
        "level": None,
        "opened_on": TODAY.isoformat(),
        "suspended": False,
        "acknowledged": None,
    }
    Flag.objects.filter(kind="stale").delete()
    assert kinds(client) == [("overdue", None), ("slip", "critical")]
    assert one(client, "milestones")["flags"] == ["slip", "overdue"]


def test_another_day_has_the_flags_that_stood_then(client: Client) -> None:
    a_claim(a_milestone(a_deal()))
    assert kinds(client, as_of="2019-01-02") == []
    assert kinds(client, as_of="2020-11-01") == [
        ("overdue", None),
        ("slip", "slipping"),
        ("stale", None),
    ]
    assert ("slip", "breach") in kinds(client, as_of="2021-05-01")
    assert ("slip", "critical") in kinds(client, as_of="2021-11-01")
    assert ("slip", "critical") in kinds(client, as_of="2030-01-01")


def test_a_flag_of_another_day_opened_on_the_first_of_the_days_in_a_row(client: Client) -> None:
    milestone = a_milestone(a_deal())
    a_claim(milestone)
    a_claim(milestone, "promised", "2021-03", reported="2020-12-01")

    def opened(day: str) -> dict[str, str]:
        return {f["kind"]: f["opened_on"] for f in listed(client, "flags", as_of=day)}

    assert opened("2020-11-30") == {
        "overdue": "2020-11-01",
        "slip": "2020-11-01",
        "stale": "2019-07-01",
    }
    assert opened("2020-12-01") == {"slip": "2020-11-01"}
    assert opened("2021-04-01") == {"overdue": "2021-04-01", "slip": "2020-11-01"}
    assert opened("2022-06-01") == {
        "overdue": "2021-04-01",
        "slip": "2020-11-01",
        "stale": "2021-05-30",
    }


def test_an_acknowledgement_holds_until_its_day_and_for_today_alone(client: Client) -> None:
    a_claim(a_milestone(a_deal()))
    ada = a_user()
    by = type(BY)(ada, BY.door)
    stale, slip = Flag.objects.get(kind="stale"), Flag.objects.get(kind="slip")
    with recording(by=by, today=TODAY) as book:
        acknowledge(book, slip, note="Asked the ministry.", until=None)
        acknowledge(book, stale, note="Awaiting a word.", until=date(2026, 11, 23))
    found = {f["kind"]: f["acknowledged"] for f in listed(client, "flags")}
    assert found == {
        "overdue": None,
        "slip": {
            "at": "2026-11-22T12:00:00.000Z",
            "by": "ada",
            "note": "Asked the ministry.",
            "ends": "change",
            "worse_by": None,
            "until": None,
        },
        "stale": {
            "at": "2026-11-22T12:00:00.000Z",
            "by": "ada",
            "note": "Awaiting a word.",
            "ends": "day",
            "worse_by": None,
            "until": "2026-11-23",
        },
    }
    past = listed(client, "flags", as_of="2026-11-21")
    assert [f["acknowledged"] for f in past] == [None, None, None]
    Flag.objects.filter(kind="stale").update(wakes_on=TODAY)
    assert {f["kind"] for f in listed(client, "flags") if f["acknowledged"]} == {"slip"}


def test_an_acknowledgement_says_what_ends_it(client: Client) -> None:
    a_claim(a_milestone(a_deal()))
    with recording(by=BY, today=TODAY) as book:
        acknowledge(book, Flag.objects.get(kind="slip"), note="Seen.", worse_by=30)
    (found,) = (f["acknowledged"] for f in listed(client, "flags") if f["acknowledged"])
    assert (found["ends"], found["worse_by"], found["until"]) == ("worse", 30, "2026-12-22")


def test_a_suspended_deal_keeps_the_flags_that_were_open_and_says_so(client: Client) -> None:
    deal = a_deal()
    a_claim(a_milestone(deal))
    a_term(deal, "stage", stage="suspended", voice={"reported_on": "2022-01-01"})
    assert {f["suspended"] for f in listed(client, "flags", as_of="2021-12-31")} == {False}
    assert {f["suspended"] for f in listed(client, "flags")} == {True}


def test_no_day_has_flags_of_a_deal_that_was_suspended_before_they_could_open(
    client: Client,
) -> None:
    deal = a_deal()
    a_term(deal, "stage", stage="suspended", voice={"reported_on": "2019-06-01"})
    a_claim(a_milestone(deal))
    for day in ("2026-11-21", "2026-11-22", "2026-11-23"):
        assert listed(client, "flags", as_of=day) == []
        assert listed(client, "flags", as_of=day, kind="slip") == []
        (milestone,) = listed(client, "milestones", as_of=day)
        assert (milestone["suspended"], milestone["flags"]) == (True, [])
        (of_deal,) = answer(client, "deals/radar/", as_of=day)["milestones"]
        assert of_deal["flags"] == []
        (expanded,) = listed(client, "deals", as_of=day, expand="milestones")
        assert expanded["milestones"][0]["flags"] == []
        stream = client.get("/api/v1/milestones/", {"as_of": day, "format": "ndjson"})
        assert b'"flags":[]' in b"".join(stream.streaming_content)  # type: ignore[attr-defined]
        published = answer(client, "ocds/releases/radar/", as_of=day)
        assert "overdue" not in str(published)
        totals = answer(client, "portfolio/", as_of=day)["flags"]
        assert {kind["milestones"] for kind in totals} == {0}


def test_the_flags_of_a_day_are_those_that_a_scan_of_that_day_finds(client: Client) -> None:
    milestone = a_milestone(a_deal())
    a_claim(milestone)
    a_claim(milestone, "delayed", "", reported="2020-05-05")
    a_claim(milestone, "promised", "2022", reported="2021-06-06")
    for day in (date(2020, 5, 5), date(2021, 7, 1), date(2023, 2, 1), date(2026, 11, 23)):
        full_scan(day, BY)
        found = set(Flag.objects.open().values_list("kind", "level"))
        told = {(k, level or "") for k, level in kinds(client, as_of=day.isoformat())}
        assert told == found
