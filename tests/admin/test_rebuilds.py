"""Rebuilds in the admin: looked at, with how far they are and who has what."""

import pytest
from django.test import Client

from deliveries import rebuilding, taking
from deliveries.models import Rebuild, RebuildRange
from tests.admin.browsing import text_of
from tests.factories import BY, TODAY, a_claim, a_deal, a_milestone

pytestmark = pytest.mark.django_db
LIST = "/admin/deliveries/rebuild/"
RANGES = "/admin/deliveries/rebuildrange/"


@pytest.fixture
def rebuild(monkeypatch: pytest.MonkeyPatch) -> Rebuild:
    """One of two ranges, the first of which is taken."""
    monkeypatch.setattr(rebuilding, "SMALLEST", 1)
    for ref in ("radar", "rifle"):
        a_claim(a_milestone(a_deal(ref)))
    found = rebuilding.start(TODAY, BY, "nine months instead of six").rebuild
    taking.take(found)
    return found


def test_a_rebuild_shows_how_far_it_is_and_why_it_is_done(root: Client, rebuild: Rebuild) -> None:
    assert "nine months instead of six" in text_of(root.get(LIST))
    assert "0 % of the deals" in text_of(root.get(LIST))
    shown = text_of(root.get(f"{LIST}{rebuild.pk}/change/"))
    assert "threshold_months" in shown
    RebuildRange.objects.update(lease_until=None)
    rebuilding.work(rebuild, TODAY)
    assert "finished" in text_of(root.get(LIST))


@pytest.mark.parametrize(
    ("state", "shown"), [("held", 1), ("free", 1), ("done", 0), ("failed", 0), ("other", 2)]
)
def test_ranges_are_found_by_their_state(
    root: Client, rebuild: Rebuild, state: str, shown: int
) -> None:
    answer = root.get(f"{RANGES}?state={state}" if state != "other" else RANGES)
    assert answer.context["cl"].result_count == shown


def test_a_rebuild_leads_to_its_ranges(root: Client, rebuild: Rebuild) -> None:
    answer = root.get(f"{LIST}{rebuild.pk}/change/").content.decode()
    assert f"{RANGES}?rebuild__id__exact={rebuild.pk}" in answer
    assert taking.worker(0).split(" ")[0] in text_of(root.get(RANGES))
