"""Known at: a deal as it was recorded here at an instant, its plan unwound by the journal."""

from datetime import date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from deals.models import Deal, Milestone, Source, Term
from deliveries import actions
from deliveries.actions import recording
from deliveries.dossiers import Dossier, dossier_of
from deliveries.models import Count
from deliveries.story import told
from tests.deliveries.ticking import ticking
from tests.factories import (
    BY,
    TODAY,
    a_claim,
    a_count,
    a_deal,
    a_lot,
    a_milestone,
    a_source,
    a_term,
    an_event,
    together,
)

pytestmark = pytest.mark.django_db


def test_a_milestone_removed_since_is_there_again_with_what_it_came_after() -> None:
    with ticking() as read:
        deal = a_deal()
        first = a_milestone(deal, "first")
        second = a_milestone(deal, "second", after=(first,))
        a_claim(second)
        then = read()
        with recording(by=BY, today=TODAY) as book:
            actions.remove(book, first)
    assert {s.milestone.code for s in Dossier(deal, TODAY).standing(TODAY)} == {"second"}
    found = dossier_of(deal, TODAY, then)
    assert found is not None
    assert [s.milestone.code for s in found.standing(TODAY)] == ["first", "second"]


def test_the_plan_is_as_it_was_and_so_is_the_deal() -> None:
    with ticking() as read:
        deal = a_deal(summary="As it was.", threshold_months=3)
        milestone = a_milestone(deal, title="Old title")
        lot = a_lot(milestone, 10)
        a_claim(milestone)
        a_count(lot)
        then = read()
        deal.summary, deal.threshold_months = "As it is.", 18
        milestone.title, lot.quantity = "New title", 20
        with recording(by=BY, today=TODAY) as book:
            for record in (deal, milestone, lot):
                actions.change(book, record)
    found = dossier_of(Deal.objects.get(), TODAY, then)
    assert found is not None
    (span,) = found.standing(date(2020, 12, 1))
    assert (found.deal.summary, span.milestone.deal.summary) == ("As it was.", "As it was.")
    assert (span.milestone.title, span.threshold) == ("Old title", date(2021, 1, 31))
    assert found.counts(TODAY)[0].lot.quantity == 10
    assert found.claims(TODAY)[0].milestone.title == "Old title"
    assert Milestone.objects.get().title == "New title"


def test_statements_count_from_their_entry_to_their_retraction() -> None:
    with ticking() as read:
        deal = a_deal()
        milestone = a_milestone(deal)
        before = read()
        claim = a_claim(milestone)
        a_term(deal)
        a_count(a_lot(milestone))
        event = an_event(deal)
        entered = read()
        with recording(by=BY, today=TODAY) as book:
            for statement in (claim, Term.objects.get(), Count.objects.get(), event):
                actions.retract(book, statement, reason="wrong")
        retracted = read()

    def known(instant: datetime) -> list[int]:
        found = dossier_of(deal, TODAY, instant)
        assert found is not None
        kinds = (found.claims, found.terms, found.counts, found.events)
        return [len(said(TODAY)) for said in kinds]

    assert [known(at) for at in (before, entered, retracted)] == [[0] * 4, [1] * 4, [0] * 4]


def test_an_event_shows_while_it_was_linked() -> None:
    with ticking() as read:
        deal = a_deal()
        event = an_event(a_deal("other"))
        at = [read()]
        for verb in (actions.link_event, actions.unlink_event, actions.link_event):
            with recording(by=BY, today=TODAY) as book:
                verb(book, event, deal)
            at.append(read())
    found = [dossier_of(deal, TODAY, instant) for instant in at]
    assert [len(f.events(TODAY)) for f in found if f] == [0, 1, 0, 1]


def test_a_deal_that_was_not_here_yet_has_no_dossier() -> None:
    with ticking() as read:
        a_source()
        before = read()
        deal = a_deal()
        assert dossier_of(deal, TODAY, before) is None
        assert dossier_of(deal, TODAY, read()) is not None


def test_what_is_recalled_takes_as_many_queries_whatever_has_happened_since() -> None:
    with ticking() as read:
        deal = a_deal()
        a_claim(a_milestone(deal))
        then = read()

        def queries() -> int:
            with CaptureQueriesContext(connection) as caught:
                found = dossier_of(deal, TODAY, then)
                assert found is not None
                told(found, TODAY)
            return len(caught)

        few = queries()
        with together():
            for number in range(20):
                a_claim(a_milestone(deal, f"m{number}"), source=Source.objects.get())
        assert queries() == few
