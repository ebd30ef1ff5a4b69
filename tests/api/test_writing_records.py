"""Adding, changing and removing records through the API, each at its version."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext

from deals.models import Deal, Milestone, Source
from deliveries.actions import change, recording
from deliveries.models import Lot
from journal.models import Entry
from tests.api.asking import at_noon_of
from tests.api.test_refusals import problem
from tests.api.writing import (
    CLAIM,
    COUNT,
    DEAL,
    LOT,
    MILESTONE,
    ORGANISATION,
    SOURCE,
    Script,
    a_script,
)
from tests.factories import BY, TODAY, a_claim, a_milestone, together
from vendors.models import Organisation

pytestmark = pytest.mark.django_db
# Where each is added, what with, where it then is, and a change.
RECORDS = (
    ("sources/", SOURCE, "sources/times-2020-01-01/", {"publisher": "The Times"}),
    ("organisations/", ORGANISATION, "organisations/maker/", {"aliases": ["M"], "country": "RU"}),
    ("deals/", DEAL, "deals/rifle/record/", {"title": "Other rifles", "suspended": True}),
    ("milestones/", MILESTONE, "deals/radar/milestones/third/", {"title": "Last", "position": 9}),
    ("lots/", LOT, "deals/radar/lots/second/", {"quantity": 6}),
)
each = pytest.mark.parametrize(("path", "body", "address", "change"), RECORDS)


def changed_at(address: str) -> str:
    """Where a record is changed: a deal where it is read as it stands."""
    return address.replace("record/", "")


@each
def test_a_record_is_added_read_changed_and_removed(
    path: str, body: Any, address: str, change: Any
) -> None:
    script = a_script()
    added = script.post(path, body)
    assert added.status_code == 201, added.content
    assert added.headers["Location"] == f"/api/v1/{address}"
    tag = script.tag(address)
    assert tag == added.headers["ETag"]
    assert script.get(address).json() == added.json()
    changed = script.patch(changed_at(address), change, tag)
    assert changed.status_code == 200, changed.content
    assert changed.json() == {**added.json(), **change}
    assert changed.headers["ETag"] == script.tag(address) != tag
    removed = script.delete(changed_at(address), script.tag(address))
    assert (removed.status_code, removed.content) == (204, b"")
    assert script.get(address).status_code == 404
    verbs = Entry.objects.filter(door="api").order_by("seq").values_list("verb", flat=True)
    assert list(verbs) == ["add", "change", "remove"]


@each
def test_a_change_names_what_it_was_decided_on(
    path: str, body: Any, address: str, change: Any
) -> None:
    script = a_script()
    added, where = script.post(path, body), changed_at(address)
    for method, sent in (("PATCH", change), ("DELETE", None)):
        assert (
            problem(script.send(method, where, sent), 428)["errors"][0]["parameter"] == "If-Match"
        )
        problem(script.send(method, where, sent, if_match="nonsense"), 400)
    assert script.patch(where, change, added.headers["ETag"]).status_code == 200
    for stale in (added.headers["ETag"], '"0"', '"1.x", "2"'):
        problem(script.patch(where, change, stale), 412)
        problem(script.delete(where, stale), 412)
    now = script.tag(address)
    assert script.patch(where, change, f'"1", W/{now}').status_code == 200
    assert script.patch(where, change, "*").status_code == 200


@each
def test_a_change_that_changes_nothing_leaves_the_version(
    path: str, body: Any, address: str, change: Any
) -> None:
    script = a_script()
    script.post(path, body)
    tag = script.tag(address)
    same = {name: value for name, value in body.items() if name in ("title", "kind", "mode")}
    same = same or {"publisher": body["publisher"]}
    assert script.patch(changed_at(address), same, tag).headers["ETag"] == tag


@each
def test_what_is_at_hand_is_not_sent_again(path: str, body: Any, address: str, change: Any) -> None:
    script = a_script()
    tag = script.post(path, body).headers["ETag"]
    kept = script.get(address, if_none_match=f'"x", {tag}')
    assert (kept.status_code, kept.content, kept.headers["ETag"]) == (304, b"", tag)
    assert script.get(address, if_none_match='"x"').status_code == 200


@each
def test_a_record_that_is_there_already_is_a_conflict(
    path: str, body: Any, address: str, change: Any
) -> None:
    script = a_script()
    script.posted(path, body)
    assert problem(script.post(path, body), 409)["errors"]


@pytest.mark.parametrize(
    ("path", "body", "pointer"),
    [
        ("sources/", {**SOURCE, "published_on": "soon"}, "/published_on"),
        ("sources/", {**SOURCE, "published_on": "after 2020"}, "/published_on"),
        ("sources/", {**SOURCE, "url": "no address"}, "/url"),
        ("sources/", {**SOURCE, "reliability": "Z"}, "/reliability"),
        ("organisations/", {**ORGANISATION, "country": "ZZ"}, ""),
        ("organisations/", {**ORGANISATION, "aliases": "M"}, "/aliases"),
        ("organisations/", {**ORGANISATION, "aliases": [1]}, "/aliases/0"),
        (
            "organisations/",
            {**ORGANISATION, "shareholders": [{"organisation": "x", "percent": "1"}]},
            "/shareholders/0/organisation",
        ),
        (
            "deals/",
            {**DEAL, "parties": [{"organisation": "x", "role": "buyer"}]},
            "/parties/0/organisation",
        ),
        ("deals/", {**DEAL, "threshold_months": -1}, "/threshold_months"),
        ("deals/", {**DEAL, "suspended": "yes"}, "/suspended"),
        ("milestones/", {**MILESTONE, "after": [{"milestone": "third"}]}, "/after/0/milestone"),
        ("milestones/", {**MILESTONE, "deal": "rifle"}, "/deal"),
        ("lots/", {**LOT, "quantity": 0}, "/quantity"),
        ("lots/", {**LOT, "milestone": "third"}, "/milestone"),
    ],
)
def test_what_cannot_be_recorded_is_pointed_at(path: str, body: Any, pointer: str) -> None:
    script = a_script()
    errors = problem(script.post(path, body), 422)["errors"]
    assert pointer in [error["pointer"] for error in errors]


def test_a_deal_has_the_parties_that_were_sent() -> None:
    script = a_script()
    script.posted("organisations/", ORGANISATION)
    script.posted("organisations/", {**ORGANISATION, "code": "buyer", "kind": "ministry"})
    parties = [
        {"organisation": "maker", "role": "supplier"},
        {"organisation": "buyer", "role": "buyer"},
    ]
    told = script.posted("deals/", {**DEAL, "parties": parties})
    assert told["parties"] == parties
    tag = script.tag("deals/rifle/record/")
    fewer = script.patch("deals/rifle/", {"parties": parties[:1]}, tag)
    assert fewer.json()["parties"] == parties[:1]
    assert fewer.headers["ETag"] != tag
    twice = script.patch("deals/rifle/", {"parties": [parties[0], parties[0]]})
    assert twice.json()["parties"] == parties[:1]


def test_a_milestone_comes_after_those_that_were_sent() -> None:
    script = a_script()
    after = [{"milestone": "first", "lag_days": 30}, {"milestone": "second", "lag_days": 0}]
    told = script.posted("milestones/", {**MILESTONE, "after": [after[0], {"milestone": "second"}]})
    assert (told["after"], told["position"]) == (after, 3)
    where = "deals/radar/milestones/third/"
    tag = script.tag(where)
    changed = script.patch(where, {"after": [{"milestone": "first", "lag_days": 5}]}, tag)
    assert changed.json()["after"] == [{"milestone": "first", "lag_days": 5}]
    assert changed.headers["ETag"] != tag
    circle = script.patch("deals/radar/milestones/first/", {"after": [{"milestone": "third"}]})
    assert problem(circle, 422)["errors"][0]["pointer"] == "/after"


def test_an_organisation_has_the_shareholders_that_were_sent() -> None:
    script = a_script()
    for code in ("maker", "state", "venture"):
        script.posted("organisations/", {**ORGANISATION, "code": code})
    where = "organisations/venture/"
    held = [
        {"organisation": "maker", "percent": "50.5"},
        {"organisation": "state", "percent": "49"},
    ]
    told = script.patch(where, {"shareholders": held}).json()
    assert [share["percent"] for share in told["shareholders"]] == ["50.5", "49"]
    tag = script.tag(where)
    more = [{**held[0], "percent": "51"}, {**held[1], "source": "gazette-2019-01-02"}]
    changed = script.patch(where, {"shareholders": more}, tag)
    assert changed.json()["shareholders"][1]["source"] == "gazette-2019-01-02"
    assert changed.headers["ETag"] != tag
    too_much = [{**held[0], "percent": "60"}, {**held[1], "percent": "50"}]
    problem(script.patch(where, {"shareholders": too_much}), 422)
    tag = script.tag(where)
    assert script.patch(where, {"shareholders": []}, tag).headers["ETag"] != tag
    problem(script.patch(where, {"shareholders": [held[0], held[0]]}), 422)


def test_what_something_depends_on_stays_and_what_does_is_named() -> None:
    script = a_script()
    script.posted("organisations/", ORGANISATION)
    part = [{"organisation": "maker", "role": "supplier"}]
    assert script.patch("deals/radar/", {"parties": part}).status_code == 200
    claim = script.posted("claims/", CLAIM)["id"]
    count = script.posted("counts/", COUNT)["id"]
    for address, named in (
        ("sources/gazette-2019-01-02/", [("claims", str(claim)), ("counts", str(count))]),
        ("organisations/maker/", [("deals", "radar")]),
        ("deals/radar/", [("milestones", "first, second"), ("parties", "maker")]),
        ("deals/radar/milestones/first/", [("claims", str(claim)), ("lot", "Radar")]),
        ("deals/radar/lots/first/", [("counts", str(count))]),
    ):
        errors = problem(script.delete(address), 409)["errors"]
        told = [
            (e["message"].removeprefix("What depends on it: ")[:-1], e["value"]) for e in errors
        ]
        assert told == named
    assert Deal.objects.count() == Lot.objects.count() == Organisation.objects.count() == 1


def test_a_verdict_that_turns_at_midnight_refuses_nobody() -> None:
    script = a_script()
    script.posted("claims/", CLAIM)
    tag = script.tag("deals/radar/")
    with at_noon_of(TODAY + timedelta(days=400)):
        turned = script.tag("deals/radar/")
        assert turned != tag
        assert script.get("deals/radar/", if_none_match=tag).status_code == 200
        assert script.patch("deals/radar/", {"title": "Other"}, tag).status_code == 200
        problem(script.patch("deals/radar/", {"title": "Another"}, turned), 412)


def test_a_claim_changes_no_version_and_every_answer() -> None:
    script = a_script()
    script.posted("claims/", CLAIM)
    tag = script.tag("deals/radar/")
    assert script.get("deals/radar/", if_none_match=tag).status_code == 304
    script.posted("claims/", {**CLAIM, "kind": "promised", "date": "2030"})
    assert script.get("deals/radar/", if_none_match=tag).status_code == 200
    assert script.patch("deals/radar/", {"title": "Other"}, tag).status_code == 200


@pytest.mark.parametrize("query", ["as_of=2020-11-12", "known_at=2026-11-21", "period=P90D"])
def test_another_question_has_another_tag(query: str) -> None:
    script = a_script()
    a_claim(Milestone.objects.get(code="first"))
    tag = script.tag("deals/radar/")
    other = script.get(f"deals/radar/?{query}", if_none_match=tag)
    assert other.status_code in (200, 404)
    assert other.headers.get("ETag") != tag


def test_what_was_known_at_an_instant_is_no_ground_for_a_change() -> None:
    script = a_script()
    script.posted("claims/", CLAIM)
    then = script.get("deals/radar/?known_at=2026-11-22")
    problem(script.patch("deals/radar/", {"title": "x"}, then.headers["ETag"]), 412)


def test_an_unchanged_deal_is_told_in_a_few_queries() -> None:
    script = a_script()
    deal = Deal.objects.get()
    a_claim(Milestone.objects.get(code="first"))
    tag = script.tag("deals/radar/")
    with CaptureQueriesContext(connection) as few:
        assert script.get("deals/radar/", if_none_match=tag).status_code == 304
    assert 0 < len(few) <= 3
    with together():
        for number in range(20):
            a_claim(a_milestone(deal, f"m{number}"))
    tag = script.tag("deals/radar/")
    with CaptureQueriesContext(connection) as many:
        assert script.get("deals/radar/", if_none_match=tag).status_code == 304
    assert len(many) == len(few)


def test_what_deals_share_changes_their_answers() -> None:
    script = a_script()
    script.posted("organisations/", ORGANISATION)
    script.patch("deals/radar/", {"parties": [{"organisation": "maker", "role": "supplier"}]})
    script.posted("claims/", CLAIM)
    tag = script.tag("deals/radar/")
    script.patch("organisations/maker/", {"name": "Another"})
    again = script.get("deals/radar/", if_none_match=tag)
    assert again.json()["parties"][0]["name"] == "Another"


def test_a_ref_is_never_used_again() -> None:
    script = a_script()
    script.posted("deals/", DEAL)
    script.delete("deals/rifle/")
    assert "never used again" in problem(script.post("deals/", DEAL), 409)["detail"]


def test_who_may_know_of_a_deal_is_said_with_the_scope_admin() -> None:
    script = a_script()
    group = Group.objects.create(name="cleared")
    refused = problem(script.patch("deals/radar/", {"restricted_to": ["cleared"]}), 403)
    assert refused["errors"][0]["accepted"] == ["admin"]
    admin = Script("chief", "admin")
    problem(admin.patch("deals/radar/", {"restricted_to": ["cleared"]}), 422)
    admin.user.groups.add(group)
    told = admin.patch("deals/radar/", {"restricted_to": ["cleared"]})
    assert told.json()["restricted_to"] == ["cleared"]
    assert script.get("deals/radar/record/").status_code == 404
    problem(admin.post("deals/", {**DEAL, "restricted_to": ["nobody"]}), 422)


def test_a_change_beside_the_api_is_seen() -> None:
    script = a_script()
    tag = script.tag("sources/gazette-2019-01-02/")
    source = Source.objects.get()
    source.publisher = "Another"
    with recording(by=BY, today=TODAY) as book:
        change(book, source)
    problem(script.patch("sources/gazette-2019-01-02/", {"publisher": "x"}, tag), 412)
