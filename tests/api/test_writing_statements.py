"""Recording statements through the API, and retracting them."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from deals.models import Claim, Event, Term
from deliveries.models import Count
from journal.models import Door, Entry
from tests.api.test_refusals import problem
from tests.api.writing import CLAIM, COUNT, EVENT, TERM, Script, a_plan, a_script
from tests.factories import a_claim, a_milestone, together

pytestmark = pytest.mark.django_db
KINDS = (
    ("claims/", CLAIM, Claim),
    ("terms/", TERM, Term),
    ("counts/", COUNT, Count),
    ("events/", EVENT, Event),
)


def test_a_claim_is_recorded_and_says_what_it_did() -> None:
    script = a_script()
    told = script.posted("claims/", CLAIM)
    claim = Claim.objects.get()
    assert (told["id"], told["date"]["edtf"], claim.edtf) == (claim.pk, "2020-10", "2020-10")
    assert told["reported_on"]["edtf"] == "2019-01-02"
    effects = told["effects"]
    assert (effects["deal"], effects["before"], effects["after"]) == ("radar", None, "critical")
    (milestone,) = effects["milestones"]
    assert (milestone["milestone"], milestone["before"]) == ("first", None)
    assert milestone["after"]["state"] == "critical"
    opened = {(flag["kind"], flag["level"]) for flag in effects["flags"]["opened"]}
    assert ("slip", "critical") in opened
    assert effects["flags"]["closed"] == []


def test_a_second_claim_says_what_was_before_and_which_flags_it_closed() -> None:
    script = a_script()
    script.posted("claims/", CLAIM)
    done = {**CLAIM, "kind": "actual", "date": "9 October 2020", "reported_on": "2020-11"}
    effects = script.posted("claims/", done)["effects"]
    (milestone,) = effects["milestones"]
    assert milestone["before"]["state"] == "critical"
    assert (milestone["after"]["state"], effects["after"]) == ("met_on_time", "met_on_time")
    assert {"slip", "overdue"} <= {flag["kind"] for flag in effects["flags"]["closed"]}


def test_the_journal_names_the_key_and_the_door() -> None:
    script = a_script()
    script.posted("claims/", CLAIM)
    entry = Entry.objects.get(verb="record", subject="claim")
    assert (entry.door, entry.api_key, entry.actor) == (Door.API, "script-write", script.user)
    assert Claim.objects.get().entered_by == script.user
    assert script.key.secret[12:] not in str(list(Entry.objects.values()))


@pytest.mark.parametrize(("path", "body", "model"), KINDS)
def test_what_is_recorded_is_where_it_is_said_to_be(path: str, body: Any, model: Any) -> None:
    script = a_script()
    response = script.post(path, body)
    assert response.status_code == 201
    told, record = response.json(), model.objects.get()
    assert response.headers["Location"] == f"/api/v1/{path}{record.pk}/"
    again = script.get(f"{path}{record.pk}/")
    told.pop("effects", None)
    assert again.json() == {**told, "retracted": None}


@pytest.mark.parametrize(("path", "body", "model"), KINDS)
def test_a_retracted_statement_stays_on_record(path: str, body: Any, model: Any) -> None:
    script = a_script()
    number = script.posted(path, body)["id"]
    response = script.post(f"{path}{number}/retract/", {"reason": "Misread."})
    assert response.status_code == 200
    assert response.json()["retracted"]["reason"] == "Misread."
    assert script.get(f"{path}{number}/").json()["retracted"]["by"] == "script"
    assert model.objects.get().is_retracted
    again = script.post(f"{path}{number}/retract/", {"reason": "Misread."})
    assert "already" in problem(again, 409)["detail"]
    assert script.post(path, body).status_code == 201


def test_a_retraction_says_what_it_did() -> None:
    script = a_script()
    number = script.posted("claims/", CLAIM)["id"]
    effects = script.post(f"claims/{number}/retract/", {"reason": "x"}).json()["effects"]
    assert (effects["before"], effects["after"]) == ("critical", None)
    (milestone,) = effects["milestones"]
    assert milestone["after"] is None
    assert effects["flags"]["closed"]


def test_a_date_as_it_was_answered_can_be_sent_again() -> None:
    script = a_script()
    told = script.posted("claims/", CLAIM)
    again = {**CLAIM, "date": told["date"], "milestone": "second"}
    assert script.posted("claims/", again)["date"]["edtf"] == "2020-10"


def test_the_same_claim_twice_is_a_conflict() -> None:
    script = a_script()
    script.posted("claims/", CLAIM)
    refused = problem(script.post("claims/", CLAIM), 409)
    assert refused["errors"][0]["message"] == "The same claim is already on record."


@pytest.mark.parametrize(
    ("path", "change", "pointer"),
    [
        ("claims/", {"date": "soonish"}, "/date"),
        ("claims/", {"date": None}, ""),
        ("claims/", {"date": "nothing + 3 months"}, "/date"),
        ("claims/", {"milestone": "fourth"}, "/milestone"),
        ("claims/", {"deal": "rifle"}, "/deal"),
        ("claims/", {"source": "nowhere"}, "/source"),
        ("claims/", {"kind": "hoped"}, "/kind"),
        ("claims/", {"side": None}, "/side"),
        ("claims/", {"credibility": 7}, "/credibility"),
        ("claims/", {"credibility": "2"}, "/credibility"),
        ("claims/", {"credibility": 2.5}, "/credibility"),
        ("claims/", {"credibility": True}, "/credibility"),
        ("claims/", {"said_by": " "}, "/said_by"),
        ("claims/", {"said_by": "x" * 301}, "/said_by"),
        ("claims/", {"reported_on": "2031"}, "/reported_on"),
        ("claims/", {"in_force_from": "2020"}, "/in_force_from"),
        ("claims/", {"threshold": "2019"}, "/threshold"),
        ("claims/", {"colour": "red"}, "/colour"),
        ("claims/", {"date": {"edtf": "2020"}}, "/date/text"),
        ("claims/", {"deal": "a b"}, "/deal"),
        ("claims/", {"deal": "radar\n"}, "/deal"),
        ("terms/", {"amount": "1,000"}, "/amount"),
        ("terms/", {"amount": 1000}, "/amount"),
        ("terms/", {"amount": None}, ""),
        ("terms/", {"currency": "ZZZ"}, ""),
        ("terms/", {"stage": "signed"}, ""),
        ("counts/", {"milestone": "second"}, "/milestone"),
        ("counts/", {"total": -1}, "/total"),
        ("counts/", {"total": 10**30}, "/total"),
        ("counts/", {"by": "never"}, "/by"),
        ("events/", {"deals": []}, "/deals"),
        ("events/", {"deals": ["radar", "rifle"]}, "/deals/1"),
        ("events/", {"date": "x"}, "/date"),
    ],
)
def test_what_cannot_be_recorded_is_pointed_at(path: str, change: Any, pointer: str) -> None:
    script = a_script()
    body = {**dict((p, b) for p, b, _ in KINDS)[path], **change}
    errors = problem(script.post(path, body), 422)["errors"]
    assert pointer in [error["pointer"] for error in errors]
    assert all(error["message"] for error in errors)
    assert not any(model.objects.exists() for _, _, model in KINDS)


def test_a_thousand_claims_are_recorded_at_once_or_not_at_all() -> None:
    script = a_script()
    many = [{**CLAIM, "said_by": f"voice {n}"} for n in range(1000)]
    wrong = [*many[:998], {**CLAIM, "date": "soonish"}, {**CLAIM, "said_by": "voice 3"}]
    errors = problem(script.post("claims/bulk/", wrong), 422)["errors"]
    assert [error["pointer"] for error in errors] == ["/998/date", "/999"]
    assert not Claim.objects.exists()
    told = script.posted("claims/bulk/", many)
    assert [claim["said_by"] for claim in told["results"]] == [one["said_by"] for one in many]
    assert [effect["deal"] for effect in told["effects"]] == ["radar"]
    assert Claim.objects.count() == 1000
    assert problem(script.post("claims/bulk/", [CLAIM] * 1001), 422)
    assert problem(script.post("claims/bulk/", []), 422)
    assert problem(script.post("claims/bulk/", [many[0]]), 409)["errors"][0]["pointer"] == "/0"


def test_many_claims_go_to_many_deals() -> None:
    script = a_script()
    a_plan("rifle")
    several = [CLAIM, {**CLAIM, "deal": "rifle"}, {**CLAIM, "milestone": "second"}]
    told = script.posted("claims/bulk/", several)
    assert [effect["deal"] for effect in told["effects"]] == ["radar", "rifle"]
    wrong = [CLAIM, {**CLAIM, "milestone": "nothing"}, {**CLAIM, "source": "nothing"}]
    errors = problem(script.post("claims/bulk/", wrong), 422)["errors"]
    assert [error["pointer"] for error in errors] == ["/1/milestone", "/2/source"]


def test_the_cost_of_a_claim_does_not_follow_what_is_stored() -> None:
    script = a_script()
    script.posted("claims/", CLAIM)
    with CaptureQueriesContext(connection) as few:
        script.posted("claims/", {**CLAIM, "said_by": "another"})
    with together():
        for number in range(21):
            a_claim(a_milestone(a_plan(f"other-{number}"), "m"))
    with CaptureQueriesContext(connection) as many:
        script.posted("claims/", {**CLAIM, "said_by": "a third"})
    assert 0 < len(many) <= len(few)


def test_what_a_claim_did_is_told_from_the_plan_read_once() -> None:
    script = a_script()
    with CaptureQueriesContext(connection) as caught:
        script.posted("claims/", CLAIM)
    spans = [q["sql"] for q in caught if 'FROM "deliveries_span"' in q["sql"]]
    assert spans
    assert not any("deals_milestone" in sql for sql in spans)


def test_a_script_that_only_reads_records_nothing() -> None:
    a_script()
    reader = Script("reader", "read")
    assert reader.post("claims/", CLAIM).status_code == 403
    assert not Claim.objects.exists()
