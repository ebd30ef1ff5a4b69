"""The page that shows the description of the API to people."""

import re
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import Page

from tests.api.asking import ROOT


@pytest.mark.django_db
def test_the_page_of_the_description_takes_nothing_from_elsewhere(client: Client) -> None:
    page = client.get(f"{ROOT}docs/")
    html = page.content.decode()
    addresses = re.findall(r"""(?:src|href)="([^"]+)\"""", html)
    files = [a for a in addresses if a.startswith(settings.STATIC_URL)]
    assert [a for a in addresses if a not in files] == [f"{ROOT}docs/?script="]
    assert len(files) == 3
    assert all(finders.find(file.removeprefix(settings.STATIC_URL)) for file in files)
    assert "//" not in html
    assert re.findall(r"<script(?! src=)|<style|style=", html) == []
    policy = page.headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    script = client.get(f"{ROOT}docs/?script=").content.decode()
    assert f'url: "{ROOT}schema/"' in script
    assert "://" not in script


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_page_of_the_description_works_under_the_policy(page: Page, live_server: Any) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{live_server.url}{ROOT}docs/")
    page.click("#operations-deals-deals_list button")
    page.wait_for_selector("text=The day for which the answer is given")
    page.click("text=Try it out")
    page.click("text=Execute")
    page.wait_for_selector(".live-responses-table >> text=results")
    assert [url for url in asked if not url.startswith((live_server.url, "data:"))] == []
