"""A deal that is restricted to groups exists for their members alone, on every page."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from deals.models import Deal
from deliveries.actions import recording, restrict
from tests.factories import (
    BY,
    TODAY,
    a_claim,
    a_deal,
    a_milestone,
    a_term,
    a_user,
    an_admin,
    an_event,
)

pytestmark = pytest.mark.django_db
DAYS = ("", "?as_of=2022-01-01", "?as_of=2027-06-01")


def a_hidden_deal() -> Group:
    """A restricted deal with a word in everything, an open one beside it; the group that knows."""
    open_deal, hidden = a_deal("sonar"), a_deal("secretive")
    for deal in (open_deal, hidden):
        a_claim(a_milestone(deal, f"{deal.ref}-milestone"), said_by=f"the {deal.ref} minister")
    a_term(hidden, "stage", stage="suspended", voice={"reported_on": "2020-01-01"})
    an_event(open_deal, hidden)
    a_deal("secretive-too")
    group = Group.objects.create(name="cleared")
    with recording(by=BY, today=TODAY) as book:
        for deal in Deal.objects.filter(ref__startswith="secretive"):
            restrict(book, deal, [group])
    return group


def addresses() -> list[str]:
    return [f"{page}{day}" for page in ("/", "/flags/", "/deals/sonar/") for day in DAYS]


def shows(client: Client, address: str) -> bool:
    return "secretive" in client.get(address).content.decode().lower()


def test_a_stranger_sees_no_trace_of_it(client: Client) -> None:
    a_hidden_deal()
    assert not any(shows(client, address) for address in addresses())


def test_a_person_outside_the_group_sees_no_trace_of_it(client: Client) -> None:
    a_hidden_deal()
    client.force_login(a_user())
    assert not any(shows(client, address) for address in addresses())


@pytest.mark.parametrize("day", DAYS)
def test_its_page_is_not_found(client: Client, day: str) -> None:
    a_hidden_deal()
    hidden = client.get(f"/deals/secretive/{day}")
    absent = client.get(f"/deals/nothing/{day}")
    assert (hidden.status_code, absent.status_code) == (404, 404)
    same = hidden.content.replace(b"secretive", b"nothing")
    assert same == absent.content


@pytest.mark.parametrize("who", ["member", "superuser"])
def test_those_who_may_know_of_it_see_it(client: Client, who: str) -> None:
    group = a_hidden_deal()
    user = an_admin() if who == "superuser" else a_user()
    if who == "member":
        user.groups.add(group)
    client.force_login(user)
    for address in ("/", "/?as_of=2022-01-01", "/flags/", "/flags/?as_of=2022-01-01"):
        assert shows(client, address)
    assert client.get("/deals/secretive/").status_code == 200
    assert "Secretive-Too" in client.get("/").content.decode()
