"""The method: every word with its meaning, and an example whose arithmetic can be checked."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from dashboard.chart_views import CHARTS
from deals.models import Deal
from deliveries import wording
from tests.dashboard.reading import page
from tests.dashboard.test_query_counts import queries
from tests.factories import a_claim, a_count, a_deal, a_lot, a_milestone

pytestmark = pytest.mark.django_db


def test_every_word_that_a_page_can_show_is_explained(client: Client) -> None:
    said = page(client, "/method/").text
    for words in (wording.STATES, wording.FLAGS, wording.KNOWLEDGE, wording.CLAIMS):
        for named in words.values():
            assert named.word.lower() in said.lower()


def test_the_margins_are_those_in_force(client: Client, settings: object) -> None:
    assert "6 months after the objective, unless contract" in page(client, "/method/").text
    settings.THRESHOLD_MONTHS = 9  # type: ignore[attr-defined]
    assert "9 months after the objective, unless contract" in page(client, "/method/").text


def test_the_example_is_of_the_day_and_adds_up(client: Client) -> None:
    milestone = a_milestone(a_deal())
    a_claim(milestone)
    a_claim(milestone, "promised", "2021-12", reported="2020-11-12")
    said = page(client, "/method/?as_of=2020-12-01").text
    assert "It was contracted for Oct 2020, so that its objective is 31 Oct 2020." in said
    assert "Its threshold is 30 Apr 2021 and its critical limit 31 Oct 2021." in said
    assert "The estimate is Dec 2021; the earliest day that leaves is 1 Dec 2021." in said
    assert "That day lies after the critical limit: Critical" in said
    assert "Its total slip is +426 days, between +396 and +456 days." in said


def test_without_a_late_milestone_there_is_no_example(client: Client) -> None:
    a_claim(a_milestone(a_deal()), when="2030")
    assert "An example" not in page(client, "/method/").text


def test_a_form_is_shown_with_its_days(client: Client) -> None:
    rows = page(client, "/method/").texts("tr")
    assert "early 2021 1 Jan – 30 Apr 2021" in [" ".join(text.split()) for text in rows]


def a_late_milestone() -> None:
    milestone = a_milestone(a_deal())
    a_claim(milestone)
    a_claim(milestone, "promised", "2021-12", reported="2020-11-12", said_by="Ada")


def test_the_rulers_of_the_example_are_worked_out(client: Client) -> None:
    a_late_milestone()
    said = page(client, "/method/?as_of=2020-12-01").text
    assert "Total +426 days, between +396 and +456 days, from the original baseline, Oct" in said
    assert "Current +426 days" in said
    assert "In the period +426 days" in said
    assert "from the estimate as known 365 days before, to Dec 2021." in said


def test_the_pages_are_explained_by_the_same_example(client: Client) -> None:
    a_late_milestone()
    read = page(client, "/method/?as_of=2022-02-01")
    assert "In the example, Ada said on 12 Nov 2020: promised Dec 2021." in read.text
    assert "It is still open on 1 Feb 2022: not kept." in read.text
    assert "/voices/?said_by=Ada&as_of=2022-02-01" in read.links
    assert "1 Feb 2022 is in Q4 of FY 2021-22, 1 Jan 2022 to 31 Mar 2022." in read.text
    assert "state critical leaves 1 deal on 1 Feb 2022, Radar among them." in read.text
    assert "Of the example: no signature is in its plan." in read.text
    for link in read.links:
        if link.startswith(("/voices/", "/?state", "/calendar/?in")):
            assert client.get(link).status_code == 200


def test_the_example_of_the_calendar_is_where_the_calendar_lists_it(client: Client) -> None:
    a_claim(a_milestone(a_deal()))  # for Oct 2020, and its day has passed
    (link,) = {a for a in page(client, "/method/").links if a.startswith("/calendar/?in=")}
    listed = page(client, link)
    assert "/deals/radar/#milestone-first" in listed.links
    told = page(client, "/method/").text
    assert "The example, stated for Oct 2020, stands in Q3 of FY 2020-21." in told


def test_a_lot_shows_how_its_indexes_are_worked_out(client: Client) -> None:
    assert "there is nothing to work out" in page(client, "/method/").text
    milestone = a_milestone(a_deal())
    a_claim(milestone, when="2028-12-31", reported="2025-01-01")
    lot = a_lot(milestone, 100)
    a_count(lot, 10, "2025-12-31", reported_on="2026-01-05")
    said = page(client, "/method/").text
    assert "100 pieces from 1 Jan 2025 to 31 Dec 2028: PD is 1460 days." in said
    assert "10 were delivered by 31 Dec 2025: ES is 1460 × 10 / 100, about 146 days." in said
    assert "That took 364 days: SPI(t) is 0.40." in said
    # 90 pieces in 770 days, against 100 in 1,460.
    assert "TSPI is 1.71." in said


def test_every_chart_that_a_page_draws_is_explained(client: Client) -> None:
    read = page(client, "/method/")
    terms = set(read.texts("dt"))
    charts = {chart.title for chart in CHARTS.values()}
    assert charts <= terms
    assert {"SPI(t)", "TSPI", "Earned schedule, ES", "Deadlines", "On one axis"} <= terms


def test_the_examples_take_as_many_queries_for_many_deals_as_for_one(client: Client) -> None:
    a_late_milestone()
    before = len(queries(client, "/method/"))
    for number in range(21):
        milestone = a_milestone(a_deal(f"deal-{number}"))
        a_claim(milestone, when="2028-12-31")
        a_count(a_lot(milestone, 100), 10, "2025-12-31", reported_on="2026-01-05")
    assert len(queries(client, "/method/")) == before


def test_an_example_is_of_no_deal_that_is_hidden(client: Client) -> None:
    a_late_milestone()
    Deal.objects.get().restricted_to.add(Group.objects.create(name="inner"))
    said = page(client, "/method/").text
    assert "Radar" not in said
    assert "Ada" not in said
