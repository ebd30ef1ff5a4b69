"""The watch-list: what slips, by how much, and on whose word."""

from datetime import date

import pytest
from django.test import Client

from dashboard.reasons import brief
from deals.models import Deal
from deliveries.models import Span
from tests.dashboard.reading import page, row
from tests.factories import (
    a_claim,
    a_deal,
    a_milestone,
    a_party,
    a_term,
    an_organisation,
)

pytestmark = pytest.mark.django_db


def a_late_deal(ref: str = "radar") -> Deal:
    """Contracted for October 2020, promised for the end of 2021."""
    deal = a_deal(ref)
    milestone = a_milestone(deal, f"{ref}-first")
    a_claim(milestone)
    a_claim(milestone, "promised", "end of 2021", reported="2020-11-12")
    return deal


def test_a_deal_stands_with_what_decides_it(client: Client) -> None:
    a_late_deal()
    read = page(client, "/?as_of=2020-11-12")
    shown = row(read, "Radar-First")
    assert "Radar" in shown
    assert "Breach" in shown
    (reason,) = Span.objects.on(date(2020, 11, 12)).get().reasons
    assert "(" in reason["text"]
    assert brief(reason["text"]) in shown
    assert "Q4 2021" in shown
    assert "1 Oct – 31 Dec 2021" in shown
    assert "+426 days since the first date (31 Oct 2020)" in shown
    assert "12 Nov 2020 today" in shown


def test_the_picture_is_that_of_the_day(client: Client) -> None:
    a_late_deal()
    assert "On track" in row(page(client, "/?as_of=2019-06-01"), "Radar-First")
    assert "Due soon" in row(page(client, "/?as_of=2020-09-01"), "Radar-First")
    assert "Slipping" in row(page(client, "/?as_of=2020-11-11"), "Radar-First")
    today = row(page(client, "/"), "Radar-First")
    assert "Critical" in today
    assert "passed 4 y 11 mo ago" in today


def test_a_deal_of_which_nothing_had_been_said_is_absent(client: Client) -> None:
    a_late_deal()
    read = page(client, "/?as_of=2019-01-01")
    assert "Radar" not in read.text
    assert "Nothing had been reported of any deal by 1 Jan 2019." in read.text


def test_the_worst_comes_first_and_of_equals_the_most_slipped(client: Client) -> None:
    for ref, contracted, promised in (
        ("calm", "2027-10", "2027-10"),
        ("late", "2024-10", "2027-01"),
        ("later", "2020-10", "2027-01"),
        ("ended", "2025-10", ""),
    ):
        milestone = a_milestone(a_deal(ref))
        a_claim(milestone, when=contracted)
        if promised:
            a_claim(milestone, "promised", promised, reported="2026-11-01")
        else:
            a_claim(milestone, "actual", "2025-09", reported="2026-11-01")
    names = [
        e.text.split()[0] for e in page(client, "/").all("th") if e.attributes["scope"] == "row"
    ]
    assert names == ["Later", "Late", "Calm", "Ended"]


def test_a_sentence_counts_the_deals_by_their_states(client: Client) -> None:
    a_late_deal("one")
    assert "One deal, and it is critical. The word is stale on 1." in page(client, "/").text
    a_late_deal("two")
    calm = a_milestone(a_deal("three"))
    a_claim(calm, when="2027-10", reported="2026-11-01")
    for ref, when in (("four", "2020-09"), ("five", "2020-09"), ("six", "2020-12")):
        met = a_milestone(a_deal(ref))
        a_claim(met)
        a_claim(met, "actual", when, reported="2021-01-01")
    assert (
        "Of 6 deals, 2 are critical and 1 on track; 3 have nothing open: "
        "1 met late and 2 met on time. The word is stale on 2."
    ) in page(client, "/").text


def test_totals_of_deals_that_have_all_ended(client: Client) -> None:
    for ref in ("one", "two"):
        met = a_milestone(a_deal(ref))
        a_claim(met, "actual", "2020-09", reported="2021-01-01")
    assert "Of 2 deals, 2 have nothing open: 2 met." in page(client, "/").text


def test_a_slip_from_a_first_promise_says_so(client: Client) -> None:
    milestone = a_milestone(a_deal())
    a_claim(milestone, "promised", "2020-10")
    a_claim(milestone, "promised", "2022-10", reported="2021-01-01")
    told = row(page(client, "/?as_of=2021-01-01"), "First")
    assert "+730 days since the first promise (31 Oct 2020)" in told


def test_a_delay_without_a_date_has_no_next_date_and_a_slip_at_least(client: Client) -> None:
    milestone = a_milestone(a_deal())
    a_claim(milestone)
    a_claim(milestone, "delayed", "", reported="2021-01-01")
    shown = row(page(client, "/"), "First")
    assert "No date given" in shown
    assert "at least +2,213 days" in shown


@pytest.mark.parametrize(
    ("parts", "between"),
    [
        ((("IN", "buyer"), ("RU", "supplier")), "India ←from Russia"),
        (
            (("IN", "buyer"), ("IN", "manufacturer"), ("RU", "licensor")),
            "India ←from Russia, India",
        ),
        ((("GB", "buyer"), ("GB", "manufacturer")), "United Kingdom"),
        ((("IN", "signatory"), ("KR", "signatory")), "India – South Korea"),
        ((("IN", "buyer"), ("IN", "end_user")), "India"),
    ],
)
def test_a_deal_says_between_whom_it_is(
    client: Client, parts: tuple[tuple[str, str], ...], between: str
) -> None:
    deal = a_late_deal()
    for number, (country, role) in enumerate(parts):
        a_party(deal, an_organisation(f"body-{number}", country=country), role)
    (name,) = [e for e in page(client, "/").all("th") if e.attributes["scope"] == "row"]
    assert " ".join(name.text.split()) == f"Radar {between}"


def test_a_suspended_deal_says_so_from_the_day_it_was(client: Client) -> None:
    deal = a_late_deal()
    a_term(deal, "stage", stage="suspended", voice={"reported_on": "2022-01-01"})
    assert "deal suspended" not in page(client, "/?as_of=2021-12-31").text
    assert "deal suspended" in page(client, "/?as_of=2022-01-01").text


def test_a_suspension_by_hand_is_known_today_alone(client: Client) -> None:
    deal = a_late_deal()
    Deal.objects.filter(pk=deal.pk).update(is_suspended=True)
    assert "deal suspended" in page(client, "/").text
    assert "deal suspended" not in page(client, "/?as_of=2026-11-21").text


def test_a_deal_without_a_word_is_named_today(client: Client) -> None:
    a_late_deal()
    a_deal("sonar")
    assert "Nothing has been said yet of Sonar." in page(client, "/").text
    assert "Sonar" not in page(client, "/?as_of=2026-11-21").text
    assert "Nothing has been said of this deal yet." in page(client, "/deals/sonar/").text


def test_an_empty_installation_has_its_page(client: Client) -> None:
    assert "Nothing has been reported of any deal." in page(client, "/").text
    assert "No finding is open." in page(client, "/flags/").text


def test_the_legend_explains_every_state_with_the_margins_in_force(
    client: Client, settings: object
) -> None:
    settings.THRESHOLD_MONTHS = 1  # type: ignore[attr-defined]
    settings.STALE_DAYS = 77  # type: ignore[attr-defined]
    a_late_deal()
    read = page(client, "/")
    (legend,) = read.texts("details", "legend")
    assert "Not contracted It follows a signature that is still awaited" in legend
    assert "threshold: 1 month after the objective" in legend
    assert "no word for 77 days" in legend
    assert len([e for e in read.all("dt") if "state" in str(e.text) or e.text.strip()]) == 13 + 5


def test_a_slip_is_the_same_with_the_same_range_on_the_list_and_on_the_page(client: Client) -> None:
    milestone = a_milestone(a_deal())
    a_claim(milestone, when="2020-10")
    a_claim(milestone, "actual", "2022", reported="2023-01-01")
    lists = row(page(client, "/"), "Radar"), row(page(client, "/deals/radar/"), "First delivery")
    for told in lists:
        assert "+791 days" in told
        assert "between +427 and +821 days" in told
