"""The flags page: open findings, the worst first, today and as they stood."""

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from dashboard.queries.flagged import Stood
from deals.models import Deal
from deliveries.actions import acknowledge, recording
from deliveries.models import Flag, Span
from journal.ledger import By
from tests.dashboard.reading import Read, page, row
from tests.factories import BY, TODAY, a_claim, a_deal, a_milestone, a_source, a_term, a_user

pytestmark = pytest.mark.django_db


def kinds(read: Read) -> list[str]:
    """The kinds of findings that a page has, by their headings."""
    return [words for words in read.texts("h2") if words != "Take it away"]


def a_flagged_deal(ref: str = "radar") -> None:
    milestone = a_milestone(a_deal(ref), f"{ref}-first")
    a_claim(milestone)
    a_claim(milestone, "promised", "2021-03", reported="2020-11-12")


def test_a_finding_says_where_since_when_and_why(client: Client) -> None:
    a_flagged_deal()
    read = page(client, "/flags/")
    assert "3 findings are open on 1 deal, the worst first; none are acknowledged." in read.text
    assert kinds(read) == ["Slip", "Overdue", "Stale"]
    slip = row(read, "Critical")
    assert "Radar" in slip
    assert "Radar-First" in slip
    assert "1 Nov 2020 recorded in Slipwatch 22 Nov 2026" in slip
    (reason,) = Span.objects.on(TODAY).get().reasons
    assert reason["text"] in slip
    assert "Was expected by 31 Mar 2021, 5 y 8 mo ago." in read.text
    assert "Last word on 12 Nov 2020, 6 y ago." in read.text


def test_the_past_has_the_flags_that_stood_then(client: Client) -> None:
    a_flagged_deal()
    early = page(client, "/flags/?as_of=2020-11-11")
    assert kinds(early) == ["Slip", "Overdue", "Stale"]
    assert "Slipping" in row(early, "Radar-First")
    assert "31 Mar 2021" not in early.text
    later = page(client, "/flags/?as_of=2020-11-12")
    assert kinds(later) == ["Slip"]
    assert "1 Nov 2020" in row(later, "Radar-First")
    assert "recorded in Slipwatch" not in later.text
    assert "1 finding was open on 1 deal" in later.text
    assert "No finding was open." in page(client, "/flags/?as_of=2019-02-01").text


def test_today_has_the_flags_that_were_found_here(client: Client) -> None:
    a_flagged_deal()
    Flag.objects.filter(kind="stale").delete()
    assert kinds(page(client, "/flags/")) == ["Slip", "Overdue"]
    assert kinds(page(client, "/flags/?as_of=2026-11-21")) == ["Slip", "Overdue", "Stale"]


def test_the_worst_kind_and_level_come_first_then_the_most_slipped(client: Client) -> None:
    for ref, contracted, promised in (
        ("little", "2026-10", "2027-02"),
        ("much", "2024-10", "2027-02"),
        ("more", "2023-10", "2027-02"),
    ):
        milestone = a_milestone(a_deal(ref))
        a_claim(milestone, when=contracted)
        a_claim(milestone, "promised", promised, reported="2026-11-01")
    names = [
        e.text.split()[0]
        for e in page(client, "/flags/").all("th")
        if e.attributes["scope"] == "row"
    ]
    assert names == ["More", "Much", "Little"]


def test_any_stretch_of_a_past_list_is_the_same_wherever_it_is_cut() -> None:
    for ref in ("radar", "sonar", "tower"):
        a_flagged_deal(ref)
    found = Stood(None, date(2026, 11, 21))
    whole = found.places(0, 100)
    assert [place.kind for place in whole] == ["slip"] * 3 + ["overdue"] * 3 + ["stale"] * 3
    for first in range(11):
        for last in range(first, 12):
            assert found.places(first, last) == whole[first:last]
    overdue = Stood(None, date(2026, 11, 21), "overdue")
    assert overdue.places(1, 3) == whole[4:6]


def test_every_kind_of_finding_has_its_words(client: Client) -> None:
    contested = a_milestone(a_deal("contested"))
    a_claim(contested, when="2027-12", reported="2026-10-01")
    a_claim(contested, "promised", "2027-06", reported="2026-11-01")
    a_claim(contested, "assessed", "2027-11", reported="2026-11-02", side="third_party")
    moved = a_milestone(a_deal("moved"))
    a_claim(moved, when="2024-10")
    a_claim(moved, "amended", "2028-10", reported="2026-11-01")
    unknown = a_milestone(a_deal("unknown"))
    a_claim(unknown, when="2027-10")
    a_claim(unknown, "delayed", "", reported="2026-11-01")
    risky = a_milestone(a_deal("risky"))
    a_claim(risky, when="2027-10")
    a_claim(risky, "promised", "2027", reported="2026-11-01")
    read = page(client, "/flags/")
    assert kinds(read) == ["Unknown delay", "At risk", "Re-baselined", "Contested"]
    assert "Said to be late or undone, with no new date, not before 1 Oct 2027." in row(
        read, "Unknown"
    )
    (reason,) = Span.objects.on(TODAY).get(milestone=risky).reasons
    assert reason["text"] in row(read, "Risky")
    assert "Contracted for Oct 2024, later moved to Oct 2028." in row(read, "Moved")
    told = row(read, "Contested")
    assert "Promised by the buyer: Jun 2027. Assessed by others: Nov 2027." in told
    assert "Rests on claims" in told


def test_two_accounts_of_a_contract_are_contested_without_a_promise(client: Client) -> None:
    milestone = a_milestone(a_deal())
    a_claim(milestone, when="2027-10", reported="2026-11-01")
    a_claim(milestone, when="2027-12", reported="2026-11-02", source=a_source("another"))
    told = "Contracted for Oct 2027 by one source, Dec 2027 by another."
    assert told in row(page(client, "/flags/"), "Radar")


def test_a_flag_says_what_is_in_dispute_and_the_deal_page_shows_the_same(client: Client) -> None:
    """The contract has been in dispute for long, what is promised and assessed since lately."""
    milestone = a_milestone(a_deal())
    a_claim(milestone, when="2027-10", reported="2026-10-01")
    a_claim(milestone, when="2027-12", reported="2026-10-02", source=a_source("another"))
    a_claim(milestone, "promised", "2028-03", reported="2026-11-01")
    a_claim(milestone, "assessed", "2028-06", reported="2026-11-02", side="third_party")
    deal = page(client, "/deals/radar/")
    for read in (page(client, "/flags/?kind=contested"), deal):
        (told,) = (r for r in read.texts("tr") if "by one source" in r)
        assert "Contracted for Oct 2027 by one source, Dec 2027 by another. " in told
        both = "Promised by the buyer: Mar 2028. Assessed by others: Jun 2028, since 2 Nov 2026."
        assert both in told
        assert "2 Oct 2026" in told
    pairs = deal.texts("div", "against")
    assert len(pairs) == 2
    assert "Oct 2027" in pairs[0]
    assert "Dec 2027" in pairs[0]
    assert "Mar 2028" in pairs[1]
    assert "Jun 2028" in pairs[1]


def test_an_acknowledgement_shows_with_its_note_and_how_long_it_holds(client: Client) -> None:
    a_flagged_deal()
    ada = a_user()
    slip, stale = Flag.objects.get(kind="slip"), Flag.objects.get(kind="stale")
    with recording(by=By(ada, BY.door), today=TODAY) as book:
        acknowledge(book, slip, note="Asked the ministry.", until=None)
        acknowledge(book, stale, note="Awaiting a word.", until=date(2026, 11, 23))
    read = page(client, "/flags/")
    assert "the worst first; 2 are acknowledged." in read.text
    assert "acknowledged Asked the ministry. (ada, 22 Nov 2026; until it changes)" in read.text
    assert "acknowledged Awaiting a word. (ada, 22 Nov 2026; until 23 Nov 2026)" in read.text
    assert "Asked the ministry." in page(client, "/deals/radar/").text
    for address in ("/flags/", "/deals/radar/"):
        assert "ministry" not in page(client, f"{address}?as_of=2026-11-21").text


def test_an_acknowledgement_until_worse_says_when_that_comes(client: Client) -> None:
    a_flagged_deal()
    flag = Flag.objects.get(kind="slip")
    for worse_by, said in ((1, "1 day, on 23 Nov"), (30, "30 days, on 22 Dec")):
        with recording(by=BY, today=TODAY) as book:
            acknowledge(book, flag, note="Asked.", worse_by=worse_by)
        shown = f"until it is worse by {said} 2026 without a new word)"
        assert shown in page(client, "/flags/").text


def test_an_acknowledgement_that_has_ended_counts_no_more(client: Client) -> None:
    a_flagged_deal()
    with recording(by=By(a_user(), BY.door), today=TODAY) as book:
        stale = Flag.objects.get(kind="stale")
        acknowledge(book, stale, note="Awaiting a word.", until=date(2026, 11, 23))
    Flag.objects.filter(kind="stale").update(wakes_on=TODAY)
    read = page(client, "/flags/")
    assert "none are acknowledged" in read.text
    assert "held until 22 Nov 2026" in read.text


def test_suspended_deals_are_named(client: Client) -> None:
    deal = a_deal()
    a_claim(a_milestone(deal))
    a_term(deal, "stage", stage="suspended", voice={"reported_on": "2022-01-01"})
    read = page(client, "/flags/")
    said = "Left out: a suspended deal opens no new flag, and shows here only what was open before."
    assert f"{said} Suspended is Radar." in read.text
    assert "/deals/radar/" in read.links
    assert read.text.index(said) < read.text.index("Take it away")
    past = "Left out: a suspended deal opens no new flag, and what stood on its milestones"
    then = page(client, "/flags/?as_of=2022-01-02").text
    assert f"{past} is not shown. Suspended on that day: Radar." in then
    assert "suspended" not in page(client, "/flags/?as_of=2021-12-31").text


def test_yesterday_leaves_out_suspended_deals_as_today_does(client: Client) -> None:
    a_term(a_deal("sonar"), "stage", stage="suspended", voice={"reported_on": "2019-06-01"})
    milestone = a_milestone(Deal.objects.get(ref="sonar"), "sonar-first")
    a_claim(milestone)
    a_flagged_deal()
    assert Span.objects.on(TODAY).exclude(flags=[]).filter(milestone=milestone).exists()
    for day in ("2026-11-21", "2026-11-22", "2026-11-23"):
        read = page(client, f"/flags/?as_of={day}")
        assert "3 findings" in read.text
        assert "on 1 deal," in read.text
        assert "Sonar-First" not in read.text
        assert b"sonar" not in client.get(f"/flags.csv?as_of={day}").content
        assert "flags" not in page(client, f"/deals/sonar/?as_of={day}").ids
        assert "none: suspended" in row(page(client, f"/?as_of={day}"), "Sonar")
    assert "Sonar-First" not in page(client, "/flags/?as_of=2026-11-21&kind=slip").text


def test_reasons_lead_to_the_claims_that_they_rest_on(client: Client) -> None:
    a_flagged_deal()
    evidence = "/deals/radar/evidence/?as_of=2020-11-12"
    on_the_page = page(client, evidence).ids
    links = [li for li in page(client, "/flags/?as_of=2020-11-12").links if "#claim-" in li]
    assert links
    for link in links:
        address, _, anchor = link.partition("#")
        assert address == f"{evidence}&claim={anchor.partition('-')[2]}"
        assert anchor in on_the_page


def test_a_flag_that_the_day_no_longer_bears_out_keeps_its_words_until_the_scan(
    client: Client,
) -> None:
    milestone = a_milestone(a_deal())
    a_claim(milestone, "delayed", "")
    at = timezone.now()
    for kind in ("overdue", "rebaselined", "contested", "slip"):
        Flag.objects.create(
            deal=milestone.deal,
            milestone=milestone,
            kind=kind,
            level="breach" if kind == "slip" else "",
            opened_on=TODAY,
            opened_at=at,
        )
    read = page(client, "/flags/")
    assert "The last day stated for it has passed." in row(read, "has passed")
    assert {"Slip", "Overdue", "Re-baselined", "Contested"} <= set(kinds(read))
