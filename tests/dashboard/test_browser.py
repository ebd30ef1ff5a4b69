"""In a real browser: accessible in both schemes, and no page wider than a phone."""

from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils.timezone import localdate
from playwright.sync_api import Browser, Page

from tests.dashboard.test_query_counts import a_full_milestone
from tests.factories import a_claim, a_deal, a_milestone, a_user, together

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ADDRESSES = (
    "/",
    "/?as_of=2020-12-01",
    "/flags/",
    "/flags/?as_of=2020-12-01",
    "/changes/?since=2019-12-01",
    "/voices/",
    "/organisations/",
    "/method/",
    "/organisations/radar-venture-0/",
    "/calendar/?in=FY2020-21&as_of=2020-06-01",
    "/compare/",
    "/compare/?deals=radar,calm,late",
    "/voices/?said_by=the+minister",
    "/changes/?since=2019-12-01&as_of=2020-12-01",
    "/deals/radar/",
    "/deals/radar/?as_of=2020-12-01",
    "/deals/radar/evidence/",
    "/accounts/login/",
)
REFUSED = (
    "/?as_of=nonsense",
    "/calendar/?in=soon",
    "/compare/?deals=radar",
    "/compare/?deals=calm&named=Ra",
    "/deals/nothing/",
    "/deals/radar/?as_of=2018-01-01",
)
PAGE_WIDTH = "document.documentElement.scrollWidth"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture
@together()
def site(live_server: Any) -> str:
    """The address of a server that has a deal in every state it can easily be in."""
    a_full_milestone(a_deal(), 0)
    for ref, kind, when in (
        ("calm", "promised", "2030"),
        ("risky", "promised", "2026"),
        ("unknown", "delayed", ""),
        ("early", "actual", "2019-12"),
        ("late", "actual", "2021-12"),
        ("cancelled", "cancelled", ""),
    ):
        milestone = a_milestone(a_deal(ref))
        a_claim(milestone, when="2026" if ref == "risky" else "2020-10")
        a_claim(milestone, kind, when, reported="2022-01-01")
    a_claim(a_milestone(a_deal("undated")), "delayed", "")
    return str(live_server.url)


def faults(page: Page) -> list[str]:
    # All rules run; of what is in order nothing is told, which takes as long as finding out.
    wanted = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
    found = Axe().run(page, options=wanted)
    return [
        f"{fault['id']}: {node['html'][:120]}"
        for fault in found.response["violations"]
        for node in fault["nodes"]
    ]


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_every_page_is_accessible(page: Page, site: str, scheme: Any, width: int) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 844})
    for address in ADDRESSES:
        page.goto(site + address)
        for legend in page.locator("summary:visible").all():
            page.keyboard.press("Escape")  # what is open may lie over the next
            legend.click()
        assert (address, faults(page)) == (address, [])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_that_refuses_is_accessible(chromium: Browser, site: str, scheme: Any) -> None:
    # Its status is an error in the console, so that the usual page would call it a fault.
    with chromium.new_context(color_scheme=scheme) as context:
        for address in REFUSED:
            page = context.new_page()
            page.goto(site + address)
            assert (address, faults(page)) == (address, [])


def test_no_page_scrolls_sideways(page: Page, site: str) -> None:
    for address in ADDRESSES:
        page.goto(site + address)
        for width in (1024, 768, 390, 320):
            page.set_viewport_size({"width": width, "height": 844})
            assert (address, page.evaluate(PAGE_WIDTH)) == (address, width)


def test_the_day_is_set_by_the_keyboard_and_kept_from_page_to_page(page: Page, site: str) -> None:
    page.goto(f"{site}/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.get_by_label("As known on").fill("2020-12-01")
    page.get_by_role("button", name="Show").press("Enter")
    assert page.get_by_text("As known on 1 Dec 2020", exact=True).is_visible()
    page.get_by_role("link", name="Radar").first.click()
    assert page.url == f"{site}/deals/radar/?as_of=2020-12-01"
    page.get_by_role("link", name="Today").click()
    assert page.url == f"{site}/deals/radar/"


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_a_key_is_made_on_the_account_page_shown_once_and_revoked(
    page: Page, site: str, scheme: Any, width: int
) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 844})
    a_user("ada")
    page.goto(f"{site}/account/")
    page.get_by_label("User name").fill("ada")
    page.get_by_label("Password").fill("correct horse battery")
    page.get_by_role("button", name="Sign in").click()
    assert (page.url, faults(page)) == (f"{site}/account/", [])
    heads = [page.locator(f"#{name}").bounding_box() for name in ("keys", "new")]
    assert len({head["x"] for head in heads if head}) == 1  # the form stands where the list does
    page.get_by_label("Name: what it is for").fill("mirror")
    page.get_by_role("button", name="Make the key").press("Enter")
    assert page.locator(".secret").inner_text().startswith("slw_")
    assert (page.evaluate(PAGE_WIDTH), faults(page)) == (width, [])
    page.goto(f"{site}/account/")
    assert page.locator(".secret").count() == 0
    page.get_by_role("button", name="Revoke mirror").press("Enter")
    assert page.get_by_role("cell", name="revoked").is_visible()
    assert (page.evaluate(PAGE_WIDTH), faults(page)) == (width, [])


def test_a_reason_leads_to_the_claim_it_rests_on(page: Page, site: str) -> None:
    page.goto(f"{site}/deals/radar/")
    page.locator(".why .ref").first.click()
    assert "/deals/radar/evidence/?claim=" in page.url
    claim = page.locator("tr:target")
    assert claim.is_visible()
    assert "in use" in claim.inner_text()


def test_a_point_of_a_chart_leads_to_its_claim_by_the_keyboard(page: Page, site: str) -> None:
    page.goto(f"{site}/deals/radar/")
    point = page.locator("section[aria-labelledby=trend] svg a").first
    point.focus()
    point.press("Enter")
    assert page.locator("tr:target").is_visible()


def test_a_chart_can_be_passed_over_by_the_keyboard(page: Page, site: str) -> None:
    page.goto(f"{site}/deals/radar/")
    skip = page.get_by_role("link", name="of the chart").first
    skip.focus()
    assert skip.is_visible()
    skip.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "The same as a table"


def test_a_wide_chart_scrolls_in_its_own_box(page: Page, site: str) -> None:
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(f"{site}/deals/radar/")
    box = page.locator(".chart-box").first
    assert box.evaluate("e => e.scrollWidth > e.clientWidth")
    assert page.evaluate(PAGE_WIDTH) == 360


@pytest.mark.parametrize(("width", "is_narrow"), [(360, True), (1440, False)])
def test_a_chart_says_that_it_scrolls_where_it_does(
    page: Page, site: str, width: int, *, is_narrow: bool
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{site}/deals/radar/")
    hints = page.get_by_text("The chart is wider than the page: scroll it sideways")
    boxes = page.locator(".chart-box")
    assert hints.count() == boxes.count()
    assert hints.first.is_visible() is is_narrow
    assert boxes.first.evaluate("e => e.scrollWidth > e.clientWidth") is is_narrow
    if page.locator(".event-name").count():
        assert page.locator(".lane-name").first.is_visible() is is_narrow
        assert page.locator(".event-name").first.is_visible() is not is_narrow


def test_a_picture_is_kept_as_a_file_and_shows_by_itself(
    page: Page, site: str, tmp_path: Path
) -> None:
    page.goto(f"{site}/deals/radar/")
    with page.expect_download() as kept:
        page.locator("a[href*='trend.svg']").click()
    assert kept.value.suggested_filename.startswith("radar-trend-")
    kept.value.save_as(tmp_path / "trend.svg")
    page.goto(f"file://{tmp_path}/trend.svg")
    assert page.evaluate("document.documentElement.localName") == "svg"
    assert page.locator("a").count() > 1


def test_the_slider_goes_over_the_days_on_which_something_was_said(page: Page, site: str) -> None:
    page.goto(f"{site}/deals/radar/")
    slider = page.get_by_role("slider")
    slider.focus()
    assert slider.get_attribute("aria-valuetext") == localdate().isoformat()
    slider.press("ArrowLeft")
    page.wait_for_url(f"{site}/deals/radar/?as_of=2020-11-12")
    assert page.get_by_text("As known on 12 Nov 2020", exact=True).is_visible()
    page.get_by_role("link", name="Back to 2 Jan 2019").click()
    assert page.url == f"{site}/deals/radar/?as_of=2019-01-02"


def test_the_claims_are_filtered_without_a_script(chromium: Browser, site: str) -> None:
    with chromium.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{site}/deals/radar/")
        page.get_by_role("link", name="All 2 claims").click()
        page.get_by_label("Kind").select_option("promised")
        page.get_by_role("button", name="Filter").click()
        assert page.get_by_text("1 of 2 claims: promised.").is_visible()
