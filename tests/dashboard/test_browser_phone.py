"""Pages on a phone, in a real browser: long sections are folded, and nothing is out of reach."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from tests.dashboard.test_deal_claims import a_moving_milestone
from tests.factories import a_claim, a_deal, a_milestone, an_event, together

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE: ViewportSize = {"width": 360, "height": 800}
MANY = 4  # rows of a section that is folded


@pytest.fixture
@together()
def site(live_server: Any) -> str:
    """The address of a server with a deal of many rows, and many deals with a flag."""
    deal = a_deal()
    a_moving_milestone(deal)
    for number in range(MANY):
        an_event(deal, code=f"event-{number}")
        a_claim(a_milestone(a_deal(f"late-{number}")))
    return str(live_server.url)


def test_on_a_phone_long_sections_are_folded_and_unfold(page: Page, site: str) -> None:
    page.set_viewport_size(PHONE)
    page.goto(f"{site}/deals/radar/")
    for section in ("section.claims", "[aria-labelledby=events]"):
        folded = page.locator(f"{section} > .more")
        rows = folded.locator("tbody tr, li")
        assert not rows.first.is_visible(), section
        folded.locator("summary").click()
        assert rows.last.is_visible(), section
    why = page.locator(".because").first
    assert not why.locator("p").is_visible()
    why.get_by_text("Why").click()
    assert why.locator("p").is_visible()


def test_a_section_of_few_rows_is_open(page: Page, site: str) -> None:
    page.set_viewport_size(PHONE)
    page.goto(f"{site}/deals/late-0/")
    assert page.locator("section.claims tbody tr").is_visible()


def test_of_the_flags_the_first_kind_is_open_and_the_others_are_folded(
    page: Page, site: str
) -> None:
    page.set_viewport_size(PHONE)
    page.goto(f"{site}/flags/")
    first, *others = page.locator("#flagged section .more").all()
    assert first.locator("tbody tr").first.is_visible()
    many = [kind for kind in others if kind.locator("tbody tr").count() >= MANY]
    assert many
    assert not any(kind.locator("tbody tr").first.is_visible() for kind in many)


def test_a_link_into_a_folded_section_unfolds_it(page: Page, site: str) -> None:
    page.set_viewport_size(PHONE)
    page.goto(f"{site}/deals/radar/")
    event = page.locator("tr[id^=event-]").last
    assert not event.is_visible()
    page.goto(f"{site}/deals/radar/#{event.get_attribute('id')}")
    assert event.is_visible()


def test_on_wider_pages_and_in_print_nothing_is_folded(page: Page, site: str) -> None:
    ways: list[tuple[int, Any]] = [(768, "screen"), (1440, "screen"), (360, "print")]
    for across, media in ways:
        page.set_viewport_size({"width": across, "height": 800})
        page.emulate_media(media=media)
        for address in ("/deals/radar/", "/flags/"):
            page.goto(site + address)
            for section in page.locator(".more").all():
                assert not section.locator("summary").is_visible()
                assert section.locator("p, tbody tr, li").last.is_visible()


def test_without_scripts_a_folded_section_unfolds_too(chromium: Browser, site: str) -> None:
    with chromium.new_context(java_script_enabled=False, viewport=PHONE) as context:
        page = context.new_page()
        page.goto(f"{site}/deals/radar/")
        events = page.locator("[aria-labelledby=events] .more")
        events.locator("summary").click()
        assert events.locator("tbody tr").last.is_visible()


def test_on_a_phone_the_short_cells_of_a_card_stand_side_by_side(page: Page, site: str) -> None:
    page.set_viewport_size(PHONE)
    page.goto(f"{site}/deals/radar/")
    card = page.locator(".schedule tbody tr").first
    state = card.locator("[data-label=State]").bounding_box()
    baseline = card.locator("[data-label=Baseline]").bounding_box()
    assert state
    assert baseline
    assert state["y"] == baseline["y"]
    assert state["x"] + state["width"] < baseline["x"]
