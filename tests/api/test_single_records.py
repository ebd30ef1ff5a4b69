"""Single records, lists of one deal, totals, stories and what the API says of itself."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from deals.models import Deal, Milestone
from deliveries.models import Flag
from tests.api.asking import ROOT, a_full_deal, answer, listed
from tests.api.described import check
from tests.factories import TODAY, a_claim, a_deal, a_milestone

pytestmark = pytest.mark.django_db
OF_A_DEAL = ("milestones", "claims", "terms", "counts", "events", "flags")


@pytest.mark.parametrize("as_of", ["2026-11-22", "2026-11-21", "2019-01-02"])
def test_the_lists_of_a_deal_are_those_of_all_with_this_deal_alone(
    client: Client, as_of: str
) -> None:
    a_full_deal("radar")
    a_full_deal("other")
    for name in OF_A_DEAL:
        of_deal = client.get(f"{ROOT}deals/radar/{name}/", {"as_of": as_of})
        check(f"deals/{{ref}}/{name}/", of_deal)
        assert of_deal.json()["results"] == listed(client, name, deal="radar", as_of=as_of)


def test_a_record_for_a_day_is_as_the_list_of_that_day_has_it(client: Client) -> None:
    a_full_deal("radar")
    days = ("2017-01-01", "2019-01-02", "2026-11-21", "2031-01-01")
    for name in ("claims", "terms", "counts", "events", "sources", "organisations"):
        key = "code" if name in ("sources", "organisations") else "id"
        numbers = {row[key] for day in days for row in listed(client, name, as_of=day)}
        assert numbers
        for day in days:
            told = {row[key]: row for row in listed(client, name, as_of=day)}
            for number in numbers:
                one = client.get(f"{ROOT}{name}/{number}/", {"as_of": day})
                check(f"{name}/{number}/", one)
                assert one.status_code == (200 if number in told else 404)
                if number in told:
                    assert one.json() == {**one.json(), **told[number]}


def test_the_list_of_a_deal_that_is_not_there_is_not_found(client: Client) -> None:
    secret = a_full_deal("secret")
    secret.restricted_to.add(Group.objects.create(name="cleared"))
    for name in (*OF_A_DEAL, "story"):
        for ref in ("secret", "nothing"):
            response = client.get(f"{ROOT}deals/{ref}/{name}/")
            assert response.status_code == 404
            check(f"deals/{{ref}}/{name}/", response)
    a_full_deal("late")
    assert client.get(f"{ROOT}deals/late/claims/?as_of=2010-01-01").status_code == 404


def test_the_pages_of_a_deal_lead_on(client: Client) -> None:
    a_full_deal()
    first = answer(client, "deals/radar/claims/", limit=1)
    assert f"{ROOT}deals/radar/claims/?" in first["next"]
    second = client.get(first["next"]).json()
    assert second["results"] != first["results"]


def test_a_record_is_as_in_its_list(client: Client) -> None:
    a_full_deal()
    for name, path, keys in (("milestones", "milestones/{ref}/{code}/", ("deal", "code")),):
        for as_of in ("2026-11-22", "2026-11-21"):
            for row in listed(client, name, as_of=as_of):
                place = "/".join(str(row[key]) for key in keys)
                response = client.get(f"{ROOT}{name}/{place}/", {"as_of": as_of})
                check(path, response)
                assert response.json() == row
        missing = client.get(f"{ROOT}{name}/{'/'.join('9' for _ in keys)}/")
        assert missing.status_code == 404
        check(path, missing)


def test_a_flag_is_told_when_it_has_closed_too(client: Client) -> None:
    milestone = a_milestone(a_deal())
    a_claim(milestone)
    (flag, *_) = listed(client, "flags")
    response = client.get(f"{ROOT}flags/{flag['id']}/")
    check("flags/{id}/", response)
    assert response.json() == {**flag, "closed_on": None}
    a_claim(milestone, "actual", "2020-09-01", reported="2020-09-02")
    assert listed(client, "flags") == []
    assert client.get(f"{ROOT}flags/{flag['id']}/").json()["closed_on"] == "2026-11-22"
    assert [f["id"] for f in listed(client, "flags", as_of="2020-01-01")] in ([], [None])
    Flag.objects.get(pk=flag["id"]).deal.restricted_to.add(Group.objects.create(name="cleared"))
    assert client.get(f"{ROOT}flags/{flag['id']}/").status_code == 404


def test_a_story_is_told_line_by_line(client: Client) -> None:
    a_full_deal()
    response = client.get(f"{ROOT}deals/radar/story/")
    check("deals/{ref}/story/", response)
    told = response.json()
    assert [c["milestone"] for c in told["chapters"]] == ["first", "second"]
    lines = [line for chapter in told["chapters"] for line in chapter["lines"]]
    assert any("promised “end 2021”" in line["text"] for line in lines)
    assert client.get(f"{ROOT}deals/radar/story/", {"as_of": "2010-01-01"}).status_code == 404
    before = client.get(f"{ROOT}deals/radar/story/", {"known_at": "2020-01-01"})
    assert before.status_code == 404


def test_the_totals_count_the_deals_that_pass(client: Client) -> None:
    for ref in ("a", "b", "c"):
        a_full_deal(ref)
    a_claim(a_milestone(a_deal("soon")), "contracted", "2026-12")
    for query in ({}, {"state": "due_soon"}, {"q": "soon"}, {"as_of": "2020-01-01"}):
        response = client.get(f"{ROOT}portfolio/", query)
        check("portfolio/", response)
        totals, deals = response.json(), listed(client, "deals", **query)
        assert totals["deals"] == len(deals)
        states = {row["state"]: row["deals"] for row in totals["states"] if row["deals"]}
        assert states == _counted(deal["state"] for deal in deals)
        assert totals["milestones"]["open"] == sum(deal["open"] for deal in deals)
        assert totals["ended"] == sum(not deal["open"] for deal in deals)
    flags = {row["kind"]: row["milestones"] for row in answer(client, "portfolio/")["flags"]}
    found = _counted(flag["kind"] for flag in listed(client, "flags"))
    assert {kind: number for kind, number in flags.items() if number} == found


def _counted(words: Any) -> dict[str, int]:
    found: dict[str, int] = {}
    for word in words:
        found[word] = found.get(word, 0) + 1
    return found


def test_the_api_says_what_its_words_mean(client: Client) -> None:
    a_full_deal()
    response = client.get(f"{ROOT}meta/")
    check("meta/", response)
    told = response.json()
    words = {group["name"]: {w["code"] for w in group["words"]} for group in told["words"]}
    assert {"critical", "on_track"} <= words["State"]
    assert {"supply", "lease"} <= words["DealKind"]
    assert all(w["meaning"] for group in told["words"] for w in group["words"])
    assert told["margins"]["threshold_months"] == 6
    fields = {thing["name"]: {f["name"] for f in thing["fields"]} for thing in told["dictionary"]}
    (deal,) = listed(client, "deals")
    assert set(deal) <= fields["deals"]
    assert "estimate.latest" in fields["milestones"]
    updated = {row["name"]: row["at"] for row in told["updated"]}
    assert updated["claims"] == "2026-11-22T12:00:00.000Z"


def test_only_the_fields_that_are_asked_for_are_answered(client: Client) -> None:
    a_full_deal()
    (deal,) = listed(client, "deals")
    assert listed(client, "deals", fields="state,ref") == [
        {name: deal[name] for name in ("ref", "state")}
    ]
    (rest,) = listed(client, "deals", omit="parties,next")
    assert set(deal) - set(rest) == {"parties", "next"}
    refused = client.get(f"{ROOT}deals/", {"fields": "ref,secret"})
    assert refused.json()["errors"][0]["parameter"] == "fields"


def test_what_is_expanded_stands_there_whole(client: Client) -> None:
    a_full_deal()
    response = client.get(f"{ROOT}deals/", {"expand": "milestones"})
    check("deals/", response)
    (deal,) = response.json()["results"]
    assert deal["milestones"] == answer(client, "deals/radar/")["milestones"]
    for name in ("claims", "terms", "counts", "events"):
        response = client.get(f"{ROOT}{name}/", {"expand": "source"})
        check(f"{name}/", response)
        plain = listed(client, name)
        for row, code in zip(response.json()["results"], plain, strict=True):
            assert row["source"]["code"] == code["source"]


def test_an_expanded_deal_is_told_with_room_to_read_it_too(client: Client) -> None:
    a_full_deal()
    plain = client.get(f"{ROOT}deals/", {"expand": "milestones"})
    wide = client.get(
        f"{ROOT}deals/", {"expand": "milestones"}, headers={"accept": "application/json; indent=4"}
    )
    assert wide.status_code == 200
    assert b"\n    " in wide.content
    assert wide.json() == plain.json()


def test_what_has_changed_is_told_at_once_of_an_expanded_deal(client: Client) -> None:
    a_full_deal()

    def told() -> Any:
        (deal,) = listed(client, "deals", expand="milestones")
        return deal["milestones"]

    before = told()
    assert told() == before
    flagged = next(place for place, milestone in enumerate(before) if milestone["flags"])
    expected = {**before[flagged], "title": "Another title"}
    of_it = {"milestone__code": expected["code"], "milestone__deal__ref": expected["deal"]}
    Milestone.objects.filter(code=expected["code"]).update(title="Another title")
    assert told()[flagged] == expected
    Deal.objects.update(is_suspended=True)
    assert told()[flagged] == {**expected, "suspended": True}
    Flag.objects.filter(**of_it).update(closed_on=TODAY, closed_at=timezone.now())
    assert told()[flagged] == {**expected, "suspended": True, "flags": []}


def test_the_number_of_all_results_is_told_to_whoever_asks(client: Client) -> None:
    for ref in ("a", "b", "c"):
        a_full_deal(ref)
    for name in ("deals", "flags", "claims", "sources"):
        for as_of in ("2026-11-22", "2026-11-21"):
            whole = listed(client, name, as_of=as_of)
            page = answer(client, f"{name}/", limit=2, count="true", as_of=as_of)
            assert page["count"] == len(whole)
            assert "count" not in answer(client, f"{name}/", limit=2)
