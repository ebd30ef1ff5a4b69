"""The lists agree with each other and with the facts, on any day, for the real catalogue.

Nothing that was reported or published after the day is in any of them.
"""

from datetime import date
from itertools import chain
from typing import Any

import pytest
from django.test import Client

from deals.models import Claim, Event, Source, Term
from deliveries.models import Count
from tests.api.asking import answer, at_noon_of
from tests.factories import TODAY

pytestmark = pytest.mark.django_db
DAYS = (
    date(2010, 1, 1),
    date(2018, 10, 31),
    date(2020, 11, 12),
    date(2022, 1, 31),
    date(2023, 6, 30),
    date(2025, 7, 1),
    TODAY,
    date(2031, 3, 3),
)


class Told:
    """All that the API tells of one day."""

    def __init__(self, client: Client, day: date) -> None:
        self.day = day
        self.deals = everything(client, "deals", day)
        self.milestones = everything(client, "milestones", day)
        self.claims = everything(client, "claims", day)
        self.sources = everything(client, "sources", day)
        self.organisations = everything(client, "organisations", day)
        self.flags = everything(client, "flags", day)
        self.details = [answer(client, f"deals/{deal['ref']}/", as_of=day) for deal in self.deals]

    def said(self, kind: str) -> list[Any]:
        """The terms, counts or events of all deals."""
        return list(chain.from_iterable(detail[kind] for detail in self.details))


def everything(client: Client, name: str, day: date) -> list[Any]:
    page = answer(client, f"{name}/", as_of=day, limit=200)
    found = list(page["results"])
    while page["next"]:
        page = client.get(page["next"]).json()
        found += page["results"]
    return found


@pytest.fixture(scope="module", params=DAYS, ids=str)
def told(request: pytest.FixtureRequest, catalogue: None, django_db_blocker: Any) -> Told:
    with django_db_blocker.unblock(), at_noon_of(TODAY):
        return Told(Client(), request.param)


def test_every_fact_reported_by_the_day_is_told_and_no_other(told: Told) -> None:
    standing = {"retracted_at": None, "reported_on__lte": told.day}
    assert {c["id"] for c in told.claims} == ids(Claim.objects.filter(**standing))
    assert {t["id"] for t in told.said("terms")} == ids(Term.objects.filter(**standing))
    assert {c["id"] for c in told.said("counts")} == ids(Count.objects.filter(**standing))
    assert {e["id"] for e in told.said("events")} == ids(Event.objects.filter(**standing))


def ids(found: Any) -> set[int]:
    return set(found.values_list("pk", flat=True))


def test_nothing_comes_from_after_the_day(told: Told) -> None:
    day = told.day.isoformat()
    statements = [*told.claims, *told.said("terms"), *told.said("counts"), *told.said("events")]
    assert all(said["reported_on"]["latest"] <= day for said in statements)
    assert all(source["published_on"]["latest"] <= day for source in told.sources)
    words = [m["last_word_on"] for m in told.milestones] + [d["last_word_on"] for d in told.deals]
    assert all(word <= day for word in words if word)
    actuals = [m["actual"] for m in told.milestones if m["actual"]]
    assert all(actual["latest"] <= day for actual in actuals)
    assert all(flag["opened_on"] <= day for flag in told.flags)


def test_what_is_named_is_told(told: Told) -> None:
    claims = {c["id"] for c in told.claims}
    assert all(set(m["claims"]) <= claims for m in told.milestones)
    milestones = {(m["deal"], m["code"]) for m in told.milestones}
    # What nobody but a misreport has spoken of is no milestone.
    meant = [c for c in told.claims if c["rank"] != "deprecated"]
    assert {(c["deal"], c["milestone"]) for c in meant} <= milestones
    organisations = {o["code"] for o in told.organisations}
    parties = {p["organisation"] for deal in told.deals for p in deal["parties"]}
    shares = [share for o in told.organisations for share in o["shareholders"]]
    assert organisations == parties | {share["organisation"] for share in shares}
    statements = [*told.claims, *told.said("terms"), *told.said("counts"), *told.said("events")]
    cited = {said["source"] for said in statements} | {share["source"] for share in shares}
    assert cited - {None} == {source["code"] for source in told.sources}


def test_the_lists_tell_the_same(told: Told) -> None:
    assert [{**detail, **deal} for detail, deal in zip(told.details, told.deals, strict=True)] == (
        told.details
    )
    by_deal = {d["ref"]: d["milestones"] for d in told.details}
    refs = dict.fromkeys(m["deal"] for m in told.milestones)
    assert [m for ref in refs for m in by_deal[ref]] == told.milestones
    assert set(refs) == set(by_deal)
    flags = {(f["deal"], f["milestone"], f["kind"]) for f in told.flags}
    assert flags == {(m["deal"], m["code"], kind) for m in told.milestones for kind in m["flags"]}
    by_code = {(m["deal"], m["code"]): m for m in told.milestones}
    for deal in told.deals:
        worst = by_code[deal["ref"], deal["worst"]]
        assert (deal["state"], deal["slip"]) == (worst["state"], worst["slip"]["total"])
        progress = [m["progress"] for m in by_deal[deal["ref"]]]
        assert [progress.count(p) for p in ("open", "met", "cancelled")] == [
            deal["open"],
            deal["met"],
            deal["cancelled"],
        ]


def test_there_is_something_to_agree_on(client: Client) -> None:
    told = Told(client, TODAY)
    assert len(told.deals) == 20
    assert len(told.claims) > 300
    assert len(told.sources) <= Source.objects.count()


def test_deals_with_their_milestones_are_told_alike_by_every_address(
    told: Told, client: Client
) -> None:
    page = answer(client, "deals/", as_of=told.day, limit=200, expand="milestones")
    assert [{**deal, "milestones": None} for deal in page["results"]] == [
        {**deal, "milestones": None} for deal in told.deals
    ]
    found = chain.from_iterable(deal["milestones"] for deal in page["results"])
    by_ref = sorted(found, key=lambda milestone: str(milestone["deal"]))
    assert by_ref == told.milestones
