"""Many hands on one rebuild, and readers and writers beside it; on whichever database it is."""

from datetime import timedelta
from threading import Barrier, Event, Thread

import pytest
from django.db import DatabaseError, connection
from django.db.models import F
from django.utils import timezone

from deals.models import Claim, Deal
from deliveries import rebuilding, taking
from deliveries.actions import record_claim, recording
from deliveries.derivation import derive
from deliveries.drafts import ClaimDraft
from deliveries.models import DealSpan, Flag, Rebuild, RebuildRange, Span
from deliveries.one_state import one_state
from deliveries.scanning import full_scan, scan
from journal.models import Entry
from tests.deliveries.test_together import at_once, foretold, standing
from tests.factories import BY, TODAY, a_claim, a_deal, a_milestone, a_voice

pytestmark = pytest.mark.django_db(transaction=True)
DEALS = 12


@pytest.fixture
def deals(monkeypatch: pytest.MonkeyPatch) -> list[Deal]:
    """Some deals, in ranges of three and batches of one."""
    monkeypatch.setattr(rebuilding, "SMALLEST", 3)
    monkeypatch.setattr(taking, "SIZE", 1)
    return [a_claim(a_milestone(a_deal(f"deal-{n}"))).milestone.deal for n in range(DEALS)]


def test_workers_at_once_do_each_range_once(deals: list[Deal]) -> None:
    full_scan(TODAY, BY)
    lost = Span.objects.count() + DealSpan.objects.count()
    Span.objects.all().delete()
    DealSpan.objects.all().delete()
    rebuild = rebuilding.start(TODAY, BY, "").rebuild
    assert at_once(*(lambda: rebuilding.work(rebuild, TODAY) for _ in range(4))) == []
    rebuild.refresh_from_db()
    assert (rebuild.state, rebuild.deals, rebuild.spans) == ("finished", DEALS, lost)
    assert set(rebuild.ranges.values_list("attempts", flat=True)) == {1}
    assert Entry.objects.filter(subject="rebuild", verb="finish").count() == 1
    assert standing() == foretold(TODAY)


def test_rebuilds_asked_for_at_once_are_one(deals: list[Deal]) -> None:
    assert at_once(*(lambda: rebuilding.start(TODAY, BY, "") for _ in range(4))) == []
    assert Rebuild.objects.count() == 1
    assert RebuildRange.objects.count() == DEALS // 3


def test_a_range_that_two_are_at_is_done_and_counted_once(deals: list[Deal]) -> None:
    """As after a lease has lapsed under a worker that was only slow."""
    full_scan(TODAY, BY)
    Span.objects.all().delete()
    rebuild = rebuilding.start(TODAY, BY, "").rebuild
    held = [taking.take(rebuild)]
    RebuildRange.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    held.append(taking.take(rebuild))

    def job(taken: RebuildRange | None) -> None:
        assert taken is not None
        taking.work_off(taken, TODAY, BY, lambda: True)

    assert at_once(*(lambda taken=each: job(taken) for each in held)) == []
    rebuilding.work(rebuild, TODAY)
    rebuild.refresh_from_db()
    assert (rebuild.state, rebuild.deals) == ("finished", DEALS)
    assert rebuild.spans == Span.objects.count()


def test_claims_recorded_and_scans_run_meanwhile_stay(deals: list[Deal]) -> None:
    full_scan(TODAY, BY)
    source = Claim.objects.all()[0].source

    def claiming(deal: Deal) -> None:
        milestone = deal.milestones.get()
        with recording(by=BY, today=TODAY) as book:
            record_claim(
                book,
                ClaimDraft(
                    milestone=milestone, kind="promised", date="2027", voice=a_voice(source)
                ),
            )

    rebuild = rebuilding.start(TODAY, BY, "").rebuild
    jobs = [lambda: rebuilding.work(rebuild, TODAY) for _ in range(2)]
    claims = [lambda deal=deal: claiming(deal) for deal in deals[::3]]
    assert at_once(*jobs, *claims, lambda: scan(TODAY + timedelta(days=1), BY)) == []
    rebuild.refresh_from_db()
    assert rebuild.state == "finished"
    assert full_scan(TODAY + timedelta(days=1), BY).spans == 0
    assert standing() == foretold(TODAY + timedelta(days=1))
    opened = Entry.objects.filter(subject="flag", verb="open")
    assert opened.count() == Flag.objects.count()
    numbers = sorted(Entry.objects.values_list("seq", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))


def test_who_has_begun_to_read_sees_one_state_of_a_deal_until_the_end(deals: list[Deal]) -> None:
    deal = deals[0]
    DealSpan.objects.filter(deal=deal).update(open=F("open") + 100)
    Span.objects.filter(deal=deal).update(state="damaged")
    begun, rebuilt = Event(), Event()
    seen: list[tuple[int, str]] = []

    def reads() -> None:
        with one_state():
            count = DealSpan.objects.filter(deal=deal).latest("from_on").open
            begun.set()
            assert rebuilt.wait(30)
            seen.append((count, Span.objects.filter(deal=deal).latest("from_on").state))
        seen.append(
            (
                DealSpan.objects.filter(deal=deal).latest("from_on").open,
                Span.objects.filter(deal=deal).latest("from_on").state,
            )
        )

    def rebuilds() -> None:
        assert begun.wait(30)
        rebuilding.work(rebuilding.start(TODAY, BY, "").rebuild, TODAY)
        rebuilt.set()

    assert at_once(reads, rebuilds) == []
    assert seen == [(101, "damaged"), (1, "critical")]


def test_a_reader_waits_for_no_writer_and_a_writer_for_no_reader(deals: list[Deal]) -> None:
    """Each holds its transaction until the other has done its work in one of its own."""
    reading, written = Barrier(2, timeout=30), Barrier(2, timeout=30)

    def reads() -> None:
        with one_state():
            assert Deal.objects.count() == DEALS
            reading.wait()
            written.wait()
            assert Deal.objects.exclude(summary="").count() == 0

    def writes() -> None:
        reading.wait()
        Deal.objects.update(summary="changed")
        written.wait()

    assert at_once(reads, writes) == []


def test_nothing_can_be_written_while_reading_one_state(deals: list[Deal]) -> None:
    with pytest.raises(DatabaseError), one_state():
        Deal.objects.update(summary="changed")
    Deal.objects.update(summary="changed")  # afterwards it can
    assert not Deal.objects.filter(summary="").exists()
    with recording(by=BY, today=TODAY) as book:
        book.touch(deals[0])
    assert derive(deals[0]) == 0


def test_a_reader_in_a_transaction_that_is_open_already_changes_nothing_about_it(
    deals: list[Deal],
) -> None:
    with recording(by=BY, today=TODAY) as book, one_state():
        book.touch(deals[0])
        Deal.objects.update(summary="changed")
    assert not Deal.objects.filter(summary="").exists()


def test_the_connection_survives_and_the_work_goes_on(deals: list[Deal]) -> None:
    """Where the database drops the connection of a worker, as a restart does."""
    rebuild = rebuilding.start(TODAY, BY, "").rebuild
    raised: list[BaseException] = []

    def works() -> None:
        looks = iter(range(1000))

        def go_on() -> bool:
            if next(looks) == 3 and connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_backend_pid()")
                    _terminate(cursor.fetchone()[0])
            return True

        try:
            rebuilding.work(rebuild, TODAY, go_on)
        except BaseException as error:
            raised.append(error)
        finally:
            connection.close()

    thread = Thread(target=works)
    thread.start()
    thread.join()
    assert raised == []
    rebuild.refresh_from_db()
    assert (rebuild.state, rebuild.deals) == ("finished", DEALS)


def _terminate(process: int) -> None:
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s)", [process])
    finally:
        other.close()
