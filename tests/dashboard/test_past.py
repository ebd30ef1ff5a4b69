"""Nothing that was reported after the day of a page shows on it, anywhere."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from deals.models import Deal, Source
from tests.dashboard.reading import page
from tests.factories import (
    a_claim,
    a_count,
    a_deal,
    a_lot,
    a_milestone,
    a_party,
    a_shareholding,
    a_source,
    a_term,
    an_event,
    an_organisation,
    together,
)

pytestmark = pytest.mark.django_db
OF_A_DEAL = tuple(
    f"/deals/radar/{name}"
    for name in (
        "evidence/",
        "evidence.csv",
        *(
            f"{chart}.{form}"
            for chart in ("trend", "timeline", "states")
            for form in ("svg", "csv")
        ),
        "deliveries.csv",
    )
)


def source(word: str, published: str) -> Source:
    """A source of which every part carries a word that stands nowhere else."""
    return a_source(
        word,
        publisher=f"The {word.title()}",
        url=f"https://{word}.example/",
        published_edtf=published,
    )


@together()
def a_told_deal() -> dict[str, date]:
    """A deal in which every statement carries a word of its own; by word, the day it was public."""
    deal = a_deal(summary="A zebra is known today.")
    first = a_milestone(deal, "first", title="First heron")
    second = a_milestone(deal, "second", title="Second otter", after=(first,), position=1)
    lot = a_lot(second, 1000)
    for word, reported, kind, when in (
        ("badger", "2019-01-02", "contracted", "2020-10"),
        ("cobra", "2019-06", "promised", "2021"),
        ("dingo", "2020", "unchanged", ""),
        ("eagle", "2021-05-05", "delayed", ""),
        ("ferret", "2021-12-31", "assessed", "2022"),
        ("gibbon", "2022-03-03", "actual", "2022-02"),
    ):
        a_claim(first, kind, when, reported=reported, **voice(word, reported))
    a_claim(second, "promised", "2027", reported="2021-08-08", **voice("hyena", "2021-08-08"))
    said = {"reported_on": "2022-07-07", **voice("ibis", "2022-07-07")}
    a_term(deal, text="an ibis of money", voice=said)
    a_count(lot, 777, "2022", reported_on="2023-07-07", **voice("jackal", "2023-07-07"))
    an_event(deal, code="koala", reported_on="2024-07-07", **voice("koala", "2024-07-07"))
    venture = an_organisation("venture", kind="joint_venture")
    a_party(deal, venture, "joint_venture")
    a_shareholding(venture, an_organisation("lemur"), source=source("lemur", "2025-09-09").code)
    return {
        "heron": date(2019, 1, 2),
        "badger": date(2019, 1, 2),
        "cobra": date(2019, 6, 30),
        "dingo": date(2020, 12, 31),
        "eagle": date(2021, 5, 5),
        "otter": date(2021, 8, 8),
        "hyena": date(2021, 8, 8),
        "ferret": date(2021, 12, 31),
        "gibbon": date(2022, 3, 3),
        "ibis": date(2022, 7, 7),
        "jackal": date(2023, 7, 7),
        "koala": date(2024, 7, 7),
        "lemur": date(2025, 9, 9),
    }


def voice(word: str, published: str) -> dict[str, Any]:
    return {"said_by": f"the {word}", "source": source(word, published)}


def test_on_every_day_a_page_shows_what_was_public_by_then_and_no_more(client: Client) -> None:
    known = a_told_deal()
    days = {day + timedelta(days=step) for day in known.values() for step in (-1, 0, 1)}
    for day in sorted(days):
        if day < min(known.values()):
            continue
        shown = client.get(f"/deals/radar/?as_of={day}").content.decode().lower()
        assert {w for w in known if w in shown} == {w for w, on in known.items() if on <= day}


def test_no_page_of_a_day_holds_a_word_that_came_later(client: Client) -> None:
    known = a_told_deal()
    for day in sorted({on - timedelta(days=1) for on in known.values()}):
        for address in ("/", "/flags/", *OF_A_DEAL):
            if day < min(known.values()) and address in OF_A_DEAL:
                continue
            shown = client.get(f"{address}?as_of={day}").content.decode().lower()
            assert not {w for w, on in known.items() if on > day and w in shown}


def test_what_has_no_history_is_left_out_of_the_past_and_said_to_be(client: Client) -> None:
    a_told_deal()
    assert "A zebra is known today." in page(client, "/deals/radar/").text
    read = page(client, "/deals/radar/?as_of=2026-11-21")
    assert "zebra" not in read.text
    assert "The summary is written from what is known today and is left out here." in read.text
    assert "they are as recorded today" in read.text


def test_notes_are_for_today(client: Client) -> None:
    deal = a_deal()
    milestone = a_milestone(deal)
    a_claim(milestone, note="Noted on the claim.")
    a_count(a_lot(milestone), note="Noted on the count.")
    a_term(deal, voice={"note": "Noted on the term."})
    an_event(deal, note="Noted on the event.")
    today, past = (page(client, f"/deals/radar/{q}").text for q in ("", "?as_of=2026-11-21"))
    assert today.count("Noted on the") == 4
    assert "Noted on the" not in past


def test_a_source_that_appeared_later_than_its_report_is_not_named(client: Client) -> None:
    late = source("numbat", "2020-05-05")
    a_claim(a_milestone(a_deal()), source=late)
    before = client.get("/deals/radar/?as_of=2020-05-04").content.decode().lower()
    assert "numbat" not in before
    assert "not yet published" in before
    assert "The Numbat" in page(client, "/deals/radar/?as_of=2020-05-05").text


@pytest.mark.parametrize("address", ["/deals/radar/", "/deals/never-was/"])
def test_a_deal_not_yet_spoken_of_is_as_unknown_as_one_that_never_was(
    client: Client, address: str
) -> None:
    a_told_deal()
    read = page(client, f"{address}?as_of=2019-01-01", status=404)
    assert "Nothing at this address was known on 1 Jan 2019." in read.text
    assert "Radar" not in read.text
    assert address in read.links


def test_the_coming_days_show_what_will_stand_without_a_new_word(client: Client) -> None:
    a_claim(a_milestone(a_deal()), when="2027-06", reported="2026-11-01")
    assert "On track" in page(client, "/").text
    assert "Due soon" in page(client, "/?as_of=2027-05-01").text
    assert "Critical" in page(client, "/?as_of=2028-07-01").text
    flags = page(client, "/flags/?as_of=2028-07-01")
    assert "3 findings will be open on 1 deal" in flags.text


def test_statements_entered_for_two_deals_show_with_each(client: Client) -> None:
    radar, sonar = a_deal(), a_deal("sonar")
    for deal in (radar, sonar):
        a_claim(a_milestone(deal))
    an_event(radar, sonar)
    for ref in Deal.objects.values_list("ref", flat=True):
        assert "Sanctions threatened" in page(client, f"/deals/{ref}/").text
