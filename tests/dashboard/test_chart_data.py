"""What the charts of a deal show, as data to take away."""

import pytest
from django.test import Client

from tests.dashboard.reading import page, row
from tests.dashboard.test_charts import a_drawn_deal, data
from tests.factories import a_claim, a_deal, a_milestone

pytestmark = pytest.mark.django_db


def test_the_data_of_the_trend_are_its_statements(client: Client) -> None:
    a_drawn_deal()
    rows = data(client, "trend")
    assert len(rows) == 6
    contract = rows[0]
    assert contract["milestone"] == "first"
    assert (contract["earliest"], contract["latest"]) == ("2020-10-01", "2020-10-31")
    assert contract["source"] == "Gazette"
    assert (rows[-1]["kind"], rows[-1]["latest"]) == ("delayed", "")


def test_the_data_of_the_timeline_are_milestones_and_events(client: Client) -> None:
    a_drawn_deal()
    first, second, event = data(client, "timeline")
    assert (first["what"], event["what"]) == ("milestone", "event")
    assert second["after"] == "first"
    assert first["baseline_latest"] == "2020-10-31"
    assert event["estimate_latest"] == "2018-10-31"


def test_the_data_of_the_deliveries_are_counts_with_what_was_planned(client: Client) -> None:
    a_drawn_deal()
    one, other = data(client, "deliveries")
    assert (one["total"], other["total"]) == ("5", "20")
    assert int(one["planned_by_then"]) < int(other["planned_by_then"])
    assert one["is_believed"] == "yes"


def test_the_data_of_the_states_are_spans_and_end_with_the_day(client: Client) -> None:
    a_drawn_deal()
    rows = data(client, "states", "?as_of=2021-06-01")
    last = [r for r in rows if r["milestone"] == "first"][-1]
    assert last["to_on"] == ""
    assert all(r["to_on"] <= "2021-06-01" for r in rows)


def test_a_cell_that_a_spreadsheet_would_run_is_text(client: Client) -> None:
    a_claim(a_milestone(a_deal()), said_by='=HYPERLINK("https://example.com")')
    (only,) = data(client, "trend")
    assert only["said_by"].startswith("'=")


def test_the_data_have_the_words_and_the_ranges_of_the_table_beside_the_chart(
    client: Client,
) -> None:
    """“In November” that was still expected on the 6th, and reported on the 14th."""
    milestone = a_milestone(a_deal())
    a_claim(milestone, when="2021-10")
    a_claim(milestone, "promised", "2021-11", reported="2021-11-06")
    a_claim(milestone, "actual", "2021-11", reported="2021-11-14")
    twin = row(page(client, "/deals/radar/"), "stated: ")
    _, promised, actual = data(client, "trend")
    assert (actual["kind"], actual["kind_label"]) == ("actual", "happened")
    assert (actual["date"], actual["earliest"], actual["latest"]) == (
        "Nov 2021",
        "2021-11-01",
        "2021-11-30",
    )
    assert (actual["happened_earliest"], actual["happened_latest"]) == ("2021-11-07", "2021-11-14")
    assert actual["happened"] in twin
    assert f"happened stated: {actual['date']}" in twin
    assert (promised["date"], promised["happened"]) == ("Nov 2021", "")


def test_a_date_that_nothing_narrows_is_stated_once(client: Client) -> None:
    a_claim(a_milestone(a_deal()), when="2030-10")
    assert not [tr for tr in page(client, "/deals/radar/").texts("tr") if "stated: " in tr]
    (only,) = data(client, "trend")
    assert (only["date"], only["happened"]) == ("Oct 2030", "")
