"""The way in and out, and the pages for what goes wrong."""

from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.views.defaults import permission_denied, server_error

from tests.dashboard.reading import page, read
from tests.factories import a_user, an_admin

pytestmark = pytest.mark.django_db


def test_a_stranger_is_offered_to_sign_in_and_to_come_back(client: Client) -> None:
    assert (
        "/accounts/login/?next=/flags/%3Fas_of%3D2020-11-12"
        in page(client, "/flags/?as_of=2020-11-12").links
    )


def test_a_person_signs_in_and_comes_back(client: Client) -> None:
    a_user("ada")
    form = page(client, "/accounts/login/?next=/flags/")
    fields = {e.attributes["name"]: e.attributes.get("value", "") for e in form.all("input")}
    answer = client.post(
        "/accounts/login/", fields | {"username": "ada", "password": "correct horse battery"}
    )
    assert answer.headers["Location"] == "/flags/"
    text = page(client, "/flags/").text
    assert "ada" in text
    assert "Sign out" in text
    assert "Admin" not in text


def test_a_wrong_password_is_told_without_saying_what_was_wrong(client: Client) -> None:
    a_user("ada")
    answer = client.post("/accounts/login/", {"username": "ada", "password": "wrong"})
    shown = read(answer.content.decode())
    (fault,) = [e for e in shown.all("div") if e.attributes.get("role") == "alert"]
    assert "correct username and password" in fault.text
    (name,) = [e for e in shown.all("input") if e.attributes["name"] == "username"]
    assert name.attributes["value"] == "ada"


def test_an_empty_form_is_told(client: Client) -> None:
    answer = client.post("/accounts/login/", {"username": "", "password": ""})
    assert "Give both a user name and a password." in answer.content.decode()


def test_signing_out_is_a_form_that_is_posted(client: Client) -> None:
    client.force_login(a_user())
    forms = [e for e in page(client, "/").all("form") if e.attributes["method"] == "post"]
    assert [form.attributes["action"] for form in forms] == ["/accounts/logout/"]
    assert client.get("/accounts/logout/").status_code == 405
    assert client.post("/accounts/logout/").status_code == 302
    assert "Sign in" in page(client, "/").text


def test_staff_are_led_to_the_admin(client: Client) -> None:
    client.force_login(an_admin())
    assert "/admin/" in page(client, "/").links


def test_every_page_leads_to_the_others_and_to_the_api(client: Client) -> None:
    for address in ("/", "/flags/"):
        links = page(client, address).links
        assert {"/", "/flags/", "/api/v1/docs/", "#main"} <= set(links)


def test_the_page_that_is_shown_is_marked_in_the_navigation(client: Client) -> None:
    for address in ("/", "/flags/"):
        links = page(client, address).all("a")
        current = [e for e in links if e.attributes.get("aria-current") == "page"]
        assert [e.attributes["href"] for e in current] == [address]


@pytest.mark.usefixtures("closed")
@pytest.mark.parametrize(
    "address", ["/", "/flags/", "/changes/", "/deals/radar/", "/?as_of=nonsense"]
)
def test_where_reading_is_closed_a_page_asks_to_sign_in(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/accounts/login/?next=/")


def test_what_is_not_there_has_a_page(client: Client) -> None:
    shown = page(client, "/nowhere/", status=404)
    assert "There is no such page" in shown.texts("h1")
    assert "/" in shown.links


def test_what_is_not_allowed_has_a_page(rf: RequestFactory) -> None:
    answer = permission_denied(rf.get("/"), PermissionError())
    assert answer.status_code == 403
    assert "This is not allowed" in answer.content.decode()


def test_a_failure_has_a_page_that_needs_nothing(rf: RequestFactory) -> None:
    answer = server_error(rf.get("/"))
    assert answer.status_code == 500
    shown = read(answer.content.decode())
    assert shown.faults == []
    assert "Something failed here" in shown.texts("h1")
    assert render_to_string("500.html")


def test_every_static_file_that_a_page_names_is_there(client: Client) -> None:
    named = [e.attributes["href"] for e in page(client, "/").all("link")]
    assert {Path(address).suffix for address in named} == {".css", ".svg"}
    for address in named:
        file = Path(django_settings.BASE_DIR) / "static" / address.removeprefix("/static/")
        assert file.is_file()
