"""The day that a page is about."""

from datetime import date

import pytest
from django.test import Client

from dashboard.asof import AsOf, UnreadableDay, read_as_of
from tests.dashboard.reading import page
from tests.factories import TODAY, a_claim, a_deal, a_milestone


def test_without_a_day_a_page_is_about_today() -> None:
    assert read_as_of("", TODAY) == AsOf(TODAY, TODAY)
    assert read_as_of("2026-11-22", TODAY).is_today


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2020-11-12", date(2020, 11, 12)),
        ("2020-02-29", date(2020, 2, 29)),
        ("1900-01-01", date(1900, 1, 1)),
        ("2199-12-31", date(2199, 12, 31)),
    ],
)
def test_a_day_is_read_as_year_month_and_day(value: str, day: date) -> None:
    assert read_as_of(value, TODAY).day == day


@pytest.mark.parametrize(
    "value",
    [
        "2021-02-29",
        "12 Nov 2020",
        "2020-11",
        "20201112",
        "2020-W46-4",
        "2020-11-12T00:00",
        " 2020-11-12",
        "1899-12-31",
        "2200-01-01",
        "0001-01-01",
        "٢٠٢٠-١١-١٢",
        "today",
    ],
)
def test_anything_else_is_refused_with_its_value(value: str) -> None:
    with pytest.raises(UnreadableDay) as refused:
        read_as_of(value, TODAY)
    assert refused.value.value == value


def test_a_link_carries_the_day_unless_it_is_today() -> None:
    assert AsOf(TODAY, TODAY).query == ""
    assert AsOf(date(2020, 11, 12), TODAY).query == "?as_of=2020-11-12"
    assert AsOf(date(2020, 11, 12), TODAY).is_past
    assert not AsOf(date(2027, 1, 1), TODAY).is_past


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/flags/",
        "/changes/",
        "/voices/",
        "/organisations/",
        "/method/",
        "/deals/radar/",
        "/deals/nothing/",
    ],
)
@pytest.mark.parametrize("value", ["12.11.2020", "2021-02-29", "<script>alert(1)</script>"])
def test_an_unreadable_day_gives_a_page_that_names_it(
    client: Client, address: str, value: str
) -> None:
    a_claim(a_milestone(a_deal()))
    read = page(client, f"{address}?as_of={value}", status=400)
    assert value in read.text
    assert "written as year, month and day: 2020-11-12" in read.text
    assert address in read.links
    assert not any(e.text for e in read.all("script"))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    ["/", "/flags/", "/changes/", "/voices/", "/organisations/", "/method/", "/deals/radar/"],
)
def test_a_page_says_which_day_it_is_about(client: Client, address: str) -> None:
    a_claim(a_milestone(a_deal()))
    assert "As known today, 22 Nov 2026" in page(client, address).text
    assert "As known on 12 Nov 2020" in page(client, f"{address}?as_of=2020-11-12").text
    coming = page(client, f"{address}?as_of=2027-01-05").text
    assert "As it will stand on 5 Jan 2027 if nothing new is said" in coming


@pytest.mark.django_db
@pytest.mark.parametrize("day", ["1900-01-01", "2199-12-31"])
def test_the_first_and_the_last_day_have_their_pages(client: Client, day: str) -> None:
    a_claim(a_milestone(a_deal()))
    page(client, f"/?as_of={day}")
    page(client, f"/flags/?as_of={day}")


@pytest.mark.django_db
def test_the_control_holds_the_day_and_leads_back_to_today(client: Client) -> None:
    a_claim(a_milestone(a_deal()))
    read = page(client, "/deals/radar/?as_of=2020-11-12")
    (control,) = [e for e in read.all("input") if e.attributes["type"] == "date"]
    assert control.attributes["name"] == "as_of"
    assert control.attributes["value"] == "2020-11-12"
    assert "/deals/radar/" in read.links


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    ["/", "/flags/", "/changes/", "/voices/", "/organisations/", "/method/", "/deals/radar/"],
)
def test_links_between_pages_keep_the_day(client: Client, address: str) -> None:
    a_claim(a_milestone(a_deal()))
    links = page(client, f"{address}?as_of=2020-12-01").links
    pages = [
        link
        for link in links
        if link.startswith(
            ("/deals/", "/flags/", "/changes/", "/voices/", "/organisations/", "/method/")
        )
        or link == "/"
    ]
    kept = [link for link in pages if "?as_of=2020-12-01" in link]
    # The one without it is the way back to today.
    assert [link for link in pages if link not in kept] == [address]
    assert any(link.startswith("/flags/?as_of=2020-12-01") for link in links)
    assert "/?as_of=2020-12-01" in links
