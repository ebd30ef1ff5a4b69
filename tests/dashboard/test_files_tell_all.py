"""What a page tells is in its file, with the same value: page by page, on deals that have it."""

import pytest
from django.test import Client

from tests.dashboard.reading import page
from tests.dashboard.taken import results
from tests.dashboard.test_flag_files import two_late_deals
from tests.factories import (
    TODAY,
)

pytestmark = pytest.mark.django_db


def test_a_comparison_tells_dates_as_stated_and_what_the_deals_stand_as(client: Client) -> None:
    two_late_deals()
    first, _ = results(client, "/compare.json?deals=radar,sonar")
    read = page(client, "/compare/?deals=radar,sonar")
    glance, shown = [
        t for t in map(lambda e: " ".join(e.text.split()), read.all("tr")) if "Radar" in t
    ][:2]
    assert f"{first['deal_state_label']}" in glance
    assert first["signed"].lower() in glance.lower()
    assert (first["decides"], first["next"]) == ("yes", "yes")
    assert (first["date"], first["stated_latest"]) == ("Mar 2021", "2021-03-31")
    assert first["latest"] == TODAY.isoformat()  # to be reckoned with
    assert f"{first['date']} {first['remark']}" in shown
    assert first["baseline"] in shown
