"""What every page keeps to: plain markup, an outline, and no state by colour alone."""

import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import transaction
from django.test import Client

from deals.choices import ClaimKind
from deliveries import wording
from deliveries.verdicts import FLAGS, WORST_FIRST
from deliveries.wording import STATES
from tests.api.asking import at_noon_of
from tests.dashboard.reading import Read, page
from tests.dashboard.test_query_counts import LISTS, a_full_milestone
from tests.factories import TODAY, a_claim, a_deal, a_milestone

pytestmark = pytest.mark.django_db
ADDRESSES = (*LISTS, "/deals/radar/", "/deals/radar/evidence/", "/accounts/login/")
STATIC = Path(django_settings.BASE_DIR) / "static"


@pytest.fixture(scope="module")
def pages(django_db_setup: None, django_db_blocker: Any) -> list[Read]:
    """Every page, today and on a day of the past; read once, since nothing here changes them."""
    with django_db_blocker.unblock(), transaction.atomic(), at_noon_of(TODAY):
        deal = a_deal()
        a_full_milestone(deal, 0)
        a_full_milestone(deal, 1)
        a_full_milestone(a_deal("sonar"), 0)
        read = [page(Client(), address) for address in every_address()]
        transaction.set_rollback(True)
    return read


def every_address() -> list[str]:
    full = [
        "/changes/?since=2019-12-01",
        "/changes/?since=2018-01-01&as_of=2020-12-01",
        "/calendar/?in=FY2020-21&as_of=2020-01-01",
        "/compare/?deals=radar,sonar",
        "/compare/?deals=radar,sonar&align=contract&as_of=2020-12-01",
    ]
    days = ("", "?as_of=2020-12-01")
    return [*(a + day for a in ADDRESSES for day in days), *full]


def test_a_page_needs_no_mending(pages: list[Read]) -> None:
    for shown in pages:
        assert shown.faults == []
        assert len(shown.ids) == len(set(shown.ids))
        assert shown.all("html")[0].attributes["lang"] == "en"
        assert len(shown.all("main")) == 1


def test_nothing_of_style_or_script_is_within_a_page(pages: list[Read]) -> None:
    for shown in pages:
        assert not any(e.text for e in shown.all("script"))
        assert all(e.attributes["src"].startswith("/static/") for e in shown.all("script"))
        assert not shown.all("style")
        for element in shown.elements:
            assert not [a for a in element.attributes if a == "style" or a.startswith("on")]


def test_headings_go_down_one_by_one(pages: list[Read]) -> None:
    for shown in pages:
        levels = [int(e.tag[1]) for e in shown.elements if re.fullmatch("h[1-6]", e.tag)]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after - before <= 1 for before, after in pairwise(levels))


def test_links_within_a_page_lead_somewhere(pages: list[Read]) -> None:
    for shown in pages:
        anchors = {link for link in shown.links if link.startswith("#")}
        assert anchors <= {f"#{name}" for name in shown.ids}
        used = {e.attributes["href"] for e in shown.all("use")}
        assert used <= {f"#{e.attributes['id']}" for e in shown.all("symbol")}


def test_tables_have_a_caption_and_headers_with_a_scope(pages: list[Read]) -> None:
    for shown in pages:
        assert len(shown.all("caption")) == len(shown.all("table"))
        assert all(e.text.strip() for e in shown.all("caption"))
        assert {e.attributes["scope"] for e in shown.all("th")} <= {"col", "row", "rowgroup"}


def test_every_field_of_a_form_has_its_label(pages: list[Read]) -> None:
    for shown in pages:
        labels = {e.attributes["for"] for e in shown.all("label")}
        fields = [e for e in shown.all("input") if e.attributes["type"] != "hidden"]
        fields += shown.all("select")
        assert {e.attributes["id"] for e in fields} == labels


def test_the_outside_is_linked_without_a_trace(pages: list[Read]) -> None:
    for shown in pages:
        for link in shown.all("a"):
            if link.attributes["href"].startswith("http"):
                assert link.attributes["rel"] == "noopener noreferrer"


def test_a_state_is_told_by_word_and_by_shape(pages: list[Read]) -> None:
    for shown in pages:
        words = {f"state-{s.code}": s.word for s in STATES.values()}
        shapes = [e.attributes["href"] for e in shown.all("use")]
        for state in shown.all("span", "state"):
            (code,) = state.classes - {"state"}
            assert words[code] in state.text
            assert f"#shape-{code.removeprefix('state-')}" in shapes


def test_every_state_has_a_shape_unlike_the_others_and_a_colour(client: Client) -> None:
    a_claim(a_milestone(a_deal()))
    html = client.get("/").content.decode()
    drawn = dict(re.findall(r'<symbol id="shape-(\w+)"[^>]*>(.*?)</symbol>', html, re.DOTALL))
    assert set(drawn) - {"brand"} == set(WORST_FIRST)
    assert len(set(drawn.values())) == len(drawn)
    css = (STATIC / "words.css").read_text()
    for state in WORST_FIRST:
        assert f".state-{state} {{" in css


def test_every_word_of_the_rules_has_its_word_for_people() -> None:
    assert set(wording.STATES) == set(WORST_FIRST)
    assert set(wording.FLAGS) == set(FLAGS)
    assert set(wording.CLAIMS) == set(ClaimKind.values)


def test_no_style_asks_another_host_for_anything() -> None:
    for sheet in STATIC.glob("*.css"):
        assert "url(" not in sheet.read_text()
        assert "@import" not in sheet.read_text()
