"""The evidence of a deal: its claims filtered, and its contradictions with what decides."""

import pytest
from django.test import Client

from deals.models import Claim, Milestone
from deliveries.actions import record_claim, recording
from deliveries.drafts import ClaimDraft
from tests.dashboard.reading import Read, page
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
HERE = "/deals/radar/evidence/"


def claims(read: Read) -> list[int]:
    names = [name for name in read.ids if name.startswith("claim-")]
    return [int(name.removeprefix("claim-")) for name in names]


def said() -> dict[str, Claim]:
    deal = a_deal()
    first, second = a_milestone(deal), a_milestone(deal, "second", position=1)
    return {
        "contract": a_claim(first),
        "promise": a_claim(first, "promised", "2021", reported="2019-02-01", side="supplier"),
        "guess": a_claim(first, "assessed", "2022", reported="2019-03-01", side="third_party"),
        "echo": a_claim(first, "unchanged", "", reported="2019-04-01", side="third_party"),
        "delay": a_claim(first, "delayed", "", reported="2019-05-01"),
        "done": a_claim(second, "actual", "2019-06", reported="2019-07-01"),
    }


@pytest.mark.parametrize(
    ("query", "left"),
    [
        ("", ["contract", "promise", "guess", "echo", "delay", "done"]),
        ("?milestone=second", ["done"]),
        ("?side=supplier", ["promise"]),
        ("?kind=unchanged", ["echo"]),
        ("?clock=contracted", ["contract"]),
        ("?clock=promised", ["promise", "delay"]),
        ("?clock=assessed", ["guess", "echo"]),
        ("?clock=actual", ["done"]),
        ("?milestone=first&side=buyer&kind=&clock=promised", ["delay"]),
        ("?milestone=second&clock=promised", []),
        ("?as_of=2019-03-31", ["contract", "promise", "guess"]),
    ],
)
def test_claims_are_filtered_by_plain_parameters(
    client: Client, query: str, left: list[str]
) -> None:
    by_name = said()
    assert claims(page(client, HERE + query)) == [by_name[name].pk for name in left]
    file = client.get(f"/deals/radar/evidence.csv{query}").content.decode()
    assert file.count("\n") == len(left) + 1


def test_the_filter_is_said_in_words_and_can_be_taken_back(client: Client) -> None:
    said()
    assert "6 claims, none left out." in page(client, HERE).text
    read = page(client, f"{HERE}?milestone=first&side=buyer&as_of=2026-11-21")
    assert "2 of 6 claims: First, buyer." in read.text
    assert "/deals/radar/evidence/?as_of=2026-11-21" in read.links
    assert "/deals/radar/evidence.csv?milestone=first&side=buyer&as_of=2026-11-21" in read.links


def test_a_choice_says_how_many_claims_it_leaves(client: Client) -> None:
    said()
    choices = page(client, f"{HERE}?side=buyer").texts("option")
    assert "supplier (1)" in choices
    assert "contracted (1)" in choices
    assert "assessed (1)" not in choices
    (chosen,) = [
        e for e in page(client, f"{HERE}?side=buyer").all("option") if "selected" in e.attributes
    ]
    assert chosen.attributes["value"] == "buyer"


def test_what_is_no_choice_is_refused_with_what_is(client: Client) -> None:
    said()
    for address in (f"{HERE}?side=me", "/deals/radar/evidence.csv?side=me"):
        text = page(client, address, status=400).text
        assert "me is no side to filter by. Accepted: buyer, supplier, third_party." in text


def test_the_deal_leads_to_its_evidence_of_the_same_day(client: Client) -> None:
    said()
    links = page(client, "/deals/radar/?as_of=2020-01-01").links
    assert f"{HERE}?as_of=2020-01-01#claims" in links


def a_ranked_claim(milestone: Milestone, when: str, rank: str) -> Claim:
    draft = ClaimDraft(
        milestone=milestone,
        kind="actual",
        date=when,
        rank=rank,
        voice=a_voice(reported_on="2021-01-01", side="supplier"),
    )
    with recording(by=BY, today=TODAY) as book:
        return record_claim(book, draft)


def the_contradiction(client: Client) -> str:
    (pair,) = page(client, HERE).texts("div", "against")
    return pair


def test_two_accounts_of_the_contract_are_decided_by_credibility(client: Client) -> None:
    milestone = a_milestone(a_deal())
    a_claim(milestone, when="2028", credibility=3)
    better = a_claim(milestone, when="2029", credibility=1, source=a_source("herald"))
    shown = the_contradiction(client)
    assert "the more credible is the baseline: confirmed by others against possibly true" in shown
    assert (
        f"2029 decides the minister, buyer, 2 Jan 2019 · confirmed by others B1 {better.pk}"
        in shown
    )


def test_or_by_which_was_held_first(client: Client) -> None:
    milestone = a_milestone(a_deal())
    a_claim(milestone, when="2028")
    a_claim(milestone, when="2029", reported="2019-03-03", source=a_source("herald"))
    assert "that which was held first stands" in the_contradiction(client)
    assert "2028 decides" in the_contradiction(client)


def test_or_by_the_earlier_date(client: Client) -> None:
    milestone = a_milestone(a_deal())
    a_claim(milestone, when="2028")
    a_claim(milestone, when="2029", source=a_source("herald"))
    assert "the earlier date stands" in the_contradiction(client)


@pytest.mark.parametrize(
    ("reported", "credibility", "words"),
    [
        ("2026-10-02", 2, "that which was said later"),
        ("2026-10-01", 1, "the more credible counts: confirmed by others against probably true"),
        ("2026-10-01", 2, "equally credible, so that the later date counts"),
    ],
)
def test_two_sides_are_decided_by_the_order_in_which_they_held(
    client: Client, reported: str, credibility: int, words: str
) -> None:
    milestone = a_milestone(a_deal())
    a_claim(milestone, "promised", "2028", reported="2026-10-01")
    a_claim(
        milestone, "promised", "2029", reported=reported, side="supplier", credibility=credibility
    )
    shown = the_contradiction(client)
    assert words in shown
    assert "2029 decides" in shown


def test_where_another_claim_is_held_later_neither_of_them_decides(client: Client) -> None:
    milestone = a_milestone(a_deal())
    a_claim(milestone, "promised", "2028", reported="2026-10-01")
    a_claim(milestone, "promised", "2029", reported="2026-10-02", side="supplier")
    last = a_claim(milestone, "assessed", "2029", reported="2026-10-03", side="third_party")
    shown = the_contradiction(client)
    assert f"another claim was held later. It is claim {last.pk}." in shown
    assert " decides " not in shown


@pytest.mark.parametrize(
    ("when", "credibility", "words"),
    [
        ("2020-10-05", 1, "the more credible holds"),
        ("2020-10-05", 2, "the more precise holds"),
        ("2020-10", 2, "of claims alike the later holds"),
    ],
)
def test_what_is_said_to_have_happened_is_decided_too(
    client: Client, when: str, credibility: int, words: str
) -> None:
    milestone = a_milestone(a_deal())
    a_claim(milestone, "actual", "2020-12", reported="2021-01-01")
    a_claim(
        milestone, "actual", when, reported="2021-01-01", side="supplier", credibility=credibility
    )
    assert words in the_contradiction(client)


def test_a_preferred_account_of_what_happened_is_believed(client: Client) -> None:
    milestone = a_milestone(a_deal())
    preferred = a_ranked_claim(milestone, "2020-10", "preferred")
    a_claim(milestone, "actual", "2020-12", reported="2021-02-01")
    shown = the_contradiction(client)
    assert "the preferred claim is believed" in shown
    assert (
        f"Oct 2020 decides the minister, supplier, 1 Jan 2021 · probably true B2 {preferred.pk}"
        in shown
    )


def test_a_contradiction_stands_on_the_deal_page_and_only_while_it_does(client: Client) -> None:
    milestone = a_milestone(a_deal())
    a_claim(milestone, "promised", "2028", reported="2026-10-01")
    a_claim(milestone, "promised", "2029", reported="2026-10-02", side="supplier")
    address = "/deals/radar/"
    assert page(client, address).all("div", "against")
    assert not page(client, f"{address}?as_of=2026-10-01").all("div", "against")


def test_a_misreport_on_what_nobody_else_speaks_of_is_shown_with_its_mark(client: Client) -> None:
    by_name = said()
    beside = a_milestone(Milestone.objects.get(code="second").deal, "beside", position=2)
    draft = ClaimDraft(
        milestone=beside, kind="actual", date="2018-06", rank="deprecated", voice=a_voice()
    )
    with recording(by=BY, today=TODAY) as book:
        misreport = record_claim(book, draft)
    read = page(client, HERE)
    assert "7 claims, none left out." in read.text
    assert claims(read) == [*(claim.pk for claim in by_name.values()), misreport.pk]
    assert "Known misreports alone: nothing that counts has been said of it" in read.text
    assert claims(page(client, f"{HERE}?claim={misreport.pk}"))[-1] == misreport.pk
    assert claims(page(client, f"{HERE}?milestone=beside")) == [misreport.pk]
    file = client.get("/deals/radar/evidence.csv").content.decode()
    assert file.count("\n") == 8
    deal = page(client, "/deals/radar/")
    assert "All 7 claims" in deal.text
    assert "6 of 7 statements on 2 milestones" in deal.text
    assert "Not drawn: known misreports on “Beside”, of which nothing else is said." in deal.text
    (latest,) = (r for r in deal.texts("tr") if "Beside" in r and "misreport" in r)
    assert "known misreport, not used" in latest
