"""Two at once: people on one deal, scans, and both; on whichever database the tests run."""

from collections.abc import Callable
from datetime import date
from threading import Barrier, Thread

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import connection

from deals.models import Claim, Deal, Milestone
from deliveries.actions import record_claim, recording, restrict, retract
from deliveries.drafts import ClaimDraft
from deliveries.models import Flag, Span
from deliveries.scanning import full_scan, scan
from journal.models import Entry
from tests.factories import BY, TODAY, a_claim, a_deal, a_milestone, a_source, a_voice

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*jobs: Callable[[], object]) -> list[BaseException]:
    """Run the jobs in threads that start together; return what they raised."""
    start, raised = Barrier(len(jobs)), list[BaseException]()

    def run(job: Callable[[], object]) -> None:
        try:
            start.wait()
            job()
        except BaseException as error:
            raised.append(error)
        finally:
            connection.close()

    threads = [Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def foretold(day: date) -> set[tuple[int, str]]:
    return {(s.milestone_id, kind) for s in Span.objects.on(day) for kind in s.flags}


def standing() -> set[tuple[int, str]]:
    return set(Flag.objects.open().values_list("milestone_id", "kind"))


def claiming(milestone: Milestone, when: str) -> Callable[[], object]:
    source = a_source("shared") if not Claim.objects.exists() else Claim.objects.all()[0].source

    def job() -> None:
        with recording(by=BY, today=TODAY) as book:
            record_claim(
                book,
                ClaimDraft(milestone=milestone, kind="promised", date=when, voice=a_voice(source)),
            )

    return job


def test_two_people_recording_on_one_deal_both_stay_and_the_history_has_both() -> None:
    deal = a_deal()
    one, other = a_milestone(deal, "one"), a_milestone(deal, "other")
    a_claim(one)
    a_claim(other)
    jobs = [claiming(m, f"20{y}") for m in (one, other) for y in range(21, 26)]
    assert at_once(*jobs) == []
    assert Claim.objects.count() == 12
    spans, flags = list(Span.objects.order_by("pk").values()), standing()
    assert full_scan(TODAY, BY).spans == 0
    assert list(Span.objects.order_by("pk").values()) == spans
    assert standing() == flags == foretold(TODAY)


def test_the_same_claim_from_two_people_at_once_is_recorded_once() -> None:
    milestone = a_milestone(a_deal())
    a_claim(milestone)
    job = claiming(milestone, "2022")
    raised = at_once(job, job, job)
    assert [type(error) for error in raised] == [ValidationError, ValidationError]
    assert Claim.objects.filter(kind="promised").count() == 1


def test_two_retractions_at_once_leave_one_reason() -> None:
    claim = a_claim(a_milestone(a_deal()))

    def job(reason: str) -> Callable[[], None]:
        def retracts() -> None:
            with recording(by=BY, today=TODAY) as book:
                retract(book, claim, reason=reason)

        return retracts

    assert len(at_once(job("one"), job("other"))) == 1
    assert Entry.objects.filter(verb="retract").count() == 1


def test_scans_at_once_open_each_flag_once() -> None:
    for ref in ("one", "two", "three"):
        a_claim(a_milestone(a_deal(ref)), today=date(2019, 2, 1))
    full_scan(date(2019, 2, 1), BY)
    assert at_once(*(lambda: scan(TODAY, BY) for _ in range(4))) == []
    assert standing() == foretold(TODAY)
    opened = Entry.objects.filter(subject="flag", verb="open")
    assert opened.count() == Flag.objects.count()


def test_recording_and_scanning_at_once_agree_in_the_end() -> None:
    milestone = a_milestone(a_deal())
    a_claim(milestone, today=date(2019, 2, 1))
    full_scan(date(2019, 2, 1), BY)
    jobs = [claiming(milestone, f"20{y}") for y in range(21, 25)]
    assert at_once(*jobs, lambda: scan(TODAY, BY), lambda: full_scan(TODAY, BY)) == []
    assert standing() == foretold(TODAY)
    numbers = sorted(Entry.objects.values_list("seq", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))


def test_two_deals_of_one_reference_at_once_leave_one_and_a_refusal() -> None:
    raised = at_once(*(lambda: a_deal("same") for _ in range(3)))
    assert len(raised) == 2
    assert all(isinstance(error, ValidationError) for error in raised), raised
    assert Deal.objects.filter(ref="same").count() == 1


def test_of_two_restricting_a_deal_the_journal_tells_what_the_second_left() -> None:
    deal = a_deal()
    cleared, others = (Group.objects.create(name=name) for name in ("cleared", "others"))

    def to(group: Group) -> None:
        with recording(by=BY, today=TODAY) as book:
            restrict(book, deal, [group])

    for _ in range(5):
        with recording(by=BY, today=TODAY) as book:
            restrict(book, deal, [])
        assert at_once(lambda: to(cleared), lambda: to(others)) == []
        first, second = Entry.objects.filter(verb="restrict").order_by("-seq")[:2][::-1]
        assert second.before == first.after
        assert second.after == {"groups": [g.name for g in deal.restricted_to.all()]}
