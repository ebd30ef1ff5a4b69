"""The story: what was said and what it did, in order, and nothing from after the day."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from deals.models import Deal
from deliveries.dossiers import Dossier
from deliveries.story import told
from tests.factories import TODAY, a_claim, a_count, a_deal, a_lot, a_milestone, a_term

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
    out = StringIO()
    arguments = ["--as-of", as_of] if as_of else []
    call_command("story", deal.ref, *arguments, stdout=out)
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


def test_an_unknown_deal_is_refused_with_those_that_are_known(deal: Deal) -> None:
    with pytest.raises(CommandError, match=r"no deal “s-500”. Known deals: radar"):
        call_command("story", "s-500")


def test_the_number_of_queries_does_not_depend_on_what_there_is_to_tell(deal: Deal) -> None:
    with CaptureQueriesContext(connection) as few:
        told(Dossier(deal, TODAY), TODAY)
    for place in range(20):
        a_claim(a_milestone(deal, f"more-{place}"), "promised", "2025", reported="2024-01-01")
    with CaptureQueriesContext(connection) as many:
        told(Dossier(deal, TODAY), TODAY)
    assert len(few) == len(many)
