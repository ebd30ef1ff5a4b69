"""A deal's page as it was on record here at an instant."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from deals.models import Deal, Source
from deliveries import actions
from deliveries.actions import acknowledge, recording
from deliveries.models import Flag
from tests.api.asking import at_noon_of
from tests.dashboard.reading import page
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
NOON, HOUR_AGO = "2026-11-21T12:00", "2026-11-22T11:00"
YESTERDAY = datetime(2026, 11, 21, tzinfo=UTC).date()


@pytest.fixture
def deal() -> Deal:
    """Entered yesterday at noon; all of it is otherwise today."""
    with at_noon_of(YESTERDAY):
        deal = a_deal(summary="A zebra was known.")
        milestone = a_milestone(deal, title="Old heron")
        lot = a_lot(milestone, 500)
        wrong = a_claim(milestone, when="2030-10", said_by="the badger", note="A noted gibbon.")
    milestone.title, deal.summary, lot.quantity = "New otter", "A yak is known.", 700
    with recording(by=BY, today=TODAY) as book:
        for record in (milestone, deal, lot):
            actions.change(book, record)
        actions.retract(book, wrong, reason="misread")
    source = a_source("later", publisher="The Later")
    a_claim(milestone, when="2020-10", said_by="the cobra", source=source)
    a_count(lot, 333, said_by="the dingo", source=source)
    a_term(deal, text="an ibis of money", voice={"source": source})
    an_event(deal, code="koala", said_by="the koala", source=source)
    return deal


THEN = ("zebra", "heron", "badger", "gibbon", "500 ×")
NOW = ("yak", "otter", "cobra", "dingo", "ibis", "koala", "700 ×", "misread")


def shown(client: Client, query: str) -> set[str]:
    text = page(client, f"/deals/radar/{query}").text
    return {word for word in (*THEN, *NOW) if word in text}


def test_the_page_shows_what_was_on_record_then_and_nothing_that_came_later(
    client: Client, deal: Deal
) -> None:
    assert shown(client, f"?known_at={NOON}") == set(THEN)
    assert shown(client, "") == {*NOW, "badger"}  # among what is retracted, with the reason


def test_of_another_day_than_that_of_the_instant_what_has_no_history_is_left_out(
    client: Client, deal: Deal
) -> None:
    earlier = shown(client, f"?known_at={NOON}&as_of=2026-11-20")
    assert earlier == set(THEN) - {"zebra", "gibbon"}


def test_a_banner_says_what_the_page_shows_and_the_form_holds_the_instant(
    client: Client, deal: Deal
) -> None:
    read = page(client, f"/deals/radar/?known_at={NOON}")
    assert "As it was on record here at 21 Nov 2026, 12:00:00, known on 21 Nov 2026" in read.text
    fields = {e.attributes.get("name"): e.attributes.get("value") for e in read.all("input")}
    assert fields["as_of"] == "2026-11-21"
    (control,) = [e for e in read.all("input") if e.attributes["type"] == "datetime-local"]
    assert control.attributes["value"] == "2026-11-21T12:00:00"
    assert "/deals/radar/" in read.links
    assert "/flags/?as_of=2026-11-21" in read.links


def test_flags_are_those_that_stood_then_without_acknowledgements(
    client: Client, deal: Deal
) -> None:
    with recording(by=BY, today=TODAY) as book:
        for flag in Flag.objects.open():
            acknowledge(book, flag, note="Asked the lemur.", until=None)
    assert "Asked the lemur." in page(client, "/deals/radar/").text
    then = page(client, f"/deals/radar/?known_at={NOON}").text
    assert "Asked the lemur." not in then
    assert "Open flags of this deal" in then  # stale
    assert "Overdue" in page(client, "/deals/radar/").text
    assert "Overdue" not in then


@pytest.mark.parametrize("value", ["soon", "2026-11-23", "2026-11-22T12:01", "2026-02-30"])
def test_what_is_no_instant_or_yet_to_come_is_a_page_that_says_so(
    client: Client, deal: Deal, value: str
) -> None:
    read = page(client, f"/deals/radar/?known_at={value}", status=400)
    assert value in read.text
    assert "an instant that has come" in read.text
    assert "/deals/radar/" in read.links


def test_before_it_was_here_a_deal_has_no_page(client: Client, deal: Deal) -> None:
    page(client, "/deals/radar/?known_at=2026-11-21T11:59", status=404)
    page(client, "/deals/radar/?known_at=2026-11-20", status=404)


def test_the_number_of_queries_does_not_grow(client: Client, deal: Deal) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            page(client, f"/deals/radar/?known_at={HOUR_AGO}")
        return len(caught)

    few = queries()
    with at_noon_of(YESTERDAY), together():
        for number in range(20):
            milestone = a_milestone(deal, f"m{number}")
            source = Source.objects.get(code="later")
            a_claim(milestone, source=source)
            a_count(a_lot(milestone), source=source)
    assert queries() == few
