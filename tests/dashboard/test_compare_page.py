"""Deals side by side: which can be compared, on which axis, and what is told of those left out."""

import csv
import io
import xml.etree.ElementTree as ET

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from deals.models import Deal
from deliveries.actions import recording, restrict
from tests.dashboard.reading import Read, page, row
from tests.dashboard.test_query_counts import a_full_milestone, queries
from tests.factories import (
    BY,
    TODAY,
    a_claim,
    a_deal,
    a_milestone,
    a_party,
    an_organisation,
    together,
)

pytestmark = pytest.mark.django_db
BOTH = "/compare/?deals=radar,sonar"
FIELDS = ("deals", "named")


@together()
def a_signed_deal(ref: str, signed: str = "2019-01-01", due: str = "2020-10") -> Deal:
    deal = a_deal(ref)
    contract = a_milestone(deal, "contract", kind="signature")
    if signed:
        a_claim(contract, "actual", signed, reported="2019-03-01")
    else:
        a_claim(contract, "promised", "2028", reported="2019-03-01")
    a_claim(a_milestone(deal, "first", position=1), when=due)
    return deal


def names_drawn(read: Read) -> list[str]:
    """The names of the deals on the drawing, which is there for a phone, too."""
    names = [e.text for e in read.all("text") if e.attributes.get("font-size") == "14"]
    half = len(names) // 2
    assert names[:half] == names[half:]
    return names[:half]


def test_two_deals_stand_side_by_side_in_the_order_asked_for(client: Client) -> None:
    a_signed_deal("radar")
    a_signed_deal("sonar", "2019-02", "2028")
    read = page(client, "/compare/?deals=sonar,radar")
    heads = names_drawn(read)
    assert heads == ["Sonar: on track", "Radar: critical"]
    assert "2 deals on one axis of dates: Sonar is on track, Radar is critical." in read.text
    assert "“Contract”: 28 Feb 2019, the last day of Feb 2019" in row(read, "Sonar On track")
    assert read.texts("title")[0] == "Critical: Sonar and Radar, compared · Slipwatch"
    assert {"The deals that are compared", "The milestones of the deals that are compared"} <= set(
        read.texts("caption")
    )


def test_the_table_counts_days_from_the_contract(client: Client) -> None:
    a_signed_deal("radar")
    a_signed_deal("sonar", "2019-01-31", "2019-03-02")
    read = page(client, f"{BOTH}&align=contract")
    contract = next(t for t in read.texts("tr") if t.startswith("Contract Radar"))
    assert " met 0 Met" in contract
    rows = csv.DictReader(
        io.StringIO(client.get("/compare.csv?deals=radar,sonar").content.decode())
    )
    first = {r["deal"]: r for r in rows if r["milestone"] == "first"}
    assert first["sonar"]["contract_day_baseline"] == "30"


def test_a_deal_without_a_contract_is_told_why_it_is_not_drawn(client: Client) -> None:
    a_signed_deal("radar")
    a_signed_deal("sonar", "")
    a_claim(a_milestone(a_deal("plain")))
    by_date = page(client, BOTH)
    assert "is not drawn" not in by_date.text
    read = page(client, "/compare/?deals=radar,sonar,plain&align=contract")
    assert "Sonar is not drawn: it has no day 0, since “Contract” is still awaited." in read.text
    assert "Plain is not drawn: it has no day 0, since no signature is in its plan." in read.text
    alone = page(client, "/compare/?deals=sonar,plain&align=contract")
    assert "Nothing can be drawn" in alone.text
    assert client.get("/compare.svg?deals=sonar,plain&align=contract").status_code == 404


@pytest.mark.parametrize(
    ("deals", "why"),
    [
        ("radar", "names 1 deal; it takes 2 at least"),
        ("radar,radar", "names 1 deal; it takes 2 at least"),
        ("a,b,c,d,e,f,g", "names 7 deals; 6 at most can be told apart"),
        ("radar,nothing", "is no deal of which anything was known on 22 Nov 2026"),
        ("radar,%00", "is no deal of which anything was known"),
        ("radar,<b>", "is no deal of which anything was known"),
    ],
)
def test_what_cannot_be_compared_is_told_with_what_can(
    client: Client, deals: str, why: str
) -> None:
    a_signed_deal("radar")
    for form in ("/", ".csv", ".xlsx", ".svg", ".png"):
        answer = client.get(f"/compare{form}?deals={deals}")
        assert answer.status_code == 400
        text = answer.content.decode()
        assert why in text
        assert "2 to 6 deals" in text


def test_a_ref_that_is_misspelt_leads_to_those_that_are_near(client: Client) -> None:
    a_signed_deal("radar")
    a_claim(a_milestone(a_deal("s-400")))
    hidden = a_deal("s-4000")
    a_claim(a_milestone(hidden))
    with recording(by=BY, today=TODAY) as book:
        restrict(book, hidden, [Group.objects.create(name="cleared")])
    read = page(client, "/compare/?deals=radar,s400", status=400)
    assert "was known on 22 Nov 2026; perhaps s-400 is meant." in read.text
    assert "s-4000" not in read.text
    assert "perhaps" not in page(client, "/compare/?deals=radar,qqq", status=400).text


def test_an_alignment_that_there_is_not_is_refused(client: Client) -> None:
    read = page(client, f"{BOTH}&align=stars", status=400)
    assert "contract (by contract day)" in read.text


def test_without_deals_the_page_says_how_to_begin(client: Client) -> None:
    a_signed_deal("radar")
    read = page(client, "/compare/")
    assert "2 to 6 deals on one axis" in read.text
    assert "/compare/?with=radar&align=date" in read.links
    fields = [e.attributes for e in read.all("input") if e.attributes.get("name") == "named"]
    assert ["required" in field for field in fields] == [True, True]


def test_a_hidden_deal_cannot_be_told_from_one_that_is_not_there(client: Client) -> None:
    a_signed_deal("radar")
    obscured = a_signed_deal("obscured")
    with recording(by=BY, today=TODAY) as book:
        restrict(book, obscured, [Group.objects.create(name="cleared")])
    one, other = (client.get(f"/compare/?deals=radar,{ref}") for ref in ("obscured", "absent"))
    assert (one.status_code, other.status_code) == (400, 400)
    assert one.content.replace(b"obscured", b"absent") == other.content
    assert "Obscured" not in client.get("/compare/").content.decode()


def test_a_past_day_is_compared_as_it_was_known(client: Client) -> None:
    a_signed_deal("radar")
    a_signed_deal("sonar")
    assert client.get(f"{BOTH}&as_of=2018-01-01").status_code == 400
    then = page(client, f"{BOTH}&as_of=2020-01-01")
    assert "Radar is on track" in then.text
    assert any("as_of=2020-01-01" in e and "milestone-first" in e for e in then.links)


def test_a_picture_stands_alone(client: Client) -> None:
    a_signed_deal("radar")
    a_signed_deal("sonar")
    answer = client.get("/compare.svg?deals=radar,sonar&align=contract")
    root = ET.fromstring(answer.content)
    links = [e.attrib["href"] for e in root.iter("{http://www.w3.org/2000/svg}a")]
    assert all(link.startswith("http://testserver/deals/") for link in links)


def test_as_many_queries_for_many_milestones_and_six_deals(client: Client) -> None:
    for ref in ("radar", "sonar", *"abcd"):
        a_full_milestone(a_deal(ref), 0)
    before = len(queries(client, BOTH))
    for number in range(1, 8):
        a_full_milestone(Deal.objects.get(ref="radar"), number)
    assert len(queries(client, BOTH)) == before
    assert len(queries(client, "/compare/?deals=radar,sonar,a,b,c,d")) <= before


def test_a_deal_leads_to_its_comparison_with_deals_by_name(client: Client) -> None:
    a_signed_deal("radar")
    a_signed_deal("sonar")
    assert "/compare/?with=radar" in page(client, "/deals/radar/").links
    read = page(client, "/compare/?with=radar")
    assert "Chosen Radar" in read.text
    given = [e.attributes for e in read.all("input") if e.attributes.get("name") in FIELDS]
    assert [(e["type"], e.get("value")) for e in given] == [("checkbox", "radar"), ("text", None)]
    assert [e.attributes["value"] for e in read.all("option") if e.text == ""] == ["Sonar"]
    assert "/compare/?deals=radar,sonar&align=date" in read.links
    both = page(client, "/compare/?deals=radar&deals=Sonar")
    assert both.text.count("Radar is critical") == 1
    assert "Chosen Radar Sonar" in both.text


def test_a_name_of_several_deals_names_none(client: Client) -> None:
    a_signed_deal("radar")
    for ref in ("sonar", "sonar-2"):
        a_claim(a_milestone(a_deal(ref, designation="The Sonar")))
    read = page(client, "/compare/?deals=radar&deals=The+Sonar", status=400)
    assert "Which deal is “The Sonar”?" in read.text
    assert {
        "?deals=radar%2Csonar&align=date",
        "?deals=radar%2Csonar-2&align=date",
    } <= set(read.links)


def test_a_name_that_is_not_known_on_the_day_cannot_be_told_from_none(client: Client) -> None:
    a_signed_deal("radar")
    a_claim(a_milestone(a_deal("later", designation="Later One")), reported="2021-01-01")
    address = "/compare/?deals=radar&as_of=2020-06-01&deals="
    then, none = (client.get(f"{address}{name}") for name in ("Later+One", "Never+One"))
    assert then.content.replace(b"Later", b"Never") == none.content


@together()
def the_two_of_a_name() -> None:
    """As in the catalogue: one's designation is the other's ref, and begins its designation."""
    for ref, name, country in (("s-400", "S-400 Triumf", "IN"), ("s-400-turkey", "S-400", "TR")):
        deal = a_deal(ref, designation=name)
        a_party(deal, an_organisation(f"of-{country.lower()}", country=country))
        a_claim(a_milestone(deal))


@pytest.mark.parametrize("name", ["S-400", "s-400", "S-4", "S-400 TRIUMF"])
def test_the_case_of_a_letter_does_not_decide_which_deal_is_meant(
    client: Client, name: str
) -> None:
    a_signed_deal("radar")
    the_two_of_a_name()
    address = f"/compare/?deals=radar&named={name}"
    if name == "S-400 TRIUMF":
        assert "S-400 Triumf (India) is" in page(client, address).text
        return
    read = page(client, address, status=400)
    assert f"Which deal is “{name}”?" in read.text
    assert {
        "?deals=radar%2Cs-400&align=date",
        "?deals=radar%2Cs-400-turkey&align=date",
    } <= set(read.links)
    assert "Chosen Radar" in read.text
    for form in ("csv", "svg"):
        refused = client.get(f"/compare.{form}?deals=radar&named={name}")
        assert refused.status_code == 400
        assert "S-400 (Turkey) as s-400-turkey" in refused.content.decode()


def test_a_name_with_its_country_is_exact_and_is_what_the_field_suggests(client: Client) -> None:
    a_signed_deal("radar")
    the_two_of_a_name()
    given = [e.attributes["value"] for e in page(client, "/compare/").all("option") if not e.text]
    assert {"S-400 (Turkey)", "S-400 Triumf (India)", "Radar"} == set(given)
    for name in ("S-400 (Turkey)", "s-400 (turkey)"):
        read = page(client, f"/compare/?deals=radar&named={name}")
        assert "S-400 (Turkey) is" in read.text
        heads = names_drawn(read)
        assert heads == ["Radar: critical", "S-400 (Turkey): critical"]


def test_a_ref_in_an_address_is_exact_and_says_what_else_it_may_be(client: Client) -> None:
    a_signed_deal("radar")
    the_two_of_a_name()
    read = page(client, "/compare/?deals=radar,s-400")
    assert "S-400 Triumf (India) is" in read.text
    assert "“s-400” is read as the reference of S-400 Triumf (India)." in read.text
    assert "?deals=radar%2Cs-400-turkey&align=date" in read.links
    for others in ("radar,s-400-turkey", "s-400,s-400-turkey"):
        assert "is read as" not in page(client, f"/compare/?deals={others}").text


def test_two_unclear_names_are_asked_about_one_after_the_other(client: Client) -> None:
    the_two_of_a_name()
    read = page(client, "/compare/?named=S-400&named=S-4", status=400)
    assert "?deals=s-400&named=S-4&align=date" in read.links


@pytest.mark.parametrize(
    "address", ["/flags/", "/changes/?since=2019-01-01", "/calendar/?as_of=2020-10-02"]
)
def test_lists_of_several_deals_say_whose_each_is(client: Client, address: str) -> None:
    the_two_of_a_name()
    assert "S-400 (Turkey)" in page(client, address).text
