"""The page of a deal: what was changed is written, what others rest on stays."""

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from deals.models import Deal, Milestone
from deliveries.models import Lot
from journal.models import Entry
from tests.admin.browsing import address, fields_of, filled, send, text_of
from tests.admin.test_deals import links, verbs
from tests.factories import (
    a_claim,
    a_count,
    a_deal,
    a_lot,
    a_milestone,
    a_party,
    an_organisation,
)


def page_of(deal: Deal) -> str:
    return address("deals_deal", "change", deal.pk)


def test_a_page_that_is_saved_as_it_was_writes_nothing(root: Client) -> None:
    deal = a_deal()
    contract = a_milestone(deal, "contract", position=1)
    a_lot(a_milestone(deal, "first", after=(contract,), position=2))
    a_party(deal, an_organisation())
    before = Entry.objects.count()
    response = send(root, page_of(deal), fields_of(root.get(page_of(deal))))
    assert "was changed successfully" in text_of(response)
    assert Entry.objects.count() == before


def test_only_what_was_changed_is_written_and_told_with_before_and_after(root: Client) -> None:
    deal = a_deal()
    contract = a_milestone(deal, "contract", position=1)
    first = a_milestone(deal, "first", after=(contract,), position=2)
    a_lot(first)
    last = Entry.objects.count()
    fields = filled(
        fields_of(root.get(page_of(deal))),
        designation="New radar",
        milestones__1__quantity="12",
        milestones__1__after="contract+10",
    )
    send(root, page_of(deal), fields)
    told = [
        (e.verb, e.subject, e.before, e.after)
        for e in Entry.objects.filter(seq__gt=last, subject__in=("deal", "lot", "precedence"))
    ]
    assert told == [
        ("change", "precedence", {"lag_days": 0}, {"lag_days": 10}),
        ("change", "lot", {"quantity": 10}, {"quantity": 12}),
        ("change", "deal", {"designation": "Radar"}, {"designation": "New radar"}),
    ]
    assert Entry.objects.filter(seq__gt=last).count() == 3


def test_links_and_lots_go_when_they_are_emptied(root: Client) -> None:
    deal = a_deal()
    contract = a_milestone(deal, "contract", position=1)
    a_lot(a_milestone(deal, "first", after=(contract,), position=2))
    fields = fields_of(root.get(page_of(deal)))
    assert fields["milestones-1-after"] == ["contract"]
    empty = {f"milestones__1__{name}": "" for name in ("after", "item", "quantity", "mode")}
    send(root, page_of(deal), filled(fields, **empty))
    assert links(deal) == []
    assert not Lot.objects.exists()
    assert set(verbs()[-2:]) == {("remove", "lot"), ("remove", "precedence")}


def test_links_can_be_turned_round_in_one_submit(root: Client) -> None:
    deal = a_deal()
    one = a_milestone(deal, "one", position=1)
    a_milestone(deal, "two", after=(one,), position=2)
    fields = filled(
        fields_of(root.get(page_of(deal))), milestones__0__after="two", milestones__1__after=""
    )
    send(root, page_of(deal), fields)
    assert links(deal) == [("one", "two", 0)]


def test_a_milestone_without_statements_is_removed_with_its_lot_and_links(root: Client) -> None:
    deal = a_deal()
    contract = a_milestone(deal, "contract", position=1)
    a_lot(a_milestone(deal, "first", after=(contract,), position=2))
    fields = filled(fields_of(root.get(page_of(deal))), milestones__1__DELETE="on")
    send(root, page_of(deal), fields)
    assert list(deal.milestones.values_list("code", flat=True)) == ["contract"]
    assert sorted(verbs()[-3:]) == [
        ("remove", "lot"),
        ("remove", "milestone"),
        ("remove", "precedence"),
    ]


@pytest.mark.parametrize("what", ["claim", "count"])
def test_a_milestone_that_was_spoken_of_stays_and_the_page_says_why(
    root: Client, what: str
) -> None:
    deal = a_deal()
    milestone = a_milestone(deal)
    lot = a_lot(milestone)
    if what == "claim":
        a_claim(milestone)
    else:
        a_count(lot)
    fields = filled(
        fields_of(root.get(page_of(deal))), milestones__0__DELETE="on", designation="Kept"
    )
    response = send(root, page_of(deal), fields)
    assert f"{what}s: 1" in text_of(response)
    assert fields_of(response)["designation"] == ["Kept"]
    assert Milestone.objects.exists()
    assert Lot.objects.exists()


def test_a_reference_cannot_be_changed_even_by_a_crafted_submit(root: Client) -> None:
    deal = a_deal()
    page = root.get(page_of(deal))
    fields = fields_of(page)
    assert "ref" not in fields
    send(root, page_of(deal), filled(fields, ref="other", designation="Changed"))
    deal.refresh_from_db()
    assert (deal.ref, deal.designation) == ("radar", "Changed")


def test_restricting_a_deal_goes_through_the_action(root: Client) -> None:
    deal, group = a_deal(), Group.objects.create(name="analysts")
    fields = filled(fields_of(root.get(page_of(deal))), restricted_to=[group.pk])
    send(root, page_of(deal), fields)
    entry = Entry.objects.get(verb="restrict")
    assert (entry.before, entry.after) == ({"groups": []}, {"groups": ["analysts"]})
    assert list(deal.restricted_to.all()) == [group]


def test_a_deal_with_a_plan_is_not_deleted_and_the_refusal_names_what_depends(
    root: Client,
) -> None:
    deal = a_deal()
    a_claim(a_milestone(deal))
    delete = address("deals_deal", "delete", deal.pk)
    for response in (
        root.get(delete, follow=True),
        root.post(delete, {"post": "yes"}, follow=True),
    ):
        assert "“Radar” cannot be removed; what depends on it: milestones: 1." in text_of(response)
    assert Deal.objects.exists()


def test_an_empty_deal_is_deleted_and_the_journal_keeps_what_it_was(root: Client) -> None:
    deal = a_deal()
    delete = address("deals_deal", "delete", deal.pk)
    assert "Are you sure" in text_of(root.get(delete))
    root.post(delete, {"post": "yes"})
    assert not Deal.objects.exists()
    entry = Entry.objects.get(verb="remove")
    assert entry.before is not None
    assert (entry.subject, entry.before["ref"]) == ("deal", "radar")


def test_nothing_is_deleted_in_bulk(root: Client) -> None:
    deal = a_deal()
    for model in ("deal", "source"):
        listed = f"/admin/deals/{model}/"
        assert "delete_selected" not in root.get(listed).content.decode()
    data = {"action": "delete_selected", "_selected_action": [deal.pk], "post": "yes"}
    root.post("/admin/deals/deal/", data)
    assert Deal.objects.exists()


def test_the_page_says_how_each_milestone_stands_and_leads_to_a_claim_about_it(
    root: Client,
) -> None:
    deal = a_deal()
    milestone = a_milestone(deal)
    a_claim(milestone)
    page = root.get(page_of(deal))
    assert "critical Add claim" in text_of(page)
    link = f"/admin/deals/claim/add/?deal={deal.pk}&amp;milestone={milestone.pk}"
    assert link in page.content.decode()
    begun = fields_of(root.get(link.replace("&amp;", "&")))
    assert begun["milestone"] == [str(milestone.pk)]


def test_a_plan_of_twenty_one_takes_as_many_queries_as_one_of_two(root: Client) -> None:
    deal = a_deal()
    previous = a_milestone(deal, "m1", after=(a_milestone(deal, "m0"),))
    a_lot(previous)
    a_claim(previous)

    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            root.get(page_of(deal))
        return len(caught)

    queries()  # what a process remembers from its first page on
    before = queries()
    for number in range(2, 21):
        previous = a_milestone(deal, f"m{number}", after=(previous,))
        a_lot(previous)
    assert queries() == before
