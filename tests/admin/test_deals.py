"""A deal with its parties, milestones and lots on one page."""

import pytest
from django.test import Client

from deals.models import Deal, Party, Precedence
from deliveries.models import Lot
from journal.models import Door, Entry
from tests.admin.browsing import (
    Fields,
    beside,
    fields_of,
    filled,
    send,
    text_of,
    with_row,
)
from tests.factories import (
    a_deal,
    an_organisation,
)

ADD = "/admin/deals/deal/add/"


def a_typed_deal(client: Client) -> Fields:
    """The page of a new deal with its own fields filled in."""
    return filled(
        fields_of(client.get(ADD)),
        ref="radar",
        designation="Radar",
        title="Radars for somebody",
        kind="supply",
        route="direct",
        category="air_defence",
        unit="radar",
    )


def a_typed_plan(client: Client) -> Fields:
    fields = a_typed_deal(client)
    fields = with_row(fields, "milestones", code="contract", title="Contract", kind="signature")
    return with_row(
        fields,
        "milestones",
        code="first",
        title="First radar",
        kind="delivery",
        after="contract+30",
        item="Radar",
        quantity="4",
        mode="kit",
    )


def links(deal: Deal) -> list[tuple[str, str, int]]:
    found = Precedence.objects.filter(milestone__deal=deal).order_by("milestone__code")
    return [(p.milestone.code, p.predecessor.code, p.lag_days) for p in found]


def verbs() -> list[tuple[str, str]]:
    return list(Entry.objects.order_by("seq").values_list("verb", "subject"))


def test_a_whole_deal_is_added_in_one_submit(root: Client) -> None:
    buyer = an_organisation()
    fields = with_row(a_typed_plan(root), "parties", organisation=buyer.pk, role="buyer")
    response = send(root, ADD, fields)
    assert "was added successfully" in text_of(response)
    deal = Deal.objects.get(ref="radar")
    assert list(deal.milestones.values_list("code", "position")) == [("contract", 1), ("first", 2)]
    assert links(deal) == [("first", "contract", 30)]
    assert Lot.objects.values_list("milestone__code", "item", "quantity", "mode").get() == (
        "first",
        "Radar",
        4,
        "kit",
    )
    assert Party.objects.values_list("organisation__code", "role").get() == ("buyer-mod", "buyer")


def test_each_part_of_a_new_deal_stands_in_the_journal_with_who_and_by_which_door(
    root: Client,
) -> None:
    send(root, ADD, a_typed_plan(root), HTTP_X_REQUEST_ID="r-17")
    entries = Entry.objects.order_by("seq")
    assert sorted(verbs()) == [
        ("add", "deal"),
        ("add", "lot"),
        ("add", "milestone"),
        ("add", "milestone"),
        ("add", "precedence"),
    ]
    assert {(e.door, e.actor and e.actor.username, e.request) for e in entries} == {
        (Door.ADMIN, "root", "r-17")
    }
    lot = entries.get(subject="lot")
    assert lot.after is not None
    assert lot.after["quantity"] == 4


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"ref": "Ra dar"}, "ref", "“Ra dar” is no code"),
        ({"title": ""}, "title", "required"),
        ({"milestones__1__after": "contract+x"}, "milestones-1-after", "“contract+x” is no pred"),
        ({"milestones__1__after": "contract+99999"}, "milestones-1-after", "up to 32767 days"),
        (
            {"milestones__1__after": "kontract"},
            "milestones-1-after",
            "“kontract”. Accepted: contract",
        ),
        ({"milestones__1__after": "first"}, "milestones-1-after", "“first”. Accepted: contract"),
        ({"milestones__1__mode": ""}, "milestones-1-mode", "A lot has an item"),
        ({"milestones__1__item": ""}, "milestones-1-item", "A lot has an item"),
        ({"milestones__1__quantity": "0"}, "milestones-1-quantity", "greater than or equal to 1"),
        ({"milestones__1__quantity": ""}, "milestones-1-quantity", "A lot has an item"),
        ({"milestones__1__code": "contract"}, "milestones-1-code", "“contract” stands twice"),
        ({"milestones__1__position": "-1"}, "milestones-1-position", "greater than or equal to 0"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(
    root: Client, typed: dict[str, str], field: str, said: str
) -> None:
    fields = filled(a_typed_plan(root), **typed)
    response = send(root, ADD, fields)
    assert said in beside(response, field)
    kept = fields_of(response)
    for name, values in fields.items():
        if "__prefix__" not in name and values not in ([], [""]) and name != "csrfmiddlewaretoken":
            assert kept[name] == values, name
    assert not Deal.objects.exists()
    assert not Entry.objects.exists()


def test_what_only_the_action_can_refuse_stands_beside_its_field_too(root: Client) -> None:
    fields = filled(a_typed_plan(root), milestones__0__after="first")
    response = send(root, ADD, fields)
    assert "cannot follow itself" in beside(response, "milestones-0-after") + beside(
        response, "milestones-1-after"
    )
    assert fields_of(response)["milestones-1-item"] == ["Radar"]
    assert not Deal.objects.exists()


def test_a_reference_that_is_taken_is_refused_beside_it(root: Client) -> None:
    a_deal("radar")
    response = send(root, ADD, a_typed_deal(root))
    assert "already exists" in beside(response, "ref")
