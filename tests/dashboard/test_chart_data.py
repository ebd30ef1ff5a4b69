"""What the charts of a deal show, as data to take away."""

import pytest
from django.test import Client

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
