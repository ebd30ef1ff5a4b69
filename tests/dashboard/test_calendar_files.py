"""The calendar as a file of rows."""

import csv
import io
from datetime import datetime

import pytest
from django.test import Client

from tests.dashboard.reading import page
from tests.dashboard.taken import book
from tests.dashboard.test_calendar_page import due
from tests.factories import a_claim

pytestmark = pytest.mark.django_db


def test_a_file_has_a_row_for_each(client: Client) -> None:
    due("radar", "2026-12-05")
    due("sonar", "Q1 2027", title="=1+1")
    lines = client.get("/calendar.csv").content.decode()
    one, two = csv.DictReader(io.StringIO(lines))
    assert (one["date"], one["fiscal_quarter"]) == ("2026-12-05", "FY2026-27-Q3")
    assert (two["date"], two["earliest"], two["latest"]) == ("Q1 2027", "2027-01-01", "2027-03-31")
    assert two["title"] == "'=1+1"


def test_a_file_has_the_baseline_beside_what_is_expected(client: Client) -> None:
    milestone = due("radar", "2026-11-05")
    a_claim(milestone, "amended", "Q3 2026", reported="2026-10-01")
    a_claim(milestone, "promised", "2026-11-05", reported="2026-10-02")
    (cells,) = csv.DictReader(io.StringIO(client.get("/calendar.csv").content.decode()))
    assert (cells["baseline"], cells["baseline_stated"]) == ("Q3 2026", "Q3 2026")
    assert (cells["baseline_earliest"], cells["baseline_latest"]) == ("2026-07-01", "2026-09-30")
    read = page(client, "/calendar/")
    (baseline,) = (e.text for e in read.all("td") if e.attributes["data-label"] == "Baseline")
    assert cells["baseline"] in baseline
    assert cells["remark"] == "passed 17 days ago"
    assert cells["remark"] in read.text
    assert cells["knowledge_label"] in read.text


def test_a_workbook_has_days_as_days_and_formulas_as_text(client: Client) -> None:
    due("radar", "2026-12-05")
    due("sonar", "Q1 2027", title="=1+1")
    sheet = book(client, "/calendar.xlsx")["Slipwatch"]
    head, one, two = sheet.iter_rows()
    at = {cell.value: n for n, cell in enumerate(head)}
    assert sheet.freeze_panes == "A2"
    assert head[0].font.bold
    assert one[at["Due"]].value == datetime(2026, 12, 5)  # noqa: DTZ001  # a workbook has no zone
    assert one[at["Due"]].number_format == "yyyy-mm-dd"
    assert two[at["Due"]].value == "Q1 2027"
    assert (two[at["Milestone"]].value, two[at["Milestone"]].data_type) == ("=1+1", "s")
    assert isinstance(two[at["Slip, calendar days"]].value, int)
