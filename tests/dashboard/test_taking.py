"""What pages offer to be taken away, as files, pictures and addresses; and the icons of tabs."""

import csv
import io
import struct
import xml.etree.ElementTree as ET
import zlib
from datetime import date

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from dashboard import icons
from dashboard.pictures import png
from deliveries.verdicts import WORST_FIRST
from tests.dashboard.reading import page, row
from tests.dashboard.taken import sheet
from tests.dashboard.test_charts import a_drawn_deal
from tests.dashboard.test_query_counts import a_full_milestone, queries
from tests.factories import TODAY, a_claim, a_deal, a_milestone, a_user, together

pytestmark = pytest.mark.django_db
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20" width="40" height="20">{}</svg>'


def pixels(picture: bytes) -> tuple[int, int, bytes]:
    """The width and height of a PNG, and its unpacked rows."""
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", picture[16:24])
    data, at = b"", 8
    while at < len(picture):
        length, kind = struct.unpack(">I4s", picture[at : at + 8])
        data += picture[at + 8 : at + 8 + length] if kind == b"IDAT" else b""
        at += length + 12
    return width, height, zlib.decompress(data)


@pytest.mark.once
def test_a_picture_has_letters_on_any_machine() -> None:
    blank = pixels(png(SVG.format('<rect width="40" height="20" fill="#fff"/>')))
    families = "system-ui, 'Segoe UI', sans-serif"
    text = (
        f'<rect width="40" height="20" fill="#fff"/><text y="15" font-family="{families}">A</text>'
    )
    drawn = pixels(png(SVG.format(text)))
    assert drawn[:2] == blank[:2] == (80, 40)
    assert drawn[2] != blank[2]


@pytest.mark.once
def test_a_very_large_picture_is_not_made_larger_still() -> None:
    large = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2000 4000"></svg>'
    assert struct.unpack(">II", png(large)[16:24]) == (2000, 4000)


@pytest.mark.parametrize("name", ["trend", "timeline"])
def test_a_chart_is_a_png_twice_its_size(client: Client, name: str) -> None:
    a_drawn_deal()
    root = ET.fromstring(client.get(f"/deals/radar/{name}.svg").content)
    answer = client.get(f"/deals/radar/{name}.png")
    assert answer.headers["Content-Type"] == "image/png"
    width, height, rows = pixels(answer.content)
    assert (width, height) == (2 * int(root.attrib["width"]), 2 * int(root.attrib["height"]))
    assert len(set(rows)) > 50
    assert f"/deals/radar/{name}.png" in page(client, "/deals/radar/").links


def test_what_is_not_there_has_no_picture(client: Client) -> None:
    a_drawn_deal().restricted_to.add(Group.objects.create(name="inner"))
    assert client.get("/deals/radar/trend.png").status_code == 404
    assert client.get("/compare.gif?deals=a,b").status_code == 404
    assert client.get("/calendar.pdf").status_code == 404


def test_the_evidence_is_a_workbook_of_what_the_filter_leaves(client: Client) -> None:
    a_drawn_deal()
    rows = sheet(client, "/deals/radar/evidence.xlsx?kind=promised")
    assert {r["kind"] for r in rows} == {"promised"}
    assert rows[0]["reported_on"].date() == date(2020, 2, 6)
    links = page(client, "/deals/radar/evidence/?kind=promised").links
    assert "/deals/radar/evidence.xlsx?kind=promised" in links
    assert "/api/v1/claims/?deal=radar" in links
    assert any("known_at" in link for link in links)


def test_the_watch_list_is_a_workbook_the_worst_first(client: Client) -> None:
    a_drawn_deal()
    a_claim(a_milestone(a_deal("calm")), when="2028-03-09")
    one, other = sheet(client, "/watch-list.xlsx")
    assert (one["deal"], one["state"], one["suspended"]) == ("radar", "critical", "no")
    assert other["next_date"].date() == date(2028, 3, 9)
    text = client.get("/watch-list.csv?state=on_track").content.decode()
    assert [r["deal"] for r in csv.DictReader(io.StringIO(text))] == ["calm"]
    refused = client.get("/watch-list.csv?state=fine")
    assert refused.status_code == 400
    assert "on_track" in refused.content.decode()


def test_changes_and_organisations_are_workbooks(client: Client) -> None:
    deal = a_deal()
    a_full_milestone(deal, 0)
    (change,) = sheet(client, "/changes.xlsx?since=2020-11-01&as_of=2020-11-30")
    assert (change["milestone"], change["state"]) == ("m0", "slipping")
    assert client.get("/changes.csv?since=2030-01-01").status_code == 400
    (venture,) = sheet(client, "/organisations.xlsx")
    assert (venture["organisation"], venture["deals"]) == ("radar-venture-0", 1)


@pytest.mark.parametrize("name", ["watch-list", "changes", "organisations"])
def test_a_file_takes_as_many_queries_for_twenty_one_deals(client: Client, name: str) -> None:
    a_full_milestone(a_deal("deal-0"), 0)
    address = f"/{name}.csv?since=2019-12-01" if name == "changes" else f"/{name}.csv"
    before = len(queries(client, address))
    with together():
        for number in range(1, 21):
            a_full_milestone(a_deal(f"deal-{number}"), number)
    assert len(queries(client, address)) == before


def test_a_hidden_deal_is_in_no_file(client: Client) -> None:
    deal = a_deal("secretive")
    a_full_milestone(deal, 0)
    deal.restricted_to.add(Group.objects.create(name="inner"))
    for address in ("/watch-list.csv", "/changes.csv?since=2019-12-01", "/organisations.csv"):
        assert "secretive" not in client.get(address).content.decode()


@pytest.mark.usefixtures("closed")
@pytest.mark.parametrize(
    "address", ["/watch-list.csv", "/calendar.png", "/compare.xlsx", "/compare/"]
)
def test_where_reading_is_closed_a_file_is_too(client: Client, address: str) -> None:
    assert client.get(address).status_code == 302
    client.force_login(a_user())
    assert client.get(address).status_code in (200, 400, 404)


@pytest.mark.parametrize(
    ("address", "api"),
    [
        ("/", "deals/?ordering=worst"),
        ("/calendar/", "milestones/?due__after=2026-03-31&due__before=2027-04-01"),
        ("/changes/?since=2020-11-01", f"milestones/?as_of=2020-11-01,{TODAY}"),
        ("/organisations/", "organisations/"),
        ("/compare/?deals=radar,sonar", "milestones/?deal=radar&deal=sonar"),
    ],
)
def test_the_address_of_the_api_answers(client: Client, address: str, api: str) -> None:
    for ref in ("radar", "sonar"):
        a_claim(a_milestone(a_deal(ref)))
    read = page(client, address)
    assert f"/api/v1/{api}" in read.links
    assert f"http://testserver/api/v1/{api}" in read.texts("code")
    assert client.get(f"/api/v1/{api}").status_code == 200
    cited = [link for link in read.links if f"as_of={TODAY}" in link and "api" not in link]
    assert cited
    assert client.get(cited[-1]).status_code == 200


def test_a_page_carries_the_worst_state_in_title_and_icon(client: Client) -> None:
    a_drawn_deal()
    read = page(client, "/deals/radar/")
    assert read.texts("title")[0].startswith("Critical: Radar")
    (icon,) = [e for e in read.all("link") if e.attributes["rel"] == "icon"]
    assert icon.attributes["href"] == "/icon/critical.svg"


@pytest.mark.usefixtures("closed")
def test_every_state_has_an_icon_for_everybody(client: Client) -> None:
    assert set(icons.COLOURS) == set(WORST_FIRST)
    drawn = set()
    for state in WORST_FIRST:
        answer = client.get(f"/icon/{state}.svg")
        assert "public" in answer.headers["Cache-Control"]
        root = ET.fromstring(answer.content)
        used = [e.attrib["href"] for e in root.iter("{http://www.w3.org/2000/svg}use")]
        assert used == [f"#shape-{state}"]
        drawn.add(answer.content)
    assert len(drawn) == len(WORST_FIRST)
    assert client.get("/icon/splendid.svg").status_code == 404


def late_without_a_date() -> None:
    """Promised, then said to be late with no new date: the page says “at least”."""
    milestone = a_milestone(a_deal())
    a_claim(milestone, "promised", "2018-03", reported="2017-01-02")
    a_claim(milestone, "delayed", "", reported="2021-01-01")


def test_a_file_of_deals_says_what_the_page_says_of_a_delay_without_a_date(
    client: Client,
) -> None:
    late_without_a_date()
    shown = row(page(client, "/"), "Radar")
    (cells,) = sheet(client, "/watch-list.xlsx")
    days = cells["total_slip_days"]
    assert f"at least +{days:,} days" in shown
    assert (cells["total_slip_at_least"], cells["total_slip_min_days"]) == ("yes", days)
    assert cells["total_slip_max_days"] is None
    assert cells["next_date"] in shown
    assert cells["next_date"] == "No date given"
    assert cells["total_slip_measured"] in shown
    assert cells["total_slip_measured"] == "since the first promise (31 Mar 2018)"


def test_a_file_of_deals_has_words_beside_codes(client: Client) -> None:
    a_drawn_deal()
    (cells,) = sheet(client, "/watch-list.xlsx")
    shown = row(page(client, "/"), "Radar")
    for name in ("state", "knowledge"):
        assert cells[f"{name}_label"] in shown
    assert (cells["state"], cells["state_label"]) == ("critical", "Critical")
    assert (cells["kind_label"], cells["category_label"]) == ("supply", "air defence")
    assert cells["decides_title"] in shown
    assert cells["next_title"] in shown
    assert (cells["next_remark"] or "") in shown


@pytest.mark.parametrize(
    "address",
    [
        "/watch-list.csv",
        "/compare.csv?deals=radar,sonar",
        "/deals/radar/timeline.csv",
        "/flags.csv?kind=unknown_delay",
    ],
)
def test_what_a_slip_comes_to_at_least_is_marked_so_in_every_file(
    client: Client, address: str
) -> None:
    late_without_a_date()
    a_claim(a_milestone(a_deal("sonar")), when="2030")
    text = client.get(address).content.decode()
    (cells,) = (r for r in csv.DictReader(io.StringIO(text)) if r["deal"] == "radar")
    assert cells["total_slip_at_least"] == "yes"
    assert int(cells["total_slip_days"]) > 2000
