"""What an actor may not see does not exist for them, at any address."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.test import Client

from accounts.models import User
from deliveries.standings import deal_spans_on
from tests.api.asking import LISTS, ROOT, a_full_deal, answer, listed
from tests.factories import TODAY, a_user, an_admin

pytestmark = pytest.mark.django_db


@pytest.fixture
def everything(client: Client) -> dict[str, Any]:
    """All that is there for everybody, before a restricted deal with the same things comes in."""
    a_full_deal("open")
    before = {name: answer(client, f"{name}/") for name in LISTS}
    secret = a_full_deal("secret")
    group = Group.objects.create(name="cleared")
    secret.restricted_to.add(group)
    a_user("cleared").groups.add(group)
    return before


def test_nothing_betrays_a_restricted_deal(client: Client, everything: dict[str, Any]) -> None:
    for stranger in (None, a_user("other")):
        if stranger:
            client.force_login(stranger)
        assert {name: answer(client, f"{name}/") for name in LISTS} == everything
        for name in LISTS:
            assert listed(client, name, deal="secret") == []
            assert "secret" not in str(answer(client, f"{name}/", as_of="2026-11-01"))
            assert "secret" not in str(answer(client, f"{name}/", as_of="2030-01-01"))


def test_a_restricted_deal_is_refused_as_one_that_does_not_exist(
    client: Client, everything: dict[str, Any]
) -> None:
    there, not_there = (client.get(f"{ROOT}deals/{ref}/").json() for ref in ("secret", "nothing"))
    assert there["status"] == 404
    assert there["detail"].replace("secret", "nothing") == not_there.pop("detail")
    del there["detail"]
    assert there == not_there


@pytest.mark.parametrize("who", ["cleared", "root"])
def test_a_restricted_deal_is_there_for_its_groups_and_for_superusers(
    client: Client, everything: dict[str, Any], who: str
) -> None:
    client.force_login(an_admin() if who == "root" else a_user_named(who))
    assert answer(client, "deals/secret/")["ref"] == "secret"
    for name in LISTS:
        assert len(listed(client, name)) == 2 * len(everything[name]["results"])
        assert listed(client, name, deal="secret")


def test_a_tag_of_a_restricted_deal_tells_a_stranger_nothing(
    client: Client, everything: dict[str, Any]
) -> None:
    client.force_login(a_user_named("cleared"))
    tags = [client.get(f"{ROOT}deals/{ref}/").headers["ETag"] for ref in ("open", "secret")]
    statuses: dict[str, list[int]] = {}
    for who in ("cleared", "other"):
        client.force_login(a_user_named(who) if who == "cleared" else a_user(who))
        for ref, tag in zip(("open", "secret"), tags, strict=True):
            again = client.get(f"{ROOT}deals/{ref}/", HTTP_IF_NONE_MATCH=tag)
            statuses.setdefault(who, []).append(again.status_code)
    assert statuses == {"cleared": [304, 304], "other": [304, 404]}


def a_user_named(name: str) -> Any:
    return User.objects.get(username=name)


def test_who_may_see_a_deal_is_the_same_for_one_and_for_all_together(
    everything: dict[str, Any],
) -> None:
    a_user("other").groups.add(Group.objects.create(name="others"))
    for actor in (None, AnonymousUser(), *User.objects.all()):
        each, together = (
            {span.deal.ref for span in deal_spans_on(actor, TODAY, of_all=of_all)}
            for of_all in (False, True)
        )
        may_see = actor is not None and actor.username == "cleared"
        assert each == together == ({"open", "secret"} if may_see else {"open"})
