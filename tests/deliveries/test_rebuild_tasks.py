"""The doorbells of a rebuild. They ring in this process: what is heard is done at once."""

import time
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from celery.signals import task_prerun
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from config.celery import app
from deliveries import rebuilding, taking, tasks
from deliveries.models import Rebuild, RebuildRange, Scan, Span
from deliveries.scanning import full_scan
from tests.factories import BY, TODAY, a_claim, a_deal, a_milestone

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def deals(monkeypatch: pytest.MonkeyPatch) -> None:
    """Four deals, each a range of its own."""
    monkeypatch.setattr(rebuilding, "SMALLEST", 1)
    for number in range(4):
        a_claim(a_milestone(a_deal(f"deal-{number}")))


@pytest.fixture(autouse=True)
def heard() -> Iterator[list[str]]:
    """Tasks run where they are called, and are listed."""
    names: list[str] = []

    def hear(sender: Any, **told: Any) -> None:
        names.append(sender.name.rsplit(".", 1)[1])

    task_prerun.connect(hear, weak=False)
    app.conf.update(task_always_eager=True, task_eager_propagates=True)
    yield names
    app.conf.update(task_always_eager=False, task_eager_propagates=False)
    task_prerun.disconnect(hear)


@pytest.fixture
def with_redis(settings: Any) -> None:
    settings.REDIS_URL = "redis://redis.invalid"


def shell(*words: str) -> str:
    out = StringIO()
    call_command("rebuild_history", *words, stdout=out)
    return out.getvalue()


def test_the_weekly_check_is_a_rebuild_that_changes_nothing() -> None:
    full_scan(TODAY, BY)
    told = tasks.weekly_check()
    rebuild = Rebuild.objects.latest("pk")
    assert told == {"rebuild": rebuild.pk, "bells": 1}
    assert (rebuild.why, rebuild.state) == ("weekly check", "finished")
    assert (rebuild.spans, rebuild.deals) == (0, 4)


def test_the_first_scan_of_all_is_a_rebuild() -> None:
    tasks.daily_scan()
    assert Rebuild.objects.get().why == "first scan"
    assert Scan.objects.get().last_on == timezone.localdate()
    assert "flags" in tasks.daily_scan()
    assert Rebuild.objects.count() == 1


@pytest.mark.usefixtures("with_redis")
def test_a_bell_rings_for_each_range_and_one_is_enough_without_redis(
    heard: list[str], settings: Any
) -> None:
    assert tasks.ring(rebuilding.start(TODAY, BY, "").rebuild) == 4
    assert heard == ["rebuild_ranges"] * 4
    settings.REDIS_URL = ""
    assert tasks.ring(rebuilding.start(TODAY, BY, "").rebuild) == 1
    assert Rebuild.objects.filter(finished_at__isnull=False).count() == 2


def test_a_bell_without_a_rebuild_is_heard_in_vain() -> None:
    tasks.rebuild_ranges()
    assert not Rebuild.objects.exists()


def test_who_has_used_up_his_time_rings_for_the_next(
    heard: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    rebuild = rebuilding.start(TODAY, BY, "").rebuild
    looks = iter(range(10**6))
    monkeypatch.setattr(time, "monotonic", lambda: float(next(looks)) / 2)
    monkeypatch.setattr(tasks, "BUDGET", 1.0)  # two looks
    tasks.rebuild_ranges()
    rebuild.refresh_from_db()
    assert rebuild.state == "finished"
    assert len(heard) > 2


def test_where_no_rebuild_is_under_way_looking_after_it_is_one_query() -> None:
    with CaptureQueriesContext(connection) as caught:
        assert tasks.tend_rebuild() == 0
    assert len(caught) == 1


@pytest.mark.usefixtures("with_redis")
def test_workers_are_called_for_what_was_lost_and_not_for_what_is_in_hand(
    heard: list[str],
) -> None:
    rebuild = rebuilding.start(TODAY, BY, "").rebuild
    held = [taking.take(rebuild), taking.take(rebuild)]
    assert None not in held
    assert tasks.tend_rebuild() == 0
    lost = RebuildRange.objects.filter(pk=rebuild.ranges.all()[0].pk)
    lost.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert tasks.tend_rebuild() == 1
    assert rebuild.ranges.filter(done_at=None).count() == 1  # it took the rest as well
    RebuildRange.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert tasks.tend_rebuild() == 1
    assert not Rebuild.objects.under_way().exists()


@pytest.mark.usefixtures("with_redis")
def test_where_the_last_worker_died_before_it_could_say_so_the_rebuild_still_ends() -> None:
    rebuild = rebuilding.start(TODAY, BY, "").rebuild
    rebuild.ranges.update(done_at=timezone.now())
    assert tasks.tend_rebuild() == 1
    assert not Rebuild.objects.under_way().exists()


def test_the_command_rebuilds_here() -> None:
    said = shell("--why", "to be sure")
    rebuild = Rebuild.objects.get()
    assert said == f"Rebuild {rebuild.pk} began: 4 deals.\n{rebuild.outcome}.\n"
    assert rebuild.outcome == "4 deals derived anew: 0 spans and 0 flags changed"
    assert rebuild.why == "to be sure"


def test_the_command_hands_it_to_the_workers_and_watches(heard: list[str]) -> None:
    said = shell("--workers")
    assert "Workers were called 1 times." in said
    assert "4 deals derived anew" in shell("--workers", "--watch")
    assert heard == ["rebuild_ranges"] * 2


def test_the_command_leaves_to_the_workers_what_takes_long(heard: list[str]) -> None:
    assert "Workers were called 1 times." in shell("--at-most", "0")
    assert heard == ["rebuild_ranges"]


def test_only_if_due_the_command_does_nothing_where_nothing_has_changed(settings: Any) -> None:
    full_scan(TODAY, BY)
    assert shell("--if-due") == ""
    settings.THRESHOLD_MONTHS = 24
    assert "4 deals derived anew" in shell("--if-due")
    assert Rebuild.objects.latest("pk").why.startswith("SLIPWATCH_THRESHOLD_MONTHS was 6")
    assert shell("--if-due") == ""


def test_the_command_says_what_it_took_the_place_of(settings: Any) -> None:
    first = rebuilding.start(TODAY, BY, "").rebuild
    settings.THRESHOLD_MONTHS = 24
    said = shell()
    assert f"Rebuild {first.pk} was for other margins or rules and is given up." in said
    first.refresh_from_db()
    assert first.state == "given up"


def test_the_command_fails_where_a_deal_could_not_be_derived() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE deals_claim SET edtf = 'soon' WHERE id = (SELECT min(id) FROM deals_claim)"
        )
    with pytest.raises(CommandError, match="1 could not be derived: their numbers"):
        shell()


@pytest.mark.parametrize("words", [("--jobs", "0"), ("--watch",)])
def test_the_command_refuses_what_makes_no_sense(words: tuple[str, ...]) -> None:
    with pytest.raises(CommandError):
        shell(*words)
    assert not Rebuild.objects.exists()
    assert Span.objects.exists()
