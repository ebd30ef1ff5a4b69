"""Whether the stored histories still hold, and who says so where they do not."""

import logging
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from deliveries import derived_under, rebuilding
from deliveries.derived_under import condition
from deliveries.models import Rebuild
from deliveries.scanning import full_scan, scan
from deliveries.system_checks import histories
from deliveries.tasks import daily_scan
from journal.models import Entry
from tests.factories import BY, TODAY, a_claim, a_deal, a_milestone

pytestmark = pytest.mark.django_db
NINE = "SLIPWATCH_THRESHOLD_MONTHS was 6 when the histories were derived and is 9 now"


@pytest.fixture
def filled() -> None:
    """A deal, and the first scan."""
    a_claim(a_milestone(a_deal()))
    scan(TODAY, BY)


def test_a_new_installation_has_nothing_to_rebuild() -> None:
    assert condition().due == ""
    a_claim(a_milestone(a_deal()))
    assert condition().due == ""
    scan(TODAY, BY)
    assert condition().due == ""


@pytest.mark.usefixtures("filled")
def test_of_an_older_installation_it_is_not_known_and_due_once() -> None:
    Rebuild.objects.all().delete()
    assert condition().due.startswith("It is not known under which margins")
    rebuilding.work(rebuilding.start(TODAY, BY, "").rebuild, TODAY)
    assert condition().due == ""


@pytest.mark.usefixtures("filled")
def test_a_changed_margin_is_named_with_what_it_was_and_what_to_do(settings: Any) -> None:
    settings.THRESHOLD_MONTHS = 9
    assert condition().advice == f"{NINE}: run manage.py rebuild_history."
    settings.STALE_DAYS = 90
    assert condition().due == (
        "SLIPWATCH_STALE_DAYS was 180 when the histories were derived and is 90 now; " + NINE
    )
    settings.THRESHOLD_MONTHS, settings.STALE_DAYS = 6, 180
    assert condition().due == ""


@pytest.mark.usefixtures("filled")
def test_a_margin_that_was_not_known_then_is_named_too() -> None:
    rebuild = Rebuild.objects.get()
    del rebuild.margins["stale_days"]
    rebuild.save()
    assert "SLIPWATCH_STALE_DAYS was not known when" in condition().due


@pytest.mark.usefixtures("filled")
def test_a_margin_that_no_history_rests_on_asks_for_nothing(settings: Any) -> None:
    settings.PERIOD_DAYS = 30
    assert condition().due == ""


@pytest.mark.usefixtures("filled")
def test_other_rules_ask_for_a_rebuild(monkeypatch: pytest.MonkeyPatch) -> None:
    version = derived_under.RULES
    monkeypatch.setattr(derived_under, "RULES", version + 1)
    assert condition().due == (
        f"The histories were derived by version {version} of the rules, which are at version "
        f"{version + 1} now"
    )


@pytest.mark.usefixtures("filled")
def test_a_rebuild_under_way_for_these_margins_is_not_advised_again(settings: Any) -> None:
    settings.THRESHOLD_MONTHS = 9
    rebuild = rebuilding.start(TODAY, BY, "").rebuild
    assert (condition().due, condition().advice, condition().under_way) == (NINE, "", rebuild)
    settings.THRESHOLD_MONTHS = 12
    assert "is 12 now: run manage.py" in condition().advice


@pytest.mark.usefixtures("filled")
def test_a_full_scan_is_a_rebuild_in_one_go_and_remembered_where_one_was_due(settings: Any) -> None:
    full_scan(TODAY, BY)
    assert Rebuild.objects.count() == 1
    settings.THRESHOLD_MONTHS = 9
    found = full_scan(TODAY, BY)
    assert condition().due == ""
    assert Rebuild.objects.count() == 2
    assert Rebuild.objects.latest("pk").spans == found.spans > 0


@pytest.mark.usefixtures("filled")
def test_a_full_scan_leaves_a_rebuild_under_way_alone() -> None:
    rebuild = rebuilding.start(TODAY, BY, "").rebuild
    full_scan(TODAY, BY)
    assert condition().under_way == rebuild
    rebuilding.work(rebuild, TODAY)
    assert condition().under_way is None


@pytest.mark.usefixtures("filled")
def test_to_ask_costs_one_query_where_all_is_well() -> None:
    with CaptureQueriesContext(connection) as caught:
        assert condition().due == ""
    assert len(caught) == 1


@pytest.mark.usefixtures("filled")
def test_the_check_of_a_database_warns(settings: Any) -> None:
    assert histories(databases=["default"]) == []
    settings.THRESHOLD_MONTHS = 9
    (warning,) = histories(databases=["default"])
    assert (warning.id, warning.msg) == (
        "deliveries.W001",
        f"{NINE}: run manage.py rebuild_history.",
    )
    assert histories() == []
    said = StringIO()
    call_command("check", databases=["default"], stderr=said)
    assert NINE in said.getvalue()


@pytest.mark.usefixtures("filled")
def test_the_scan_says_it_by_hand_and_in_the_log(
    settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    said = StringIO()
    call_command("scan", "--today", "2026-11-22", stdout=StringIO(), stderr=said)
    assert said.getvalue() == ""
    settings.THRESHOLD_MONTHS = 9
    call_command("scan", "--today", "2026-11-22", stdout=StringIO(), stderr=said)
    assert said.getvalue().strip() == f"{NINE}: run manage.py rebuild_history."
    with caplog.at_level(logging.WARNING):
        daily_scan()
    assert NINE in caplog.text


def test_a_scan_that_is_full_says_nothing_in_the_journal_of_a_rebuild() -> None:
    full_scan(TODAY, BY)
    assert not Entry.objects.filter(subject="rebuild").exists()
