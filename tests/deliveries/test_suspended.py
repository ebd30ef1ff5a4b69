"""A suspended deal keeps its verdicts, opens no new flag, closes what ended, and says so."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client

from deals.models import Deal, Milestone
from deliveries.actions import change, recording
from deliveries.models import Flag, Span
from deliveries.scanning import full_scan, scan
from tests.api.asking import answer, at_noon_of
from tests.dashboard.reading import page
from tests.factories import BY, TODAY, a_claim, a_deal, a_milestone, a_term

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LATE = date(2020, 11, 1)  # the first day on which it is overdue and slips


@pytest.fixture
def milestone() -> Milestone:
    """Contracted for October 2020."""
    milestone = a_milestone(a_deal())
    a_claim(milestone, today=date(2019, 2, 1))
    full_scan(date(2019, 2, 1), BY)
    return milestone


def kinds() -> set[str]:
    return set(Flag.objects.open().values_list("kind", flat=True))


def say_stage(deal: Deal, stage: str, reported: str) -> None:
    a_term(deal, "stage", stage=stage, voice={"reported_on": reported})


def suspend(deal: Deal, today: date, *, lift: bool = False) -> None:
    deal.refresh_from_db()
    deal.is_suspended = not lift
    with recording(by=BY, today=today) as book:
        change(book, deal)


def test_it_is_suspended_from_the_day_of_the_stage_to_the_day_before_another(
    milestone: Milestone,
) -> None:
    say_stage(milestone.deal, "suspended", "2020-11-01")
    say_stage(milestone.deal, "delivering", "2021-02-01")
    for day, expected in ((LATE - DAY, False), (LATE, True), (date(2021, 1, 31), True)):
        scan(day, BY)
        assert ("overdue" in kinds()) is False
        assert Span.objects.on(day).get().level == ("slipping" if expected else "")
    scan(date(2021, 2, 1), BY)
    assert {"overdue", "slip"} <= kinds()


def test_what_was_open_stays_turns_and_closes_while_it_is_suspended(milestone: Milestone) -> None:
    scan(LATE, BY)
    assert {"overdue", "slip"} <= kinds()
    suspend(milestone.deal, LATE)
    scan(date(2021, 5, 1), BY)
    assert Flag.objects.open().get(kind="slip").level == "breach"
    a_claim(milestone, "promised", "2022", reported="2021-05-02", today=date(2021, 5, 2))
    assert "overdue" not in kinds()
    scan(date(2023, 1, 1), BY)
    assert "overdue" not in kinds()  # it stands again, and is new
    suspend(milestone.deal, date(2023, 1, 2), lift=True)
    assert "overdue" in kinds()


def test_what_a_person_set_holds_whatever_the_stage_says(milestone: Milestone) -> None:
    suspend(milestone.deal, date(2020, 1, 1))
    say_stage(milestone.deal, "delivering", "2020-02-01")
    scan(LATE, BY)
    assert "slip" not in kinds()


@pytest.mark.parametrize("by_person", [True, False])
def test_it_says_so_on_story_page_and_api(
    client: Client, milestone: Milestone, by_person: bool
) -> None:
    if by_person:
        suspend(milestone.deal, TODAY)
    else:
        say_stage(milestone.deal, "suspended", "2020-11-01")
    with at_noon_of(TODAY):
        told = StringIO()
        call_command("story", "radar", stdout=told)
        assert "Suspended: no new flag is opened." in told.getvalue()
        assert "suspended: no new flag is opened" in page(client, "/deals/radar/").text
        found = answer(client, "deals/radar/")
        assert (found["suspended"], found["milestones"][0]["suspended"]) == (True, True)
        # In the past it is so by the stage alone.
        before = answer(client, "deals/radar/", as_of="2020-10-31")
        assert (before["suspended"], before["state"]) == (False, "due_soon")
        yesterday = answer(client, "deals/radar/", as_of="2026-11-21")
        assert yesterday["suspended"] is not by_person


def test_at_an_instant_it_was_suspended_if_a_person_had_done_so_by_then(
    client: Client,
) -> None:
    with at_noon_of(TODAY - DAY):
        deal = a_deal()
        a_claim(a_milestone(deal))
        suspend(deal, TODAY - DAY)
    with at_noon_of(TODAY):
        suspend(deal, TODAY, lift=True)
        assert answer(client, "deals/radar/")["suspended"] is False
        then = answer(client, "deals/radar/", known_at="2026-11-21")
        assert then["suspended"] is True
