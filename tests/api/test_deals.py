"""Deals, and what hangs on them."""

import pytest
from django.test import Client

from deliveries.actions import change, recording
from tests.api.asking import LISTS, ROOT, a_full_deal, answer, listed, one
from tests.factories import (
    BY,
    TODAY,
    a_claim,
    a_deal,
    a_milestone,
    a_party,
    a_shareholding,
    a_source,
    a_term,
    an_event,
    an_organisation,
)

pytestmark = pytest.mark.django_db


def test_the_root_leads_everywhere(client: Client) -> None:
    a_full_deal()
    addresses = answer(client, "")
    published = {"ocds_releases", "ocds_records"}
    assert set(addresses) == {*LISTS, *published, "changes", "portfolio", "meta", "schema", "docs"}
    for address in addresses.values():
        assert client.get(address).status_code == 200


def test_a_deal_stands_as_its_worst_milestone_does(client: Client) -> None:
    deal = a_deal()
    soon = a_milestone(deal, "soon", position=1)
    late = a_milestone(deal, "late", position=2)
    a_claim(soon, when="2027-01")
    a_claim(late, when="2020-10")
    a_term(deal, "stage", stage="delivering")
    found = one(client, "deals")
    assert (found["state"], found["severity"], found["worst"]) == ("critical", 0, "late")
    assert found["slip"] == {"days": 2213, "min_days": 2213, "max_days": 2243}
    assert found["next"]["milestone"] == "soon"
    assert found["next"]["estimate"]["edtf"] == "2027-01"
    assert (found["open"], found["met"], found["cancelled"]) == (2, 0, 0)
    assert (found["stage"], found["last_word_on"]) == ("delivering", "2019-01-02")
    assert "summary" not in found


def test_the_next_date_is_told_as_it_was_stated_too(client: Client) -> None:
    a_claim(a_milestone(a_deal()), when="2020-10")
    due = one(client, "deals")["next"]
    assert due["estimate"]["earliest"] == TODAY.isoformat()
    assert due["stated"]["edtf"] == "2020-10"


def test_deals_come_the_worst_first_and_then_by_ref(client: Client) -> None:
    for ref, when in (("b", "2030"), ("c", "2020"), ("a", "2030")):
        a_claim(a_milestone(a_deal(ref)), when=when)
    assert [d["ref"] for d in listed(client, "deals")] == ["c", "a", "b"]


def test_one_deal_has_all_that_was_said_of_it_but_claims(client: Client) -> None:
    a_full_deal()
    found = answer(client, "deals/radar/")
    assert {**found, **one(client, "deals")} == found
    assert found["milestones"] == listed(client, "milestones")
    assert [m["code"] for m in found["milestones"]] == ["first", "second"]
    value, stage = found["terms"]
    assert (value["amount"], value["currency"], value["stage"]) == ("1000000", "USD", None)
    assert (stage["amount"], stage["currency"], stage["stage"]) == (None, None, "signed")
    assert [(c["milestone"], c["total"]) for c in found["counts"]] == [("second", 3)]
    assert [e["code"] for e in found["events"]] == ["radar-sanctions"]
    assert found["summary"] == "What it is about."
    assert "claims" not in found
    parties = [(p["organisation"], p["role"]) for p in found["parties"]]
    assert parties == [("radar-mod", "buyer"), ("radar-jv", "joint_venture")]


def test_text_without_history_is_for_today_alone(client: Client) -> None:
    a_full_deal()
    for day, has_text in (("2026-11-21", False), ("2026-11-22", True), ("2026-11-23", False)):
        found = answer(client, "deals/radar/", as_of=day)
        assert (found["summary"] is not None) == has_text
        notes = [c["note"] for c in listed(client, "claims", as_of=day)]
        assert ("A note." in notes) == has_text


def test_a_person_suspends_for_today_and_not_for_the_past(client: Client) -> None:
    deal = a_deal()
    a_claim(a_milestone(deal))
    deal.is_suspended = True
    with recording(by=BY, today=TODAY) as book:
        change(book, deal)
    assert one(client, "deals")["suspended"] is True
    assert one(client, "milestones")["suspended"] is True
    assert one(client, "deals", as_of="2026-11-21")["suspended"] is False


def test_a_deal_nobody_had_spoken_of_is_not_there(client: Client) -> None:
    a_claim(a_milestone(a_deal()), reported="2019-01-02")
    a_deal("silent")
    assert client.get(f"{ROOT}deals/radar/", {"as_of": "2019-01-01"}).status_code == 404
    assert client.get(f"{ROOT}deals/radar/", {"as_of": "2019-01-02"}).status_code == 200
    assert client.get(f"{ROOT}deals/silent/").status_code == 404
    assert [d["ref"] for d in listed(client, "deals")] == ["radar"]


def test_before_the_first_word_every_list_is_empty(client: Client) -> None:
    a_full_deal()
    for name in LISTS:
        assert listed(client, name, as_of="1900-01-01") == []
        assert listed(client, name, as_of="2199-12-31") != []


def test_a_joint_venture_names_its_shareholders_once_that_was_published(client: Client) -> None:
    deal = a_deal()
    a_claim(a_milestone(deal), reported="2019-01-02")
    venture, maker = an_organisation("venture"), an_organisation("maker")
    above = an_organisation("above")
    a_party(deal, venture, "joint_venture")
    source = a_source("later", published_edtf="2020-09-03")
    a_shareholding(venture, maker, "42", source=source.code)
    a_shareholding(maker, above, "50.5", source=source.code)
    (alone,) = listed(client, "organisations", as_of="2020-09-02")
    assert (alone["code"], alone["shareholders"]) == ("venture", [])
    assert "later" not in [s["code"] for s in listed(client, "sources", as_of="2020-09-02")]
    found = {o["code"]: o["shareholders"] for o in listed(client, "organisations")}
    share = {"organisation": "maker", "name": "Maker", "percent": "42", "source": "later"}
    assert found["venture"] == [share]
    assert [s["percent"] for s in found["maker"]] == ["50.5"]
    assert found["above"] == []
    assert "later" in [s["code"] for s in listed(client, "sources")]


def test_a_share_without_a_source_has_no_day_and_is_for_today_alone(client: Client) -> None:
    deal = a_deal()
    a_claim(a_milestone(deal))
    venture = an_organisation("venture")
    a_party(deal, venture)
    a_shareholding(venture, an_organisation("maker"))
    codes = [o["code"] for o in listed(client, "organisations")]
    assert codes == ["maker", "venture"]
    assert one(client, "organisations", as_of="2026-11-21")["shareholders"] == []


def test_organisations_without_a_part_are_not_listed(client: Client) -> None:
    deal = a_deal()
    a_claim(a_milestone(deal))
    a_party(deal, an_organisation("party"))
    an_organisation("stranger")
    assert one(client, "organisations")["code"] == "party"


def test_an_event_of_two_deals_stands_with_both(client: Client) -> None:
    one_deal, other = a_deal("a"), a_deal("b")
    for deal in (one_deal, other):
        a_claim(a_milestone(deal))
    event = an_event(one_deal, other, reported_on="2019-03-01")
    for ref in ("a", "b"):
        assert [e["id"] for e in answer(client, f"deals/{ref}/")["events"]] == [event.pk]
        assert answer(client, f"deals/{ref}/", as_of="2019-02-28")["events"] == []
