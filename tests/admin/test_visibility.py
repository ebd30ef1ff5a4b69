"""What is restricted to a group does not exist in the admin for those outside it."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from accounts.models import User
from deals.models import Claim, Deal, Event
from deliveries.actions import recording, restrict, retract
from deliveries.models import DealSpan, Flag, Lot, Span
from journal.ledger import By
from journal.models import Door, Entry
from tests.admin.browsing import address, fields_of, filled, send, staff, text_of
from tests.factories import (
    TODAY,
    a_claim,
    a_count,
    a_deal,
    a_lot,
    a_milestone,
    a_party,
    a_source,
    a_term,
    an_event,
    an_organisation,
)

MODELS = (
    "deals_deal",
    "deals_milestone",
    "deals_party",
    "deals_precedence",
    "deals_claim",
    "deals_term",
    "deals_event",
    "deliveries_lot",
    "deliveries_count",
    "deliveries_span",
    "deliveries_dealspan",
    "deliveries_flag",
)
VERBS = ("view", "add", "change", "delete")


@dataclass
class Scene:
    """A deal that only analysts may know of, one of each record about it, and an open deal."""

    secret: Deal
    records: dict[str, Any]
    open: Deal
    event: Event
    analysts: Group


@pytest.fixture
def scene(db: None) -> Scene:
    """A restricted deal with everything that can hang on it."""
    analysts = Group.objects.create(name="analysts")
    secret, open_ = a_deal("secret"), a_deal("open")
    contract = a_milestone(secret, "secret-contract")
    lot = a_lot(a_milestone(secret, "secret-first", after=(contract,)))
    records: dict[str, Any] = {
        "deals_deal": secret,
        "deals_milestone": contract,
        "deals_party": a_party(secret, an_organisation()),
        "deals_precedence": lot.milestone.after.get(),
        "deals_claim": a_claim(lot.milestone),
        "deals_term": a_term(secret),
        "deals_event": an_event(secret, code="secret-event"),
        "deliveries_lot": lot,
        "deliveries_count": a_count(lot),
        "deliveries_span": Span.objects.first(),
        "deliveries_dealspan": DealSpan.objects.first(),
        "deliveries_flag": Flag.objects.first(),
    }
    shared = an_event(secret, open_, code="shared-event")
    by = By(None, Door.COMMAND)
    with recording(by=by, today=TODAY) as book:
        restrict(book, secret, [analysts])
    return Scene(secret, records, open_, shared, analysts)


def with_all_rights(name: str, **fields: Any) -> User:
    models = [model.partition("_") for model in MODELS]
    rights = [f"{app}.{verb}_{model}" for app, _, model in models for verb in VERBS]
    return staff(
        name,
        *rights,
        "deals.view_source",
        "journal.view_entry",
        "vendors.view_organisation",
        **fields,
    )


@pytest.fixture
def outsider(scene: Scene) -> Client:
    """Somebody with every right, and in no group."""
    client = Client()
    client.force_login(with_all_rights("eve"))
    return client


@pytest.fixture
def analyst(scene: Scene) -> Client:
    """Somebody with every right, in the group."""
    client = Client()
    client.force_login(with_all_rights("ada", groups=(scene.analysts,)))
    return client


@pytest.mark.parametrize("model", MODELS)
def test_lists_show_it_to_the_group_alone(
    analyst: Client, outsider: Client, scene: Scene, model: str
) -> None:
    link = address(model, "change", scene.records[model].pk)
    listed = address(model, "changelist")
    assert link in analyst.get(listed).content.decode()
    page = outsider.get(listed).content.decode()
    assert link not in page
    assert "secret" not in page.replace("shared-event", "")


@pytest.mark.parametrize("model", MODELS)
def test_its_pages_are_not_there_for_others(
    analyst: Client, outsider: Client, scene: Scene, model: str
) -> None:
    path = address(model, "change", scene.records[model].pk)
    assert analyst.get(path).status_code == 200
    response = outsider.get(path, follow=True)
    assert response.redirect_chain
    assert "doesn’t exist" in text_of(response)
    assert outsider.post(path, {"title": "forged"}).status_code in (302, 403)


def test_questions_do_not_reach_it(outsider: Client, scene: Scene) -> None:
    claim: Claim = scene.records["deals_claim"]
    path = f"{address('deals_claim', 'retract')}?ids={claim.pk}"
    response = outsider.post(path, {"reason": "forged"}, follow=True)
    assert "There is nothing here to retract" in text_of(response)
    claim.refresh_from_db()
    assert not claim.is_retracted


@pytest.mark.parametrize(
    ("model", "field"),
    [
        ("claim", "milestone"),
        ("term", "deal"),
        ("event", "deals"),
        ("count", "lot"),
    ],
)
def test_autocomplete_does_not_offer_it(
    analyst: Client, outsider: Client, model: str, field: str
) -> None:
    app = "deliveries" if model == "count" else "deals"
    query = {"app_label": app, "model_name": model, "field_name": field, "term": ""}
    for path in ("/admin/deliveries/lot/choices/", "/admin/autocomplete/"):
        mine = analyst.get(path, query).content.decode().lower()
        theirs = outsider.get(path, query).content.decode().lower()
        assert len(mine) > len(theirs)
        assert "secret" not in theirs
    assert "secret" in analyst.get("/admin/deliveries/lot/choices/", query).content.decode()


def test_a_crafted_choice_of_it_is_refused_as_if_it_were_not_there(
    outsider: Client, scene: Scene
) -> None:
    lot: Lot = scene.records["deliveries_lot"]
    voice = {"said_by": "A. Diplomat", "source": a_source("wire").pk, "side": "buyer"}
    dated = {**voice, "edtf": "2021"}
    cases: list[tuple[str, dict[str, Any]]] = [
        ("deals/claim", {"milestone": lot.milestone_id, "kind": "promised", **dated}),
        ("deliveries/count", {"lot": lot.pk, "kind": "delivered", "total": 1, **dated}),
        ("deals/term", {"deal": scene.secret.pk, "kind": "stage", "stage": "signed", **voice}),
        ("deals/event", {"deals": [scene.secret.pk], "kind": "dispute", "code": "x", **dated}),
    ]
    for name, given in cases:
        for query in ("", f"?deal={scene.secret.pk}"):
            path = f"/admin/{name}/add/{query}"
            page = outsider.get(path)
            assert "secret" not in page.content.decode()
            words = text_of(send(outsider, path, filled(fields_of(page), **given)))
            assert "is not one of the available choices" in words, path
            assert "Nothing is saved yet" not in words
    assert Claim.objects.count() == 1


def test_an_event_names_only_the_deals_that_one_may_know_of(
    analyst: Client, outsider: Client, scene: Scene
) -> None:
    path = address("deals_event", "change", scene.event.pk)
    assert "open , secret" in text_of(analyst.get(path))
    words = text_of(outsider.get(path))
    assert "open" in words
    assert "secret" not in words


def test_filters_and_search_do_not_give_it_away(outsider: Client) -> None:
    for query in ("deal=secret", "q=secret"):
        words = text_of(outsider.get(f"/admin/deals/claim/?{query}"))
        assert "0 claims" in words


def test_the_journal_tells_only_the_group_about_it(
    root: Client, analyst: Client, outsider: Client, scene: Scene
) -> None:
    with recording(by=By(None, Door.COMMAND), today=TODAY) as book:
        retract(book, scene.records["deals_event"], reason="A secret reason")
    about = Entry.objects.filter(deal="secret") | Entry.objects.filter(
        subject="event", key=scene.records["deals_event"].pk
    )
    assert about.exists()
    for entry in about:
        path = address("journal_entry", "change", entry.pk)
        assert root.get(path).status_code == 200
        assert analyst.get(path).status_code == 200
        assert outsider.get(path).status_code == 302
    for query in ("", "q=secret", "deal=secret", "subject=event"):
        words = text_of(outsider.get(f"/admin/journal/entry/?{query}"))
        assert "A secret reason" not in words
        assert " secret " not in words
    shared = Entry.objects.get(verb="record", subject="event", key=scene.event.pk)
    assert outsider.get(address("journal_entry", "change", shared.pk)).status_code == 200


def test_the_journal_tells_of_people_only_to_those_who_may_see_them(root: Client) -> None:
    Entry.objects.bulk_create(
        [Entry(seq=9001, at="2026-01-01T00:00Z", door="admin", verb="add", subject="user", key="7")]
    )
    client = Client()
    client.force_login(staff("eve", "journal.view_entry"))
    path = address("journal_entry", "change", 9001)
    assert client.get(path).status_code == 302
    assert root.get(path).status_code == 200
    client.force_login(staff("bob", "journal.view_entry", "accounts.view_user"))
    assert client.get(path).status_code == 200


def test_whoever_restricts_a_deal_to_others_loses_sight_of_it(
    outsider: Client, scene: Scene
) -> None:
    path = address("deals_deal", "change", scene.open.pk)
    fields = filled(fields_of(outsider.get(path)), restricted_to=[scene.analysts.pk])
    response = send(outsider, path, fields)
    assert response.status_code == 200
    assert not Deal.objects.visible_to(User.objects.get(username="eve")).exists()
