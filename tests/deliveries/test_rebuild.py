"""A rebuild: every history derived anew in ranges, by whoever takes them, and nothing changes."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from deals.models import Claim, Deal
from deliveries import rebuilding, taking
from deliveries.derived_under import condition
from deliveries.models import DealSpan, Flag, Rebuild, RebuildRange, Scan, Span
from deliveries.scanning import full_scan, scan
from journal.models import Entry
from tests.factories import BY, TODAY, a_claim, a_deal, a_milestone, together

pytestmark = pytest.mark.django_db
EARLY = date(2019, 2, 1)


@together()
def deals(count: int) -> list[Deal]:
    """Deals that were late long ago, their flags settled for today."""
    return [a_claim(a_milestone(a_deal(f"deal-{n}"))).milestone.deal for n in range(count)]


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ranges of three deals and batches of two, so that a few deals make many."""
    monkeypatch.setattr(rebuilding, "SMALLEST", 3)
    monkeypatch.setattr(taking, "SIZE", 2)


def stored() -> list[tuple[Any, ...]]:
    """All that is derived, but for the numbers of its rows."""
    rows: list[tuple[Any, ...]] = []
    for model in (Span, DealSpan):
        fields = [f.attname for f in model._meta.concrete_fields if not f.primary_key]
        rows += sorted(model._default_manager.values_list(*fields), key=str)
    return rows


def standing() -> set[tuple[int, str]]:
    return set(Flag.objects.open().values_list("milestone_id", "kind"))


def foretold(day: date) -> set[tuple[int, str]]:
    return {(s.milestone_id, kind) for s in Span.objects.on(day) for kind in s.flags}


def times(count: int) -> Callable[[], bool]:
    """True so many times, and then False."""
    left = iter(range(count))
    return lambda: next(left, None) is not None


def begun(why: str = "") -> Rebuild:
    return rebuilding.start(TODAY, BY, why).rebuild


def done(why: str = "") -> Rebuild:
    rebuild = begun(why)
    rebuilding.work(rebuild, TODAY)
    rebuild.refresh_from_db()
    return rebuild


@pytest.mark.usefixtures("small")
def test_a_rebuild_changes_nothing_and_says_so() -> None:
    deals(7)
    full_scan(TODAY, BY)
    before, flags = stored(), list(Flag.objects.order_by("pk").values())
    rebuild = done()
    assert stored() == before
    assert list(Flag.objects.order_by("pk").values()) == flags
    assert rebuild.outcome == "7 deals derived anew: 0 spans and 0 flags changed"
    assert (rebuild.state, rebuild.percent()) == ("finished", 100)
    assert [r.size for r in rebuild.ranges.all()] == [3, 3, 1]
    assert all(r.state == "done" for r in rebuild.ranges.all())


@pytest.mark.usefixtures("small")
def test_what_was_thrown_away_comes_back_is_counted_and_told(
    caplog: pytest.LogCaptureFixture,
) -> None:
    deals(7)
    full_scan(TODAY, BY)
    before, spans, flags = stored(), Span.objects.count(), Flag.objects.count()
    lost = Span.objects.count() + DealSpan.objects.count()
    Span.objects.all().delete()
    DealSpan.objects.all().delete()
    Flag.objects.all().delete()
    rebuild = done()
    assert stored() == before
    assert (rebuild.spans, rebuild.flags) == (lost, flags)
    assert f"changed {lost} spans, though neither margins nor rules had changed" in caplog.text
    assert Span.objects.count() == spans
    assert standing() == foretold(TODAY)


def test_its_beginning_and_its_end_stand_in_the_journal() -> None:
    deals(2)
    rebuild = done("the rules have changed")
    told = Entry.objects.filter(subject="rebuild", key=str(rebuild.pk)).order_by("seq")
    assert [(e.verb, e.reason) for e in told] == [
        ("start", "the rules have changed"),
        ("finish", "the rules have changed"),
    ]
    assert told[1].after == {"deals": 2, "spans": 0, "flags": 0, "failed": 0}


def test_a_rebuild_of_nothing_ends_at_once() -> None:
    assert done().outcome == "0 deals derived anew: 0 spans and 0 flags changed"


@pytest.mark.usefixtures("small")
def test_whoever_stops_leaves_whole_batches_and_the_next_goes_on_from_there() -> None:
    deals(7)
    rebuild = begun()
    rebuilding.work(rebuild, TODAY, times(1))  # one range is begun, and one batch of it done
    first = rebuild.ranges.earliest("first")
    assert (first.state, first.deals, first.next) == ("waiting", 2, first.last)
    assert rebuild.percent() == 100 * 2 // 7
    rebuilding.work(rebuild, TODAY)
    rebuild.refresh_from_db()
    assert (rebuild.deals, rebuild.state) == (7, "finished")
    first.refresh_from_db()
    assert first.attempts == 2


@pytest.mark.usefixtures("small")
def test_a_range_is_taken_by_another_only_when_its_lease_has_passed() -> None:
    deals(3)
    rebuild = begun()
    lost = taking.take(rebuild)
    assert lost is not None
    assert taking.take(rebuild) is None
    rebuilding.work(rebuild, TODAY)
    assert Rebuild.objects.under_way().exists()  # it waits for whoever has the range
    RebuildRange.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert RebuildRange.objects.lost().count() == 1
    rebuilding.work(rebuild, TODAY)
    assert not Rebuild.objects.under_way().exists()


@pytest.mark.usefixtures("small")
def test_a_slow_worker_that_lost_its_range_does_no_harm_and_is_counted_once() -> None:
    deals(3)
    full_scan(TODAY, BY)
    Span.objects.all().delete()
    rebuild = begun()
    slow = taking.take(rebuild)
    assert slow is not None
    RebuildRange.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    rebuilding.work(rebuild, TODAY, times(1))  # the other does the first batch
    taking.work_off(slow, TODAY, BY, lambda: True)
    rebuilding.work(rebuild, TODAY)
    rebuild.refresh_from_db()
    assert (rebuild.state, rebuild.deals) == ("finished", 3)
    assert rebuild.spans == Span.objects.count()


def test_what_a_process_held_that_has_ended_is_free_at_once() -> None:
    deals(1)
    rebuild = begun()
    taken = taking.take(rebuild)
    assert taken is not None
    assert taking.release(1) == 0
    RebuildRange.objects.update(taken_by=taking.worker(1))
    assert taking.release(1) == 1
    assert taking.take(rebuild) is not None


@pytest.mark.usefixtures("small")
def test_deals_that_come_and_go_meanwhile_do_not_disturb_it() -> None:
    first, *_, last = deals(6)
    rebuild = begun()
    rebuilding.work(rebuild, TODAY, times(1))
    new = a_claim(a_milestone(a_deal("new"))).milestone.deal
    Claim.objects.filter(milestone__deal__in=(first, last))._raw_delete("default")
    first.delete()
    last.delete()
    rebuilding.work(rebuild, TODAY)
    rebuild.refresh_from_db()
    assert (rebuild.state, rebuild.deals, rebuild.percent()) == ("finished", 5, 100)
    assert DealSpan.objects.filter(deal=new).exists()


def test_a_second_one_joins_the_first() -> None:
    deals(1)
    first, second = rebuilding.start(TODAY, BY, "one"), rebuilding.start(TODAY, BY, "other")
    assert (first.joined, second.joined) == (False, True)
    assert first.rebuild == second.rebuild
    assert Rebuild.objects.count() == 1


@pytest.mark.usefixtures("small")
def test_with_other_margins_a_second_one_takes_the_first_ones_place(settings: Any) -> None:
    deals(3)
    first = begun()
    taken = taking.take(first)
    assert taken is not None
    settings.THRESHOLD_MONTHS = 9
    second = rebuilding.start(TODAY, BY, "nine months")
    assert (second.joined, second.given_up) == (False, first)
    taking.work_off(taken, TODAY, BY, lambda: True)
    taken.refresh_from_db()
    assert taken.deals == 0  # nothing more is done for what would not hold
    rebuilding.work(second.rebuild, TODAY)
    first.refresh_from_db()
    second.rebuild.refresh_from_db()
    assert (first.state, second.rebuild.state) == ("given up", "finished")
    assert second.rebuild.spans > 0
    verbs = Entry.objects.filter(subject="rebuild").order_by("seq").values_list("verb", flat=True)
    assert list(verbs) == ["start", "give_up", "start", "finish"]


def test_a_worker_with_other_margins_keeps_its_hands_off(
    settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    deals(1)
    rebuild = begun()
    settings.CRITICAL_MONTHS = 24
    rebuilding.work(rebuild, TODAY)
    assert rebuild.ranges.get().attempts == 0
    assert "other margins or rules" in caplog.text


@pytest.mark.usefixtures("small")
def test_a_deal_that_cannot_be_derived_is_passed_over_and_named(
    caplog: pytest.LogCaptureFixture,
) -> None:
    _, broken, *_ = deals(6)
    with connection.cursor() as cursor:  # what no door lets in
        cursor.execute(
            "UPDATE deals_claim SET edtf = 'soon' WHERE milestone_id = %s",
            [broken.milestones.get().pk],
        )
    rebuild = done()
    assert (rebuild.state, rebuild.deals, rebuild.failed) == ("finished", 5, 1)
    assert rebuild.outcome.endswith("; 1 could not be derived")
    assert rebuild.ranges.get(failed=1).error == f"deal {broken.pk}: DateRefused\n"
    assert f"Deal {broken.pk} could not be derived" in caplog.text
    assert condition().due == "Deals that could not be derived: 1 (the log names them)"


def test_the_first_rebuild_of_all_is_the_day_from_which_scans_go_on() -> None:
    deals(1)
    assert not Scan.objects.exists()
    done()
    assert Scan.objects.get().last_on == TODAY
    assert scan(TODAY + timedelta(days=1), BY).flags == 0


def test_a_rebuild_settles_for_the_day_that_a_scan_has_reached() -> None:
    a_claim(a_milestone(a_deal()), today=EARLY)
    full_scan(date(2020, 11, 1), BY)
    Flag.objects.all().delete()
    rebuilding.work(rebuilding.start(EARLY, BY, "").rebuild, EARLY)
    assert standing() == foretold(date(2020, 11, 1)) != foretold(EARLY)
