"""The journal: gapless, in the order of commits, and never changed."""

from threading import Thread

import pytest
from django.db import connection, transaction

from journal.ledger import By, Ledger
from journal.models import AppendOnly, Door, Entry, Head
from journal.snapshots import snapshot
from tests.factories import a_claim, a_deal, a_milestone

BY = By(None, Door.JOB)


def note(times: int = 1, *, fail: bool = False) -> None:
    with transaction.atomic():
        ledger = Ledger(BY)
        for _ in range(times):
            ledger.note("record", "test", 1)
        ledger.write()
        if fail:
            raise RuntimeError("undo it")


@pytest.mark.django_db
def test_entries_are_numbered_without_gaps_from_one() -> None:
    note(3)
    note(2)
    assert list(Entry.objects.order_by("seq").values_list("seq", flat=True)) == [1, 2, 3, 4, 5]


@pytest.mark.django_db
def test_what_is_rolled_back_takes_no_number() -> None:
    note(2)
    with pytest.raises(RuntimeError):
        note(3, fail=True)
    note(1)
    assert Head.objects.get().last == 3
    assert Entry.objects.count() == 3


@pytest.mark.django_db
def test_a_ledger_writes_once_and_nothing_when_there_is_nothing() -> None:
    with transaction.atomic():
        ledger = Ledger(BY)
        ledger.write()
        ledger.note("record", "test", 1)
        ledger.write()
        ledger.write()
    assert Entry.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_journal_is_only_written_in_a_transaction() -> None:
    ledger = Ledger(BY)
    ledger.note("record", "test", 1)
    with pytest.raises(transaction.TransactionManagementError):
        ledger.write()


@pytest.mark.django_db
def test_entries_can_be_neither_changed_nor_deleted() -> None:
    note()
    entry = Entry.objects.get()
    for forbidden in (entry.save, entry.delete, Entry.objects.all().delete):
        with pytest.raises(AppendOnly):
            forbidden()
    with pytest.raises(AppendOnly):
        Entry.objects.update(reason="another")


@pytest.mark.django_db
def test_a_snapshot_is_plain_json_of_the_columns() -> None:
    claim = a_claim(a_milestone(a_deal()))
    seen = snapshot(claim)
    assert seen["latest"] == "2020-10-31"
    assert "id" not in seen
    assert isinstance(seen["entered_at"], str)


@pytest.mark.django_db(transaction=True)
def test_many_writers_at_once_leave_no_gap_and_no_double() -> None:
    def write() -> None:
        try:
            for _ in range(10):
                note(2)
        finally:
            connection.close()

    writers = [Thread(target=write) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert sorted(Entry.objects.values_list("seq", flat=True)) == list(range(1, 81))
    assert Head.objects.get().last == 80
