"""Where a date was stated that has passed: drawn beside the ring, which stands on the day."""

import xml.etree.ElementTree as ET

import pytest
from django.test import Client

from tests.dashboard.reading import page
from tests.dashboard.test_compare_page import a_signed_deal
from tests.factories import a_claim

pytestmark = pytest.mark.django_db


def outlined(client: Client, address: str) -> list[dict[str, str]]:
    """The thin outlines of a drawing."""
    root = ET.fromstring(client.get(address).content)
    return [e.attrib for e in root.iter() if e.attrib.get("class") == "stated"]


def test_a_date_that_has_passed_is_drawn_where_it_was_stated(client: Client) -> None:
    deal = a_signed_deal("radar")
    a_signed_deal("sonar", due="2028")
    a_claim(deal.milestones.get(code="first"), "promised", "2026-06", reported="2026-02-01")
    for address in ("/deals/radar/timeline.svg", "/compare.svg?deals=radar,sonar"):
        (drawn,) = outlined(client, address)
        assert float(drawn["width"]) > 2
        assert not outlined(client, f"{address}{'&' if '?' in address else '?'}as_of=2026-06-30")
    contract = "/compare.svg?deals=radar,sonar&align=contract"
    assert len(outlined(client, contract)) == 1
    assert not outlined(client, "/deals/sonar/timeline.svg")
    for address in ("/deals/radar/", "/compare/?deals=radar,sonar"):
        assert "A thin outline is a date that has passed" in page(client, address).text
