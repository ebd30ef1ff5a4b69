"""A mirror that only follows the feed of changes, and what it should come to."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.test import Client

from accounts.models import User
from deals.models import Claim, Deal, Event, Milestone, Party, Precedence, Source, Term
from deliveries.feed import Feed, told
from deliveries.models import Count, Flag, Lot
from tests.api.asking import ROOT
from vendors.models import Organisation, Shareholding

Place = tuple[str, int]
Tables = dict[Place, dict[str, Any]]
Links = set[tuple[int, str]]


class Mirror:
    """What a script knows that has read nothing but `/changes/`."""

    def __init__(self, user: User | None = None, limit: int = 1000) -> None:
        self.client = Client()
        if user is not None:
            self.client.force_login(user)
        self.limit = limit
        self.forget()

    def forget(self) -> None:
        self.next = f"{ROOT}changes/?limit={self.limit}"
        self.since = 0
        self.tables: Tables = {}
        self.links: Links = set()

    def follow(self) -> int:
        """Read on to the end; returns how many changes there were."""
        came = 0
        while True:
            page = self.client.get(self.next)
            if page.status_code == 410:
                self.forget()
                continue
            assert page.status_code == 200, page.content
            answer = page.json()
            numbers = [change["seq"] for change in answer["results"]]
            assert numbers == sorted(set(numbers))
            assert all(number > self.since for number in numbers)
            for change in answer["results"]:
                self.take(change)
                if change["verb"] == "restrict":
                    self.read_deal(change["deal"])
            if any(lets_go(change) for change in answer["results"]):
                self.tables = self.reachable()
            came += len(numbers)
            self.since, self.next = answer["last"], answer["next"]
            if not answer["more"]:
                return came

    def read_deal(self, ref: str) -> None:
        """All of a deal that may have been hidden before."""
        address = f"{ROOT}changes/?deal={ref}&limit={self.limit}"
        while True:
            answer = self.client.get(address).json()
            for change in answer["results"]:
                self.take(change)
            if not answer["more"]:
                return
            address = answer["next"]

    def take(self, change: dict[str, Any]) -> None:
        for named in change["names"]:
            self.tables[named["subject"], named["key"]] = named["record"]
        place = change["subject"], change["key"]
        if change["record"] is not None:
            self.tables[place] = change["record"]
        else:
            self.tables.pop(place, None)
            if change["subject"] == "milestone":
                self.drop_flags(change["key"])
        if change["verb"] == "link":
            self.links.add((change["key"], change["deal"]))
        if change["verb"] == "unlink":
            self.links.discard((change["key"], change["deal"]))

    def drop_flags(self, milestone: int) -> None:
        for place, record in list(self.tables.items()):
            if place[0] == "flag" and record["milestone_id"] == milestone:
                del self.tables[place]

    def of(self, subject: str) -> dict[int, dict[str, Any]]:
        return {key: row for (kind, key), row in self.tables.items() if kind == subject}

    def reachable(self) -> Tables:
        """All that hangs on a deal: the rest does so no more."""
        refs = {row["ref"] for row in self.of("deal").values()}
        # Records are told as they are now: an event that is linked here may be gone already.
        linked = {number for number, ref in self.links if ref in refs}
        events = linked & self.of("event").keys()
        owners = {row["organisation_id"] for row in self.of("party").values()}
        shares = self.of("shareholding")
        while more := {s["holder_id"] for s in shares.values() if s["venture_id"] in owners} - (
            owners
        ):
            owners |= more
        held = {key: share for key, share in shares.items() if share["venture_id"] in owners}
        statements = [*self.of("claim").values(), *self.of("term").values()]
        statements += [*self.of("count").values(), *(self.of("event")[n] for n in events)]
        cited = {row["source_id"] for row in statements}
        codes = {share["source"] for share in held.values()}
        kept = {"event": events, "organisation": owners, "shareholding": set(held)}
        kept["source"] = {
            key for key, row in self.of("source").items() if key in cited or row["code"] in codes
        }
        return {
            place: row
            for place, row in self.tables.items()
            if place[0] not in kept or place[1] in kept[place[0]]
        }


def lets_go(change: dict[str, Any]) -> bool:
    """Whether something may hang on no deal any more after it."""
    return change["record"] is None or change["verb"] in ("change", "unlink")


def in_the_database(user: User | None) -> tuple[Tables, Links]:
    """What this reader may know of."""
    actor = user or AnonymousUser()
    feed = Feed(actor)
    deals = Deal.objects.visible_to(actor)
    links = Event.deals.through.objects.filter(deal__in=deals)
    rows: dict[str, Any] = {
        "deal": deals,
        "party": Party.objects.filter(deal__in=deals),
        "milestone": Milestone.objects.filter(deal__in=deals),
        "precedence": Precedence.objects.filter(milestone__deal__in=deals),
        "lot": Lot.objects.filter(milestone__deal__in=deals),
        "claim": Claim.objects.filter(milestone__deal__in=deals),
        "term": Term.objects.filter(deal__in=deals),
        "count": Count.objects.filter(lot__milestone__deal__in=deals),
        "event": Event.objects.filter(pk__in=links.values("event")),
        "flag": Flag.objects.filter(deal__in=deals),
        "source": Source.objects.filter(pk__in=feed.sources),
        "organisation": Organisation.objects.filter(pk__in=feed.organisations),
        "shareholding": Shareholding.objects.filter(venture__in=feed.organisations),
    }
    tables = {(name, row.pk): told(row) for name, found in rows.items() for row in found}
    return tables, set(links.values_list("event", "deal__ref"))


def assert_equal(mirror: Mirror, user: User | None) -> None:
    tables, links = in_the_database(user)
    found = mirror.reachable()
    apart = sorted(found.keys() ^ tables.keys())
    assert apart == [], [(place, place in found) for place in apart]
    differing = {place: (found[place], tables[place]) for place in tables
                 if found[place] != tables[place]}  # fmt: skip
    assert differing == {}
    refs = {row["ref"] for row in mirror.of("deal").values()}
    assert {link for link in mirror.links if link[1] in refs} == links
