"""How many queries a page takes does not depend on how much it shows, and no GET writes."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from deals.models import Deal
from deliveries.actions import acknowledge, recording
from deliveries.models import Flag
from tests.factories import (
    BY,
    TODAY,
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

pytestmark = pytest.mark.django_db
OF_A_DEAL = ("", "evidence/", "trend.svg", "timeline.svg", "states.svg", "trend.csv")
LISTS = (
    "/",
    "/flags/",
    "/changes/",
    "/voices/",
    "/organisations/",
    "/method/",
    "/calendar/",
    "/compare/",
)
EVERY = [*LISTS, *(f"/deals/radar/{address}" for address in OF_A_DEAL)]
DAYS = ("", "?as_of=2022-01-01", "?as_of=2027-06-01")


@together()
def a_full_milestone(deal: Deal, number: int) -> None:
    """A milestone with a lot, two claims and a count; a term, an event and a venture beside it."""
    milestone = a_milestone(deal, f"m{number}", position=number)
    source = a_source(f"{deal.ref}-{number}")
    a_claim(milestone, source=source)
    a_claim(milestone, "promised", "2021-03", reported="2020-11-12", source=source)
    a_count(a_lot(milestone), source=source)
    a_term(deal, text=f"value {number}", voice={"source": source})
    an_event(deal, code=f"{deal.ref}-{number}", source=a_voice().source)
    venture = an_organisation(f"{deal.ref}-venture-{number}", kind="joint_venture")
    a_party(deal, venture, "joint_venture")
    a_shareholding(venture, an_organisation(f"{deal.ref}-holder-{number}"), source=source.code)


def queries(client: Client, address: str) -> list[str]:
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return [q["sql"] for q in caught.captured_queries]


def acknowledge_all(name: str) -> None:
    """Each flag is acknowledged by somebody else."""
    with recording(by=BY, today=TODAY) as book:
        for number, flag in enumerate(Flag.objects.filter(acknowledged_at=None)):
            acknowledge(book, flag, note="Seen.", until=None)
            Flag.objects.filter(pk=flag.pk).update(acknowledged_by=a_user(f"{name}-{number}"))


@pytest.mark.parametrize("address", ["/", "/flags/"])
def test_a_list_takes_as_many_queries_for_twenty_one_deals_as_for_one(
    client: Client, address: str
) -> None:
    a_full_milestone(a_deal("deal-0"), 0)
    acknowledge_all("first")
    before = {day: len(queries(client, address + day)) for day in DAYS}
    with together():
        for number in range(1, 21):
            a_full_milestone(a_deal(f"deal-{number}"), number)
    acknowledge_all("second")
    assert {day: len(queries(client, address + day)) for day in DAYS} == before
    for day in DAYS:
        assert client.get(address + day).content.decode().count("/deals/deal-2") >= 2


@pytest.mark.parametrize("address", OF_A_DEAL)
def test_a_deal_takes_as_many_queries_with_twenty_one_of_everything(
    client: Client, address: str
) -> None:
    deal = a_deal()
    a_full_milestone(deal, 0)
    before = {day: len(queries(client, f"/deals/radar/{address}{day}")) for day in DAYS}
    with together():
        for number in range(1, 21):
            a_full_milestone(deal, number)
    assert {day: len(queries(client, f"/deals/radar/{address}{day}")) for day in DAYS} == before


@pytest.mark.parametrize("address", EVERY)
def test_reading_writes_nothing(client: Client, address: str) -> None:
    a_full_milestone(a_deal(), 0)
    for day in DAYS:
        assert all(sql.lstrip("(").startswith("SELECT") for sql in queries(client, address + day))


@pytest.mark.parametrize("address", EVERY)
def test_a_page_answers_reading_alone(client: Client, address: str) -> None:
    a_full_milestone(a_deal(), 0)
    assert client.head(address).status_code == 200
    client.force_login(a_user())
    assert client.post(address).status_code == 405
