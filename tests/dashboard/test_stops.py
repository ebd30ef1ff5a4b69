"""The days that the slider of a page stops at, and the links that do the same without a script."""

from datetime import date

import pytest
from django.test import Client

from dashboard.stops import YEARS, of_months, stops
from tests.dashboard.reading import page
from tests.factories import TODAY, a_claim, a_deal, a_milestone

DAYS = [date(2020, 11, 12), date(2018, 10, 5), date(2021, 3, 1)]


@pytest.mark.once
@pytest.mark.parametrize(
    ("day", "at", "before", "after"),
    [
        ("2018-01-01", 0, None, "2018-10-05"),
        ("2018-10-05", 0, None, "2020-11-12"),
        ("2020-11-12", 1, "2018-10-05", "2021-03-01"),
        ("2020-11-13", 1, "2020-11-12", "2021-03-01"),
        ("2026-11-22", 3, "2021-03-01", None),
        ("2030-01-01", 3, "2026-11-22", None),
    ],
)
def test_a_slider_stands_at_the_last_word_before_its_day(
    day: str, at: int, before: str | None, after: str | None
) -> None:
    found = stops(DAYS, date.fromisoformat(day), TODAY, "")
    assert found.written == "2018-10-05 2020-11-12 2021-03-01 2026-11-22"
    assert found.at == at
    assert [d and d.isoformat() for d in (found.before, found.after)] == [before, after]


@pytest.mark.once
def test_a_list_stops_at_the_ends_of_months() -> None:
    found = of_months(TODAY, TODAY)
    assert len(found.days) == 12 * YEARS + 1
    assert found.days[-2:] == [date(2026, 10, 31), TODAY]
    assert found.days[0] == date(2016, 11, 30)


@pytest.mark.django_db
def test_the_page_of_a_deal_stops_where_something_was_said(client: Client) -> None:
    milestone = a_milestone(a_deal())
    a_claim(milestone)
    a_claim(milestone, "promised", "2021-03", reported="2020-11-12")
    a_claim(a_milestone(a_deal("other")), reported="2019-07-07")
    for address in ("/deals/radar/", "/deals/radar/evidence/"):
        read = page(client, f"{address}?as_of=2020-06-01")
        (slider,) = [e for e in read.all("input") if e.attributes["type"] == "range"]
        assert slider.attributes["data-days"] == f"2019-01-02 2020-11-12 {TODAY}"
        assert (slider.attributes["value"], slider.attributes["max"]) == ("0", "2")
        labels = {e.attributes.get("aria-label"): e.attributes["href"] for e in read.all("a")}
        assert labels["Back to 2 Jan 2019"] == "?as_of=2019-01-02"
        assert labels["On to 12 Nov 2020"] == "?as_of=2020-11-12"


@pytest.mark.django_db
def test_another_day_keeps_what_else_was_asked_for(client: Client) -> None:
    read = page(client, "/calendar/?in=next-quarter&page=2")
    hidden = {
        e.attributes["name"]: e.attributes["value"]
        for e in read.all("input")
        if e.attributes["type"] == "hidden"
    }
    assert hidden == {"in": "next-quarter"}
    assert "/calendar/?in=next-quarter" in read.links
    assert "?in=next-quarter&as_of=2026-10-31" in read.links
