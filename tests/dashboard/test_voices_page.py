"""Whose word holds: each word against what came, for every speaker and side."""

from collections import Counter
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from dashboard.asof import AsOf
from dashboard.queries import speaker_page, voices_page
from deals.models import Deal, Milestone
from deliveries.actions import record_claim, recording, restrict
from deliveries.drafts import ClaimDraft
from tests.dashboard.reading import page, row
from tests.dashboard.test_past import a_told_deal
from tests.factories import (
    BY,
    TODAY,
    a_claim,
    a_deal,
    a_milestone,
    a_source,
    a_voice,
    together,
)

pytestmark = pytest.mark.django_db
ADA = "/voices/?said_by=Ada"


@together()
def met(when: str, code: str = "first", reported: str = "2021-06-01") -> Milestone:
    """A milestone that happened then."""
    milestone = a_milestone(Deal.objects.first() or a_deal(), code)
    a_claim(milestone)
    a_claim(milestone, "actual", when, reported=reported)
    return milestone


@pytest.mark.parametrize(
    ("said", "came", "outcome"),
    [
        ("2021-03", "2021-03-31", "kept"),
        ("2021-03", "2021-03", "kept"),
        ("2021-03", "2021-04-01", "not kept"),
        ("2021-03", "2021", "cannot be told"),  # it may have been by March
        ("2021-03", "2020-12", "kept"),
        ("from 2021-03", "2021-04-01", "cannot be told"),  # no last day to be held to
    ],
)
def test_a_word_is_kept_if_it_came_by_the_last_day_however_imprecise(
    client: Client, said: str, came: str, outcome: str
) -> None:
    a_claim(met(came, reported="2021-12-31"), "promised", said, said_by="Ada")
    assert row(page(client, ADA), "First").endswith(outcome)


def test_of_what_is_open_the_last_day_decides(client: Client) -> None:
    milestone = a_milestone(a_deal())
    a_claim(milestone, "promised", "2021-03", said_by="Ada", reported="2020-01-01")
    for day, outcome in (("2021-03-31", "to come"), ("2021-04-01", "not kept")):
        assert row(page(client, f"{ADA}&as_of={day}"), "First").endswith(outcome)


def test_an_unchanged_without_a_date_is_for_what_stood_when_it_was_said(client: Client) -> None:
    milestone = met("2021-05-01")
    a_claim(milestone, "unchanged", "", said_by="Ada", reported="2020-01-01")
    a_claim(milestone, "promised", "2021-05", reported="2020-06-01")
    a_claim(milestone, "unchanged", "", said_by="Bea", reported="2020-07-01")
    assert "that is, by 31 Oct 2020" in row(page(client, ADA), "First")
    assert row(page(client, ADA), "First").endswith("not kept")
    assert row(page(client, "/voices/?said_by=Bea"), "First").endswith("kept")
    assert "1 of 1" in row(page(client, "/voices/"), "Bea")


def test_contracts_and_known_misreports_are_nobodys_word(client: Client) -> None:
    milestone = met("2021-05-01")
    voice = a_voice(said_by="Ada")
    with recording(by=BY, today=TODAY) as book:
        draft = ClaimDraft(
            milestone=milestone, kind="promised", voice=voice, date="2021", rank="deprecated"
        )
        record_claim(book, draft)
    assert "Nobody has given a date yet." in page(client, "/voices/").text
    page(client, ADA, status=404)


def test_a_share_is_told_of_five_words_and_not_of_four(client: Client) -> None:
    for number in range(4):
        a_claim(met("2021-05-01", f"m{number}"), "promised", "2021", said_by="Ada")
    assert "4 of 4" in row(page(client, "/voices/"), "Ada")
    assert "%" not in row(page(client, "/voices/"), "Ada")
    a_claim(met("2022-05-01", "m4", "2022-06-01"), "promised", "2021", said_by="Ada")
    assert "4 of 5 80%" in row(page(client, "/voices/"), "Ada")
    assert "4 of 5 (80%) given by buyers" in page(client, "/voices/").text


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["promised", "assessed", "unchanged"]),
            st.sampled_from(["", "2020", "2021-03", "2021-03-15", "from 2021", "by 2021-06"]),
            st.sampled_from(["2019-05-01", "2020-11-12", "2021-04"]),
        ),
        max_size=4,
        unique=True,
    ),
    st.sampled_from(["", "2021-03-15", "2021-03", "2021", "by 2021-02"]),
    st.sampled_from([date(2020, 1, 1), date(2021, 3, 20), date(2021, 12, 31)]),
)
def test_the_database_counts_as_each_word_is_told(
    said: list[tuple[str, str, str]], came: str, day: date
) -> None:
    with transaction.atomic():
        milestone = a_milestone(a_deal())
        with together():
            a_claim(milestone, reported="2018-06-01")
            for kind, when, reported in said:
                if when or kind == "unchanged":
                    a_claim(milestone, kind, when, reported=reported, said_by="Ada")
            if came:
                a_claim(milestone, "actual", came, reported="2021-12-30")
        the_counts_are_what_is_told(AsOf(day, TODAY))
        transaction.set_rollback(True)


def the_counts_are_what_is_told(known: AsOf) -> None:
    told = speaker_page(AnonymousUser(), known, "Ada")
    rows = [s for s in voices_page(AnonymousUser(), known).speakers if s.name == "Ada"]
    assert len(rows) == (told is not None)
    if told is None:
        return
    (spoken,) = rows
    outcomes = Counter(word.outcome for word in told.words)
    assert spoken.all == told.all
    assert spoken.all.words == outcomes.total()
    assert (spoken.all.kept, spoken.all.come) == (
        outcomes["kept"],
        outcomes["kept"] + outcomes["not kept"],
    )


@pytest.mark.parametrize("name", ["nobody", "A%00da", "%00", "%ED%A0%80", "a" * 5_000])
def test_who_has_said_nothing_is_not_found(client: Client, name: str) -> None:
    page(client, f"/voices/?said_by={name}", status=404)


def test_nothing_that_was_reported_later_shows(client: Client) -> None:
    known = a_told_deal()
    for day in known.values():
        shown = client.get(f"/voices/?as_of={day}").content.decode().lower()
        assert not {w for w, on in known.items() if on > day and w in shown}


def test_a_restricted_deal_leaves_no_trace(client: Client) -> None:
    hidden = a_deal("secretive")
    a_claim(a_milestone(hidden), "promised", "2030", said_by="Ada")
    assert page(client, ADA).texts("h1") == ["Ada"]
    with recording(by=BY, today=TODAY) as book:
        restrict(book, hidden, [Group.objects.create(name="cleared")])
    assert "Ada" not in page(client, "/voices/").text
    page(client, ADA, status=404)


@pytest.mark.parametrize("address", ["/voices/", ADA])
def test_the_number_of_queries_does_not_grow(client: Client, address: str) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert client.get(address).status_code == 200
        return len(caught.captured_queries)

    a_claim(met("2021-05-01"), "promised", "2021", said_by="Ada")
    before = queries()
    with together():
        for number in range(21):
            milestone = met("2021-05-01", f"m{number}")
            a_claim(milestone, "promised", "2021", said_by="Ada")
            a_claim(milestone, "promised", "2022", said_by=f"Bea {number}")
    assert queries() == before


def test_what_is_said_twice_in_one_briefing_is_one_word(client: Client) -> None:
    milestone, source = met("2022-05-01", reported="2022-06-01"), a_source("briefing")
    said: dict[str, Any] = {"said_by": "Ada", "reported": "2020-11-12", "source": source}
    a_claim(milestone, "promised", "2021-03", **said)
    a_claim(milestone, "unchanged", "2021-03", **said)
    a_claim(milestone, "unchanged", "2021-03-31", **said)
    shown = row(page(client, "/voices/"), "Ada")
    assert shown == "Ada buyer 1 0 of 1 0 of 1 12 Nov 2020"
    assert page(client, ADA).text.count("not kept") == 1
    a_claim(milestone, "promised", "2021-04", **said)  # another date
    a_claim(milestone, "promised", "2021-03", **said | {"reported": "2020-11-13"})
    a_claim(milestone, "promised", "2021-03", **said | {"source": a_source("another")})
    a_claim(milestone, "promised", "2021-03", **said | {"said_by": "Bea"})
    read = page(client, "/voices/")
    assert "4 0 of 4" in row(read, "Ada")
    assert "1 0 of 1" in row(read, "Bea")


def test_an_unchanged_without_a_date_is_one_word_with_the_date_that_stood(client: Client) -> None:
    milestone, source = met("2022-05-01", reported="2022-06-01"), a_source("briefing")
    said: dict[str, Any] = {"said_by": "Ada", "reported": "2020-11-12", "source": source}
    a_claim(milestone, "promised", "2021-03", **said)
    a_claim(milestone, "unchanged", "", **said)
    assert "Ada buyer 1 0 of 1" in row(page(client, "/voices/"), "Ada")


def test_what_had_been_in_force_before_is_nobodys_word_of_that_day(client: Client) -> None:
    milestone = met("2021-05-01")
    said: dict[str, Any] = {"said_by": "Ada", "reported": "2020-11-02"}
    a_claim(milestone, "promised", "2020-10", in_force_from="before 2020-11-02", **said)
    a_claim(milestone, "promised", "2021-10", **said)
    read = page(client, ADA)
    assert "Oct 2021" in read.text
    assert "Oct 2020" not in read.text
    assert "1 of 1" in row(page(client, "/voices/"), "Ada")


def test_the_day_of_a_word_is_as_precise_as_its_report(client: Client) -> None:
    milestone = a_milestone(a_deal())
    a_claim(milestone, "promised", "2021", said_by="Ada", reported="2019")
    for address in ("/voices/", ADA, "/", "/changes/?since=2019-06-01"):
        read = page(client, address)
        assert "31 Dec 2019" not in read.text, address
        assert "2019" in read.texts("time", "date"), address
    deal = page(client, "/deals/radar/")  # which tells from what day on something stood, too
    assert any(shown.startswith("2019 at least") for shown in deal.texts("dd"))
    assert "1 statement on 1 milestone, from 2019 to 2019." in deal.text
    assert "2019 at least" in row(page(client, "/"), "Radar")
    a_claim(milestone, "promised", "2022", said_by="Ada", reported="2019-12-31")
    assert "31 Dec 2019" in row(page(client, "/voices/"), "Ada")
    assert "31 Dec 2019" in row(page(client, "/"), "Radar")
