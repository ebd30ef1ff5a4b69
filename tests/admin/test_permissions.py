"""Who may look and who may write: Django's own permissions, kept on every page."""

from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.test import Client

from deliveries import rebuilding
from deliveries.models import CatalogueEntry
from journal.models import Entry
from tests.accounts.test_keys import made
from tests.admin.browsing import address, fields_of, filled, send, staff, text_of
from tests.factories import (
    BY,
    TODAY,
    a_claim,
    a_count,
    a_deal,
    a_lot,
    a_milestone,
    a_party,
    a_shareholding,
    a_term,
    a_user,
    an_alias,
    an_event,
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
    "deals_alias": {"add", "change", "delete"},
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


def permission(verb: str, model: str) -> str:
    app, _, name = model.partition("_")
    return f"{app}.{verb}_{name}"


def a_record_of_each() -> dict[str, Any]:
    """A record for the page of every model."""
    deal = a_deal()
    lot = a_lot(a_milestone(deal, "second", after=(a_milestone(deal, "first"),)))
    a_claim(lot.milestone)
    a_term(deal)
    a_count(lot)
    an_event(deal)
    an_alias()
    a_party(deal, an_organisation())
    a_shareholding(an_organisation("venture"), an_organisation("holder"))
    made(a_user("ada"))
    Group.objects.create(name="analysts")
    rebuilding.start(TODAY, BY, "")
    CatalogueEntry.objects.create(kind="deal", key=deal.ref, deal=deal.ref, file="radar.yaml")
    labels = {f"{m._meta.app_label}_{m._meta.model_name}": m for m in admin.site._registry}
    found = {model: labels[model]._default_manager.first() for model in OURS}
    assert None not in found.values()
    return found


def test_every_model_of_ours_has_a_page() -> None:
    assert set(WRITTEN_HERE) < set(OURS)
    assert len(OURS) == 24


@pytest.mark.django_db
def test_strangers_and_people_without_permission_are_kept_out() -> None:
    stranger, eve = Client(), signed_in()
    for path in (address(model, page) for model in OURS for page in ("changelist", "add")):
        assert "/login/?next=" in stranger.get(path).headers["Location"], path
        assert eve.get(path).status_code == 403, path
        assert eve.post(path, {}).status_code == 403, path


@pytest.mark.django_db
def test_whoever_may_view_looks_and_does_not_write() -> None:
    records = a_record_of_each()
    client = signed_in(*(permission("view", model) for model in OURS))
    entries = Entry.objects.count()
    for model, record in records.items():
        change, delete = (address(model, page, record.pk) for page in ("change", "delete"))
        assert client.get(address(model, "changelist")).status_code == 200, model
        page = client.get(change)
        assert page.status_code == 200, model
        assert 'name="_save"' not in page.content.decode(), model
        for path in (address(model, "add"), change, delete):
            assert client.post(path, {"title": "forged", "post": "yes"}).status_code == 403, path
    assert Entry.objects.count() == entries


@pytest.mark.django_db
@pytest.mark.parametrize("verb", ["add", "change", "delete"])
def test_a_verb_is_there_for_those_who_may_use_it_where_it_has_a_page_at_all(verb: str) -> None:
    records = a_record_of_each()
    # Whoever adds people changes them as well: that is Django's own condition.
    rights = [permission(v, model) for v in {"view", "change", verb} for model in OURS]
    client = signed_in(*rights)
    found = set()
    for model, record in records.items():
        if verb == "change":
            page = client.get(address(model, "change", record.pk))
            is_there = 'name="_save"' in page.content.decode()
        else:
            numbers = [] if verb == "add" else [record.pk]
            is_there = client.get(address(model, verb, *numbers), follow=True).status_code == 200
        found |= {model} if is_there else set()
    assert found == {model for model, verbs in WRITTEN_HERE.items() if verb in verbs}


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
    assert second.lot.quantity == 10
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
