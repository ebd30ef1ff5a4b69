"""What a page tells is in its file, with the same value: page by page, on deals that have it."""

import pytest
from django.test import Client

from deals.models import Milestone
from tests.dashboard.reading import page, row
from tests.dashboard.taken import results, rows
from tests.dashboard.test_flag_files import two_late_deals
from tests.dashboard.test_organisations_page import supplied
from tests.dashboard.test_query_counts import a_full_milestone, queries
from tests.factories import (
    TODAY,
    a_claim,
    a_count,
    a_deal,
    a_lot,
    a_milestone,
    a_party,
    a_shareholding,
    an_alias,
    an_organisation,
    together,
)

pytestmark = pytest.mark.django_db


def a_sold_milestone(code: str = "first") -> Milestone:
    """Contracted for October 2020 and promised for the end of 2021, of a deal with a buyer."""
    deal = a_deal()
    a_party(deal, an_organisation("mod", country="IN"), "buyer")
    milestone = a_milestone(deal, code)
    a_claim(milestone)
    a_claim(milestone, "promised", "end of 2021", reported="2020-11-12", said_by="Ada")
    return milestone


def test_changes_tell_which_way_they_went_and_between_which_days(client: Client) -> None:
    a_sold_milestone()
    days = "since=2020-11-11&as_of=2020-11-12"
    (cells,) = results(client, f"/changes.json?{days}")
    shown = row(page(client, f"/changes/?{days}"), "First")
    assert (cells["designation"], cells["buyers"], cells["turn"]) == ("Radar", "India", "worse")
    assert "Radar (India)" in shown
    assert "worse: was slipping" in shown
    before = [cells[f"date_before{end}"] for end in ("", "_earliest", "_latest")]
    assert before == ["Oct 2020", "2020-10-01", "2020-10-31"]
    now = [cells[name] for name in ("date", "earliest", "latest")]
    assert now == ["Q4 2021", "2021-10-01", "2021-12-31"]
    assert cells["stated"] == "end of 2021"
    assert f"+{cells['moved_days']} days" in shown
    assert cells["flags_opened_label"] is None
    assert cells["flags_closed_label"] == "Overdue, Stale"
    assert "Overdue closed Stale closed" in shown
    (new,) = rows(client, "/changes.csv?since=2018-01-01&as_of=2019-06-01")
    assert (new["turn"], new["ran_past"]) == ("new", "no")
    (past,) = rows(client, "/changes.csv?since=2021-12-01&as_of=2022-01-02")
    assert (past["turn"], past["ran_past"]) == ("worse", "yes")


def test_the_claims_of_the_changes_are_a_file_too(client: Client) -> None:
    a_sold_milestone()
    days = "since=2020-11-11&as_of=2020-11-12"
    (cells,) = rows(client, f"/changes/claims.csv?{days}")
    assert (cells["said_by"], cells["kind_label"], cells["date"]) == ("Ada", "promised", "Q4 2021")
    assert (cells["stated"], cells["latest"]) == ("end of 2021", "2021-12-31")
    assert f"/changes/claims.csv?{days}" in page(client, f"/changes/?{days}").links
    assert len(rows(client, "/changes/claims.csv?since=2018-01-01")) == 2
    assert rows(client, "/changes/claims.csv?since=2021-01-01") == []
    assert client.get("/changes/claims.csv?since=2030-01-01").status_code == 400
    assert client.get("/changes/claims.pdf?since=2020-11-11").status_code == 404


@pytest.mark.parametrize(
    "address",
    ["/changes/claims.csv?since=2018-01-01", "/calendar/vague.csv"],
)
def test_a_file_takes_as_many_queries_for_twenty_one(client: Client, address: str) -> None:
    a_full_milestone(a_deal("deal-0"), 0)
    a_claim(Milestone.objects.get(), "promised", "2027 to 2028", reported="2026-11-12")
    before = len(queries(client, address))
    with together():
        for number in range(1, 21):
            a_full_milestone(a_deal(f"deal-{number}"), number)
    with together():
        for milestone in Milestone.objects.exclude(code="m0"):
            a_claim(milestone, "promised", "2027 to 2028", reported="2026-11-12")
    assert len(queries(client, address)) == before
    assert len(rows(client, address)) >= 21


def test_what_may_fall_into_the_calendar_is_a_file_too(client: Client) -> None:
    a_claim(a_sold_milestone(), "promised", "2027 to 2028", reported="2026-11-12")
    read = page(client, "/calendar/")
    assert "May fall into FY 2026-27 too" in read.texts("h2")
    assert rows(client, "/calendar.csv") == []
    (cells,) = rows(client, "/calendar/vague.csv")
    assert (cells["earliest"], cells["latest"]) == ("2027-01-01", "2028-12-31")
    assert cells["date"] in row(read, "First")
    assert "/calendar/vague.csv" in read.links
    assert client.get("/calendar/vague.ods").status_code == 404
    assert client.get("/calendar/vague.csv?in=soon").status_code == 400


def test_flags_tell_who_buys_and_the_level_in_a_word(client: Client) -> None:
    a_sold_milestone()
    (cells,) = rows(client, "/flags.csv?kind=slip")
    assert (cells["buyers"], cells["level_label"]) == ("India", "Critical")
    assert "Radar (India) Critical" in row(page(client, "/flags/?kind=slip"), "First")


def test_a_record_tells_of_shares_and_of_promises_all_that_its_page_does(client: Client) -> None:
    deal = supplied("radar", "2021-02-01")
    venture = an_organisation("venture", kind="joint_venture")
    a_party(deal, venture, "manufacturer")
    a_shareholding(venture, an_organisation("holder"), percent="50.5")
    milestone = deal.milestones.get()
    for day, when in (("2019-06-01", "2020-12"), ("2019-07-01", "2020-11"), ("2019-08-01", "")):
        if when:
            a_claim(milestone, "promised", when, side="supplier", reported=day)
    shown = page(client, "/organisations/venture/").text
    told = {r["figure"]: r for r in rows(client, "/organisations/venture/record.csv")}
    share = told["per cent of its shares"]
    assert (share["of"], share["number"], share["out_of"]) == ("Holder", "50.5", "100")
    assert "50.5" in shown
    fewest, most = (
        told[f"{word} days after the day promised"]["number"] for word in ("fewest", "most")
    )
    assert f"+{fewest} days to +{most} days" in shown
    late = a_milestone(deal, "vague")
    a_claim(late, "promised", "2021-03", side="supplier", reported="2019-06-01")
    a_claim(late, "actual", "2021", reported="2022-01-05")
    told = {r["figure"]: r for r in rows(client, "/organisations/venture/record.csv")}
    assert told["promises of which it cannot be told"]["number"] == "1"
    assert "of 1 it cannot be told" in page(client, "/organisations/venture/").text


def test_the_words_of_one_tell_the_deal_and_each_date_in_days(client: Client) -> None:
    milestone = a_sold_milestone()
    a_claim(milestone, "actual", "Feb 2022", reported="2022-03-01")
    (cells,) = rows(client, "/voices.csv?said_by=Ada")
    assert (cells["designation"], cells["buyers"]) == ("Radar", "India")
    assert (cells["kind_label"], cells["for_on"]) == ("promised", "2021-12-31")
    assert (cells["said_earliest"], cells["said_latest"]) == ("2021-10-01", "2021-12-31")
    assert (cells["came_earliest"], cells["came_latest"]) == ("2022-02-01", "2022-02-28")
    assert cells["came_stated"] == "Feb 2022"
    shown = row(page(client, "/voices/?said_by=Ada"), "First")
    assert f"{cells['designation']} ({cells['buyers']})" in shown
    assert cells["what_came"] in shown


def test_a_comparison_tells_dates_as_stated_and_what_the_deals_stand_as(client: Client) -> None:
    two_late_deals()
    first, _ = results(client, "/compare.json?deals=radar,sonar")
    read = page(client, "/compare/?deals=radar,sonar")
    glance, shown = [
        t for t in map(lambda e: " ".join(e.text.split()), read.all("tr")) if "Radar" in t
    ][:2]
    assert f"{first['deal_state_label']}" in glance
    assert first["signed"].lower() in glance.lower()
    assert (first["decides"], first["next"]) == ("yes", "yes")
    assert (first["date"], first["stated_latest"]) == ("Mar 2021", "2021-03-31")
    assert first["latest"] == TODAY.isoformat()  # to be reckoned with
    assert f"{first['date']} {first['remark']}" in shown
    assert first["baseline"] in shown


def test_a_schedule_tells_its_clocks_and_reasons(client: Client) -> None:
    milestone = a_sold_milestone()
    a_claim(milestone, "assessed", "2022-06", reported="2020-12-01", side="third_party")
    a_count(a_lot(milestone), total=3, by="2020-12-31", reported_on="2021-01-02")
    (cells,) = rows(client, "/deals/radar/timeline.csv")
    read = page(client, "/deals/radar/")
    shown, because = (" ".join(t.text.split()) for t in read.all("tr")[1:3])
    for name in ("original", "promised", "assessed", "original_basis", "knowledge_label"):
        assert cells[name] in shown, name
    assert f"{cells['date']} {cells['remark']}" in shown
    assert f"between +{cells['total_slip_min_days']}" in shown.replace(",", "") or (
        cells["total_slip_min_days"] == cells["total_slip_max_days"]
    )
    assert cells["decides"] == "yes"
    assert cells["quantity"] == "10"
    assert f"{cells['quantity']} × {cells['item']}, {cells['mode']}" in shown
    assert cells["counted"].startswith("3 delivered by 31 Dec 2020 (count ")
    assert cells["reason"].split(".")[0] in because


def test_evidence_tells_what_its_page_marks(client: Client) -> None:
    milestone = a_sold_milestone()
    an_alias("A. L.", "Ada")
    a_claim(milestone, "promised", "2022-06", reported="2021-01-02", said_by="A. L.")
    first, second, third = rows(client, "/deals/radar/evidence.csv")
    read = page(client, "/deals/radar/evidence/")
    assert (first["is_baseline"], first["against_baseline_days"]) == ("yes", "")
    assert (second["against_baseline_days"], second["in_use"]) == ("426", "no")
    assert "+426 days" in row(read, "Q4 2021")
    assert (third["in_use"], third["also_as"], third["side_label"]) == ("yes", "Ada", "buyer")
    assert "in use" in row(read, "Jun 2022")
    assert third["published_on"]


def test_counts_tell_which_is_latest_of_every_lot(client: Client) -> None:
    milestone = a_sold_milestone()
    lot = a_lot(milestone)
    a_count(lot, total=5, by="2020-06-30", reported_on="2020-07-02")
    a_count(lot, total=3, by="2020-12-31", reported_on="2021-01-02")
    single = a_lot(a_milestone(milestone.deal, "single"), 1)
    a_claim(single.milestone)
    a_count(single, total=1, by="2020-12-31", reported_on="2021-01-02")
    one, two, three = rows(client, "/deals/radar/deliveries.csv")
    assert (one["is_contradicted"], one["is_latest"], one["share"]) == ("yes", "no", "50")
    assert (two["is_latest"], two["reliability"]) == ("yes", "B")
    assert (three["milestone"], three["share"]) == ("single", "100")
