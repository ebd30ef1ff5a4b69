import pytest
from django.test import Client

from journal.models import Entry
from tests.factories import an_admin

pytestmark = pytest.mark.django_db
OLD, NEW = "correct horse battery", "staple of the fleet 7"


def test_a_change_of_ones_own_password_is_journalled_without_it(client: Client) -> None:
    user = an_admin()
    client.force_login(user)
    assert client.get("/admin/password_change/").status_code == 200
    answer = client.post(
        "/admin/password_change/",
        {"old_password": OLD, "new_password1": NEW, "new_password2": NEW},
    )
    assert answer.headers["Location"] == "/admin/password_change/done/"
    user.refresh_from_db()
    assert user.check_password(NEW)
    entry = Entry.objects.get(subject="user", verb="change")
    assert (entry.actor, entry.key, entry.before, entry.after) == (user, str(user.pk), None, None)
    assert client.get("/admin/").status_code == 200


def test_a_refused_change_leaves_no_entry_and_strangers_are_sent_to_sign_in(client: Client) -> None:
    assert client.get("/admin/password_change/").status_code == 302
    client.force_login(an_admin())
    wrong = {"old_password": "wrong", "new_password1": NEW, "new_password2": NEW}
    assert client.post("/admin/password_change/", wrong).status_code == 200
    assert not Entry.objects.filter(subject="user", verb="change").exists()
