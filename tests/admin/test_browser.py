"""The admin in a real browser, under the policy that forbids inline script and style."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from deals.models import Claim, Deal
from tests.factories import a_claim, a_deal, a_milestone, a_source, an_admin, an_organisation

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def site(live_server: Any, page: Page) -> Page:
    """The admin's first page, signed in."""
    an_admin()
    page.goto(f"{live_server.url}/admin/")
    page.fill("#id_username", "root")
    page.fill("#id_password", "correct horse battery")
    page.click("input[type=submit]")
    expect(page.locator("#site-name")).to_have_text("Slipwatch")
    return page


def test_a_deal_is_entered_with_rows_that_are_added_on_the_page(
    site: Page, live_server: Any
) -> None:
    an_organisation(name="Ministry of Defence")
    site.goto(f"{live_server.url}/admin/deals/deal/add/")
    site.fill("#id_ref", "radar")
    site.fill("#id_designation", "Radar")
    site.fill("#id_title", "Radars")
    for name, value in (("kind", "supply"), ("route", "direct"), ("category", "air_defence")):
        site.select_option(f"#id_{name}", value)
    site.click("text=Add another Party")
    site.click("#parties-0 .select2-selection")
    site.keyboard.type("ministry")
    site.click("text=Ministry of Defence (buyer-mod)")
    site.select_option("#id_parties-0-role", "buyer")
    for index, (code, after) in enumerate((("contract", ""), ("first", "contract+30"))):
        site.click("text=Add another Milestone")
        site.fill(f"#id_milestones-{index}-code", code)
        site.fill(f"#id_milestones-{index}-title", code.title())
        site.select_option(f"#id_milestones-{index}-kind", "delivery")
        site.fill(f"#id_milestones-{index}-after", after)
    site.click("input[name=_save]")
    expect(site.locator(".messagelist .success")).to_contain_text("was added successfully")
    deal = Deal.objects.get(ref="radar")
    assert deal.parties.get().organisation.code == "buyer-mod"
    assert deal.milestones.get(code="first").after.get().lag_days == 30


def test_a_claim_is_pasted_in_from_the_page_of_its_deal(site: Page, live_server: Any) -> None:
    milestone = a_milestone(a_deal())
    a_claim(milestone, source=a_source())
    site.goto(f"{live_server.url}/admin/deals/deal/{milestone.deal_id}/change/")
    site.click(".field-today >> text=Add claim")
    site.select_option("#id_kind", "actual")
    site.fill("#id_edtf", "5 Oct 2020")
    site.fill("#id_said_by", "the minister")
    site.select_option("#id_side", "buyer")
    site.click(".field-source .select2-selection")
    site.keyboard.type("gazette")
    site.click(".select2-results >> text=Gazette, 2 Jan 2019")
    site.fill("#id_reported_edtf", "6 Oct 2020")
    site.click("input[name=_save]")
    shown = site.locator(".messagelist").first
    expect(shown).to_contain_text("Date: 5 Oct 2020 → 5 Oct 2020 (day)")
    expect(shown).to_contain_text("Nothing is saved yet")
    site.click("input[name=_save]")
    expect(site.locator("body")).to_contain_text("critical (stale) → met on time")
    claim = Claim.objects.get(kind="actual")
    site.goto(f"{live_server.url}/admin/deals/claim/{claim.pk}/change/")
    site.click("text=Retract…")
    site.fill("#id_reason", "Misread")
    site.click("input[type=submit][value=Retract]")
    expect(site.locator("body")).to_contain_text("retracted by root on")


def test_pages_are_free_of_what_the_policy_forbids(site: Page, live_server: Any) -> None:
    claim = a_claim(a_milestone(a_deal()))
    for path in (
        "deals/deal/",
        f"deals/deal/{claim.milestone.deal_id}/change/",
        "deals/claim/",
        "deals/source/add/",
        "deals/event/add/",
        "deliveries/flag/",
        "deliveries/span/",
        "journal/entry/",
        "vendors/organisation/add/",
        "accounts/user/add/",
        "auth/group/add/",
    ):
        response = site.goto(f"{live_server.url}/admin/{path}")
        assert response is not None
        assert response.status == 200, path
