"""What a page says of the histories that it shows."""

from typing import Any

import pytest
from django.test import Client

from deliveries import rebuilding, taking
from deliveries.scanning import scan
from tests.dashboard.reading import page
from tests.factories import BY, TODAY, a_claim, a_deal, a_milestone

pytestmark = pytest.mark.django_db
PAGES = (
    "/",
    "/flags/",
    "/changes/",
    "/voices/",
    "/organisations/",
    "/deals/radar/",
    "/?as_of=2020-11-12",
)


@pytest.fixture(autouse=True)
def filled() -> None:
    for ref in ("radar", "rifle", "rocket"):
        a_claim(a_milestone(a_deal(ref)))
    scan(TODAY, BY)


@pytest.mark.parametrize("address", PAGES)
def test_where_all_is_well_a_page_says_nothing_of_it(client: Client, address: str) -> None:
    assert page(client, address).all("section", "notice") == []


@pytest.mark.parametrize("address", PAGES)
def test_while_a_rebuild_is_due_every_page_says_so_and_why(
    client: Client, address: str, settings: Any
) -> None:
    settings.THRESHOLD_MONTHS = 9
    (notice,) = page(client, address).texts("section", "notice")
    assert notice == (
        "These histories are out of date. SLIPWATCH_THRESHOLD_MONTHS was 6 when the histories "
        "were derived and is 9 now: run manage.py rebuild_history."
    )


def test_while_a_rebuild_is_under_way_a_page_says_how_far_it_is(
    client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking, "SIZE", 1)
    settings.THRESHOLD_MONTHS = 9
    rebuild = rebuilding.start(TODAY, BY, "").rebuild
    looks = iter([True])
    rebuilding.work(rebuild, TODAY, lambda: next(looks, False))
    (notice,) = page(client, "/").all("section", "notice")
    assert "derived anew; 33 % of the deals are done" in notice.text
    assert notice.attributes["aria-label"] == "About the histories"
    rebuilding.work(rebuild, TODAY)
    assert page(client, "/").all("section", "notice") == []


def test_who_may_not_read_is_told_nothing(client: Client, settings: Any) -> None:
    settings.THRESHOLD_MONTHS = 9
    assert page(client, "/accounts/login/").all("section", "notice") == []
