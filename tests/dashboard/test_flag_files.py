"""Files of the flags: their rows, and the strips of their milestones."""

import xml.etree.ElementTree as ET
from importlib import import_module

import pytest
from django.test import Client

from deliveries import wording
from deliveries.actions import acknowledge, recording
from deliveries.models import Flag
from journal.ledger import By
from tests.dashboard.taken import links, results, rows, sheet
from tests.factories import (
    BY,
    TODAY,
    a_claim,
    a_deal,
    a_milestone,
    a_user,
)

pytestmark = pytest.mark.django_db


def two_late_deals() -> None:
    """Each with the flags slip, overdue and stale; the first has slipped less."""
    for ref, contracted, promised in (
        ("radar", "2020-10", "2021-03"),
        ("sonar", "2019-10", "2022-03"),
    ):
        milestone = a_milestone(a_deal(ref))
        a_claim(milestone, when=contracted)
        a_claim(milestone, "promised", promised, reported="2020-11-12")


def test_the_flags_are_rows_in_the_order_of_the_page(client: Client) -> None:
    two_late_deals()
    found = rows(client, "/flags.csv")
    assert [(r["deal"], r["flag"]) for r in found] == [
        ("sonar", "slip"),
        ("radar", "slip"),
        *((ref, kind) for kind in ("overdue", "stale") for ref in _by_place(client, kind)),
    ]
    (first, *_) = found
    assert (first["level"], first["since"], first["found_on"]) == (
        "critical",
        "2019-11-01",
        TODAY.isoformat(),
    )
    assert first["claims"].split()
    assert (first["closed_on"], first["acknowledged"]) == ("", "no")
    (book,) = {len(sheet(client, "/flags.xlsx")), len(results(client, "/flags.json"))}
    assert book == len(found) == 6
    assert results(client, "/flags.json")[0]["closed_on"] is None


def _by_place(client: Client, kind: str) -> list[str]:
    return [r["deal"] for r in rows(client, f"/flags.csv?kind={kind}")]


def test_the_flags_of_a_file_are_those_of_the_tab_the_kind_and_the_day(client: Client) -> None:
    two_late_deals()
    with recording(by=By(a_user(), BY.door), today=TODAY) as book:
        flag = Flag.objects.get(kind="slip", deal__ref="radar")
        acknowledge(book, flag, note="=1+1", until=None)
    (seen,) = rows(client, "/flags.csv?show=acknowledged")
    assert (seen["acknowledged"], seen["acknowledged_by"], seen["note"]) == ("yes", "ada", "'=1+1")
    (cell,) = sheet(client, "/flags.xlsx?show=acknowledged")
    assert cell["note"] == "=1+1"
    assert {r["flag"] for r in rows(client, "/flags.csv?kind=stale")} == {"stale"}
    assert rows(client, "/flags.csv?show=closed") == []
    Flag.objects.filter(kind="stale").update(closed_on=TODAY, closed_at=flag.opened_at)
    assert [r["closed_on"] for r in rows(client, "/flags.csv?show=closed")] == [str(TODAY)] * 2
    past = rows(client, "/flags.csv?as_of=2020-11-30")
    assert {(r["flag"], r["found_on"], r["note"]) for r in past} == {("slip", "", "")}


@pytest.mark.parametrize("query", ["show=lost", "kind=bad", "show=closed&as_of=2020-01-01"])
@pytest.mark.parametrize("address", ["/flags.csv", "/flags/states.svg", "/flags/states.csv"])
def test_flags_that_there_are_not_are_refused_with_what_there_is(
    client: Client, address: str, query: str
) -> None:
    answer = client.get(f"{address}?{query}")
    assert answer.status_code == 400
    assert "Accepted" in answer.content.decode()


def test_a_file_reads_on_where_a_page_of_flags_ends(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    two_late_deals()
    whole = rows(client, "/flags.csv")
    for number in (1, 2, 4, 6):
        monkeypatch.setattr(import_module("dashboard.queries.flag_rows"), "AT_ONCE", number)
        assert rows(client, "/flags.csv") == whole


def test_the_strips_of_the_flags_are_a_picture_and_data(client: Client) -> None:
    two_late_deals()
    svg = client.get("/flags/states.svg")
    root = ET.fromstring(svg.content)
    drawn = [a.attrib["href"] for a in root.iter("{http://www.w3.org/2000/svg}a")]
    site = "http://testserver/deals"
    assert drawn == [f"{site}/sonar/#milestone-first", f"{site}/radar/#milestone-first"]
    assert b"What 2 milestones with a flag stood as, each up to 22 Nov 2026." in svg.content
    assert client.get("/flags/states.png").content.startswith(b"\x89PNG")
    told = rows(client, "/flags/states.csv?kind=stale&as_of=2026-11-21")
    of_one = [r for r in told if r["deal"] == "radar"]
    assert of_one[0]["state"] == "on_track"
    assert of_one[-1]["to_on"] == ""
    assert [r["from_on"] for r in of_one[1:]] == [r["to_on"] for r in of_one[:-1]]
    assert {r["state"] for r in told} <= set(wording.STATES)
    found = links(client, "/flags/?kind=slip&page=1")
    assert "/flags/states.svg?kind=slip&page=1" in found.values()


def test_without_a_flag_there_is_no_drawing(client: Client) -> None:
    assert client.get("/flags/states.svg").status_code == 404
    assert rows(client, "/flags/states.csv") == []
    assert "/flags/states.svg" not in links(client, "/flags/").values()
