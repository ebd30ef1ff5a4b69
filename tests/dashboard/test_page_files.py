"""Files of the pages beside the watch-list: voices, organisations, and what each offers."""

from importlib import import_module

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from dashboard.files import FORMS
from deals.models import Deal
from tests.dashboard.taken import links, results, rows, sheet
from tests.dashboard.test_flag_files import two_late_deals
from tests.dashboard.test_organisations_page import supplied
from tests.dashboard.test_query_counts import a_full_milestone, queries
from tests.factories import (
    TODAY,
    a_claim,
    a_deal,
    a_milestone,
    a_party,
    an_organisation,
)
from vendors.models import Organisation

pytestmark = pytest.mark.django_db
LISTS = (
    "/flags",
    "/voices",
    "/organisations/radar-venture-0",
    "/organisations/radar-venture-0/record",
)
ADA = "/voices{}?said_by=Ada"


def test_a_deal_has_its_milestones_as_files(client: Client) -> None:
    two_late_deals()
    (read,) = sheet(client, "/deals/radar/timeline.xlsx?as_of=2020-11-30")
    (same,) = rows(client, "/deals/radar/timeline.csv?as_of=2020-11-30")
    assert set(read) == set(same)
    assert read["code"] == same["code"] == "first"
    found = links(client, "/deals/radar/?as_of=2020-11-30", "Cite this page")
    assert found["XLSX"] == "/deals/radar/timeline.xlsx?as_of=2020-11-30"
    assert client.get("/deals/radar/nothing.xlsx").status_code == 404


def test_the_voices_are_rows_of_sides_and_speakers(client: Client) -> None:
    deal = a_deal()
    milestone = a_milestone(deal)
    a_claim(milestone)
    a_claim(milestone, "promised", "2020-12", said_by="Ada", side="supplier")
    a_claim(milestone, "unchanged", "", reported="2019-06-01", said_by="=Bob", side="buyer")
    found = rows(client, "/voices.csv")
    assert [(r["of"], r["name"]) for r in found if r["of"] == "side"] == [
        ("side", "buyer"),
        ("side", "supplier"),
    ]
    by_name = {r["name"]: r for r in found}
    ada, bob = by_name["Ada"], by_name["'=Bob"]
    assert (ada["words"], ada["time_has_come"], ada["kept"]) == ("1", "1", "0")
    assert (bob["no_change_words"], bob["last_word_on"]) == ("1", "2019-06-01")
    assert {r["name"] for r in rows(client, "/voices.csv?as_of=2019-05-01")} == {"supplier", "Ada"}


def test_the_words_of_one_are_rows_with_what_came_of_each(client: Client) -> None:
    milestone = a_milestone(a_deal())
    a_claim(milestone)
    said = a_claim(milestone, "promised", "2020-12", said_by="Ada", side="supplier")
    a_claim(milestone, "promised", "2021-12", reported="2020-01-01", said_by="Ada")
    a_claim(milestone, "actual", "2021-06", reported="2021-07-01")
    last, first = results(client, ADA.format(".json"))
    assert (first["claim"], first["said"], first["outcome"]) == (said.pk, "Dec 2020", "not kept")
    assert (last["outcome"], last["met"], last["what_came"]) == ("kept", "yes", "Jun 2021")
    assert len(rows(client, ADA.format(".csv") + "&as_of=2019-12-31")) == 1
    assert links(client, ADA.format("/"))["XLSX"] == "/voices.xlsx?said_by=Ada"
    for nobody in ("Nobody", "%00"):
        assert client.get(f"/voices.csv?said_by={nobody}").status_code == 404


def test_an_organisation_has_its_deals_with_its_roles_and_its_record(client: Client) -> None:
    supplied("radar", "2020-10-05", "2021-02-01", "2021-08-01", "2022-06-01", "2024-01-01")
    a_party(a_deal("sonar"), an_organisation("other"), "buyer")
    (deal,) = sheet(client, "/organisations/maker.xlsx")
    assert (deal["roles"], deal["deal"], deal["met"]) == ("supplier", "radar", 5)
    found = results(client, "/organisations/maker/record.json")
    told = {(r["figure"], r["of"]): (r["number"], r["out_of"]) for r in found}
    assert told["on time", "what it supplies"] == (1, 5)
    assert told["came", "up to a year late"] == (1, 5)
    assert told["median days from the objective", "what it supplies"] == (274, None)
    for name in ("maker", "maker/record"):
        assert client.get(f"/organisations/{name}.csv?as_of=2018-01-01").status_code == 404
    assert client.get("/organisations/nobody.csv").status_code == 404


def test_its_word_is_in_its_record(client: Client) -> None:
    milestone = supplied("radar", "2021-02-01").milestones.get()
    a_claim(milestone, "promised", "2021-03", side="supplier", reported="2020-06-01")
    found = rows(client, "/organisations/maker/record.csv")
    assert {"figure": "words kept", "of": "as a supplier", "number": "1", "out_of": "1"} in found


@pytest.mark.parametrize(
    ("address", "api"),
    [
        ("/flags/?kind=slip", "flags/?kind=slip"),
        ("/organisations/maker/", "deals/?organisation=maker&ordering=worst"),
        ("/calendar/?by=objective", ""),
        ("/flags/?show=closed", ""),
        ("/voices/", ""),
        (ADA.format("/"), ""),
    ],
)
def test_json_is_the_answer_of_the_api_or_where_it_has_none_a_file(
    client: Client, address: str, api: str
) -> None:
    milestone = supplied("radar", "2021-02-01").milestones.get()
    a_claim(milestone, "promised", "2021-03", reported="2020-06-01", said_by="Ada")
    a_claim(a_milestone(a_deal("sonar")))
    day = "&as_of=2020-12-01" if "?" in address else "?as_of=2020-12-01"
    found = links(client, address)["JSON"]
    assert found.startswith(
        f"/api/v1/{api}" if api else f"{address.partition('?')[0].rstrip('/')}.json"
    )
    assert client.get(found).json()["results"] is not None
    if "closed" not in address:
        later = links(client, address + day)["JSON"]
        assert "as_of=2020-12-01" in later
        assert client.get(later).status_code == 200


@pytest.mark.parametrize("address", ["/flags/", "/voices/", "/organisations/maker/", "/method/"])
def test_a_page_says_how_to_cite_it(client: Client, address: str) -> None:
    supplied("radar", "2021-02-01")
    cited = f"http://testserver{address}?as_of={TODAY}"
    assert links(client, address)[cited] == f"{address}?as_of={TODAY}"
    assert client.get(cited).status_code == 200


@pytest.mark.parametrize("name", LISTS)
def test_a_form_that_there_is_not_is_not_found(client: Client, name: str) -> None:
    a_full_milestone(a_deal(), 0)
    for form in FORMS:
        assert client.get(f"{name}.{form}").status_code == 200
    assert client.get(f"{name}.pdf").status_code == 404
    assert client.get("/flags/states.gif").status_code == 404


@pytest.mark.parametrize("name", [*LISTS, "/flags/states"])
def test_a_file_takes_as_many_queries_for_twenty_one_as_for_one(client: Client, name: str) -> None:
    a_full_milestone(a_deal(), 0)
    before = len(queries(client, f"{name}.csv"))
    for number in range(1, 21):
        deal = a_deal(f"deal-{number}")
        a_full_milestone(deal, number)
        a_party(deal, Organisation.objects.get(code="radar-venture-0"), "supplier")
    assert len(queries(client, f"{name}.csv")) == before


def test_a_hidden_deal_is_in_none_of_them(client: Client) -> None:
    deal = a_deal("secretive")
    a_full_milestone(deal, 0)
    deal.restricted_to.add(Group.objects.create(name="inner"))
    for address in ("/flags.csv", "/flags/states.csv", "/voices.csv", "/flags.csv?show=closed"):
        assert rows(client, address) == []
    for code in ("secretive-venture-0", "secretive-venture-0/record"):
        assert client.get(f"/organisations/{code}.csv").status_code == 404


@pytest.mark.usefixtures("closed")
@pytest.mark.parametrize("address", ["/flags.csv", "/flags/states.svg", "/voices.json"])
def test_where_reading_is_closed_they_are_too(client: Client, address: str) -> None:
    assert client.get(address).status_code == 302


def test_a_list_that_is_too_long_is_refused_with_where_to_take_it(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    two_late_deals()
    a_party(Deal.objects.get(ref="radar"), an_organisation("maker"), "supplier")
    monkeypatch.setattr(import_module("dashboard.taking"), "MOST", 0)
    for address in (
        "/flags.csv",
        "/voices.csv",
        "/organisations/maker.csv",
        "/flags.csv?kind=slip",
    ):
        answer = client.get(address)
        assert answer.status_code == 400
        assert "Ask for less" in answer.content.decode()
