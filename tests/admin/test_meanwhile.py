"""Two people at the same record: the second is told, and nobody's edit is lost."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from deals.models import Deal
from journal.models import Entry
from tests.admin.browsing import (
    Fields,
    address,
    beside,
    fields_of,
    filled,
    send,
    staff,
    text_of,
    with_row,
)
from tests.factories import (
    a_deal,
    a_lot,
    a_milestone,
    a_party,
    a_shareholding,
    an_admin,
    an_organisation,
)

pytestmark = pytest.mark.django_db


class Person:
    """Somebody with a browser of their own."""

    def __init__(self, name: str, path: str) -> None:
        self.client, self.path = Client(), path
        self.client.force_login(an_admin(name))

    def opens(self) -> Fields:
        return fields_of(self.client.get(self.path))

    def saves(self, fields: Fields) -> Any:
        return send(self.client, self.path, fields)


def both_at(record: Any) -> tuple[Person, Person]:
    meta = record._meta
    path = address(f"{meta.app_label}_{meta.model_name}", "change", record.pk)
    return Person("ada", path), Person("bob", path)


def test_the_second_is_told_by_whom_and_saves_nothing_yet() -> None:
    deal = a_deal()
    ada, bob = both_at(deal)
    hers, his = ada.opens(), bob.opens()
    ada.saves(filled(hers, title="Hers"))
    entries = Entry.objects.count()
    response = bob.saves(filled(his, designation="His"))
    assert "ada changed this at" in text_of(response)
    deal.refresh_from_db()
    assert (deal.title, deal.designation) == ("Hers", "Radar")
    assert Entry.objects.count() == entries


def test_edits_of_different_fields_both_stay_once_the_second_saves_again() -> None:
    deal = a_deal()
    ada, bob = both_at(deal)
    hers, his = ada.opens(), bob.opens()
    ada.saves(filled(hers, title="Hers", is_suspended="on"))
    merged = fields_of(bob.saves(filled(his, designation="His")))
    assert (merged["title"], merged["designation"]) == (["Hers"], ["His"])
    assert merged["is_suspended"] == ["on"]
    assert "was changed successfully" in text_of(bob.saves(merged))
    deal.refresh_from_db()
    assert (deal.title, deal.designation, deal.is_suspended) == ("Hers", "His", True)


def test_of_a_field_that_both_changed_the_others_value_stands_beside_ones_own() -> None:
    deal = a_deal()
    ada, bob = both_at(deal)
    hers, his = ada.opens(), bob.opens()
    ada.saves(filled(hers, title="Hers", kind="lease"))
    response = bob.saves(filled(his, title="His", kind="upgrade"))
    assert "Changed to “Hers” meanwhile" in beside(response, "title")
    assert "Changed to “lease” meanwhile" in beside(response, "kind")
    bob.saves(fields_of(response))
    deal.refresh_from_db()
    assert (deal.title, deal.kind) == ("His", "upgrade")


def test_rows_are_merged_as_the_deal_itself_is() -> None:
    deal = a_deal()
    contract = a_milestone(deal, "contract", position=1)
    a_lot(a_milestone(deal, "first", after=(contract,), position=2))
    ada, bob = both_at(deal)
    hers, his = ada.opens(), bob.opens()
    ada.saves(filled(hers, milestones__1__quantity="11", milestones__0__title="Hers"))
    response = bob.saves(filled(his, milestones__1__item="His", milestones__0__title="His"))
    assert "“Hers” meanwhile" in beside(response, "milestones-0-title")
    bob.saves(fields_of(response))
    lot = deal.milestones.get(code="first").lot
    assert (lot.item, lot.quantity) == ("His", 11)


def test_a_party_that_both_exchanged_is_named() -> None:
    deal = a_deal()
    one, two, three = (an_organisation(code) for code in ("one", "two", "three"))
    a_party(deal, one)
    ada, bob = both_at(deal)
    hers, his = ada.opens(), bob.opens()
    ada.saves(filled(hers, parties__0__organisation=two.pk))
    response = bob.saves(filled(his, parties__0__organisation=three.pk))
    assert "Changed to “Two (two)” meanwhile" in beside(response, "parties-0-organisation")


def test_a_row_added_meanwhile_is_named_and_stays() -> None:
    deal = a_deal()
    a_milestone(deal, "contract", position=1)
    ada, bob = both_at(deal)
    hers, his = ada.opens(), bob.opens()
    row = {"kind": "delivery"}
    ada.saves(with_row(hers, "milestones", code="hers", title="Hers", **row))
    response = bob.saves(with_row(his, "milestones", code="his", title="His", **row))
    assert "Added meanwhile, and kept whatever you save here: “Hers”." in text_of(response)
    bob.saves(fields_of(response))
    assert set(deal.milestones.values_list("code", flat=True)) == {"contract", "hers", "his"}


def test_a_row_removed_meanwhile_is_named_and_stays_away() -> None:
    deal = a_deal()
    a_milestone(deal, "contract", position=1)
    a_milestone(deal, "first", position=2)
    ada, bob = both_at(deal)
    hers, his = ada.opens(), bob.opens()
    ada.saves(filled(hers, milestones__0__DELETE="on"))
    response = bob.saves(filled(his, milestones__1__title="His"))
    assert "Removed meanwhile: “Contract”." in text_of(response)
    bob.saves(fields_of(response))
    assert list(deal.milestones.values_list("title", flat=True)) == ["His"]


def test_a_row_removed_meanwhile_that_one_has_changed_is_a_new_row_now() -> None:
    deal = a_deal()
    a_milestone(deal, "contract", position=1)
    a_milestone(deal, "first", position=2)
    ada, bob = both_at(deal)
    hers, his = ada.opens(), bob.opens()
    ada.saves(filled(hers, milestones__0__DELETE="on"))
    merged = fields_of(bob.saves(filled(his, milestones__0__title="Kept by him")))
    assert merged["milestones-1-title"] == ["Kept by him"]
    bob.saves(merged)
    assert list(deal.milestones.values_list("code", "title").order_by("code")) == [
        ("contract", "Kept by him"),
        ("first", "First"),
    ]


def test_a_page_that_does_not_say_what_it_was_made_from_overwrites_nothing() -> None:
    deal = a_deal()
    ada, _ = both_at(deal)
    for token in ("", "forged"):
        response = ada.saves(filled(ada.opens(), as_read=token, title="Forged"))
        assert "did not say what it was made from" in text_of(response)
    deal.refresh_from_db()
    assert deal.title == "Radar for somebody"


def test_a_mistake_keeps_the_page_in_step_with_what_it_was_made_from() -> None:
    deal = a_deal()
    ada, bob = both_at(deal)
    mistaken = fields_of(ada.saves(filled(ada.opens(), title="")))
    bob.saves(filled(bob.opens(), designation="His"))
    assert "bob changed this" in text_of(ada.saves(filled(mistaken, title="Hers")))


def test_shareholders_are_kept_in_step_too() -> None:
    venture = an_organisation("venture", kind="joint_venture")
    a_shareholding(venture, an_organisation("one"), "50")
    ada, bob = both_at(venture)
    hers, his = ada.opens(), bob.opens()
    ada.saves(filled(hers, shareholders__0__percent="49"))
    response = bob.saves(filled(his, name="His"))
    assert "ada changed this" in text_of(response)
    bob.saves(fields_of(response))
    venture.refresh_from_db()
    assert venture.name == "His"
    assert venture.shareholders.get().percent == 49


def test_whoever_may_change_the_deal_and_only_see_its_plan_is_not_kept_from_saving() -> None:
    deal = a_deal()
    a_milestone(deal)
    client = Client()
    rights = ("deals.view_deal", "deals.change_deal", "deals.view_milestone", "deals.view_party")
    client.force_login(staff("eve", *rights))
    path = address("deals_deal", "change", deal.pk)
    send(client, path, filled(fields_of(client.get(path)), title="Changed"))
    assert Deal.objects.get().title == "Changed"


@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_at_the_same_moment_one_is_told() -> None:
    deal = a_deal()
    people = both_at(deal)
    typed = [filled(person.opens(), title=f"By {i}") for i, person in enumerate(people)]
    start = Barrier(2)

    def save(person: Person, fields: Fields) -> str:
        start.wait()
        try:
            return text_of(person.saves(fields))
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(save, people, typed))
    (winner,) = [i for i, words in enumerate(answers) if "was changed successfully" in words]
    assert "changed this at" in answers[1 - winner]
    deal.refresh_from_db()
    assert deal.title == f"By {winner}"
    assert Entry.objects.filter(verb="change").count() == 1
