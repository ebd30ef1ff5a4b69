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
from dashboard.queries.said import words_by
from dashboard.queries.voices import _by_name
from deals.models import Deal, Milestone
from deliveries.actions import record_claim, recording, restrict
from deliveries.drafts import ClaimDraft
from tests.dashboard.reading import Read, page, row
from tests.dashboard.test_past import a_told_deal
from tests.factories import (
    BY,
    TODAY,
    a_claim,
    a_deal,
    a_milestone,
    a_source,
    a_voice,
    an_alias,
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


def several(name: str, kept: int, broken: int) -> None:
    """A speaker with so many words that were kept, and so many that were not."""
    said = Milestone.objects.count()
    with together():
        for number in range(kept + broken):
            milestone = met("2021-05-01", f"m{said + number}")
            a_claim(milestone, "promised", "2021" if number < kept else "2020", said_by=name)


def names(read: Read) -> list[str]:
    """The speakers, in the order of the page."""
    return [e.text.strip() for e in read.all("th") if e.attributes.get("scope") == "row"]


def the_three() -> None:
    several("Ada", kept=1, broken=4)
    several("Bea", kept=6, broken=1)
    several("Cy", kept=4, broken=0)  # too few for a share


@pytest.mark.parametrize(
    ("ordering", "order"),
    [
        ("", ["Cy", "Bea", "Ada"]),
        ("-kept", ["Cy", "Bea", "Ada"]),
        ("kept", ["Ada", "Bea", "Cy"]),
        ("-words", ["Bea", "Ada", "Cy"]),
        ("words", ["Cy", "Ada", "Bea"]),
        ("-name", ["Cy", "Bea", "Ada"]),
        ("name", ["Ada", "Bea", "Cy"]),
    ],
)
def test_a_cautious_estimate_orders_them_all(
    client: Client, ordering: str, order: list[str]
) -> None:
    the_three()
    assert names(page(client, f"/voices/?ordering={ordering}")) == order
    rows = client.get(f"/voices.json?ordering={ordering}").json()["results"]
    assert [r["name"] for r in rows if r["of"] == "speaker"] == order


def test_by_the_last_word(client: Client) -> None:
    milestone = met("2021-05-01")
    for name, day in (("Ada", "2020-01-01"), ("Bea", "2020-06-01"), ("Cy", "2019-06-01")):
        a_claim(milestone, "promised", "2021", said_by=name, reported=day)
    assert names(page(client, "/voices/?ordering=-last_word_on")) == ["Bea", "Ada", "Cy"]
    assert names(page(client, "/voices/?ordering=last_word_on")) == ["Cy", "Ada", "Bea"]


def test_heads_are_links_that_sort_and_keep_the_day(client: Client) -> None:
    the_three()
    read = page(client, "/voices/?ordering=-words&as_of=2022-01-01")
    heads = {e.text.strip(): e.attributes for e in read.all("th") if e.attributes["scope"] == "col"}
    assert heads["Words"]["aria-sort"] == "descending"
    assert "aria-sort" not in heads["Said by"]
    assert {
        "?ordering=words&as_of=2022-01-01",
        "?ordering=name&as_of=2022-01-01",
        "?as_of=2022-01-01",
    } <= set(read.links)
    refused = page(client, "/voices/?ordering=beauty", status=400)
    assert "-kept, kept" in refused.text
    page(client, "/voices.csv?ordering=beauty", status=400)


def test_who_keeps_most_and_least_is_said_of_those_of_whom_a_share_is_told(client: Client) -> None:
    several("Cy", kept=4, broken=0)
    assert "Nobody has given five or more dates" in page(client, "/voices/").text
    too_few = "given five or more dates whose time has come: too few to say who keeps most."
    several("Ada", kept=1, broken=4)
    assert f"One has {too_few}" in page(client, "/voices/").text
    several("Bea", kept=6, broken=1)
    assert f"Two have {too_few}" in page(client, "/voices/").text
    several("Dee", kept=2, broken=8)
    assert (
        "Of the 3 who gave five or more dates whose time has come, most were kept by Bea "
        "(6 of 7, 86%), fewest by Dee (2 of 10, 20%) and Ada (1 of 5, 20%)."
    ) in page(client, "/voices/").text


def test_those_who_keep_as_much_as_each_other_are_told_apart_from_nobody(client: Client) -> None:
    several("Ada", kept=1, broken=4)
    several("Bea", kept=2, broken=8)
    several("Cy", kept=1, broken=4)
    assert "all kept as many of them: 20%." in page(client, "/voices/").text


def test_a_speaker_of_several_names_is_counted_once_and_each_word_keeps_its_name(
    client: Client,
) -> None:
    milestone = met("2021-05-01")
    a_claim(milestone, "promised", "2020", said_by="Ada", reported="2019-06-01")
    other = a_claim(milestone, "promised", "2021", said_by="A. Lovelace", side="supplier")
    assert names(page(client, "/voices/")) == ["A. Lovelace", "Ada"]
    an_alias()
    shown = page(client, "/voices/")
    assert names(shown) == ["Ada"]
    assert row(shown, "Ada") == "Ada buyer, supplier 2 1 of 2 –none 1 Jun 2019"
    for address in (ADA, "/voices/?said_by=A.%20Lovelace"):
        told = page(client, address)
        assert told.texts("h1") == ["Ada"]
        assert "“A. Lovelace” (The same signature.)" in told.text
        assert "as A. Lovelace" in told.text
    lines = client.get("/voices.csv?said_by=A.%20Lovelace").content.decode().splitlines()
    assert sorted(line.rsplit(",", 1)[1] for line in lines[1:]) == ["A. Lovelace", "Ada"]
    other.refresh_from_db()
    assert other.said_by == "A. Lovelace"


def test_another_name_that_nobody_visible_has_used_is_not_told(client: Client) -> None:
    a_claim(met("2021-05-01"), "promised", "2021", said_by="Ada")
    hidden = a_deal("secretive")
    a_claim(a_milestone(hidden), "promised", "2030", said_by="Agent L.")
    an_alias("Agent L.")
    with recording(by=BY, today=TODAY) as book:
        restrict(book, hidden, [Group.objects.create(name="cleared")])
    assert "Agent L." not in page(client, ADA).text


def test_those_who_kept_none_come_after_all_who_kept_some(client: Client) -> None:
    with together():
        a_claim(a_milestone(a_deal("later"), "later"), "promised", "2030", said_by="Eve")
    for name, kept, broken in (("Ada", 0, 4), ("Bea", 2, 0), ("Cy", 1, 3), ("Dee", 0, 5)):
        several(name, kept=kept, broken=broken)
    assert names(page(client, "/voices/")) == ["Bea", "Cy", "Ada", "Dee", "Eve"]
    worst = page(client, "/voices/?ordering=kept")
    assert names(worst) == ["Dee", "Ada", "Cy", "Bea", "Eve"]
    assert "those who keep their word worst first" in worst.texts("caption")[0]
    assert "#voices" in "".join(worst.links)


def test_the_estimate_is_the_lower_end_of_the_score_interval(client: Client) -> None:
    for name, kept, broken in (("Ada", 2, 0), ("Bea", 1, 3)):
        several(name, kept=kept, broken=broken)
    grouped = _by_name(words_by(AnonymousUser(), TODAY).order_by(), TODAY)
    found = dict(grouped.values_list("speaker", "cautious"))
    assert found == {"Ada": pytest.approx(0.3424, abs=1e-4), "Bea": pytest.approx(0.0456, abs=1e-4)}


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


def test_both_names_of_a_speaker_lead_to_the_one_voice_from_the_pages_of_a_deal(
    client: Client,
) -> None:
    milestone = met("2021-05-01")
    a_claim(milestone, "promised", "2020", said_by="Ada", reported="2019-06-01")
    a_claim(milestone, "promised", "2021", said_by="A. Lovelace")
    a_claim(milestone, "actual", "2021-05-01", said_by="Bea", reported="2021-06-02")
    an_alias()
    for address in ("/deals/radar/", "/deals/radar/evidence/"):
        read = page(client, address)
        assert {e.text for e in read.all("a", "who") if "said_by=Ada" in e.attributes["href"]} == {
            "Ada",
            "A. Lovelace",
        }
        assert "A. Lovelace also as Ada" in read.text
        assert "said_by=Bea" not in "".join(read.links)  # has no word, and so no page
    assert "/voices/?said_by=Ada" in page(client, "/deals/radar/evidence/").links
    then = page(client, "/deals/radar/evidence/?as_of=2021-06-02")
    (link,) = {e.attributes["href"] for e in then.all("a", "who")}
    assert "as_of=2021-06-02" in link
    assert page(client, link).texts("h1") == ["Ada"]


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
