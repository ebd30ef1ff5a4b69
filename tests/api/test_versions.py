"""Versions of what is read and written: what moves an ETag, and what does not."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from deals.models import Deal, Milestone, Source
from deliveries.actions import change, recording
from tests.api.asking import at_noon_of
from tests.api.test_refusals import problem
from tests.api.writing import CLAIM, ORGANISATION, a_script
from tests.factories import BY, TODAY, a_claim, a_milestone, together

pytestmark = pytest.mark.django_db


def test_a_verdict_that_turns_at_midnight_refuses_nobody() -> None:
    script = a_script()
    script.posted("claims/", CLAIM)
    tag = script.tag("deals/radar/")
    with at_noon_of(TODAY + timedelta(days=400)):
        turned = script.tag("deals/radar/")
        assert turned != tag
        assert script.get("deals/radar/", if_none_match=tag).status_code == 200
        assert script.patch("deals/radar/", {"title": "Other"}, tag).status_code == 200
        problem(script.patch("deals/radar/", {"title": "Another"}, turned), 412)


def test_a_claim_changes_no_version_and_every_answer() -> None:
    script = a_script()
    script.posted("claims/", CLAIM)
    tag = script.tag("deals/radar/")
    assert script.get("deals/radar/", if_none_match=tag).status_code == 304
    script.posted("claims/", {**CLAIM, "kind": "promised", "date": "2030"})
    assert script.get("deals/radar/", if_none_match=tag).status_code == 200
    assert script.patch("deals/radar/", {"title": "Other"}, tag).status_code == 200


@pytest.mark.parametrize("query", ["as_of=2020-11-12", "known_at=2026-11-21", "period=P90D"])
def test_another_question_has_another_tag(query: str) -> None:
    script = a_script()
    a_claim(Milestone.objects.get(code="first"))
    tag = script.tag("deals/radar/")
    other = script.get(f"deals/radar/?{query}", if_none_match=tag)
    assert other.status_code in (200, 404)
    assert other.headers.get("ETag") != tag


def test_what_was_known_at_an_instant_is_no_ground_for_a_change() -> None:
    script = a_script()
    script.posted("claims/", CLAIM)
    then = script.get("deals/radar/?known_at=2026-11-22")
    problem(script.patch("deals/radar/", {"title": "x"}, then.headers["ETag"]), 412)


def test_an_unchanged_deal_is_told_in_a_few_queries() -> None:
    script = a_script()
    deal = Deal.objects.get()
    a_claim(Milestone.objects.get(code="first"))
    tag = script.tag("deals/radar/")
    with CaptureQueriesContext(connection) as few:
        assert script.get("deals/radar/", if_none_match=tag).status_code == 304
    assert 0 < len(few) <= 3
    with together():
        for number in range(20):
            a_claim(a_milestone(deal, f"m{number}"))
    tag = script.tag("deals/radar/")
    with CaptureQueriesContext(connection) as many:
        assert script.get("deals/radar/", if_none_match=tag).status_code == 304
    assert len(many) == len(few)


def test_what_deals_share_changes_their_answers() -> None:
    script = a_script()
    script.posted("organisations/", ORGANISATION)
    script.patch("deals/radar/", {"parties": [{"organisation": "maker", "role": "supplier"}]})
    script.posted("claims/", CLAIM)
    tag = script.tag("deals/radar/")
    script.patch("organisations/maker/", {"name": "Another"})
    again = script.get("deals/radar/", if_none_match=tag)
    assert again.json()["parties"][0]["name"] == "Another"


def test_a_change_beside_the_api_is_seen() -> None:
    script = a_script()
    tag = script.tag("sources/gazette-2019-01-02/")
    source = Source.objects.get()
    source.publisher = "Another"
    with recording(by=BY, today=TODAY) as book:
        change(book, source)
    problem(script.patch("sources/gazette-2019-01-02/", {"publisher": "x"}, tag), 412)
