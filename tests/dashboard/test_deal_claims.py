"""The claims on a deal page: who promised what, and when it moved."""

from typing import Any

import pytest
from django.test import Client

from dashboard.templatetags.claim_links import at_claim
from deals.models import Deal, Milestone
from deliveries.actions import record_claim, recording
from deliveries.drafts import ClaimDraft
from tests.dashboard.reading import Read, page, row
from tests.factories import (
    BY,
    TODAY,
    a_claim,
    a_deal,
    a_milestone,
    a_source,
    a_voice,
)

pytestmark = pytest.mark.django_db
EVIDENCE = "/deals/radar/evidence/"


def a_moving_milestone(deal: Deal) -> Milestone:
    milestone = a_milestone(deal)
    a_claim(milestone, said_by="the contract", note="From the annex.")
    a_claim(milestone, "promised", "end of 2021", reported="2020-02-06", said_by="the agency")
    a_claim(milestone, "promised", "2021-12", reported="2020-05-01", said_by="the maker")
    a_claim(milestone, "unchanged", "", reported="2020-11-12", said_by="the diplomat")
    a_claim(milestone, "delayed", "", reported="2021-11-01", said_by="the general")
    return milestone


def claims(read: Read) -> list[str]:
    return [
        " ".join(e.text.split())
        for e in read.all("tr")
        if e.attributes.get("id", "").startswith("claim-")
    ]


def test_a_claim_shows_who_said_it_where_and_how_far_to_trust_it(client: Client) -> None:
    source = a_source(
        "herald", publisher="The Herald", url="https://herald.example/1", reliability="C"
    )
    milestone = a_milestone(a_deal())
    a_claim(milestone, said_by="the admiral", source=source, credibility=3, side="supplier")
    read = page(client, EVIDENCE)
    (said,) = claims(read)
    assert "contracted Oct 2020" in said
    assert "the admiral supplier" in said
    assert "The Herald 2 Jan 2019 · fairly reliable source possibly true C3" in said
    (link,) = [e for e in read.all("a") if e.text == "The Herald"]
    assert link.attributes == {"href": "https://herald.example/1", "rel": "noopener noreferrer"}


def test_claims_stand_by_milestone_the_oldest_word_first(client: Client) -> None:
    deal = a_deal()
    a_moving_milestone(deal)
    a_claim(a_milestone(deal, "second", position=1), said_by="the herald")
    voices = ["contract", "agency", "maker", "diplomat", "general", "herald"]
    shown = claims(page(client, EVIDENCE))
    assert [next(v for v in voices if f"the {v}" in claim) for claim in shown] == voices


def test_a_claim_says_how_far_it_is_from_the_baseline(client: Client) -> None:
    a_moving_milestone(a_deal())
    contract, agency, maker, diplomat, _ = claims(page(client, EVIDENCE))
    assert " baseline the contract" in contract
    assert "+426 days the agency" in agency
    assert "+426 days the maker" in maker
    assert "–none the diplomat" in diplomat


def test_the_claims_that_the_verdict_rests_on_are_marked_and_led_to(client: Client) -> None:
    a_moving_milestone(a_deal())
    then = "?as_of=2020-11-12"
    evidence = page(client, f"{EVIDENCE}{then}")
    used = [e.attributes["id"] for e in evidence.all("tr", "used")]
    links = {link for link in page(client, f"/deals/radar/{then}").links if "#claim-" in link}
    to = {
        name: at_claim(EVIDENCE + then, int(name.partition("-")[2]))
        for name in evidence.ids
        if name.startswith("claim-")
    }
    assert {to[name] for name in used} <= links <= set(to.values())
    assert [("in use" in claim) for claim in claims(evidence)] == [True, False, True, False]


def test_the_page_of_a_deal_has_the_latest_claims_and_leads_to_all(client: Client) -> None:
    milestone = a_milestone(a_deal())
    for number in range(12):
        a_claim(milestone, "promised", f"{2021 + number}", reported=f"2020-01-{number + 1:02d}")
    read = page(client, "/deals/radar/")
    shown = claims(read)
    assert len(shown) == 10
    assert "12 Jan 2020" in shown[0]
    assert "3 Jan 2020" in shown[-1]
    assert "the latest 10 of 12" in read.text
    assert f"{EVIDENCE}#claims" in read.links
    assert len(claims(page(client, EVIDENCE))) == 12


def test_how_the_deciding_date_moved_is_told_in_a_few_lines(client: Client) -> None:
    a_moving_milestone(a_deal())
    read = page(client, "/deals/radar/")
    assert "What was said of the date of “First”" in read.texts("h2")
    moves = read.texts("li", "move")
    assert len(moves) == 3
    assert "2 Jan 2019 contracted Oct 2020 the contract buyer" in moves[0]
    assert "6 Feb 2020 promised Q4 2021 +426 days the agency" in moves[1]
    assert "said again or confirmed 2 times, last on 12 Nov 2020" in moves[1]
    assert "1 Nov 2021 delayed the general" in moves[2]


def test_a_date_that_came_nearer_moved_by_less_than_nothing(client: Client) -> None:
    milestone = a_milestone(a_deal())
    a_claim(milestone)
    a_claim(milestone, "promised", "2020-09", reported="2019-05-05")
    (_, move) = page(client, "/deals/radar/").all("li", "move")
    assert "−31 days" in move.text


def test_what_was_called_unchanged_with_another_date_says_what_it_counts_as(client: Client) -> None:
    milestone = a_milestone(a_deal())
    a_claim(milestone)
    a_claim(milestone, "promised", "Q4 2023", reported="2019-05-05")
    a_claim(milestone, "unchanged", "Q4 2024", reported="2019-06-05")
    a_claim(milestone, "unchanged", "Nov 2024", reported="2019-07-05")
    (_, _, move) = page(client, "/deals/radar/").texts("li", "move")
    assert "unchanged Q4 2024 +366 days" in move
    assert "called unchanged, but the date was another before: it counts as a new promise" in move
    assert "said again or confirmed once, last on 5 Jul 2019" in move


def test_outsiders_tell_how_a_date_moved_where_nobody_else_does(client: Client) -> None:
    own, others = a_milestone(a_deal("own")), a_milestone(a_deal("others"))
    for milestone in (own, others):
        a_claim(milestone, "assessed", "2027", side="third_party", said_by="the analyst")
        a_claim(milestone, "assessed", "2020", side="third_party", credibility=4, said_by="gossip")
    a_claim(own, "promised", "2028", reported="2020-01-01", said_by="the minister")
    (told,) = page(client, "/deals/own/").texts("li", "move")
    assert "the minister" in told
    (told,) = page(client, "/deals/others/").texts("li", "move")
    assert "the analyst" in told


def test_a_confirmation_of_nothing_moves_nothing(client: Client) -> None:
    milestone = a_milestone(a_deal())
    a_claim(milestone, "unchanged", "", reported="2018-01-01")
    a_claim(milestone)
    (move,) = page(client, "/deals/radar/").texts("li", "move")
    assert "Oct 2020" in move


def test_a_threshold_in_the_contract_is_told(client: Client) -> None:
    draft = ClaimDraft(
        milestone=a_milestone(a_deal()),
        kind="contracted",
        date="2020-10",
        threshold="2020-12",
        voice=a_voice(in_force_from="2018"),
    )
    with recording(by=BY, today=TODAY) as book:
        record_claim(book, draft)
    (said,) = claims(page(client, EVIDENCE))
    assert "threshold by contract: Dec 2020" in said
    assert "held from 2018" in said


def test_a_relative_date_stands_as_it_was_stated(client: Client) -> None:
    deal = a_deal()
    contract = a_milestone(deal, "contract", kind="signature")
    a_claim(contract, "actual", "2018-10-05")
    a_claim(a_milestone(deal, "first", position=1), "contracted", "2 years after contract")
    (_, said) = claims(page(client, EVIDENCE))
    assert "contract + 24 months" in said


def test_preferred_and_deprecated_claims_say_so(client: Client) -> None:
    milestone = a_milestone(a_deal())
    for rank, when in (("preferred", "2020-10"), ("deprecated", "2020-07")):
        draft = ClaimDraft(
            milestone=milestone, kind="contracted", date=when, rank=rank, voice=a_voice()
        )
        with recording(by=BY, today=TODAY) as book:
            record_claim(book, draft)
    read = page(client, EVIDENCE)
    preferred, misreport = claims(read)
    assert "preferred" in preferred
    assert "known misreport, not used" in misreport
    assert len(read.all("tr", "unused")) == 1


def test_a_confirmation_says_the_date_that_it_gave_where_that_is_another(client: Client) -> None:
    milestone = a_milestone(a_deal())
    a_claim(milestone, "promised", "2025/2026", reported="2019-06-02")
    a_claim(milestone, "unchanged", "2026-08", reported="2019-06-27")
    (move,) = page(client, "/deals/radar/").texts("li", "move")
    assert "said again or confirmed once, last on 27 Jun 2019 as Aug 2026" in move


def test_what_says_less_closely_when_it_happened_is_no_move(client: Client) -> None:
    milestone = a_milestone(a_deal())
    a_claim(milestone)
    a_claim(milestone, "actual", "2020-12-16/2020-12-17", reported="2020-12-31")
    a_claim(milestone, "actual", "2020", reported="2021-05-18")
    _, happened = page(client, "/deals/radar/").texts("li", "move")
    assert "happened 16 – 17 Dec 2020" in happened
    assert "said again or confirmed once, last on 18 May 2021 as 2020" in happened


def test_a_word_of_a_year_stands_before_what_it_still_expected(client: Client) -> None:
    milestone = a_milestone(a_deal())
    a_claim(milestone)
    a_claim(milestone, "promised", "2020-11-15", reported="2020", said_by="the agency")
    a_claim(milestone, "actual", "2020-11-16", reported="2020-11-16", said_by="the minister")
    for shown in (
        page(client, "/deals/radar/").texts("li", "move"),
        claims(page(client, EVIDENCE)),
    ):
        assert ["the agency" in s for s in shown] == [False, True, False]
        assert "the minister" in shown[2]
    assert "+1 day" in page(client, "/deals/radar/").texts("li", "move")[2]


def test_a_contract_is_told_however_doubtful_its_source_and_with_the_day_it_held(
    client: Client,
) -> None:
    milestone = a_milestone(a_deal())
    doubtful: dict[str, Any] = {"side": "third_party", "credibility": 4}
    a_claim(milestone, in_force_from="2018-10-05", reported="2020-01-02", **doubtful)
    a_claim(milestone, "promised", "2021", reported="2019-01-04", said_by="the minister")
    contract, promise = page(client, "/deals/radar/").texts("li", "move")
    assert "2 Jan 2020 held from 5 Oct 2018 contracted Oct 2020" in contract
    assert "promised 2021 +426 days" in promise


def test_a_baseline_of_a_poor_source_shows_how_poor(client: Client) -> None:
    deal = a_deal()
    poor, fair = a_source("post", reliability="D"), a_source("paper", reliability="C")
    a_claim(a_milestone(deal), source=poor, side="third_party", credibility=4)
    a_claim(a_milestone(deal, "second", position=1), source=fair)
    first, second = (row(page(client, "/deals/radar/"), name) for name in ("First", "Second"))
    assert "contracted source not usually reliable D4" in first
    assert "contracted" in second
    assert "reliable" not in second
