"""Speakers whom the sources call by several names are one voice."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from deliveries.actions import recording, restrict
from tests.dashboard.reading import page, row
from tests.dashboard.test_voices_order import names
from tests.dashboard.test_voices_page import met
from tests.factories import (
    BY,
    TODAY,
    a_claim,
    a_deal,
    a_milestone,
    an_alias,
)

pytestmark = pytest.mark.django_db
ADA = "/voices/?said_by=Ada"


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
