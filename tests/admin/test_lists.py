"""Every list has search and filters, and costs the same however long it is."""

from typing import Any

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from deals.models import Deal
from deliveries.admin.showing import MOST_DEALS
from journal.models import Entry
from tests.admin.browsing import address, text_of
from tests.admin.test_permissions import APPS, OURS
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
    a_user,
    a_voice,
    an_event,
    an_organisation,
    together,
)

ADMINS = {
    f"{model._meta.app_label}_{model._meta.model_name}": registered
    for model, registered in admin.site._registry.items()
    if model._meta.app_label in APPS
}
# One row, or no choice list to filter by.
UNFILTERED = {"deliveries_scan", "auth_group", "deals_alias"}


@together()
def a_full_deal(ref: str) -> Deal:
    """A deal with something of everything, each of it with a source and people of its own."""
    deal = a_deal(ref)
    source = a_source(f"source-{ref}")
    contract = a_milestone(deal, "contract")
    lot = a_lot(a_milestone(deal, "first", after=(contract,)))
    a_claim(lot.milestone, source=source)
    a_claim(contract, "promised", "2020-01", source=source)
    a_term(deal, voice={"source": source})
    a_count(lot, source=source)
    an_event(deal, code=f"event-{ref}", source=source)
    a_party(deal, an_organisation(f"buyer-{ref}"))
    a_shareholding(an_organisation(f"venture-{ref}"), an_organisation(f"holder-{ref}"))
    a_user(f"user-{ref}")
    return deal


def test_every_list_can_be_searched_and_filtered(root: Client) -> None:
    a_full_deal("radar")
    for model in OURS:
        found: Any = ADMINS[model]
        assert found.search_fields, model
        assert found.list_filter or model in UNFILTERED, model
        listed = address(model, "changelist")
        nothing = root.get(listed, {"q": "nothing like it"})
        assert nothing.context["cl"].result_count == 0, model
        shown = root.get(listed).context["cl"]
        for filtered in shown.filter_specs:
            for choice in list(filtered.choices(shown))[:4]:
                assert root.get(listed + choice["query_string"]).status_code == 200, choice


def test_lists_take_as_many_queries_for_twenty_one_deals_as_for_one(root: Client) -> None:
    def queries(model: str) -> int:
        with CaptureQueriesContext(connection) as caught:
            assert root.get(address(model, "changelist")).status_code == 200
        return len(caught)

    a_full_deal("deal-0")
    for model in OURS:  # what a process remembers from its first page on
        queries(model)
    before = {model: queries(model) for model in OURS}
    with together():
        for number in range(1, 21):
            a_full_deal(f"deal-{number}")
    assert {model: queries(model) for model in OURS} == before


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("q=minister", 2),
        ("q=source-radar", 2),
        ("q=radar", 2),
        ("q=contract", 1),
        ("kind=promised", 1),
        ("side__exact=buyer", 2),
        ("side__exact=supplier", 0),
        ("credibility__exact=2", 2),
        ("deal=radar", 2),
        ("deal=other", 0),
        ("stands=yes", 2),
        ("stands=no", 0),
    ],
)
def test_claims_are_found_by_what_people_remember(root: Client, query: str, count: int) -> None:
    a_full_deal("radar")
    listed = root.get(f"{address('deals_claim', 'changelist')}?{query}")
    assert listed.context["cl"].result_count == count


def test_organisations_are_found_by_their_other_names(root: Client) -> None:
    an_organisation("hal", name="Hindustan Aeronautics", aliases=["HAL", "Bangalore works"])
    listed = root.get(address("vendors_organisation", "changelist"), {"q": "bangalore"})
    assert listed.context["cl"].result_count == 1


def test_autocomplete_tells_namesakes_apart(root: Client) -> None:
    for ref in ("radar", "sonar"):
        a_lot(a_milestone(a_deal(ref), "contract", title="Contract signed"))
    a_source("gazette-1")
    for model, field, texts in (
        (
            "claim",
            "milestone",
            ["radar · Contract signed (contract)", "sonar · Contract signed (contract)"],
        ),
        ("claim", "source", ["Gazette, 2 Jan 2019 (gazette-1)"]),
        ("term", "deal", ["Radar (radar)", "Sonar (sonar)"]),
    ):
        query = {"app_label": "deals", "model_name": model, "field_name": field, "term": ""}
        answer = root.get("/admin/deliveries/lot/choices/", query).json()
        assert [one["text"] for one in answer["results"]] == texts
    query = {"app_label": "deliveries", "model_name": "count", "field_name": "lot", "term": "sonar"}
    (one,) = root.get("/admin/deliveries/lot/choices/", query).json()["results"]
    assert one["text"] == "sonar · Contract signed (contract): 10 × Radar"


def test_with_very_many_deals_the_filter_names_only_the_chosen_one(root: Client) -> None:
    a_claim(a_milestone(a_deal("sonar")))
    listed = address("deals_claim", "changelist")
    assert "By deal" in text_of(root.get(listed))
    Deal.objects.bulk_create(Deal(**a_plain_deal(f"deal-{n}")) for n in range(MOST_DEALS))
    assert "By deal" not in text_of(root.get(listed))
    chosen = root.get(listed, {"deal": "sonar"})
    assert "By deal" in text_of(chosen)
    assert chosen.context["cl"].result_count == 1


def a_plain_deal(ref: str) -> dict[str, str]:
    """The columns of a deal, for very many of them at once."""
    kinds = {"kind": "supply", "route": "direct", "category": "air_defence"}
    return {"ref": ref, "designation": ref, "title": ref, **kinds}


def test_spans_can_be_narrowed_to_today(root: Client) -> None:
    a_claim(a_milestone(a_deal()))
    for model in ("deliveries_span", "deliveries_dealspan"):
        listed = address(model, "changelist")
        assert root.get(listed).context["cl"].result_count > 1
        assert root.get(listed, {"stands": "today"}).context["cl"].result_count == 1


def test_the_history_of_a_record_is_the_journals(root: Client) -> None:
    claim = a_claim(a_milestone(a_deal()), source=a_voice().source)
    history = root.get(address("deals_claim", "history", claim.pk), follow=True)
    assert history.request["PATH_INFO"] == address("journal_entry", "changelist")
    assert history.context["cl"].result_count == 1


def test_times_are_written_as_pages_write_them(root: Client) -> None:
    a_deal()
    (entry,) = Entry.objects.filter(subject="deal")
    at = timezone.localtime(entry.at)
    assert f"{at:%-d %b %Y, %H:%M}" in text_of(root.get("/admin/journal/entry/"))
