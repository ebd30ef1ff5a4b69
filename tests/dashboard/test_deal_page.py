"""The deal page: its facts, its schedule, and where it stands."""

from typing import Any

import pytest
from django.test import Client

from deliveries.actions import record_count, recording, retract
from deliveries.drafts import CountDraft
from tests.dashboard.reading import page, row
from tests.factories import (
    BY,
    TODAY,
    a_claim,
    a_count,
    a_deal,
    a_lot,
    a_milestone,
    a_party,
    a_shareholding,
    a_source,
    a_term,
    a_voice,
    an_admin,
    an_event,
    an_organisation,
)

pytestmark = pytest.mark.django_db


def test_the_facts_stand_on_top(client: Client) -> None:
    deal = a_deal(summary="Radars for the coast.", route="fms", kind="lease")
    a_claim(a_milestone(deal))
    a_term(deal, "stage")
    a_term(deal)
    read = page(client, "/deals/radar/")
    assert read.texts("h1") == ["Radar"]
    for fact in (
        "Lease, US Foreign Military Sales · air defence",
        "Radar for somebody",
        "Radars for the coast.",
        "Stage signed",
        "Milestones 1 open",
        "Value a million the minister, 2 Jan 2019",
        "Last word 2 Jan 2019 7 y 11 mo ago",
    ):
        assert fact in read.text


def test_the_schedule_shows_how_a_lot_comes_along_and_the_counts_that_say_so(
    client: Client,
) -> None:
    milestone = a_milestone(a_deal())
    lot = a_lot(milestone, quantity=100)
    a_claim(milestone, when="2021-12-31", source=a_source())
    count = a_count(lot, total=20, by="2020-02-06", reported_on="2020-02-06")
    read = page(client, "/deals/radar/?as_of=2020-11-02")
    assert "Pace: 20 of 100 delivered by 6 Feb 2020" in read.text
    assert "SPI(t) 0.55; at the average so far all of it by 24 Jun 2024" in read.text
    assert "Best rate so far: 1.52 a month, 2 Jan 2019 to 6 Feb 2020" in read.text
    assert f"#count-{count.pk}" in [a.attributes["href"] for a in read.all("a")]


def test_the_schedule_shows_the_clocks_side_by_side(client: Client) -> None:
    deal = a_deal()
    milestone = a_milestone(deal)
    a_claim(milestone)
    a_claim(milestone, "amended", "2021-06", reported="2019-06-01")
    a_claim(milestone, "promised", "2021-09", reported="2019-07-01")
    a_claim(milestone, "assessed", "2022", reported="2019-08-01", side="third_party")
    read = page(client, "/deals/radar/?as_of=2019-09-01")
    cells = {e.attributes["data-label"]: " ".join(e.text.split()) for e in read.all("td")[:6]}
    assert cells == {
        "State": "Breach contested",
        "Baseline": "Jun 2021 now in force Oct 2020 contracted, originally",
        "Promised": "Sep 2021",
        "Assessed": "2022",
        "Expected or done": "2022",
        "Total slip": "+791 days 2 y 2 mo between +427 and +821 days",
    }


def test_what_has_happened_is_met_with_its_date(client: Client) -> None:
    milestone = a_milestone(a_deal())
    a_claim(milestone)
    a_claim(milestone, "actual", "2021-02-03", reported="2021-02-04")
    read = page(client, "/deals/radar/")
    cells = {e.attributes["data-label"]: " ".join(e.text.split()) for e in read.all("td")[:6]}
    assert cells["State"] == "Met late single source"
    assert cells["Expected or done"] == "3 Feb 2021 met"
    assert cells["Total slip"].startswith("+95 days 3 mo")
    early = a_milestone(a_deal("sonar"))
    a_claim(early)
    a_claim(early, "actual", "2020-06-03", reported="2020-06-04")
    assert "−150 days 5 mo early" in page(client, "/deals/sonar/").text


@pytest.mark.parametrize(
    ("kind", "side", "basis"),
    [
        ("contracted", "buyer", "contracted"),
        ("promised", "buyer", "first promised"),
        ("assessed", "third_party", "first assessed"),
        ("unchanged", "buyer", "first promised"),
    ],
)
def test_a_baseline_says_what_it_rests_on(client: Client, kind: str, side: str, basis: str) -> None:
    a_claim(a_milestone(a_deal()), kind, side=side)
    cell = page(client, "/deals/radar/").all("td")[1]
    assert " ".join(cell.text.split()) == f"Oct 2020 {basis}"


def test_a_margin_of_its_own_is_told(client: Client) -> None:
    deal = a_deal(threshold_months=1)
    a_claim(a_milestone(deal))
    a_claim(a_milestone(deal, "second", position=1, threshold_months=3))
    read = page(client, "/deals/radar/")
    assert "1 month allowed beyond its objective" in row(read, "First")
    assert "3 months allowed beyond its objective" in row(read, "Second delivery")


def test_a_lot_stands_with_its_latest_counts_side_by_side(client: Client) -> None:
    milestone = a_milestone(a_deal())
    a_claim(milestone)
    lot = a_lot(milestone, quantity=1000)
    a_count(lot, 100, "2021-01", said_by="an old report")
    a_count(lot, 300, "2021-06", said_by="the maker")
    accepted = CountDraft(
        lot=lot, kind="accepted", total=50, by="2021-03", voice=a_voice(said_by="the army")
    )
    with recording(by=BY, today=TODAY) as book:
        record_count(book, accepted)
    (counted,) = page(client, "/deals/radar/").texts("ul", "counted")
    assert "300 of 1,000 delivered by Jun 2021 (the maker) 30 %" in counted
    assert "50 of 1,000 accepted by Mar 2021 (the army) 5 %" in counted
    assert "an old report" not in counted


def test_contradictory_counts_are_both_shown_with_who_said_them(client: Client) -> None:
    milestone = a_milestone(a_deal())
    a_claim(milestone)
    lot = a_lot(milestone, quantity=1000)
    a_count(lot, 400, "2021-03", said_by="the minister of old")
    a_count(lot, 300, "2021-06", said_by="the maker")
    a_count(lot, 350, "2021-06", said_by="the herald", source=a_source("herald"))
    (counted,) = page(client, "/deals/radar/").texts("ul", "counted")
    assert "400 of 1,000 delivered by Mar 2021 (the minister of old; contradicted)" in counted
    assert "300 of 1,000 delivered by Jun 2021 (the maker; contradicted)" in counted
    assert "350 of 1,000 delivered by Jun 2021 (the herald; contradicted)" in counted


def test_terms_stand_side_by_side_with_what_contradicts_them(client: Client) -> None:
    deal = a_deal()
    a_claim(a_milestone(deal))
    for amount, day in (
        ("750000", "2018-01-01"),
        ("601427", "2019-01-02"),
        ("500000", "2019-01-01"),
    ):
        a_term(
            deal, "quantity", amount=amount, currency="", text=amount, voice={"reported_on": day}
        )
    a_term(deal, "local_content", amount="50.5", currency="", text="half")
    read = page(client, "/deals/radar/")
    (glance,) = [e for e in read.all("section") if e.attributes.get("aria-labelledby") == "glance"]
    assert "601427" in glance.text
    assert "500000" in glance.text
    assert "750000" not in glance.text
    assert "601,427" in row(read, "601427")
    assert "50.5 %" in read.text
    assert "differs from the latest" in row(read, "500,000")


def test_values_in_two_currencies_do_not_contradict_each_other(client: Client) -> None:
    deal = a_deal()
    a_claim(a_milestone(deal))
    a_term(deal, amount="80000000", currency="INR", text="8 crore")
    a_term(deal, amount="1000000", currency="USD", text="a million")
    read = page(client, "/deals/radar/")
    assert "INR 80,000,000" in row(read, "8 crore")
    assert "differs from the latest" not in read.text


def test_events_stand_with_their_source_the_latest_first(client: Client) -> None:
    deal = a_deal()
    a_claim(a_milestone(deal))
    an_event(deal, note="A note.")
    shown = row(page(client, "/deals/radar/"), "Sanctions threatened")
    assert shown.startswith("Oct 2018 sanctions Sanctions threatened A note. the minister")
    assert "Gazette 2 Jan 2019 · usually reliable" in shown


def test_parties_stand_with_the_shareholders_of_a_venture(client: Client) -> None:
    deal = a_deal()
    a_claim(a_milestone(deal))
    venture = an_organisation("venture", name="Joint Rifles", kind="joint_venture")
    maker = an_organisation("maker", name="The Maker", country="RU")
    a_party(deal, venture, "joint_venture")
    source = a_source("herald", publisher="The Herald", published_edtf="2020-09-03")
    a_shareholding(venture, maker, "42.50", source.code)
    a_shareholding(venture, an_organisation("works"), "7")
    read = page(client, "/deals/radar/")
    assert "Joint venture Joint Rifles India" in read.text
    assert "42.5 % The Maker Russia The Herald, 3 Sep 2020" in read.text
    assert "7 % Works India" in read.text
    then = page(client, "/deals/radar/?as_of=2020-09-03").text
    assert "42.5 % The Maker" in then
    assert "7 % Works" not in then
    assert "The Maker" not in page(client, "/deals/radar/?as_of=2020-09-02").text


def test_retracted_statements_are_listed_apart_and_today_alone(client: Client) -> None:
    deal = a_deal()
    milestone = a_milestone(deal)
    a_claim(milestone)
    wrong = a_claim(milestone, "promised", "2021-05", said_by="the misquoted")
    mistaken = a_count(a_lot(milestone), said_by="the miscounted")
    misread = a_term(deal, text="a misread million")
    with recording(by=BY, today=TODAY) as book:
        retract(book, wrong, reason="It was about another deal.")
        retract(book, mistaken, reason="Another unit.")
        retract(book, misread, reason="Another currency.")
    read = page(client, "/deals/radar/")
    assert len([name for name in read.ids if name.startswith("claim-")]) == 1
    retracted = " ".join(read.texts("ul", "retracted"))
    assert "First: promised 2021-05, the misquoted, 2 Jan 2019." in retracted
    assert "Retracted on 22 Nov 2026: It was about another deal." in retracted
    assert "the miscounted" in retracted
    assert "a misread million" in retracted
    earlier = page(client, "/deals/radar/?as_of=2026-11-21").text
    for word in ("misquoted", "miscounted", "misread"):
        assert word not in earlier


def test_open_flags_stand_on_the_page_of_their_deal(client: Client) -> None:
    a_claim(a_milestone(a_deal()))
    a_claim(a_milestone(a_deal("sonar"), "ping"))
    read = page(client, "/deals/radar/")
    assert "Open flags" in read.texts("h2")
    assert "Overdue" in row(read, "Was expected by 31 Oct 2020")
    assert "Ping" not in read.text


def test_nothing_counts_as_later_of_which_that_cannot_be_told(client: Client) -> None:
    first = a_milestone(a_deal())
    a_claim(first, when="by 2020-10")
    a_claim(first, "actual", "by 2021-02", reported="2021-03-01")
    read = page(client, "/deals/radar/")
    assert "+120 days between −667 and +120 days" in row(read, "First delivery")
    only = "Of the one milestone with a date to compare with it cannot be told which way it moved."
    assert only in read.text
    late = a_milestone(first.deal, "second", position=1)
    a_claim(late)
    a_claim(late, "actual", "2021-02", reported="2021-03-01")
    said = "1 later than first agreed or promised; of 1 it cannot be told."
    assert said in page(client, "/deals/radar/").text


def test_an_assessment_that_is_too_doubtful_to_be_used_says_so(client: Client) -> None:
    milestone = a_milestone(a_deal())
    a_claim(milestone, when="2027-04")
    a_claim(milestone, "assessed", "2027-12", reported="2026-01-02", side="third_party")
    used = "/method/#doubt"
    assert used not in page(client, "/deals/radar/").links
    a_claim(milestone, "assessed", "2028", reported="2026-02-02", side="third_party", credibility=4)
    read = page(client, "/deals/radar/")
    assert "2028 not used: doubtful Dec 2027" in row(read, "First delivery")
    assert used in read.links
    assert "doubt" in page(client, "/method/").ids
    assert "not used" not in page(client, "/deals/radar/?as_of=2026-01-31").text
    alone = a_milestone(milestone.deal, "alone", position=1)
    a_claim(alone, "assessed", "2029", side="third_party", credibility=4)
    assert page(client, "/deals/radar/").text.count("not used") == 1


def test_what_happened_by_a_doubtful_report_says_so_wherever_it_is_told(client: Client) -> None:
    milestone = a_milestone(a_deal())
    a_claim(milestone, when="2020-10")
    doubtful: dict[str, Any] = {"side": "third_party", "credibility": 4}
    a_claim(milestone, "actual", "2020-10-05", reported="2020-10-06", **doubtful)
    assert "5 Oct 2020 met: doubtful" in row(page(client, "/deals/radar/"), "First delivery")
    changed = row(page(client, "/changes/?since=2020-09-01&as_of=2020-11-01"), "First")
    assert "Met 5 Oct 2020 (doubtful)" in changed
    a_claim(milestone, "actual", "2020-10-05", reported="2020-10-07")
    assert "doubtful" not in row(page(client, "/deals/radar/"), "First delivery")


def test_a_promise_that_what_follows_bounds_says_which_day_counts_for_what_as_the_calendar_does(
    client: Client,
) -> None:
    deal = a_deal()
    first = a_milestone(deal)
    last = a_milestone(deal, "last", position=1, after=(first,))
    a_claim(last, when="2023-04")
    a_claim(first, "promised", "2024", reported="2020-01-01")
    said = (
        "2024 first promised: its slip is counted from this "
        "30 Apr 2023 its objective, contracted for what comes after it: its state goes by this"
    )
    calendar = "/calendar/?in=FY2024-25", "/calendar/?in=2023-04&by=objective"
    for address in ("/deals/radar/", *calendar):
        read = page(client, address)
        cells = [e for e in read.all("td") if e.attributes.get("data-label") == "Baseline"]
        assert any(" ".join(e.text.split()).startswith(said) for e in cells), address
    assert said not in row(page(client, "/deals/radar/"), "Last")


def test_who_may_enter_claims_is_led_to_the_form_of_each_milestone(client: Client) -> None:
    milestone = a_milestone(a_deal())
    a_claim(milestone)
    add = f"/admin/deals/claim/add/?milestone={milestone.pk}"
    assert add not in page(client, "/deals/radar/").links
    client.force_login(an_admin())
    assert add in page(client, "/deals/radar/").links
    assert add not in page(client, "/deals/radar/?as_of=2020-01-01").links
    form = client.get(add).content.decode()
    assert f'<option value="{milestone.pk}" selected>' in form


def test_a_date_that_rests_on_the_word_of_others_names_it_below_what_the_sides_said(
    client: Client,
) -> None:
    milestone = a_milestone(a_deal())
    a_claim(milestone, when="2026-10")
    a_claim(milestone, "promised", "2026-12", reported="2026-01-02")
    others = "What is expected rests on the word of others:"
    assert others not in page(client, "/deals/radar/").text
    a_claim(milestone, "assessed", "2027-03", reported="2026-02-03", side="third_party")
    told = page(client, "/deals/radar/").text
    assert f"{others} assessed Mar 2027, the minister, 3 Feb 2026 " in told
    assert others not in page(client, "/deals/radar/?as_of=2026-01-31").text
    a_claim(milestone, "promised", "2027-04", reported="2026-03-03")
    assert others not in page(client, "/deals/radar/").text
