"""Acknowledging on the flags page: by whom, with what, and when two do it at once."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from deals.models import Deal
from deliveries.actions import recording, restrict
from deliveries.models import Flag
from journal.models import Entry
from tests.dashboard.reading import page, read
from tests.factories import BY, TODAY, a_claim, a_deal, a_milestone, a_user

pytestmark = pytest.mark.django_db


def one_who_may(name: str = "ada") -> User:
    user = a_user(name)
    user.user_permissions.add(Permission.objects.get(codename="change_flag"))
    return User.objects.get(pk=user.pk)


@pytest.fixture
def flag() -> Flag:
    """A slip, beside an overdue and a stale flag of the same milestone."""
    a_claim(a_milestone(a_deal()))
    return Flag.objects.get(kind="slip")


@pytest.fixture
def ada(client: Client, flag: Flag) -> Client:
    client.force_login(one_who_may())
    return client


def address(flag: Flag) -> str:
    return f"/flags/{flag.pk}/acknowledge/"


def test_it_is_acknowledged_with_a_note_and_shows_among_those(ada: Client, flag: Flag) -> None:
    assert address(flag) in page(ada, "/flags/").links
    assert "What is being done about it" in page(ada, address(flag)).text
    answer = ada.post(address(flag), {"note": "Asked the ministry.", "seen": ""})
    assert answer.headers["Location"] == "/flags/?show=acknowledged"
    shown = page(ada, "/flags/?show=acknowledged")
    assert "Acknowledged: Slip on “First” of Radar." in shown.text
    assert "acknowledged Asked the ministry. (ada, 22 Nov 2026; until it changes)" in shown.text
    assert "1 open finding on 1 deal is acknowledged" in shown.text
    assert "Acknowledged 1 of the open" in shown.text
    assert "Slip acknowledged" in page(ada, "/").text
    assert shown.texts("h2") == ["Slip", "Take it away"]
    entry = Entry.objects.get(verb="acknowledge")
    assert (entry.door, str(entry.actor), entry.reason) == ("page", "ada", "Asked the ministry.")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"note": ""}, "Note: This field is required."),
        ({"note": "x", "until": "2026-11-22"}, "2026-11-22 has come"),
        ({"note": "x", "until": "soon"}, "Until: Enter a valid date."),
        ({"note": "x", "worse_by": "0"}, "greater than or equal to 1"),
        ({"note": "x", "until": "2027-01-01", "worse_by": "5"}, "not both"),
        ({"note": "x\x07"}, "Only text can be kept."),
    ],
)
def test_what_cannot_hold_is_told_beside_what_was_typed(
    ada: Client, flag: Flag, given: dict[str, str], said: str
) -> None:
    answer = ada.post(address(flag), given)
    assert answer.status_code == 400
    assert said in " ".join(read(answer.content.decode()).text.split())
    assert Flag.objects.get(pk=flag.pk).acknowledged_at is None


def test_of_two_at_once_the_second_is_told_of_the_first(ada: Client, flag: Flag) -> None:
    bob = Client()
    bob.force_login(one_who_may("bob"))
    bob.post(address(flag), {"note": "I ask.", "seen": ""})
    answer = ada.post(address(flag), {"note": "I ask too.", "seen": ""})
    assert answer.status_code == 400
    shown = read(answer.content.decode())
    assert "bob has acknowledged it meanwhile, on 22 Nov 2026 at 12:00: “I ask.”" in shown.text
    assert Flag.objects.get(pk=flag.pk).note == "I ask."
    (seen,) = [e for e in shown.all("input") if e.attributes["name"] == "seen"]
    again = {"note": "I ask too.", "seen": seen.attributes["value"]}
    assert ada.post(address(flag), again).status_code == 302
    assert Flag.objects.get(pk=flag.pk).note == "I ask too."


def test_a_flag_that_has_closed_is_among_the_closed_and_cannot_be_acknowledged(
    ada: Client, flag: Flag
) -> None:
    a_claim(flag.milestone, "actual", "2020-10", reported="2020-11-01")
    answer = ada.post(address(flag), {"note": "Late.", "seen": ""})
    assert "The flag is closed" in answer.content.decode()
    assert "The flag has closed" in page(ada, address(flag)).text
    closed = page(ada, "/flags/?show=closed")
    assert "3 findings have closed on 1 deal, the latest first." in closed.text
    assert "No finding is open." in page(ada, "/flags/").text


def test_only_those_who_may_are_offered_it_and_can(client: Client, flag: Flag) -> None:
    assert client.get(address(flag)).headers["Location"].startswith("/accounts/login/")
    assert client.post(address(flag)).headers["Location"].startswith("/accounts/login/")
    client.force_login(a_user("reader"))
    assert address(flag) not in page(client, "/flags/").links
    assert client.get(address(flag)).status_code == 403
    assert client.post(address(flag), {"note": "x"}).status_code == 403
    assert Flag.objects.get(pk=flag.pk).acknowledged_at is None


def test_a_flag_of_a_hidden_deal_does_not_exist(ada: Client, flag: Flag) -> None:
    with recording(by=BY, today=TODAY) as book:
        restrict(book, Deal.objects.get(), [Group.objects.create(name="cleared")])
    assert ada.get(address(flag)).status_code == 404
    assert ada.post(address(flag), {"note": "x"}).status_code == 404
    for show in ("open", "acknowledged", "closed"):
        assert "Radar" not in page(ada, f"/flags/?show={show}").text


def test_the_kinds_are_counted_and_lead_to_their_flags(ada: Client) -> None:
    shown = page(ada, "/flags/")
    assert "3 findings are open" in shown.text
    assert "Slip 1 Overdue 1 Stale 1" in shown.text
    assert page(ada, "/flags/?show=open&kind=stale").texts("h2") == ["Stale", "Take it away"]
    past = page(ada, "/flags/?show=open&kind=stale&as_of=2022-01-01")
    assert past.texts("h2") == ["Stale", "Take it away"]


@pytest.mark.parametrize("query", ["show=lost", "kind=late", "show=closed&as_of=2022-01-01"])
def test_what_there_is_not_is_named(ada: Client, query: str) -> None:
    assert "Accepted: " in page(ada, f"/flags/?{query}", status=400).text


def test_a_flag_has_the_strip_of_its_milestone(ada: Client) -> None:
    strips = [e for e in page(ada, "/flags/").all("svg") if e.classes == {"small-strip"}]
    assert len(strips) == 3
    says = strips[0].attributes["aria-label"]
    assert says.startswith(
        "On track from 2 Jan 2019, due soon from 2 Aug 2020, slipping from 1 Nov"
    )
    past = page(ada, "/flags/?as_of=2021-06-01").all("svg", "small-strip")
    assert "critical" not in past[0].attributes["aria-label"]


@pytest.mark.parametrize("query", ["", "?show=closed", "?show=open&kind=slip&as_of=2022-01-01"])
def test_a_page_of_flags_reads_no_more_than_it_shows(
    ada: Client, query: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert ada.get(f"/flags/{query}").status_code == 200
        return len(caught)

    before = queries()
    for number in range(5):
        a_claim(a_milestone(a_deal(f"deal-{number}")))
    assert queries() == before
    monkeypatch.setattr("dashboard.queries.flags.PAGE", 2)
    names = [e for e in page(ada, f"/flags/{query}").all("th") if e.attributes["scope"] == "row"]
    assert len(names) <= 2
