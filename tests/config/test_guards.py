from contextlib import closing
from typing import Any
from unittest import mock

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import OperationalError, connection
from django.test import Client
from playwright.sync_api import Page, expect

from accounts.models import User

pytestmark = pytest.mark.django_db


def test_every_page_carries_a_strict_policy(client: Client) -> None:
    for address in ("/healthz", "/accounts/login/", "/nowhere", "/static/admin/css/base.css"):
        with closing(client.get(address)) as answer:
            policy = answer.headers["Content-Security-Policy"]
        parts = dict(part.strip().split(" ", 1) for part in policy.split(";"))
        assert parts["default-src"] == "'none'"
        assert parts["frame-ancestors"] == "'none'"
        assert parts["base-uri"] == "'none'"
        assert "unsafe" not in policy
        assert "http" not in policy


def test_a_database_that_does_not_answer_is_told_without_saying_why(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    lost = mock.patch.object(connection, "cursor", side_effect=OperationalError("host hunter2"))
    with lost:
        answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json() == {"database": "unreachable"}
    assert "hunter2" in caplog.text


def test_the_health_check_is_never_kept(client: Client) -> None:
    assert "no-store" in client.get("/healthz").headers["Cache-Control"]
    assert client.post("/healthz").status_code == 405


def test_signing_out_takes_a_post_and_leads_to_the_login(client: Client) -> None:
    client.force_login(User.objects.create(username="a"))
    assert client.get("/accounts/logout/").status_code == 405
    assert client.post("/accounts/logout/").headers["Location"] == "/accounts/login/"
    assert client.get("/healthz").wsgi_request.user == AnonymousUser()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_admin_works_under_the_policy(page: Page, live_server: Any) -> None:
    User.objects.create_superuser("admin", password="right-horse-battery")
    page.goto(f"{live_server.url}/admin/")
    page.fill("#id_username", "admin")
    page.fill("#id_password", "right-horse-battery")
    page.click("input[type=submit]")
    expect(page.locator("h1").first).to_contain_text("Facts and people")
    page.goto(f"{live_server.url}/admin/auth/group/")
    expect(page.locator("#content h1")).to_be_visible()
    page.goto(f"{live_server.url}/admin/auth/group/add/")
    # Made by script: the box in which permissions are chosen.
    expect(page.locator(".selector-available").first).to_be_visible()


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/api/v1/deals/", "/admin/"])
@pytest.mark.parametrize("key", ['"\\000abcdefghijk"', "é" * 32, "a b" * 12, "'; --aaaaaaaaaaa"])
def test_a_cookie_that_is_no_key_of_ours_is_nobodys_session(path: str, key: str) -> None:
    client = Client()
    client.cookies.load(f"sessionid={key}")
    assert client.get(path).status_code in (200, 302)
