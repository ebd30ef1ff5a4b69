"""The watch-list as it is asked for: filters, facets, orders, and what cannot be asked."""

from html import unescape
from importlib import import_module
from urllib.parse import parse_qs

import pytest
from django.test import Client

from api import orders
from dashboard.asking import ORDERS, USUAL
from deals.models import Deal, Milestone
from tests.dashboard.reading import Read, page, row
from tests.factories import a_claim, a_deal, a_milestone, a_party, a_term, an_organisation

pytestmark = pytest.mark.django_db


def names(read: Read) -> list[str]:
    """The deals that the list shows, in its order."""
    rows = [e for e in read.all("th") if e.attributes["scope"] == "row"]
    return [e.text.split()[0] for e in rows]


def test_the_filter_is_said_in_words_and_each_part_can_be_taken_away(client: Client) -> None:
    a_party(a_deal(), an_organisation("mod", name="Ministry of Defence"), "buyer")
    a_claim(a_milestone(Deal.objects.get()))
    asked = "/?state=critical&state=breach&buyer=mod&q=radar&slip__gte=-30&as_of=2026-11-21"
    read = page(client, asked)
    assert names(read) == ["Radar"]
    said = [text.removesuffix(" remove") for text in read.texts("li", "part")]
    assert said == [
        "state critical",
        "state breach",
        "buyer Ministry of Defence",
        "words “radar”",
        "total slip at least -30 days",
    ]
    links = {
        e.attributes["aria-label"]: e.attributes["href"]
        for e in read.all("a")
        if e.attributes.get("aria-label", "").startswith("Without")
    }
    without = links["Without state breach"]
    left = {"state": ["critical"], "buyer": ["mod"], "q": ["radar"], "slip__gte": ["-30"]}
    assert parse_qs(without[1:]) == {**left, "as_of": ["2026-11-21"]}
    assert names(page(client, f"/{without}")) == ["Radar"]
    assert "1 deal with" in read.text


def test_each_figure_of_the_totals_leads_to_the_deals_it_counts(client: Client) -> None:
    for ref, when in (("late", "2020-10"), ("later", "2020-11"), ("calm", "2027-10")):
        a_claim(a_milestone(a_deal(ref)), when=when, reported="2026-11-01")
    read = page(client, "/")
    assert "Of 3 deals, 2 are critical and 1 on track." in read.text
    figures = {" ".join(e.text.split()): e.attributes["href"] for e in read.all("a")}
    assert names(page(client, f"/{figures['2 are critical']}")) == ["Later", "Late"][::-1]
    assert names(page(client, f"/{figures['1 on track']}")) == ["Calm"]
    assert read.texts("title")[0].startswith("(2 critical) Watch-list")


def test_the_heads_sort_and_say_how(client: Client) -> None:
    for ref, when in (("bee", "2020-10"), ("ant", "2021-11"), ("cat", "2027-10")):
        a_claim(a_milestone(a_deal(ref)), when=when, reported="2026-11-01")
    usual = page(client, "/")
    sorted_by = [e for e in usual.all("th") if "aria-sort" in e.attributes]
    assert [(e.text.strip(), e.attributes["aria-sort"]) for e in sorted_by] == [
        ("State", "descending")
    ]
    links = {
        e.text.strip(): e.attributes["href"] for e in usual.all("a") if "title" in e.attributes
    }
    by_slip = page(client, f"/{links['Slip']}")
    assert names(by_slip) == ["Bee", "Ant", "Cat"]
    again = {e.text.strip(): e.attributes["href"] for e in by_slip.all("a")}
    assert names(page(client, f"/{again['Slip']}")) == ["Cat", "Ant", "Bee"]
    assert names(page(client, f"/{links['Deal']}")) == ["Ant", "Bee", "Cat"]


def test_the_deals_are_sorted_by_the_name_that_is_shown(client: Client) -> None:
    for ref, name in (("a", "Zebra"), ("z", "ant"), ("c", "Bee"), ("b", "bee\N{NO-BREAK SPACE}2")):
        a_claim(a_milestone(a_deal(ref, designation=name)))
    head = next(e for e in page(client, "/").all("a") if e.text.strip() == "Deal")
    read = page(client, f"/{head.attributes['href']}")
    assert names(read) == ["ant", "Bee", "bee", "Zebra"]  # their first words
    assert "Deals, by name" in read.texts("caption")
    theirs, address = [], "/api/v1/deals/?ordering=designation&limit=1"
    while address:
        answer = client.get(address).json()
        theirs += [deal["ref"] for deal in answer["results"]]
        address = answer["next"]
    assert theirs == ["z", "c", "b", "a"]


def test_the_orders_are_those_of_the_api() -> None:
    theirs = {
        name: tuple(f"{'-' * column.down}{column.lookup}" for column in order.columns)
        for name, order in orders.DEALS.items()
    }
    assert theirs == ORDERS
    assert USUAL in ORDERS


@pytest.mark.parametrize("ordering", ORDERS)
def test_a_page_of_each_order_is_the_same_as_that_of_the_api(
    client: Client, ordering: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_module("dashboard.queries.watch_list"), "PAGE", 2)
    for ref, when in (("a", "2020-10"), ("b", "2026-08"), ("c", "2026-08"), ("d", "2028-10")):
        a_claim(a_milestone(a_deal(ref)), when=when, reported=f"2026-0{ord(ref) % 7 + 1}-01")
    api = client.get(f"/api/v1/deals/?ordering={ordering}").json()["results"]
    pages = [names(page(client, f"/?ordering={ordering}&page={n}")) for n in (1, 2)]
    assert [name.lower() for shown in pages for name in shown] == [deal["ref"] for deal in api]


@pytest.mark.parametrize(
    ("query", "parameter", "accepted"),
    [
        ("state=late", "state", "one or several of critical, breach"),
        ("country=XX", "country", "ISO 3166-1"),
        ("due_year=1066", "due_year", "a year, 1900 to 2199"),
        ("due__before=soon", "due__before", "a day, YYYY-MM-DD"),
        ("value__gte=5", "value__gte", "compares amounts of one currency"),
        ("stale=true&stale=false", "stale", "true or false"),
        ("ordering=luck", "ordering", "worst, severity, ref"),
        ("period=long", "period", "P1Y"),
        ("stat=critical", "stat", "state, knowledge"),
        ("q=%00", "q", "words to be found"),
    ],
)
def test_what_cannot_be_asked_for_is_named_with_what_can(
    client: Client, query: str, parameter: str, accepted: str
) -> None:
    a_claim(a_milestone(a_deal()))
    read = page(client, f"/?{query}", status=400)
    assert parameter in read.texts("code")
    assert accepted in read.text
    assert "Radar" not in read.text


def test_an_unknown_filter_is_told_in_a_line_with_what_may_be_meant(client: Client) -> None:
    read = page(client, "/?colour=red", status=400)
    (line,) = read.texts("p", "lead")
    assert line.startswith("colour is no filter of this list. Accepted: state, knowledge, kind,")
    assert "manufacturer_country" not in line
    assert len(line) < 300
    near = page(client, "/?stat=critical", status=400).text
    assert "stat is no filter of this list; perhaps state is meant. Accepted" in near


def test_a_page_that_there_is_not_says_which_is_shown(client: Client) -> None:
    a_claim(a_milestone(a_deal()))
    for address in ("/", "/flags/", "/changes/", "/voices/", "/organisations/"):
        assert "There is no page 99 of this list: this is page 1 of 1." in (
            page(client, f"{address}?page=99").text
        )
        assert "There is no page" not in page(client, f"{address}?page=1").text
        assert "There is no page" not in page(client, address).text


def test_what_a_form_leaves_empty_is_not_asked_for(client: Client) -> None:
    a_claim(a_milestone(a_deal()))
    read = page(client, "/?q=&due__after=&due__before=&page=&ordering=")
    assert names(read) == ["Radar"]
    assert "1 deal, no filter" in read.text


def test_a_list_that_is_empty_says_what_to_do(client: Client) -> None:
    a_claim(a_milestone(a_deal()))
    read = page(client, "/?q=submarine")
    assert "No deal matches. Take a part of the filter away, or show the whole list." in read.text
    assert "Watch-list" in read.texts("h1")


def test_the_same_list_is_led_to_as_csv_and_json(client: Client) -> None:
    for ref in ("radar", "sonar"):
        a_claim(a_milestone(a_deal(ref)))
    read = page(client, "/?q=radar&as_of=2026-11-21")
    links = {e.text: unescape(e.attributes["href"]) for e in read.all("a")}
    assert [d["ref"] for d in client.get(links["JSON"]).json()["results"]] == ["radar"]
    assert b"radar" in b"".join(client.get(links["CSV"]))


def test_the_day_and_the_filter_keep_each_other(client: Client) -> None:
    a_claim(a_milestone(a_deal()))
    read = page(client, "/?state=on_track&as_of=2019-06-01&ordering=ref")
    hidden = [e.attributes for e in read.all("input") if e.attributes["type"] == "hidden"]
    kept = {(a["name"], a["value"]) for a in hidden}
    assert {("state", "on_track"), ("ordering", "ref"), ("as_of", "2019-06-01")} <= kept
    assert "/?state=on_track&ordering=ref" in map(unescape, read.links)


def test_a_row_tells_what_the_verdict_leaves_out(client: Client) -> None:
    deal = a_deal()
    milestone = a_milestone(deal)
    a_claim(milestone)
    said = a_claim(milestone, "promised", "end of 2027", reported="2026-10-01")
    a_term(deal, "stage", stage="delivering")
    read = page(client, "/")
    (row,) = [e for e in read.all("tr") if "Radar" in e.text]
    text = " ".join(row.text.split())
    assert "delivering" in text
    assert "in 1 y 1 mo" in text
    assert "in the last 365 days" in text
    assert "Moved 1 time: from 31 Oct 2020 to 31 Dec 2027." in text
    assert f"#claim-{said.pk}" in "".join(read.links)
    assert "Slip" in text
    (drawn,) = [e for e in read.all("svg") if e.classes == {"spark"}]
    assert drawn.attributes["role"] == "img"
    assert drawn.attributes["aria-label"].startswith("Moved 1 time")
    assert "from 31 Oct 2020" in text


def test_a_slip_in_the_period_says_from_which_date_it_counts(client: Client) -> None:
    milestone = a_milestone(a_deal())
    a_claim(milestone)
    a_claim(milestone, "promised", "2028", reported="2025-01-01")
    a_claim(milestone, "promised", "end of 2027", reported="2026-10-01")
    told = row(page(client, "/"), "Radar")
    assert "−366 days in the last 365 days (was 31 Dec 2028)" in told


def test_a_slip_that_grows_without_a_word_does_not_contradict_itself(client: Client) -> None:
    a_claim(a_milestone(a_deal()))
    told = row(page(client, "/"), "Radar")
    assert "+2,213 days" in told
    assert "Never moved slip grows daily" in told
    a_claim(Milestone.objects.get(), "promised", "2021", reported="2020-05-01")
    told = row(page(client, "/"), "Radar")
    assert "Moved 1 time: from 31 Oct 2020 to 31 Dec 2021; 31 Dec 2021 has passed" in told


def test_a_slip_of_at_least_so_much_says_from_when_it_counts(client: Client) -> None:
    milestone = a_milestone(a_deal())
    a_claim(milestone, "promised", "Q1 2018", reported="2017-01-01")
    a_claim(milestone, "delayed", "", reported="2018-03-01")
    told = row(page(client, "/"), "Radar")
    assert "at least +3,158 days" in told
    assert "since the first promise (31 Mar 2018)" in told


def test_a_first_date_is_no_move(client: Client) -> None:
    milestone = a_milestone(a_deal(), "last")
    a_claim(milestone, "delayed", "", reported="2019-03-01")
    assert "No date" in row(page(client, "/?as_of=2019-03-02"), "Radar")
    a_claim(milestone, "promised", "2025-08", reported="2020-02-01")
    told = row(page(client, "/?as_of=2020-03-01"), "Radar")
    assert "First given as 31 Aug 2025" in told
    assert "Moved" not in told
    read = page(client, "/deals/radar/?as_of=2020-03-01")
    assert "it was first given as 31 Aug 2025" in read.text
    assert "it moved" not in read.text
    assert "no last day 31 Aug 2025 first given" in read.text
    a_claim(milestone, "promised", "2026-08", reported="2020-06-01")
    assert "Moved 1 time: from 31 Aug 2025" in row(page(client, "/?as_of=2020-07-01"), "Radar")
    assert "it moved once" in page(client, "/deals/radar/?as_of=2020-07-01").text


def test_what_moved_to_no_date_is_said_in_two_short_lines(client: Client) -> None:
    milestone = a_milestone(a_deal())
    a_claim(milestone)
    a_claim(milestone, "delayed", "", reported="2020-02-01")
    (cell,) = [e for e in page(client, "/").all("td") if "Moved" in e.text]
    assert cell.text.split() == ["Moved", "1", "time", "now", "no", "date"]


def test_a_slip_says_in_two_lines_since_when_it_counts(client: Client) -> None:
    milestone = a_milestone(a_deal())
    a_claim(milestone)
    a_claim(milestone, "promised", "2028", reported="2025-01-01")
    a_claim(milestone, "promised", "end of 2027", reported="2026-10-01")
    read = page(client, "/")
    lines = [" ".join(e.text.split()) for e in read.all("span") if "measured" in e.classes]
    assert lines == [
        "+2,617 days since the first date (31 Oct 2020)",
        "−366 days in the last 365 days (was 31 Dec 2028)",
    ]
