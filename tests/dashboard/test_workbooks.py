"""A workbook is for people: heads in words, real dates, and a sheet that says what it is."""

import re
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client

from tests.dashboard.reading import page
from tests.dashboard.taken import book
from tests.dashboard.test_query_counts import a_full_milestone
from tests.factories import a_claim, a_deal, a_milestone

pytestmark = pytest.mark.django_db
# Each file of rows, with the page that it is of.
PAGES = {
    "/watch-list{}": "/",
    "/changes{}?since=2020-01-01": "/changes/?since=2020-01-01",
    "/flags{}?kind=slip": "/flags/?kind=slip",
    "/flags/states{}?kind=slip": "/flags/?kind=slip",
    "/calendar{}?in=FY2026-27": "/calendar/?in=FY2026-27",
    "/organisations{}": "/organisations/",
    "/organisations/radar-venture-0{}": "/organisations/radar-venture-0/",
    "/organisations/radar-venture-0/record{}": "/organisations/radar-venture-0/",
    "/voices{}": "/voices/",
    "/voices{}?said_by=Ada": "/voices/?said_by=Ada",
    "/compare{}?deals=radar,sonar": "/compare/?deals=radar,sonar",
}
INSTANT = "known_at=2026-11-22T12:00:00Z"
OF_A_DEAL = {
    f"/deals/radar/{name}{{}}?{INSTANT}": f"/deals/radar/{'evidence/' * (name == 'evidence')}"
    for name in ("timeline", "trend", "deliveries", "states", "evidence")
}


@pytest.fixture(autouse=True)
def two_deals() -> None:
    deal = a_deal()
    a_full_milestone(deal, 0)
    milestone = a_milestone(a_deal("sonar"))
    a_claim(milestone, "promised", "2027-03-05", said_by="Ada")


def told(client: Client, address: str) -> dict[str, Any]:
    """What the second sheet of a workbook says, by the words at its left."""
    rows = book(client, address)["About"].iter_rows(values_only=True)
    return {row[0]: row[1] for row in rows if row[0]}


@pytest.mark.parametrize("address", [*PAGES, *OF_A_DEAL])
def test_a_workbook_has_heads_in_words_and_csv_has_names(client: Client, address: str) -> None:
    sheet = book(client, address.format(".xlsx"))["Slipwatch"]
    heads = [cell.value for cell in sheet[1]]
    names = client.get(address.format(".csv")).content.decode().partition("\n")[0].split(",")
    assert len(set(heads)) == len(heads) == len(names)
    assert all(re.fullmatch("[A-Z“][^_]*", head) for head in heads)
    assert all(re.fullmatch("[a-z_]+", name) for name in names)
    assert all("days" in head for name, head in zip(names, heads, strict=True) if "_days" in name)
    about = told(client, address.format(".xlsx"))
    assert {about[head] for head in heads} == set(names)


def test_its_head_is_frozen_and_bold_and_its_columns_are_as_wide_as_what_they_hold(
    client: Client,
) -> None:
    sheet = book(client, "/watch-list.xlsx")["Slipwatch"]
    assert sheet.freeze_panes == "A2"
    assert all(cell.font.bold and cell.alignment.wrap_text for cell in sheet[1])
    at = {cell.value: cell.column_letter for cell in sheet[1]}
    widths = {head: sheet.column_dimensions[letter].width for head, letter in at.items()}
    assert widths["Why"] > 40
    assert widths["Flags open"] == 12
    assert max(widths.values()) <= 62
    assert min(widths.values()) >= 12
    assert sheet.row_dimensions[1].height >= 30
    (last_word,) = {
        cell.value for cell in sheet[at["Last word, at the latest"]][1:] if cell.row == 2
    }
    assert isinstance(last_word, datetime)


@pytest.mark.parametrize(("address", "of"), PAGES.items())
def test_it_says_what_it_is_as_its_page_is_cited(client: Client, address: str, of: str) -> None:
    for day in ("", "as_of=2026-11-21"):
        query = f"{'&' if '?' in address else '?'}{day}" if day else ""
        about = told(client, address.format(".xlsx") + query)
        day_of = f"{'&' if '?' in of else '?'}{day}" if day else ""
        shown = " ".join(page(client, of + day_of).text.split())
        assert f"Cite: {about['Cite as']}" in shown
        assert str(about["Address"]) in shown
        assert about["As known on"].date() == date(2026, 11, 21 if day else 22)
        assert str(about["Made"])
        assert str(about["Asked for"])


@pytest.mark.parametrize(("address", "of"), OF_A_DEAL.items())
def test_of_one_deal_it_says_when_it_was_on_record(client: Client, address: str, of: str) -> None:
    about = told(client, address.format(".xlsx"))
    shown = " ".join(page(client, f"{of}?{INSTANT}").text.split())
    assert str(about["Cite as"]) in shown
    assert str(about["On record at"]) in shown
    filtered = told(client, address.format(".xlsx") + "&side=buyer")
    assert "side=buyer" in str(filtered["Address"])


def test_it_says_the_filter_in_words_and_how_many_rows_it_has(client: Client) -> None:
    query = "state=on_track&organisation=radar-venture-0&period=P90D&ordering=slip"
    about = told(client, f"/watch-list.xlsx?{query}")
    assert about["Asked for"] == (
        "state on track; organisation Radar-Venture-0; slip measured over P90D; "
        "the least slipped first"
    )
    assert about["Rows"] == 0
    assert told(client, "/watch-list.xlsx")["Rows"] == 2
    assert told(client, "/watch-list.xlsx")["Asked for"] == (
        "no filter; the worst first, then the most slipped"
    )
    assert told(client, "/flags.xlsx?kind=slip")["Asked for"] == "Slip; the worst first"


def test_what_looks_like_a_formula_or_an_error_is_text_and_a_day_is_a_day(client: Client) -> None:
    for number, title in enumerate(("=1+1", "#N/A", "plain")):
        milestone = a_milestone(a_deal(f"deal-{number}", designation=title))
        a_claim(milestone, when="2028-03-09")
    sheet = book(client, "/watch-list.xlsx?q=deal-")["Slipwatch"]
    at = {cell.value: cell.column_letter for cell in sheet[1]}
    named = {cell.value: cell.data_type for cell in sheet[at["Deal"]][1:]}
    assert named == {"=1+1": "s", "#N/A": "s", "plain": "s"}
    (due, *_) = sheet[at["Next date"]][1:]
    assert (due.value, due.number_format) == (datetime(2028, 3, 9), "yyyy-mm-dd")  # noqa: DTZ001  # a workbook has no zone
