"""In a real browser: lists are filtered without a reload, and without a script as well."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from playwright.sync_api import Browser, Page

from tests.dashboard.test_browser import PAGE_WIDTH, faults
from tests.factories import a_claim, a_deal, a_milestone, a_party, a_user, an_organisation, together

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
@together()
def site(live_server: Any) -> str:
    """The address of a server with a late deal, and with one that is on track."""
    for ref, contracted, promised in (("radar", "2020-10", "2022-10"), ("sonar", "2199", "")):
        deal = a_deal(ref)
        a_party(deal, an_organisation(f"{ref}-buyer"), "buyer")
        milestone = a_milestone(deal)
        a_claim(milestone, when=contracted)
        if promised:
            a_claim(milestone, "promised", promised, reported="2020-11-12")
    return str(live_server.url)


def filter_by_state(page: Page) -> None:
    page.get_by_text("State", exact=True).first.click()
    page.get_by_label("Critical").check()
    page.locator(".facet[open] button").click()
    page.get_by_text("1 deal with").wait_for()


def test_on_a_phone_a_deal_is_a_short_card(page: Page, site: str) -> None:
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(site)
    card = page.locator(".watch tbody tr").first
    slip, due = (card.locator(f"td[data-label='{name}']") for name in ("Slip", "Next date"))
    assert slip.evaluate("e => e.offsetTop") == due.evaluate("e => e.offsetTop")
    assert not card.locator("td[data-label='How it moved']").is_visible()
    assert card.evaluate("e => e.offsetHeight") < 420
    assert (page.evaluate(PAGE_WIDTH), faults(page)) == (360, [])


@pytest.mark.parametrize("width", [600, 768, 950])
def test_on_a_tablet_a_card_has_its_cells_side_by_side(page: Page, site: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(site)
    card = page.locator(".watch tbody tr").first
    names = ("State", "How it moved", "Next date", "Slip", "Last word", "Flags")
    cells = [card.locator(f"td[data-label='{name}']") for name in names]
    assert all(cell.is_visible() for cell in cells)
    tops = [cell.evaluate("e => e.offsetTop") for cell in cells]
    assert len(set(tops)) <= 3
    assert tops[2] == tops[3]
    assert card.evaluate("e => e.offsetHeight") < 360
    assert (page.evaluate(PAGE_WIDTH), faults(page)) == (width, [])


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_the_list_is_filtered_sorted_and_left_again_without_a_reload(
    page: Page, site: str, scheme: Any, width: int
) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(f"{site}/?as_of=2026-11-21")
    page.evaluate("window.stayed = true")
    filter_by_state(page)
    assert page.url == f"{site}/?as_of=2026-11-21&state=critical"
    assert page.get_by_role("rowheader").count() == 1
    assert page.title().startswith("(1 critical) Watch-list as known on")
    assert page.evaluate("document.activeElement.id") == "found"
    assert (page.evaluate(PAGE_WIDTH), faults(page)) == (width, [])
    page.get_by_role("link", name="Without state critical").click()
    page.get_by_text("2 deals, no filter").wait_for()
    page.get_by_role("link", name="Slip", exact=True).click()
    page.locator("th[aria-sort=descending] a", has_text="Slip").wait_for()
    assert page.evaluate("window.stayed") is True
    page.locator("summary").first.click()
    assert faults(page) == []
    page.keyboard.press("Escape")
    assert page.locator(".facet[open]").count() == 0


def test_the_keyboard_finds_the_search_from_everywhere(page: Page, site: str) -> None:
    page.goto(f"{site}/method/")
    page.keyboard.press("/")
    page.wait_for_url(f"{site}/#q")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.type("sonar/")
    assert page.get_by_label("Search deals").input_value() == "sonar/"


def test_all_of_it_works_without_a_script(chromium: Browser, site: str) -> None:
    with chromium.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{site}/")
        filter_by_state(page)
        assert page.get_by_role("rowheader").count() == 1
        page.get_by_role("link", name="Without state critical").click()
        assert page.get_by_role("rowheader").count() == 2
        page.get_by_label("Search deals").fill("sonar")
        page.get_by_role("button", name="Search").click()
        assert page.get_by_role("rowheader").inner_text().startswith("Sonar")


def test_flags_are_chosen_and_left_again_without_a_reload(page: Page, site: str) -> None:
    page.goto(f"{site}/flags/?as_of=2026-11-21")
    page.evaluate("window.stayed = true")
    page.get_by_role("link", name="Stale", exact=True).click()
    page.get_by_text("Stale: 1 of them.").wait_for()
    assert page.url == f"{site}/flags/?show=open&kind=stale&as_of=2026-11-21"
    assert page.get_by_role("heading", level=2).all_inner_texts() == ["Stale", "Take it away"]
    assert page.evaluate("document.activeElement.id") == "found"
    assert page.get_by_label("As known on").input_value() == "2026-11-21"
    assert faults(page) == []
    page.get_by_role("link", name="Every kind").click()
    page.get_by_role("heading", name="Overdue").wait_for()
    assert page.evaluate("window.stayed") is True
    page.get_by_role("link", name="Radar").first.click()
    page.wait_for_url(f"{site}/deals/radar/?as_of=2026-11-21")
    assert page.evaluate("window.stayed") is None


def test_flags_are_chosen_without_a_script(chromium: Browser, site: str) -> None:
    with chromium.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{site}/flags/")
        page.get_by_role("link", name="Stale", exact=True).click()
        assert page.get_by_text("Stale: 1 of them.").is_visible()
        page.get_by_role("link", name="Closed").click()
        assert page.get_by_text("No finding has closed yet.").is_visible()


def test_a_view_is_kept_and_a_flag_acknowledged_by_the_keyboard(page: Page, site: str) -> None:
    user = a_user("ada")
    user.user_permissions.add(Permission.objects.get(codename="change_flag"))
    page.goto(f"{site}/accounts/login/?next=/%3Fstate%3Dcritical")
    page.get_by_label("User name").fill("ada")
    page.get_by_label("Password").fill("correct horse battery")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_text("Keep this view").press("Enter")
    page.get_by_label("Name of this view").fill("Late ones")
    page.keyboard.press("Enter")
    page.get_by_text("Kept as “Late ones”.").wait_for()
    assert faults(page) == []
    page.goto(f"{site}/flags/")
    page.get_by_role("link", name="Acknowledge Slip").press("Enter")
    assert faults(page) == []
    page.get_by_label("What is being done about it").fill("Asked.")
    page.get_by_role("button", name="Acknowledge").press("Enter")
    page.get_by_text("Acknowledged: Slip on “First” of Radar (India).").wait_for()
    assert faults(page) == []
