"""Who may look and who may write: Django's own permissions, kept on every page."""

from typing import Any

import pytest
from django.contrib import admin
from django.test import Client

from journal.models import Entry
from tests.admin.browsing import address, fields_of, filled, send, staff, text_of
from tests.factories import (
    a_claim,
    a_deal,
    a_lot,
    a_milestone,
    a_party,
    a_shareholding,
    an_organisation,
)

APPS = ("accounts", "auth", "journal", "vendors", "deals", "deliveries")
OURS = sorted(
    f"{model._meta.app_label}_{model._meta.model_name}"
    for model in admin.site._registry
    if model._meta.app_label in APPS
)
# Which verbs a page has at all, for somebody with every permission on its model.
WRITTEN_HERE = {
    "accounts_user": {"add", "change"},
    "auth_group": {"add", "change", "delete"},
    "deals_claim": {"add"},
    "deals_deal": {"add", "change", "delete"},
    "deals_event": {"add"},
    "deals_source": {"add", "change", "delete"},
    "deals_term": {"add"},
    "deliveries_count": {"add"},
    "vendors_organisation": {"add", "change", "delete"},
}


def signed_in(*permissions: str) -> Client:
    client = Client()
    client.force_login(staff("eve", *permissions))
    return client


def a_record(model: str) -> Any:
    """A record for the page of a model, if these few make one."""
    deal = a_deal()
    milestone = a_milestone(deal, "second", after=(a_milestone(deal, "first"),))
    a_lot(milestone)
    a_claim(milestone)
    a_party(deal, an_organisation())
    a_shareholding(an_organisation("venture"), an_organisation("holder"))
    app, _, name = model.partition("_")
    registered = {m._meta.label_lower: m for m in admin.site._registry}
    return registered[f"{app}.{name}"]._default_manager.first()


def test_every_model_of_ours_has_a_page() -> None:
    assert set(WRITTEN_HERE) < set(OURS)
    assert len(OURS) == 19


@pytest.mark.django_db
@pytest.mark.parametrize("model", OURS)
def test_strangers_and_people_without_permission_are_kept_out(model: str) -> None:
    listed, add = address(model, "changelist"), address(model, "add")
    stranger, eve = Client(), signed_in()
    for path in (listed, add):
        assert stranger.get(path).status_code == 302
        assert "/login/?next=" in stranger.get(path).headers["Location"]
        assert eve.get(path).status_code == 403
        assert eve.post(path, {}).status_code == 403


@pytest.mark.django_db
@pytest.mark.parametrize("model", OURS)
def test_whoever_may_view_looks_and_does_not_write(model: str) -> None:
    app, _, name = model.partition("_")
    client = signed_in(f"{app}.view_{name}")
    assert client.get(address(model, "changelist")).status_code == 200
    assert client.get(address(model, "add")).status_code == 403
    record = a_record(model)
    if record is None:
        return
    path = address(model, "change", record.pk)
    entries = Entry.objects.count()
    page = client.get(path)
    assert page.status_code == 200
    assert 'name="_save"' not in page.content.decode()
    assert client.post(path, {"title": "forged", "name": "forged"}).status_code == 403
    assert client.post(address(model, "delete", record.pk), {"post": "yes"}).status_code == 403
    assert Entry.objects.count() == entries


@pytest.mark.django_db
@pytest.mark.parametrize("model", OURS)
@pytest.mark.parametrize("verb", ["add", "change", "delete"])
def test_a_page_has_the_verbs_that_are_its_own_and_no_more(model: str, verb: str) -> None:
    app, _, name = model.partition("_")
    rights = [f"{app}.view_{name}", f"{app}.change_{name}", f"{app}.{verb}_{name}"]
    client = signed_in(*dict.fromkeys(rights))
    allowed = verb in WRITTEN_HERE.get(model, set())
    if verb == "add":
        assert (client.get(address(model, "add")).status_code == 200) == allowed
        return
    record = a_record(model)
    if record is None:
        return
    if verb == "change":
        page = client.get(address(model, "change", record.pk)).content.decode()
        assert ('name="_save"' in page) == allowed
    else:
        refused = client.get(address(model, "delete", record.pk)).status_code == 403
        assert refused != allowed


@pytest.mark.django_db
def test_rows_of_a_deal_ask_for_their_own_permissions() -> None:
    deal = a_deal()
    a_lot(a_milestone(deal))
    a_party(deal, an_organisation())
    shown = ("deals.view_milestone", "deals.view_party")
    client = signed_in("deals.view_deal", "deals.change_deal", *shown)
    path = address("deals_deal", "change", deal.pk)
    page = client.get(path)
    assert "10" in text_of(page)
    fields = fields_of(page)
    rows = {name for name in fields if name.startswith("milestones-0-")}
    assert rows == {"milestones-0-id", "milestones-0-deal"}
    crafted = {"milestones__0__title": "forged", "milestones__0__DELETE": "on", "title": "Changed"}
    send(client, path, filled(fields, **crafted))
    deal.refresh_from_db()
    assert deal.title == "Changed"
    assert deal.milestones.get().title == "First"


@pytest.mark.django_db
def test_lots_and_links_ask_for_theirs() -> None:
    deal = a_deal()
    first = a_milestone(deal, "first", position=1)
    a_lot(a_milestone(deal, "second", after=(first,), position=2))
    rights = ("deals.view_deal", "deals.change_deal", "deals.change_milestone")
    client = signed_in(*rights)
    path = address("deals_deal", "change", deal.pk)
    typed = {
        "milestones__1__title": "Changed",
        "milestones__1__quantity": "99",
        "milestones__1__after": "",
    }
    send(client, path, filled(fields_of(client.get(path)), **typed))
    second = deal.milestones.get(code="second")
    assert second.title == "Changed"
    assert second.lot.quantity == 10  # type: ignore[attr-defined]
    assert second.after.count() == 1


@pytest.mark.django_db
def test_links_to_add_something_are_shown_to_those_who_may() -> None:
    deal = a_deal()
    a_claim(a_milestone(deal))
    path = address("deals_deal", "change", deal.pk)
    seeing = ("deals.view_deal", "deals.view_milestone")
    assert "Add claim" not in text_of(signed_in(*seeing).get(path))
    client = Client()
    client.force_login(staff("ada", *seeing, "deals.add_claim"))
    assert text_of(client.get(path)).count("Add claim") == 2
