"""Who may write through the API, and that what is hidden betrays itself by nothing."""

import json
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client

from accounts.models import User
from deals.models import Claim, Deal, Event, Source
from deliveries.actions import recording, restrict
from tests.api.asking import ROOT
from tests.api.test_refusals import problem
from tests.api.writing import (
    CLAIM,
    COUNT,
    DEAL,
    EVENT,
    LOT,
    MILESTONE,
    ORGANISATION,
    SOURCE,
    TERM,
    Script,
    a_plan,
    a_script,
    everything,
)
from tests.factories import (
    BY,
    TODAY,
    a_claim,
    a_deal,
    a_milestone,
    a_party,
    a_shareholding,
    a_source,
    a_user,
    an_event,
    an_organisation,
    together,
)

pytestmark = pytest.mark.django_db
WRITES = (
    ("POST", "claims/", CLAIM, "deals.add_claim"),
    ("POST", "claims/bulk/", [CLAIM], "deals.add_claim"),
    ("POST", "terms/", TERM, "deals.add_term"),
    ("POST", "counts/", COUNT, "deliveries.add_count"),
    ("POST", "events/", EVENT, "deals.add_event"),
    ("POST", "sources/", SOURCE, "deals.add_source"),
    ("POST", "organisations/", ORGANISATION, "vendors.add_organisation"),
    ("POST", "deals/", DEAL, "deals.add_deal"),
    ("POST", "milestones/", MILESTONE, "deals.add_milestone"),
    ("POST", "lots/", LOT, "deliveries.add_lot"),
    ("PATCH", "deals/radar/", {"title": "Other"}, "deals.change_deal"),
    ("PATCH", "deals/radar/milestones/first/", {"title": "x"}, "deals.change_milestone"),
    ("PATCH", "deals/radar/lots/first/", {"quantity": 1}, "deliveries.change_lot"),
    ("PATCH", "sources/gazette-2019-01-02/", {"publisher": "x"}, "deals.change_source"),
    ("DELETE", "deals/radar/lots/first/", None, "deliveries.delete_lot"),
    ("DELETE", "deals/radar/milestones/second/", None, "deals.delete_milestone"),
    ("DELETE", "sources/gazette-2019-01-02/", None, "deals.delete_source"),
)
each = pytest.mark.parametrize(("method", "path", "body", "right"), WRITES)


def may(user: User, right: str) -> None:
    """Give a user one permission."""
    app, _, name = right.partition(".")
    permission = Permission.objects.get(content_type__app_label=app, codename=name)
    user.user_permissions.add(permission)


@each
def test_a_write_asks_for_a_key_a_scope_and_a_permission(
    method: str, path: str, body: Any, right: str
) -> None:
    a_script()
    poor = Script("poor", "write", all_rights=False)
    missing = poor.send(method, path, body, if_match="*")
    assert problem(missing, 403)["errors"][0]["accepted"] == [right]
    assert right in missing.json()["detail"]
    may(poor.user, right)
    assert poor.send(method, path, body, if_match="*").status_code < 300
    reader = Script("poor", "read", all_rights=False)
    refused = reader.send(method, path, body, if_match="*")
    (error,) = problem(refused, 403)["errors"]
    assert (error["value"], error["accepted"]) == ("read", ["write", "admin"])
    assert 'error="insufficient_scope", scope="write"' in refused.headers["WWW-Authenticate"]
    reader.client = Client()
    problem(reader.send(method, path, body, if_match="*"), 401)


def test_a_retraction_asks_for_its_permission() -> None:
    number = a_script().posted("claims/", CLAIM)["id"]
    poor = Script("poor", all_rights=False)
    refused = problem(poor.post(f"claims/{number}/retract/", {"reason": "x"}), 403)
    assert refused["errors"][0]["accepted"] == ["deals.change_claim"]
    may(poor.user, "deals.change_claim")
    assert poor.post(f"claims/{number}/retract/", {"reason": "x"}).status_code == 200


@pytest.mark.parametrize(
    ("path", "body", "right"),
    [
        ("deals/radar/", {"parties": []}, "deals.add_party"),
        ("deals/radar/milestones/second/", {"after": []}, "deals.add_precedence"),
        ("organisations/maker/", {"shareholders": []}, "vendors.add_shareholding"),
    ],
)
def test_parts_ask_for_permissions_of_their_own(path: str, body: Any, right: str) -> None:
    a_script().posted("organisations/", ORGANISATION)
    poor = Script("poor", all_rights=False)
    for name in ("deals.change_deal", "deals.change_milestone", "vendors.change_organisation"):
        may(poor.user, name)
    assert right in problem(poor.patch(path, body), 403)["errors"][0]["accepted"]


def test_a_session_writes_with_the_token_against_forgery() -> None:
    a_script()
    client = Client(enforce_csrf_checks=True)
    client.force_login(everything(a_user("ada")))
    refused = client.post(f"{ROOT}claims/", CLAIM, "application/json")
    assert "CSRF" in problem(refused, 403)["detail"]
    client.get("/account/")
    token = client.cookies["csrftoken"].value
    told = client.post(f"{ROOT}claims/", CLAIM, "application/json", HTTP_X_CSRFTOKEN=token)
    assert told.status_code == 201
    assert Claim.objects.get().entered_by == User.objects.get(username="ada")
    group = Group.objects.create(name="cleared")
    User.objects.get(username="ada").groups.add(group)
    restricted = client.patch(
        f"{ROOT}deals/radar/",
        {"restricted_to": ["cleared"]},
        "application/json",
        HTTP_X_CSRFTOKEN=token,
        HTTP_IF_MATCH="*",
    )
    assert restricted.json()["restricted_to"] == ["cleared"]


def test_a_form_of_another_site_writes_nothing() -> None:
    a_script()
    client = Client(enforce_csrf_checks=True)
    client.force_login(everything(a_user("ada")))
    for type_ in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data"):
        response = client.generic("POST", f"{ROOT}claims/", b"x=1", type_)
        assert response.status_code in (400, 403)
    assert not Claim.objects.exists()


@pytest.fixture
def hidden() -> None:
    """A deal that only some may know of, with all that hangs on it and on nothing else."""
    with together():
        deal = a_plan("hidden")
        source = a_source("secret-source")
        maker, holder = an_organisation("secret-maker"), an_organisation("secret-holder")
        a_party(deal, maker, "supplier")
        a_shareholding(maker, holder)
        a_claim(deal.milestones.get(code="first"), source=source)
        an_event(deal, code="secret-event", source=source)
        # What both have to do with.
        a_claim(deal.milestones.get(code="first"), "promised", source=Source.objects.first())
        a_party(deal, an_organisation("shared-maker"), "buyer")
    with recording(by=BY, today=TODAY) as book:
        restrict(book, deal, [Group.objects.create(name="cleared")])


@pytest.mark.usefixtures("hidden")
def test_what_is_hidden_does_not_exist() -> None:
    script = Script()
    claim, event = Claim.objects.first(), Event.objects.get()
    assert claim is not None
    for address in (
        "deals/hidden/record/",
        "deals/hidden/milestones/first/",
        "deals/hidden/lots/first/",
        "sources/secret-source/",
        "organisations/secret-maker/",
        "organisations/secret-holder/",
        f"claims/{claim.pk}/",
        f"events/{event.pk}/",
    ):
        problem(script.get(address), 404)
    for address in ("deals/hidden/", "sources/secret-source/", "organisations/secret-maker/"):
        absent = address.replace("hidden", "absent").replace("secret", "absent")
        for method in ("patch", "delete"):
            seen = {"seen": '"1"'}
            args = ({"title": "x"},) if method == "patch" else ()
            told = problem(getattr(script, method)(address, *args, **seen), 404)
            assert told == problem(getattr(script, method)(absent, *args, **seen), 404)
    problem(script.post(f"claims/{claim.pk}/retract/", {"reason": "x"}), 404)


@pytest.mark.usefixtures("hidden")
def test_what_names_the_hidden_is_refused_as_what_names_nothing() -> None:
    a_plan()
    a_source("open-source")
    script = Script()
    bodies: list[tuple[str, Any, str, str]] = [
        ("claims/", {**CLAIM, "source": "open-source", "deal": "hidden"}, "hidden", "absent"),
        ("claims/", {**CLAIM, "source": "secret-source"}, "secret-source", "absent"),
        ("milestones/", {**MILESTONE, "deal": "hidden"}, "hidden", "absent"),
        ("events/", {**EVENT, "source": "open-source", "deals": ["hidden"]}, "hidden", "absent"),
        (
            "deals/",
            {**DEAL, "parties": [{"organisation": "secret-maker", "role": "buyer"}]},
            "secret-maker",
            "absent",
        ),
    ]
    for path, body, name, absent in bodies:
        told = script.post(path, body)
        text = told.content.decode().replace(name, absent)
        other = script.send("POST", path, json.dumps(body).replace(name, absent))
        assert (told.status_code, text) == (other.status_code, other.content.decode())


@pytest.mark.usefixtures("hidden")
def test_what_depends_on_a_record_is_told_without_the_hidden() -> None:
    seen = a_deal("seen")
    shared = "gazette-2019-01-02"
    a_source(shared)
    a_claim(a_milestone(seen), source=Source.objects.get(code=shared))
    hidden = Deal.objects.get(ref="hidden")
    second = hidden.milestones.get(code="second")
    a_claim(second, source=Source.objects.get(code=shared))
    script = Script()
    (error,) = problem(script.delete(f"sources/{shared}/"), 409)["errors"]
    assert error["value"] == str(Claim.objects.get(milestone__deal=seen).pk)
    assert "1" not in error["message"]


@pytest.mark.usefixtures("hidden")
def test_a_ref_that_is_hidden_is_refused_as_one_that_was() -> None:
    script = Script()
    script.posted("deals/", {**DEAL, "ref": "gone"})
    script.delete("deals/gone/")
    gone = script.post("deals/", {**DEAL, "ref": "gone"})
    taken = script.post("deals/", {**DEAL, "ref": "hidden"})
    assert taken.status_code == gone.status_code == 409
    assert taken.content.decode().replace("hidden", "gone") == gone.content.decode()


@pytest.mark.usefixtures("hidden")
def test_an_event_names_only_deals_that_one_may_know_of() -> None:
    a_plan()
    insider = Script("insider")
    insider.user.groups.add(Group.objects.get(name="cleared"))
    both = {**EVENT, "deals": ["radar", "hidden"], "source": "secret-source"}
    told = insider.posted("events/", both)
    assert told["deals"] == ["hidden", "radar"]
    assert Script().get(f"events/{told['id']}/").json()["deals"] == ["radar"]
