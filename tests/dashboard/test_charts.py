"""The charts of a deal: on its page, as pictures, and as data."""

import csv
import io
import xml.etree.ElementTree as ET
from datetime import date

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from dashboard.templatetags.claim_links import at_claim
from deals.models import Deal, Precedence
from deliveries.actions import add, record_count, recording
from deliveries.drafts import CountDraft
from tests.api.asking import at_noon_of
from tests.dashboard.reading import page, row
from tests.dashboard.test_deal_claims import a_moving_milestone
from tests.factories import (
    BY,
    TODAY,
    a_claim,
    a_count,
    a_deal,
    a_lot,
    a_milestone,
    a_user,
    a_voice,
    an_event,
    together,
)

pytestmark = pytest.mark.django_db
NAMES = ("trend", "timeline", "deliveries", "states")
SVG = "{http://www.w3.org/2000/svg}"


@together()
def a_drawn_deal(ref: str = "radar") -> Deal:
    """A deal with something for every chart."""
    deal = a_deal(ref)
    first = a_moving_milestone(deal)
    second = a_milestone(deal, "second", position=1, after=(first,))
    a_claim(second, when="2028")
    lot = a_lot(second, 100)
    a_count(lot, 5, "2020-12-31", reported_on="2021-01-05")
    a_count(lot, 20, "2021-12-31", reported_on="2022-01-05")
    an_event(deal, code=f"{ref}-event")
    return deal


def picture(client: Client, name: str, query: str = "") -> ET.Element:
    answer = client.get(f"/deals/radar/{name}.svg{query}")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "image/svg+xml"
    return ET.fromstring(answer.content)


def data(client: Client, name: str, query: str = "") -> list[dict[str, str]]:
    answer = client.get(f"/deals/radar/{name}.csv{query}")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(answer.content.decode())))


def test_every_statement_is_a_point_that_leads_to_its_claim(client: Client) -> None:
    a_drawn_deal()
    read = page(client, "/deals/radar/")
    evidence = "/deals/radar/evidence/"
    ids = page(client, evidence).ids
    numbers = [int(n.partition("-")[2]) for n in ids if n.startswith("claim-")]
    claims = [at_claim(evidence, number) for number in numbers]
    assert set(claims) <= set(read.links)
    titles = read.texts("title")
    assert "First: promised Q4 2021, the agency, 6 Feb 2020" in " ".join(titles)
    assert len(claims) == 6


def test_what_a_chart_shows_is_said_in_a_sentence_and_in_a_table(client: Client) -> None:
    a_drawn_deal()
    read = page(client, "/deals/radar/")
    assert "6 statements on 2 milestones, from 2 Jan 2019 to 1 Nov 2021." in read.text
    assert (
        "2 milestones: 1 critical, 1 at risk. What is next is “First”, with no date." in read.text
    )
    assert "Second: 20 of 100 delivered by 31 Dec 2021." in read.text
    assert "The states of 2 milestones changed" in read.text
    captions = read.texts("caption")
    for caption in (
        "How the date of each milestone moved",
        "The plan: what comes after what, and by when",
        "Lots: what was counted last, and how they come along",
        "What each milestone stood as, from when to when",
    ):
        assert caption in captions


def test_the_sentence_tells_how_what_decides_has_moved(client: Client) -> None:
    milestone = a_milestone(a_deal())
    a_claim(milestone)
    a_claim(milestone, "promised", "2021-09", reported="2019-07-01")
    then = page(client, "/deals/radar/?as_of=2019-08-01").text
    assert "“First”, which decides the deal, moved once: from 31 Oct 2020 to 30 Sep 2021" in then
    a_claim(milestone, "delayed", "", reported="2019-09-01")
    then = page(client, "/deals/radar/?as_of=2019-09-02").text
    assert "moved twice: from 31 Oct 2020 to no date at all." in then


def test_where_a_line_breaks_off_its_name_and_the_table_say_when_and_why(client: Client) -> None:
    deal = a_deal()
    first = a_milestone(deal)
    second = a_milestone(deal, "second", position=1, after=(first,))
    for milestone in (first, second):
        a_claim(milestone, when="2021-10")
    a_claim(first, "delayed", "", reported="2019-03-01", said_by="the agency")
    a_claim(first, "promised", "2022-03", reported="2019-06-01")
    a_claim(second, "delayed", "", reported="2020-01-15")
    read = page(client, "/deals/radar/?as_of=2020-06-01")
    gaps = {
        "First": "No last day from 1 Mar 2019 to 31 May 2019: delayed, the agency, 1 Mar 2019",
        "Second": "No last day from 15 Jan 2020 on: delayed, the minister, 15 Jan 2020",
    }
    waits = "it waits for “First” (delayed, the agency, 1 Mar 2019)"
    table = [e for e in read.all("th") if "No last day" in e.text]
    for (title, gap), cell in zip(gaps.items(), table, strict=True):
        assert gap in cell.text
        assert any(e.startswith(title) and gap in e for e in read.texts("title"))
    assert waits in table[1].text
    assert "where it breaks off, no last day was left" in read.text


def test_a_deal_without_a_date_has_no_chart_of_dates(client: Client) -> None:
    a_claim(a_milestone(a_deal()), "delayed", "")
    read = page(client, "/deals/radar/")
    assert "How the dates moved" not in read.texts("h2")
    assert "Deliveries" not in read.texts("h2")
    assert client.get("/deals/radar/trend.svg").status_code == 404
    assert client.get("/deals/radar/trend.csv").status_code == 200


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_stands_alone_and_its_links_lead_to_the_page(client: Client, name: str) -> None:
    a_drawn_deal()
    root = picture(client, name, "?as_of=2024-06-01")
    assert root.tag == f"{SVG}svg"
    title = root.find(f"{SVG}title")
    assert title is not None
    assert title.text is not None
    assert title.text.startswith("Radar: ")
    assert title.text.endswith("as known on 1 Jun 2024")
    links = [a.attrib["href"] for a in root.iter(f"{SVG}a")]
    assert links
    page = "http://testserver/deals/radar/"
    starts = f"{page}?as_of=2024-06-01#"
    if name == "trend":
        starts = f"{page}evidence/?as_of=2024-06-01"
    assert all(link.startswith(starts) for link in links)
    drawn = {symbol.attrib["id"] for symbol in root.iter(f"{SVG}symbol")}
    used = {use.attrib["href"].removeprefix("#") for use in root.iter(f"{SVG}use")}
    assert used <= drawn
    # Nothing that the policy of this site, or another place, would not allow.
    assert not [e for e in root.iter() if e.tag in (f"{SVG}style", f"{SVG}script")]
    assert not [e for e in root.iter() if "style" in e.attrib]


def test_a_milestone_of_one_kind_of_claim_is_told_apart_by_shape(client: Client) -> None:
    a_drawn_deal()
    root = picture(client, "trend")
    used = {use.attrib["href"] for use in root.iter(f"{SVG}use")}
    assert {"#mark-contracted", "#mark-promised", "#mark-unchanged", "#mark-delayed"} <= used
    symbols = {s.attrib["id"]: ET.tostring(s) for s in root.iter(f"{SVG}symbol")}
    marks = [
        drawn.replace(name.encode(), b"")
        for name, drawn in symbols.items()
        if name.startswith("mark-")
    ]
    assert len(set(marks)) == len(marks)


def test_a_count_that_contradicts_a_better_one_is_marked(client: Client) -> None:
    milestone = a_milestone(a_deal())
    a_claim(milestone, when="2028")
    lot = a_lot(milestone, 100)
    a_count(lot, 60, "2020-12", reported_on="2021-01-05", credibility=4)
    for total, by, on in ((5, "2020-12", "2021-02-05"), (9, "2021-12", "2022-02-05")):
        a_count(lot, total, by, reported_on=on)
    assert [r["is_believed"] for r in data(client, "deliveries")].count("no") == 1
    assert "contradicted by what is better known" in " ".join(
        page(client, "/deals/radar/").texts("title")
    )


def test_a_lot_that_is_done_is_drawn_up_to_its_last_count(client: Client) -> None:
    milestone = a_milestone(a_deal())
    a_claim(milestone, "actual", "2021-12", reported="2022-01-05")
    lot = a_lot(milestone, 10)
    for total, by in ((4, "2021-03"), (10, "2021-12")):
        draft = CountDraft(
            lot=lot, kind="accepted", total=total, by=by, voice=a_voice(reported_on="2022-01-05")
        )
        with recording(by=BY, today=TODAY) as book:
            record_count(book, draft)
    text = "".join(t for t in picture(client, "deliveries").itertext())
    assert "accepted: 10" in text
    assert "2026" not in text.replace("2026-11-22", "").replace("22 Nov 2026", "")
    assert data(client, "deliveries")[0]["planned_by_then"] == ""


def test_a_deal_that_has_ended_is_drawn_up_to_its_last_word(client: Client) -> None:
    milestone = a_milestone(a_deal())
    a_claim(milestone)
    a_claim(milestone, "actual", "2020-10-05", reported="2020-10-06")
    text = "".join(t for t in picture(client, "trend").itertext())
    assert "5 Dec 2020" in text
    assert "2026" not in text.replace("2026-11-22", "").replace("22 Nov 2026", "")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("form", ["svg", "png", "csv"])
def test_a_chart_has_the_limits_of_its_page(client: Client, name: str, form: str) -> None:
    deal = a_drawn_deal()
    address = f"/deals/radar/{name}.{form}"
    assert client.get(f"{address}?as_of=never").status_code == 400
    assert client.get(f"{address}?known_at=never").status_code == 400
    assert client.get(f"{address}?as_of=2018-01-01").status_code == 404
    assert "no-cache" in client.get(address).headers["Cache-Control"]
    deal.restricted_to.add(Group.objects.create(name="inner"))
    assert client.get(address).status_code == 404
    client.force_login(a_user())
    assert client.post(address).status_code == 405


@pytest.mark.parametrize(
    "address", ["trend.gif", "nothing.png", "nothing.svg", "nothing.csv", "trend.html"]
)
def test_there_are_no_other_charts_and_forms(client: Client, address: str) -> None:
    a_drawn_deal()
    assert client.get(f"/deals/radar/{address}").status_code == 404


@pytest.mark.usefixtures("closed")
@pytest.mark.parametrize("address", ["trend.svg", "states.csv", "evidence/", "evidence.csv"])
def test_where_reading_is_closed_a_chart_is_too(client: Client, address: str) -> None:
    a_drawn_deal()
    assert client.get(f"/deals/radar/{address}").status_code == 302


def test_a_chart_can_be_as_it_was_on_record(client: Client) -> None:
    a_drawn_deal()
    now = "?known_at=2026-11-22T12:00:00Z"
    for name in NAMES:
        assert len(data(client, name, now)) == len(data(client, name))
        links = [a.attrib["href"] for a in picture(client, name, now).iter(f"{SVG}a")]
        assert all("known_at=2026-11-22" in link for link in links)


def test_a_plan_leads_from_what_comes_first(client: Client) -> None:
    a_drawn_deal()
    assert "Second First 31 Dec 2028" in row_of_plan(client)


def row_of_plan(client: Client) -> str:
    read = page(client, "/deals/radar/")
    return next(t for t in read.texts("tr") if t.startswith("Second First"))


def test_a_page_says_how_to_cite_it(client: Client) -> None:
    a_drawn_deal()
    read = page(client, "/deals/radar/")
    (address,) = [link for link in read.links if "known_at" in link]
    assert address == "/deals/radar/?as_of=2026-11-22&known_at=2026-11-22T12%3A00%3A00%2B00%3A00"
    assert f"http://testserver{address}" in read.text
    again = page(client, address)
    assert "As it was on record here at 22 Nov 2026" in again.text
    assert address in again.links
    assert row(again, "Second") == row(read, "Second")


def test_a_plan_is_drawn_as_it_was_on_record(client: Client) -> None:
    with at_noon_of(date(2026, 11, 20)):
        deal = a_deal()
        first, second = a_milestone(deal), a_milestone(deal, "second", position=1)
        for milestone in (first, second):
            a_claim(milestone, when="2028")
    with recording(by=BY, today=TODAY) as book:
        add(book, Precedence(milestone=second, predecessor=first))
    then = "?known_at=2026-11-21T12:00:00Z"
    assert [row["after"] for row in data(client, "timeline")] == ["", "first"]
    assert [row["after"] for row in data(client, "timeline", then)] == ["", ""]
    assert picture(client, "timeline", then) is not None


def test_what_was_entered_later_is_in_no_chart_of_an_earlier_record(client: Client) -> None:
    with at_noon_of(date(2026, 11, 20)):
        milestone = a_milestone(a_deal())
        a_claim(milestone, when="2028")
        lot = a_lot(milestone, 100)
    a_claim(milestone, "promised", "2035", reported="2019-03-03", said_by="the later ibis")
    for total, by in ((7, "2020-12"), (9, "2021-12")):
        a_count(lot, total, by, reported_on="2022-01-05", said_by="the later heron")
    then = "?known_at=2026-11-21T12:00:00Z"
    for name in ("trend", "timeline", "states", "evidence"):
        shown = client.get(f"/deals/radar/{name}.csv{then}").content.decode()
        assert "later" not in shown
        assert "2035" not in shown
    assert data(client, "deliveries", then) == []
    assert len(data(client, "deliveries")) == 2
