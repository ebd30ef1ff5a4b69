"""What the feed of changes tells, and to whom."""

import json
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from deals.models import Claim, Deal
from deliveries.actions import add, change, recording, remove, restrict, retract
from journal.models import Entry
from tests.api.asking import ROOT, a_full_deal, answer
from tests.api.described import check
from tests.factories import (
    BY,
    a_claim,
    a_deal,
    a_milestone,
    a_party,
    a_source,
    a_user,
    an_admin,
    an_event,
    an_organisation,
)

pytestmark = pytest.mark.django_db


def feed(client: Client, **query: Any) -> list[Any]:
    found: list[Any] = answer(client, "changes/", limit=1000, **query)["results"]
    return found


def restricted(deal: Any, *groups: Group) -> None:
    with recording(by=BY, today=timezone.localdate()) as book:
        restrict(book, deal, groups)


def test_every_kind_of_change_is_told_as_described(client: Client) -> None:
    deal = a_full_deal()
    with recording(by=BY, today=timezone.localdate()) as book:
        deal.title = "Another"
        change(book, deal)
        retract(book, Claim.objects.get(kind="actual"), reason="misread")
    response = client.get(f"{ROOT}changes/", {"limit": 1000})
    check("changes/", response)
    told = {(c["verb"], c["subject"]) for c in response.json()["results"]}
    assert told >= {
        *(("add", s) for s in ("deal", "party", "milestone", "precedence", "lot", "source")),
        *(("add", s) for s in ("organisation", "shareholding")),
        *(("record", s) for s in ("claim", "term", "count", "event")),
        ("link", "event"),
        ("change", "deal"),
        ("retract", "claim"),
        ("open", "flag"),
    }


def test_changes_come_in_the_order_of_commits_from_a_number_on(client: Client) -> None:
    a_full_deal()
    whole = feed(client)
    numbers = [c["seq"] for c in whole]
    assert numbers == sorted(numbers)
    assert feed(client, since=numbers[3]) == whole[4:]
    page = answer(client, "changes/", limit=3)
    found = page["results"]
    while page["more"]:
        page = client.get(page["next"]).json()
        found += page["results"]
    assert found == whole
    assert page["last"] == Entry.objects.count()
    again = client.get(page["next"]).json()
    assert (again["results"], again["more"]) == ([], False)


def test_the_whole_feed_comes_as_lines(client: Client) -> None:
    a_full_deal()
    response = client.get(f"{ROOT}changes/", {"format": "ndjson"})
    lines = b"".join(response.streaming_content).splitlines()  # type: ignore[attr-defined]
    assert [json.loads(line) for line in lines] == feed(client)
    assert response.headers["Slipwatch-Rows"] == str(len(lines))
    following = response.headers["Link"].partition("<")[2].partition(">")[0]
    assert client.get(following).json()["results"] == []


def test_a_restricted_deal_has_no_entries_for_others(client: Client) -> None:
    a_full_deal("open")
    before = feed(client)
    group = Group.objects.create(name="cleared")
    with recording(by=BY, today=timezone.localdate()) as book:
        deal = a_deal_in(book, "secret")
        restrict(book, deal, [group])
    a_claim(a_milestone(deal, "hidden"), source=a_source("secret-source"))
    a_party(deal, an_organisation("secret-maker"))
    an_event(deal, code="secret-event", source=a_source("secret-paper"))
    assert feed(client) == before
    assert feed(client, deal="secret") == []
    member = a_user("member")
    member.groups.add(group)
    client.force_login(member)
    told = json.dumps(feed(client))
    for word in ("secret", "hidden", "secret-source", "secret-maker", "secret-event"):
        assert word in told


def a_deal_in(book: Any, ref: str) -> Any:
    words = {"kind": "supply", "route": "direct", "category": "air_defence"}
    deal = Deal(ref=ref, designation=ref, title=ref, unit="piece", **words)
    add(book, deal)
    return deal


def test_the_groups_of_a_deal_are_for_superusers(client: Client) -> None:
    group = Group.objects.create(name="cleared")
    deal = a_deal()
    restricted(deal, group)
    restricted(deal)
    told = [c for c in feed(client) if c["verb"] == "restrict"]
    assert [(c["before"], c["after"]) for c in told] == [(None, None)] * 2
    client.force_login(an_admin())
    told = [c for c in feed(client) if c["verb"] == "restrict"]
    assert told[0]["after"] == {"groups": ["cleared"]}


def test_whoever_has_read_what_was_restricted_since_begins_again(client: Client) -> None:
    a_milestone(a_deal("open"))
    secret = a_deal("secret")
    page = answer(client, "changes/")
    restricted(secret, Group.objects.create(name="cleared"))
    gone = client.get(page["next"])
    check("changes/", gone)
    assert gone.status_code == 410
    assert "secret" not in gone.content.decode()
    anew = answer(client, "changes/")
    assert "secret" not in json.dumps(anew)
    assert client.get(anew["next"]).status_code == 200


def test_who_begins_after_a_restriction_reads_to_the_end(client: Client) -> None:
    secret = a_deal("secret")
    for number in range(5):
        a_deal(f"deal-{number}")
    restricted(secret, Group.objects.create(name="cleared"))
    page = answer(client, "changes/", limit=1)
    while page["more"]:
        page = client.get(page["next"]).json()
    assert client.get(page["next"]).status_code == 200


def test_who_made_a_change_is_named_and_private_numbers_are_not(client: Client) -> None:
    a_claim(a_milestone(a_deal()))
    (claim,) = (c for c in feed(client) if c["subject"] == "claim")
    assert claim["by"] is None
    for columns in (claim["after"], claim["record"]):
        assert not [name for name in columns if name.endswith("_by_id")]


def test_a_removed_deal_is_gone_for_who_could_see_it(client: Client) -> None:
    deal = a_deal("gone")
    hidden = a_deal("hidden")
    restricted(hidden, Group.objects.create(name="cleared"))
    with recording(by=BY, today=timezone.localdate()) as book:
        remove(book, deal)
        remove(book, hidden)
    told = feed(client)
    assert [(c["verb"], c["record"]) for c in told if c["deal"] == "gone"] == [
        ("add", None),
        ("remove", None),
    ]
    assert "hidden" not in json.dumps(told)
