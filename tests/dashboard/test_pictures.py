"""Pictures that leave the site: what each says of itself without the page around it."""

import xml.etree.ElementTree as ET

import pytest
from django.test import Client

from tests.dashboard.test_charts import SVG, a_drawn_deal, picture
from tests.factories import a_claim, a_deal, a_milestone

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("address", "heading", "source", "word", "file"),
    [
        (
            "/deals/radar/trend",
            "Radar: how the dates moved",
            "/deals/radar/?as_of=2024-06-01",
            "promised",
            "radar-trend-2024-06-01",
        ),
        (
            "/deals/radar/timeline",
            "Radar: timeline",
            "/deals/radar/?as_of=2024-06-01",
            "open",
            "radar-timeline-2024-06-01",
        ),
        (
            "/deals/radar/deliveries",
            "Radar: deliveries",
            "/deals/radar/?as_of=2024-06-01",
            "delivered",
            "radar-deliveries-2024-06-01",
        ),
        (
            "/deals/radar/states",
            "Radar: states over time",
            "/deals/radar/?as_of=2024-06-01",
            "Critical",
            "radar-states-2024-06-01",
        ),
        (
            "/flags/states",
            "States of flagged milestones",
            "/flags/?as_of=2024-06-01",
            "Critical",
            "flags-states-2024-06-01",
        ),
        (
            "/compare",
            "Radar and Sonar",
            "/compare/?deals=radar%2Csonar&as_of=2024-06-01",
            "met",
            "compare-radar-sonar-2024-06-01",
        ),
        (
            "/calendar",
            "Deadlines in FY 2024-25",
            "/calendar/?in=this-year&as_of=2024-06-01",
            "last day",
            "calendar-FY2024-25-2024-06-01",
        ),
    ],
)
def test_a_picture_that_leaves_the_site_says_what_it_is_and_where_it_is_from(
    client: Client, address: str, heading: str, source: str, word: str, file: str
) -> None:
    a_drawn_deal()
    a_claim(a_milestone(a_deal("sonar")), when="2024-12")
    query = {"/compare": "deals=radar,sonar&", "/calendar": "in=this-year&"}.get(address, "")
    answer = client.get(f"{address}.svg?{query}as_of=2024-06-01")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{file}.svg"'
    root = ET.fromstring(answer.content)
    texts = [t.text for t in root.iter(f"{SVG}text")]
    assert heading in texts
    assert "As known on 1 Jun 2024" in texts
    assert f"Source: Slipwatch, http://testserver{source}" in texts
    assert word in texts
    png = client.get(f"{address}.png?{query}as_of=2024-06-01")
    assert png.headers["Content-Disposition"] == f'attachment; filename="{file}.png"'


def test_nothing_of_a_picture_lies_beyond_its_edge(client: Client) -> None:
    """The drawing stands in a frame, and what may be long is cut to it."""
    deal = a_deal(designation="A long designation for a picture " * 3)
    a_claim(a_milestone(deal, title="A title that goes on for longer than there is room" * 3))
    root = picture(client, "trend")
    wide = int(root.attrib["width"])
    (drawing,) = (g for g in root if "transform" in g.attrib)
    inner = drawing.find(f"{SVG}svg")
    assert inner is not None
    assert 24 + int(inner.attrib["width"]) + 24 == wide
    for text in root.findall(f"{SVG}text"):
        assert text.text is not None
        assert len(text.text) * float(text.attrib.get("font-size", 12)) * 0.5 < wide


def test_a_picture_on_the_page_has_no_second_title(client: Client) -> None:
    a_drawn_deal()
    assert "Source: Slipwatch" not in client.get("/deals/radar/").content.decode()


def test_a_picture_as_on_record_names_the_instant(client: Client) -> None:
    a_drawn_deal()
    root = picture(client, "trend", "?known_at=2026-11-22T12:00:00Z")
    texts = [t.text or "" for t in root.iter(f"{SVG}text")]
    assert any("as on record 2026-11-22" in text for text in texts)
    assert any("known_at=" in text for text in texts if text.startswith("Source: "))
