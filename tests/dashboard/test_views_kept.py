"""Named views: kept by whoever is signed in, opened by all who have the address, owned by one."""

import pytest
from django.test import Client

from accounts import kept_views
from accounts.models import View
from tests.dashboard.reading import page
from tests.factories import a_claim, a_deal, a_milestone, a_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(client: Client) -> Client:
    a_claim(a_milestone(a_deal()))
    client.force_login(a_user("ada"))
    return client


def keep(client: Client, name: str = "Late ones", query: str = "state=critical&page=3") -> View:
    assert client.post("/views/", {"name": name, "query": query}).status_code == 302
    return View.objects.get(name=name)


def test_a_view_is_kept_opened_and_shown(ada: Client) -> None:
    view = keep(ada)
    assert view.query == "state=critical"  # of the list, not of a page of it
    opened = ada.get(f"/views/{view.slug}/?as_of=2022-01-01")
    assert opened.headers["Location"] == "/?state=critical&as_of=2022-01-01"
    read = page(ada, "/?state=critical")
    assert "Kept as “Late ones”." in read.text
    assert "This is your view “Late ones”" in read.text
    assert f"/views/{view.slug}/" in page(ada, "/account/").links


def test_a_view_can_be_opened_by_others_and_tells_them_its_filter_alone(ada: Client) -> None:
    view = keep(ada)
    other = Client()
    assert other.get(f"/views/{view.slug}/").headers["Location"] == "/?state=critical"
    assert "Late ones" not in page(other, "/?state=critical").text
    other.force_login(a_user("bob"))
    assert "Late ones" not in page(other, "/?state=critical").text
    assert "Late ones" not in page(other, "/account/").text


def test_a_view_is_renamed_and_deleted_by_its_owner_alone(ada: Client) -> None:
    view = keep(ada)
    bob = Client()
    bob.force_login(a_user("bob"))
    for verb in ("rename", "delete"):
        address = f"/account/views/{view.pk}/{verb}/"
        assert bob.post(address, {"name": "Mine"}).status_code == 404
        assert Client().post(address).headers["Location"].startswith("/accounts/login/")
        assert ada.get(address).status_code == 405
    ada.post(f"/account/views/{view.pk}/rename/", {"name": "Worst"})
    assert View.objects.get().name == "Worst"
    assert View.objects.get().slug == view.slug
    ada.post(f"/account/views/{view.pk}/delete/")
    assert not View.objects.exists()
    assert ada.get(f"/views/{view.slug}/").status_code == 404


@pytest.mark.parametrize("name", ["", "  ", "a" * 81, "a\x00b", "Late ones"])
def test_a_name_that_will_not_do_is_told(ada: Client, name: str) -> None:
    view = keep(ada)
    read = ada.post("/views/", {"name": name, "query": "state=breach"})
    assert read.status_code == 400
    assert "The view was not kept" in read.content.decode()
    assert ada.post(f"/account/views/{view.pk}/rename/", {"name": "Other"}).status_code == 302
    assert View.objects.count() == 1


def test_only_what_the_list_can_be_asked_for_is_kept(ada: Client) -> None:
    answer = ada.post("/views/", {"name": "Odd", "query": "state=odd"})
    assert answer.status_code == 400
    assert not View.objects.exists()


def test_there_is_an_end_to_views(ada: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_views, "MOST", 1)
    keep(ada)
    answer = ada.post("/views/", {"name": "More", "query": ""})
    assert "1 views are kept" in answer.content.decode()


def test_a_stranger_keeps_nothing(client: Client) -> None:
    a_claim(a_milestone(a_deal()))
    read = page(client, "/?state=critical")
    assert "Sign in to keep it under a name." in read.text
    assert client.post("/views/", {"name": "x"}).headers["Location"].startswith("/accounts/login/")
