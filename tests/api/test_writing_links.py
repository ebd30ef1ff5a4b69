"""Telling an event of further deals, and acknowledging a flag, through the API."""

from typing import Any

import pytest
from django.contrib.auth.models import Group

from deals.models import Deal
from deliveries.actions import recording, restrict
from deliveries.models import Flag
from journal.models import Entry
from tests.api.test_refusals import problem
from tests.api.test_writing_access import may
from tests.api.writing import CLAIM, EVENT, Script, a_script
from tests.factories import BY, TODAY, a_deal

pytestmark = pytest.mark.django_db


def test_an_event_is_told_of_one_more_deal_and_of_it_no_longer() -> None:
    script = a_script()
    a_deal("rifle")
    number = script.posted("events/", EVENT)["id"]
    linked = script.post(f"events/{number}/link/", {"deal": "rifle"})
    assert (linked.status_code, linked.json()["deals"]) == (200, ["radar", "rifle"])
    again = problem(script.post(f"events/{number}/link/", {"deal": "rifle"}), 409)
    assert again["errors"][0]["pointer"] == "/deal"
    undone = script.post(f"events/{number}/unlink/", {"deal": "rifle"})
    assert undone.json()["deals"] == ["radar"]
    problem(script.post(f"events/{number}/unlink/", {"deal": "rifle"}), 409)
    told = Entry.objects.filter(subject="event", deal="rifle").order_by("seq")
    assert list(told.values_list("verb", flat=True)) == ["link", "unlink"]


def test_a_deal_that_is_hidden_is_not_there_to_be_linked() -> None:
    script = a_script()
    a_deal("rifle")
    number = script.posted("events/", EVENT)["id"]
    with recording(by=BY, today=TODAY) as book:
        restrict(book, Deal.objects.get(ref="rifle"), [Group.objects.create(name="few")])
    for verb in ("link", "unlink"):
        hidden = problem(script.post(f"events/{number}/{verb}/", {"deal": "rifle"}), 422)
        nowhere = problem(script.post(f"events/{number}/{verb}/", {"deal": "nowhere"}), 422)
        assert str(hidden).replace("rifle", "nowhere") == str(nowhere)
        problem(script.post(f"events/999999/{verb}/", {"deal": "radar"}), 404)


def a_flag(script: Script) -> Flag:
    script.posted("claims/", CLAIM)
    return Flag.objects.open().get(kind="slip")


@pytest.mark.parametrize(
    ("how", "ends"),
    [({}, "change"), ({"until": "2030-01-01"}, "day"), ({"worse_by": 90}, "worse")],
)
def test_a_flag_is_acknowledged(how: Any, ends: str) -> None:
    script = a_script()
    flag = a_flag(script)
    told = script.post(f"flags/{flag.pk}/acknowledge/", {"note": "Asked the maker.", **how})
    assert told.status_code == 200
    seen = told.json()["acknowledged"]
    assert (seen["note"], seen["by"], seen["ends"]) == ("Asked the maker.", "script", ends)
    assert script.get(f"flags/{flag.pk}/").json()["acknowledged"] == seen
    assert Entry.objects.filter(verb="acknowledge", subject="flag").count() == 1


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/note"),
        ({"note": "  "}, "/note"),
        ({"note": "x", "until": "2027-02-30"}, "/until"),
        ({"note": "x", "until": "2020-01-01"}, "/until"),
        ({"note": "x", "until": "2030-01-01", "worse_by": 3}, "/worse_by"),
        ({"note": "x", "worse_by": 0}, "/worse_by"),
    ],
)
def test_an_acknowledgement_that_cannot_hold_is_pointed_at(body: Any, pointer: str) -> None:
    script = a_script()
    flag = a_flag(script)
    refused = problem(script.post(f"flags/{flag.pk}/acknowledge/", body), 422)
    assert refused["errors"][0]["pointer"] == pointer
    flag.refresh_from_db()
    assert flag.acknowledged_at is None


def test_who_may_not_acknowledge_is_told_what_is_missing() -> None:
    flag = a_flag(a_script())
    poor = Script("poor", all_rights=False)
    refused = problem(poor.post(f"flags/{flag.pk}/acknowledge/", {"note": "x"}), 403)
    assert refused["errors"][0]["accepted"] == ["deliveries.change_flag"]
    may(poor.user, "deliveries.change_flag")
    assert poor.post(f"flags/{flag.pk}/acknowledge/", {"note": "x"}).status_code == 200
    problem(poor.post("flags/999999/acknowledge/", {"note": "x"}), 404)
