"""Acknowledgements: until a day, until it changes, until it is worse; each wakes on its day."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from deals.models import Deal, Milestone
from deliveries.actions import acknowledge, change, recording, retract
from deliveries.models import Flag, Scan
from deliveries.scanning import full_scan, scan
from journal.ledger import By
from journal.models import Entry
from tests.factories import BY, a_claim, a_deal, a_milestone, a_source, a_user

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
NEW_YEAR = date(2021, 1, 1)  # 62 days late, and slipping; a breach from 1 May


@pytest.fixture
def milestone() -> Milestone:
    """Contracted for October 2020, and settled for New Year."""
    milestone = a_milestone(a_deal())
    a_claim(milestone, today=date(2019, 2, 1))
    full_scan(NEW_YEAR, BY)
    return milestone


def acknowledged(kind: str = "slip", today: date = NEW_YEAR, **terms: Any) -> Flag:
    flag = Flag.objects.open().get(kind=kind)
    with recording(by=By(a_user(f"ada-{flag.pk}-{today}"), BY.door), today=today) as book:
        acknowledge(book, flag, note="asked", **terms)
    flag.refresh_from_db()
    return flag


def is_seen(flag: Flag) -> bool:
    flag.refresh_from_db()
    assert flag.closed_at is None
    return flag.acknowledged_at is not None


def wakings() -> list[Entry]:
    return list(Entry.objects.filter(verb="wake").order_by("seq"))


@pytest.mark.parametrize(
    ("terms", "wakes"),
    [
        ({"until": date(2021, 2, 1)}, date(2021, 2, 1)),
        ({}, date(2021, 5, 1)),  # the level
        ({"worse_by": 30}, NEW_YEAR + 30 * DAY),
        ({"worse_by": 1}, NEW_YEAR + DAY),
    ],
)
def test_it_wakes_on_the_day_that_is_stored_and_not_before(
    milestone: Milestone, terms: dict[str, Any], wakes: date
) -> None:
    flag = acknowledged(**terms)
    assert flag.wakes_on == wakes
    if wakes - DAY > NEW_YEAR:
        scan(wakes - DAY, BY)
    assert is_seen(flag)
    scan(wakes, BY)
    assert not is_seen(flag)
    assert (flag.note, flag.acknowledged_until) == ("", "")
    kept = Flag.objects.values_list("wakes_on", "worse_by", "slip_then", "rests_on")
    assert kept.get(pk=flag.pk) == (None, None, None, None)
    (woken,) = wakings()
    assert woken.key == str(flag.pk)
    assert woken.before is not None
    assert woken.before["note"] == "asked"


def test_a_woken_flag_is_open_as_before(milestone: Milestone) -> None:
    flag = acknowledged(worse_by=30)
    opened = flag.opened_at
    scan(date(2021, 3, 1), BY)
    assert not is_seen(flag)
    assert (flag.opened_at, Flag.objects.filter(kind="slip").count()) == (opened, 1)


def test_waking_twice_is_once(milestone: Milestone) -> None:
    acknowledged(worse_by=30)
    day = NEW_YEAR + 30 * DAY
    assert scan(day, BY).flags == 1
    assert scan(day, BY).flags == 0
    assert full_scan(day, BY).flags == 0
    assert len(wakings()) == 1


def test_skipped_days_wake_what_came_due_in_them(milestone: Milestone) -> None:
    flag = acknowledged(until=date(2021, 2, 1))
    scan(date(2021, 6, 1), BY)
    assert not is_seen(flag)


def test_a_clock_set_back_wakes_nothing_early_and_misses_nothing(milestone: Milestone) -> None:
    scan(date(2021, 4, 1), BY)
    flag = acknowledged(today=date(2021, 4, 1), until=date(2021, 4, 10))
    scan(date(2021, 3, 1), BY)
    assert is_seen(flag)
    Scan.objects.update(last_on=date(2021, 4, 20))  # as if the clock had run ahead meanwhile
    scan(date(2021, 4, 10), BY)
    assert not is_seen(flag)


def test_the_scan_looks_at_what_wakes_and_at_nothing_else(milestone: Milestone) -> None:
    a_claim(a_milestone(a_deal("other")), today=NEW_YEAR)
    acknowledged_of = Flag.objects.open().get(kind="slip", deal=milestone.deal)
    with recording(by=BY, today=NEW_YEAR) as book:
        acknowledge(book, acknowledged_of, note="asked", worse_by=30)
    scan(NEW_YEAR + DAY, BY)  # the factories recorded the plan on a later day
    assert scan(NEW_YEAR + 29 * DAY, BY).deals == 0
    assert scan(NEW_YEAR + 30 * DAY, BY).deals == 1


def test_a_new_word_moves_the_day_on_which_it_is_worse(milestone: Milestone) -> None:
    flag = acknowledged(worse_by=30)
    a_claim(milestone, "promised", "2021-01-20", reported="2021-01-05", today=date(2021, 1, 5))
    flag.refresh_from_db()
    assert (flag.slip_then, flag.wakes_on) == (62, NEW_YEAR + 30 * DAY)  # 20 January is not enough
    later = a_claim(
        milestone, "promised", "2021-03-01", reported="2021-01-06", today=date(2021, 1, 6)
    )
    assert not is_seen(flag)
    again = acknowledged(today=date(2021, 1, 6), worse_by=10)
    assert (again.slip_then, again.wakes_on) == (121, date(2021, 3, 11))
    with recording(by=BY, today=date(2021, 1, 7)) as book:
        retract(book, later, reason="misread")
    again.refresh_from_db()
    assert (again.slip_then, again.wakes_on) == (121, date(2021, 3, 11))


def test_it_is_worse_only_once_its_own_date_has_passed_far_enough() -> None:
    milestone = a_milestone(a_deal())
    a_claim(milestone, today=date(2019, 2, 1))
    a_claim(milestone, "promised", "2023-01-01", reported="2020-02-01", today=date(2020, 2, 1))
    flag = acknowledged(today=date(2020, 2, 1), worse_by=30)
    assert flag.wakes_on == date(2023, 1, 31)
    a_claim(milestone, "actual", "2020-03-01", reported="2020-03-01", today=date(2020, 3, 1))
    flag.refresh_from_db()
    assert flag.closed_at is not None
    stale = a_milestone(milestone.deal, "second")
    a_claim(stale, when="2023", today=date(2020, 4, 1), source=a_source("other"))
    full_scan(date(2022, 6, 1), BY)
    quiet = acknowledged("stale", today=date(2022, 6, 1), worse_by=1)
    assert quiet.wakes_on == date(2024, 1, 1)


def test_a_flag_without_a_last_day_is_worse_by_what_it_comes_to_at_least(
    milestone: Milestone,
) -> None:
    a_claim(milestone, "delayed", "", reported="2021-01-02", today=date(2021, 1, 2))
    flag = acknowledged("slip", today=date(2021, 1, 2), worse_by=7)
    assert (flag.slip_then, flag.wakes_on) == (63, date(2021, 1, 9))


def test_a_slip_changes_when_it_eases_too(milestone: Milestone) -> None:
    scan(date(2021, 5, 1), BY)
    flag = acknowledged(today=date(2021, 5, 1))
    a_claim(milestone, "amended", "2021-03", reported="2021-05-02", today=date(2021, 5, 2))
    assert not is_seen(flag)
    verbs = Entry.objects.filter(subject="flag", key=str(flag.pk)).order_by("seq")
    assert list(verbs.values_list("verb", flat=True)) == [
        *("open", "escalate", "acknowledge", "ease", "wake")
    ]


def test_a_flag_without_a_level_changes_when_its_verdict_rests_on_other_claims(
    milestone: Milestone,
) -> None:
    flag = acknowledged("overdue")
    scan(date(2021, 5, 2), BY)  # a breach now, by the same claim
    assert is_seen(flag)
    day = date(2021, 5, 3)
    a_claim(milestone, "promised", "2021-04", reported="2021-05-03", today=day)
    assert not is_seen(flag)


def test_an_acknowledgement_does_not_outlive_its_flag(milestone: Milestone) -> None:
    flag = acknowledged("overdue", until=date(2030, 1, 1))
    a_claim(milestone, "promised", "2021-02", reported="2021-01-02", today=date(2021, 1, 2))
    scan(date(2021, 3, 1), BY)
    flag.refresh_from_db()
    assert flag.closed_at is not None
    reopened = Flag.objects.open().get(kind="overdue")
    assert (reopened.pk != flag.pk, reopened.acknowledged_at) == (True, None)
    assert wakings() == []


def test_a_flag_that_closes_before_has_no_day_on_which_it_wakes() -> None:
    milestone = a_milestone(a_deal())
    early = date(2019, 3, 1)
    a_claim(milestone, today=early)
    a_claim(milestone, "promised", "2020-09/2020-12", reported="2019-03-01", today=early)
    flag = acknowledged("at_risk", today=early, worse_by=400)
    assert (flag.slip_then, flag.wakes_on) == (61, None)
    full_scan(date(2020, 11, 1), BY)  # it slips now, and is not just at risk
    flag.refresh_from_db()
    assert flag.closed_at is not None


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        ({"until": NEW_YEAR}, "until"),
        ({"worse_by": 0}, "worse_by"),
        ({"worse_by": 36_501}, "worse_by"),
        ({"until": date(2021, 2, 1), "worse_by": 3}, "worse_by"),
    ],
)
def test_what_cannot_hold_is_refused(
    milestone: Milestone, terms: dict[str, Any], field: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        acknowledged(**terms)
    assert list(refused.value.message_dict) == [field]


def test_worse_needs_a_slip_to_be_worse_than() -> None:
    milestone = a_milestone(a_deal())
    a_claim(milestone, "delayed", "", today=date(2019, 2, 1))
    with pytest.raises(ValidationError, match="cannot be told"):
        acknowledged("unknown_delay", today=date(2019, 2, 1), worse_by=3)


def test_a_flag_that_closed_meanwhile_is_not_acknowledged(milestone: Milestone) -> None:
    read_before = Flag.objects.open().get(kind="slip")
    a_claim(milestone, "actual", "2020-12-01", reported="2021-01-02", today=date(2021, 1, 2))
    with (
        pytest.raises(ValidationError, match="closed"),
        recording(by=BY, today=date(2021, 1, 2)) as book,
    ):
        acknowledge(book, read_before, note="too late")


def test_a_day_that_a_scan_has_reached_is_no_day_to_come(milestone: Milestone) -> None:
    scan(date(2021, 2, 1), BY)
    with pytest.raises(ValidationError, match="has come"):
        acknowledged(today=NEW_YEAR, until=date(2021, 1, 20))


def test_settling_takes_as_many_queries_for_many_acknowledged_flags_as_for_one(
    milestone: Milestone,
) -> None:
    acknowledged(worse_by=500)

    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            full_scan(date(2021, 1, 2), BY)
        return len(caught)

    few = queries()
    source = a_source("other")
    for number in range(10):
        a_claim(a_milestone(milestone.deal, f"m{number}"), today=NEW_YEAR, source=source)
    with recording(by=BY, today=date(2021, 1, 2)) as book:
        for flag in Flag.objects.open().filter(acknowledged_at=None):
            acknowledge(book, flag, note="asked", worse_by=500)
    full_scan(date(2021, 1, 2), BY)
    assert queries() == few


def test_giving_one_reads_no_facts_of_the_deal(milestone: Milestone) -> None:
    with CaptureQueriesContext(connection) as caught:
        acknowledged(until=date(2021, 2, 1))
    assert "UPDATE" in str(caught.captured_queries)
    assert "deals_claim" not in str(caught.captured_queries)


def test_a_suspended_deal_wakes_too(milestone: Milestone) -> None:
    flag = acknowledged(worse_by=30)
    deal = Deal.objects.get()
    deal.is_suspended = True
    with recording(by=BY, today=NEW_YEAR) as book:
        change(book, deal)
    scan(NEW_YEAR + 30 * DAY, BY)
    assert not is_seen(flag)
