"""People and groups: every change of who may do what is in the journal, no password ever is."""

import json
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client

from accounts.models import User
from deliveries.actions import recording, restrict
from journal.models import Door, Entry
from tests.admin.browsing import address, fields_of, filled, send, staff, text_of
from tests.factories import BY, TODAY, a_deal, a_user

SECRET = "a long and strange word"


def page_of(user: User) -> str:
    return address("accounts_user", "change", user.pk)


def told(subject: str) -> list[tuple[str, Any, Any]]:
    entries = Entry.objects.filter(subject=subject, door=Door.ADMIN).order_by("seq")
    return [(e.verb, e.before, e.after) for e in entries]


def test_adding_a_person_is_told_without_the_password(root: Client) -> None:
    path = address("accounts_user", "add")
    typed = {"username": "eve", "password1": SECRET, "password2": SECRET}
    send(root, path, filled(fields_of(root.get(path)), **typed))
    eve = User.objects.get(username="eve")
    assert eve.check_password(SECRET)
    ((verb, before, after),) = told("user")
    assert (verb, before, after["username"]) == ("add", None, "eve")
    assert not {"password", "last_login"} & set(after)


def test_a_change_of_rights_is_told_with_before_and_after(root: Client) -> None:
    eve = a_user("eve")
    group = Group.objects.create(name="analysts")
    right = Permission.objects.get(codename="add_claim")
    typed = {"is_staff": "on", "groups": [group.pk], "user_permissions": [right.pk]}
    send(root, page_of(eve), filled(fields_of(root.get(page_of(eve))), **typed))
    assert told("user") == [
        (
            "change",
            {"is_staff": False, "groups": [], "permissions": []},
            {"is_staff": True, "groups": ["analysts"], "permissions": ["deals.add_claim"]},
        )
    ]
    assert Entry.objects.get().actor == User.objects.get(username="root")


def test_a_page_saved_as_it_was_tells_nothing(root: Client) -> None:
    eve = a_user("eve")
    send(root, page_of(eve), fields_of(root.get(page_of(eve))))
    assert told("user") == []


def test_a_refused_change_tells_nothing(root: Client) -> None:
    eve = a_user("eve")
    fields = fields_of(root.get(page_of(eve)))
    response = send(root, page_of(eve), filled(fields, username="root"))
    assert "already exists" in text_of(response)
    assert told("user") == []


def test_that_a_password_changed_is_told_and_not_what_it_is(root: Client) -> None:
    eve = a_user("eve")
    path = address("auth_user", "password_change", eve.pk)
    typed = {"password1": SECRET, "password2": SECRET, "usable_password": "true"}
    fields = filled(fields_of(root.get(path)), **typed)
    send(root, path, fields, "set-password")
    eve.refresh_from_db()
    assert eve.check_password(SECRET)
    assert told("user") == [("change", None, {"password": "set"})]
    everything = json.dumps(list(Entry.objects.values_list("before", "after")))
    assert eve.password not in everything
    assert SECRET not in everything


def test_a_password_that_is_refused_tells_nothing(root: Client) -> None:
    eve = a_user("eve")
    path = address("auth_user", "password_change", eve.pk)
    typed = {"password1": "1234", "password2": "1234", "usable_password": "true"}
    send(root, path, filled(fields_of(root.get(path)), **typed), "set-password")
    assert told("user") == []
    assert root.get(address("auth_user", "password_change", 999)).status_code == 404


def test_nobody_is_deleted(root: Client) -> None:
    eve = a_user("eve")
    assert root.post(address("accounts_user", "delete", eve.pk), {"post": "yes"}).status_code == 403
    data = {"action": "delete_selected", "_selected_action": [eve.pk], "post": "yes"}
    root.post(address("accounts_user", "changelist"), data)
    assert User.objects.filter(username="eve").exists()


@pytest.fixture
def manager(db: None) -> Client:
    """Somebody who may manage people and groups, and is no superuser."""
    verbs = ("view", "add", "change", "delete")
    rights = [f"{name}_{model}" for name in verbs for model in ("user", "group")]
    full = [f"{'accounts' if r.endswith('user') else 'auth'}.{r}" for r in rights]
    client = Client()
    client.force_login(staff("eve", *full))
    return client


def test_rights_are_given_by_superusers_alone(manager: Client) -> None:
    eve = User.objects.get(username="eve")
    group = Group.objects.create(name="analysts")
    right = Permission.objects.get(codename="add_claim")
    fields = fields_of(manager.get(page_of(eve)))
    assert not {"is_superuser", "groups", "user_permissions"} & set(fields)
    crafted = {"is_superuser": "on", "groups": [group.pk], "user_permissions": [right.pk]}
    rights = eve.user_permissions.count()
    send(manager, page_of(eve), filled(fields, first_name="Eve", **crafted))
    eve.refresh_from_db()
    assert (eve.first_name, eve.is_superuser, eve.groups.count()) == ("Eve", False, 0)
    assert eve.user_permissions.count() == rights
    path = address("auth_group", "change", group.pk)
    send(manager, path, filled(fields_of(manager.get(path)), permissions=[right.pk], name="new"))
    assert (Group.objects.get().name, group.permissions.count()) == ("new", 0)


def test_a_superuser_is_changed_by_superusers_alone(root: Client, manager: Client) -> None:
    boss = User.objects.get(username="root")
    assert 'name="_save"' not in manager.get(page_of(boss)).content.decode()
    assert manager.post(page_of(boss), {"username": "forged"}).status_code == 403
    path = address("auth_user", "password_change", boss.pk)
    assert manager.post(path, {"password1": SECRET, "password2": SECRET}).status_code == 403


def test_groups_are_told_of_from_beginning_to_end(root: Client) -> None:
    add = address("auth_group", "add")
    right = Permission.objects.get(codename="add_claim")
    send(root, add, filled(fields_of(root.get(add)), name="analysts"))
    group = Group.objects.get()
    path = address("auth_group", "change", group.pk)
    send(root, path, filled(fields_of(root.get(path)), permissions=[right.pk]))
    root.post(address("auth_group", "delete", group.pk), {"post": "yes"})
    assert told("group") == [
        ("add", None, {"name": "analysts", "permissions": []}),
        ("change", {"permissions": []}, {"permissions": ["deals.add_claim"]}),
        ("remove", {"name": "analysts", "permissions": ["deals.add_claim"]}, None),
    ]
    assert not Group.objects.exists()


def test_a_group_that_keeps_a_deal_to_itself_is_not_deleted(root: Client) -> None:
    group = Group.objects.create(name="analysts")
    deal = a_deal()
    with recording(by=BY, today=TODAY) as book:
        restrict(book, deal, [group])
    path = address("auth_group", "delete", group.pk)
    for response in (root.get(path, follow=True), root.post(path, {"post": "yes"}, follow=True)):
        assert "cannot be removed: 1 deals are restricted to it." in text_of(response)
    data = {"action": "delete_selected", "_selected_action": [group.pk], "post": "yes"}
    root.post(address("auth_group", "changelist"), data)
    assert list(deal.restricted_to.all()) == [group]
