"""The story: what was said and what it did, in order, and nothing from after the day."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from deals.models import Deal
from deliveries.actions import change, recording
from deliveries.dossiers import Dossier
from deliveries.story import told
from tests.api.asking import at_noon_of
from tests.factories import (
    BY,
    TODAY,
    a_claim,
    a_count,
    a_deal,
    a_lot,
    a_milestone,
    a_term,
    together,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def deal() -> Deal:
    milestone = a_milestone(a_deal(), "first")
    a_claim(milestone)
    a_claim(milestone, "promised", "end of 2021", reported="2020-02-06", side="supplier")
    a_claim(milestone, "unchanged", "", reported="2020-11-12", side="supplier")
    a_claim(milestone, "actual", "2021-12", reported="2022-06-12", side="third_party")
    return milestone.deal


def printed(deal: Deal, as_of: str = "") -> str:
    return told_by_command(deal.ref, *(["--as-of", as_of] if as_of else []))


def told_by_command(*arguments: str) -> str:
    out = StringIO()
    call_command("story", *arguments, stdout=out)
    return out.getvalue()


def test_it_tells_what_was_said_by_whom_and_what_it_moved(deal: Deal) -> None:
    (chapter,) = told(Dossier(deal, TODAY), TODAY).chapters
    contracted, promised, unchanged, actual = (line for line in chapter.lines if line.source)
    assert "contracted “2020-10” (1 – 31 Oct 2020), said the minister (buyer)" in contracted.text
    assert promised.effects == (
        "expected 1 Oct – 31 Dec 2021, 426 days later than before",
        "breach",
    )
    assert unchanged.effects == ()
    assert actual.effects == ("met late",)
    assert all(line.source for line in (contracted, promised, unchanged, actual))


def test_nothing_from_after_the_day_is_told(deal: Deal) -> None:
    as_known = printed(deal, "2020-11-12")
    assert "actual" not in as_known
    assert "2022" not in as_known
    assert "breach" in as_known
    assert "Total slip: +426 days." in as_known
    assert "Last word: 12 Nov 2020, 0 days ago." in as_known


def test_days_that_turned_without_a_word_are_told(deal: Deal) -> None:
    (chapter,) = told(Dossier(deal, TODAY), date(2020, 1, 1)).chapters
    assert [line.effects for line in chapter.lines] == [
        ("expected 1 – 31 Oct 2020", "on track"),
    ]
    silent = a_milestone(a_deal("silent"))
    a_claim(silent)
    (alone,) = told(Dossier(silent.deal, TODAY), date(2021, 12, 1)).chapters
    assert [(line.on.isoformat(), line.effects) for line in alone.lines if not line.source] == [
        ("2020-08-02", ("due soon",)),
        ("2020-11-01", ("slipping",)),
        ("2021-05-01", ("breach",)),
        ("2021-11-01", ("critical",)),
    ]


def test_word_on_a_predecessor_is_told_as_what_moved_its_successor() -> None:
    deal = a_deal()
    before = a_milestone(deal, "before")
    after = a_milestone(deal, "after", after=(before,))
    a_claim(after)
    a_claim(before, "promised", "2022", reported="2020-01-01")
    chapter = told(Dossier(deal, TODAY), date(2020, 1, 1)).chapters[1]
    assert chapter.lines[-1].text == "by word on “Before”"
    assert "expected 1 Jan – 31 Dec 2022" in chapter.lines[-1].effects[0]


def test_before_its_first_word_there_is_nothing_to_tell(deal: Deal) -> None:
    assert "Nothing had been said of it yet." in printed(deal, "2019-01-01")


def test_counts_delays_misreports_and_stages_are_told() -> None:
    milestone = a_milestone(a_deal(), "first")
    a_claim(milestone)
    a_claim(milestone, "delayed", "", reported="2020-05-01")
    a_count(a_lot(milestone), reported_on="2020-06-01")
    a_term(milestone.deal, "stage", stage="suspended", text="halted")
    text = printed(milestone.deal)
    assert "no last day is given any more" in text
    assert "3 of 10 delivered by 1 Jan – 31 Dec 2021" in text
    assert "stage: suspended." in text


def test_it_is_told_from_what_was_on_record_at_an_instant() -> None:
    with at_noon_of(date(2026, 11, 1)):
        deal = a_deal()
        milestone = a_milestone(deal, title="Old heron")
        a_claim(milestone)
    with at_noon_of(TODAY):
        milestone.title = "New otter"
        with recording(by=BY, today=TODAY) as book:
            change(book, milestone)
        a_claim(milestone, "promised", "2027", reported="2026-10-01")
        text = told_by_command("radar", "--known-at", "2026-11-01T12:00")
        assert "as known on 1 Nov 2026, from what was on record here on 1 Nov 2026 at 12:00:00" in (
            text
        )
        assert "Old heron" in text
        assert ("New otter" in text, "promised" in text) == (False, False)
        later = told_by_command("radar", "--known-at", "2026-11-01", "--as-of", "2020-10-31")
        assert "as known on 31 Oct 2020, from" in later
        with pytest.raises(CommandError, match="was not on record here at that instant"):
            told_by_command("radar", "--known-at", "2026-11-01T11:59")


def test_the_slip_of_any_period_is_told(deal: Deal) -> None:
    for period, line in (
        ("90", "Slip in the 90 days since 14 Aug 2020: +0 days."),
        ("P10M", "Slip in the 10 months since 12 Jan 2020: +426 days."),
        ("P2Y", "Slip in the 2 years since 12 Nov 2018: cannot be told; then or now no last day"),
    ):
        assert line in told_by_command("radar", "--as-of", "2020-11-12", "--period", period)
    assert "Slip in" not in printed(deal)


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--as-of", "soon", "“soon” is not a day"),
        ("--known-at", "soon", "“soon” is no instant"),
        ("--known-at", "2199-01-01", "“2199-01-01” is yet to come"),
        ("--period", "0", "“P0D” is no period"),
        ("--period", "a while", "“a while” is no period"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_can(
    deal: Deal, option: str, value: str, said: str
) -> None:
    with pytest.raises(CommandError, match=said):
        told_by_command(deal.ref, option, value)


def test_an_unknown_deal_is_refused_with_those_that_are_known(deal: Deal) -> None:
    with pytest.raises(CommandError, match=r"no deal “s-500”. Known deals: radar"):
        call_command("story", "s-500")


def test_the_number_of_queries_does_not_depend_on_what_there_is_to_tell(deal: Deal) -> None:
    with CaptureQueriesContext(connection) as few:
        told(Dossier(deal, TODAY), TODAY)
    with together():
        for place in range(20):
            a_claim(a_milestone(deal, f"more-{place}"), "promised", "2025", reported="2024-01-01")
    with CaptureQueriesContext(connection) as many:
        told(Dossier(deal, TODAY), TODAY)
    assert len(few) == len(many)
