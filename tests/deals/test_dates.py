import datetime as dt
import pickle
import re
from pathlib import Path

import pytest

from deals import dates, edtf_text
from deals.dates import (
    ACCEPTED_FORMS,
    DateRefused,
    Precision,
    Relative,
    Window,
    add_months,
    between,
    from_edtf,
    read,
    read_window,
)

DAY = dt.date.fromisoformat
DOCS = Path(__file__).parents[2] / "docs" / "dates.md"


def days(first: str, last: str) -> tuple[dt.date | None, dt.date | None]:
    """Two ISO days as a window's ends; empty for an open side."""
    return (DAY(first) if first else None, DAY(last) if last else None)


def ends(window: Window) -> tuple[dt.date | None, dt.date | None]:
    return (window.earliest, window.latest)


# text, first day, last day, precision, canonical EDTF
STATED = [
    # days
    ("2021-12-05", "2021-12-05", "2021-12-05", "day", "2021-12-05"),
    ("5 Dec 2021", "2021-12-05", "2021-12-05", "day", "2021-12-05"),
    ("December 5, 2021", "2021-12-05", "2021-12-05", "day", "2021-12-05"),
    ("Dec. 5th 2021", "2021-12-05", "2021-12-05", "day", "2021-12-05"),
    ("4th of July, 2021", "2021-07-04", "2021-07-04", "day", "2021-07-04"),
    ("on 05-Dec-2021", "2021-12-05", "2021-12-05", "day", "2021-12-05"),
    ("  5   DECEMBER\t2021 ", "2021-12-05", "2021-12-05", "day", "2021-12-05"),
    ("29 Feb 2024", "2024-02-29", "2024-02-29", "day", "2024-02-29"),
    ("1 Jan 1900", "1900-01-01", "1900-01-01", "day", "1900-01-01"),
    ("31 Dec 2199", "2199-12-31", "2199-12-31", "day", "2199-12-31"),
    # months
    ("2018-10", "2018-10-01", "2018-10-31", "month", "2018-10"),
    ("Oct 2018", "2018-10-01", "2018-10-31", "month", "2018-10"),
    ("in October, 2018", "2018-10-01", "2018-10-31", "month", "2018-10"),
    ("Sept 2021", "2021-09-01", "2021-09-30", "month", "2021-09"),
    ("Sept. 2021", "2021-09-01", "2021-09-30", "month", "2021-09"),
    ("February 2024", "2024-02-01", "2024-02-29", "month", "2024-02"),
    ("2011-12", "2011-12-01", "2011-12-31", "month", "2011-12"),  # a month before two years
    # quarters and halves
    ("Q1 2026", "2026-01-01", "2026-03-31", "quarter", "2026-33"),
    ("2026-Q2", "2026-04-01", "2026-06-30", "quarter", "2026-34"),
    ("third quarter of 2026", "2026-07-01", "2026-09-30", "quarter", "2026-35"),
    ("the 4th quarter 2026", "2026-10-01", "2026-12-31", "quarter", "2026-36"),
    ("2026-33", "2026-01-01", "2026-03-31", "quarter", "2026-33"),
    ("H1 2025", "2025-01-01", "2025-06-30", "half_year", "2025-40"),
    ("2025-H2", "2025-07-01", "2025-12-31", "half_year", "2025-41"),
    ("first half of 2025", "2025-01-01", "2025-06-30", "half_year", "2025-40"),
    ("second half 2025", "2025-07-01", "2025-12-31", "half_year", "2025-41"),
    # years and parts of years
    ("2021", "2021-01-01", "2021-12-31", "year", "2021"),
    ("early 2021", "2021-01-01", "2021-04-30", "third", "2021-37"),
    ("the beginning of 2021", "2021-01-01", "2021-04-30", "third", "2021-37"),
    ("start of 2021", "2021-01-01", "2021-04-30", "third", "2021-37"),
    ("mid 2021", "2021-05-01", "2021-08-31", "third", "2021-38"),
    ("mid-2021", "2021-05-01", "2021-08-31", "third", "2021-38"),
    ("middle of 2021", "2021-05-01", "2021-08-31", "third", "2021-38"),
    ("late 2021", "2021-09-01", "2021-12-31", "third", "2021-39"),
    ("end 2021", "2021-10-01", "2021-12-31", "quarter", "2021-36"),
    ("end of 2021", "2021-10-01", "2021-12-31", "quarter", "2021-36"),
    ("the end of the year 2021", "2021-10-01", "2021-12-31", "quarter", "2021-36"),
    ("year-end 2021", "2021-10-01", "2021-12-31", "quarter", "2021-36"),
    ("end 2021-12", "2021-12-22", "2021-12-31", "end_of_month", "2021-12-22/2021-12-31"),
    ("end of December 2021", "2021-12-22", "2021-12-31", "end_of_month", "2021-12-22/2021-12-31"),
    ("end of Feb 2023", "2023-02-19", "2023-02-28", "end_of_month", "2023-02-19/2023-02-28"),
    ("end of Feb 2024", "2024-02-20", "2024-02-29", "end_of_month", "2024-02-20/2024-02-29"),
    ("end of April 2024", "2024-04-21", "2024-04-30", "end_of_month", "2024-04-21/2024-04-30"),
    # fiscal years
    ("FY 2023-24", "2023-04-01", "2024-03-31", "fiscal_year", "2023-04/2024-03"),
    ("fy2023/24", "2023-04-01", "2024-03-31", "fiscal_year", "2023-04/2024-03"),
    ("FY23–24", "2023-04-01", "2024-03-31", "fiscal_year", "2023-04/2024-03"),
    ("financial year 2023-2024", "2023-04-01", "2024-03-31", "fiscal_year", "2023-04/2024-03"),
    ("FY 1999-00", "1999-04-01", "2000-03-31", "fiscal_year", "1999-04/2000-03"),
    ("FY 2023-24 Australia", "2023-07-01", "2024-06-30", "fiscal_year", "2023-07/2024-06"),
    # from – to
    ("2026-05/2026-08", "2026-05-01", "2026-08-31", "range", "2026-05/2026-08"),
    ("2026-05–2026-08", "2026-05-01", "2026-08-31", "range", "2026-05/2026-08"),
    ("2026-05 - 2026-08", "2026-05-01", "2026-08-31", "range", "2026-05/2026-08"),
    ("May to August 2026", "2026-05-01", "2026-08-31", "range", "2026-05/2026-08"),
    ("May—August 2026", "2026-05-01", "2026-08-31", "range", "2026-05/2026-08"),
    ("from May until August 2026", "2026-05-01", "2026-08-31", "range", "2026-05/2026-08"),
    ("between May and August 2026", "2026-05-01", "2026-08-31", "range", "2026-05/2026-08"),
    ("2025 / 2026", "2025-01-01", "2026-12-31", "range", "2025/2026"),
    ("2021-2023", "2021-01-01", "2023-12-31", "range", "2021/2023"),
    ("5-8 Dec 2021", "2021-12-05", "2021-12-08", "range", "2021-12-05/2021-12-08"),
    ("5th‑8th December 2021", "2021-12-05", "2021-12-08", "range", "2021-12-05/2021-12-08"),
    ("December 5-8, 2021", "2021-12-05", "2021-12-08", "range", "2021-12-05/2021-12-08"),
    ("1 Oct – 31 Dec 2021", "2021-10-01", "2021-12-31", "range", "2021-10-01/2021-12-31"),
    ("Dec 2021 - Jan 2022", "2021-12-01", "2022-01-31", "range", "2021-12/2022-01"),
    ("mid to late 2021", "2021-05-01", "2021-12-31", "range", "2021-38/2021-39"),
    ("Q1–Q3 2026", "2026-01-01", "2026-09-30", "range", "2026-33/2026-35"),
    ("end 2017/2018-Q1", "2017-10-01", "2018-03-31", "range", "2017-36/2018-33"),
    ("FY 2018-19/FY 2019-20", "2018-04-01", "2020-03-31", "range", "2018-04/2020-03"),
    ("end 2021-11 to end 2021-12", "2021-11-21", "2021-12-31", "range", "2021-11-21/2021-12"),
    ("2026-08/2026-08", "2026-08-01", "2026-08-31", "month", "2026-08"),
    # open
    ("by 2025", "", "2025-12-31", "open", "../2025"),
    ("by 8 November 2018", "", "2018-11-08", "open", "../2018-11-08"),
    ("by the end of 2021", "", "2021-12-31", "open", "../2021-36"),
    ("by end 2021-12", "", "2021-12-31", "open", "../2021-12"),
    ("by FY 2023-24", "", "2024-03-31", "open", "../2024-03"),
    ("until Q2 2026", "", "2026-06-30", "open", "../2026-34"),
    ("no later than May 2026", "", "2026-05-31", "open", "../2026-05"),
    ("../2026-05", "", "2026-05-31", "open", "../2026-05"),
    ("before 2025", "", "2024-12-31", "open", "../2024"),
    ("before 5 October 2018", "", "2018-10-04", "open", "../2018-10-04"),
    ("before March 2024", "", "2024-02-29", "open", "../2024-02"),
    ("before Q1 2026", "", "2025-12-31", "open", "../2025-36"),
    ("before early 2026", "", "2025-12-31", "open", "../2025-39"),
    ("before FY 2023-24", "", "2023-03-31", "open", "../2023-03"),
    ("prior to 1 March 2024", "", "2024-02-29", "open", "../2024-02-29"),
    ("after 2013-09", "2013-10-01", "", "open", "2013-10/.."),
    ("after 31 Dec 2021", "2022-01-01", "", "open", "2022-01-01/.."),
    ("after end 2021-12", "2022-01-01", "", "open", "2022-01/.."),
    ("after H2 2021", "2022-01-01", "", "open", "2022-40/.."),
    ("from May 2026", "2026-05-01", "", "open", "2026-05/.."),
    ("from fiscal year 2023-2024", "2023-04-01", "", "open", "2023-04/.."),
    ("since 2011", "2011-01-01", "", "open", "2011/.."),
    ("not before mid-2026", "2026-05-01", "", "open", "2026-38/.."),
    ("no earlier than FY 2023-24", "2023-04-01", "", "open", "2023-04/.."),
    ("2026-05/..", "2026-05-01", "", "open", "2026-05/.."),
]
ABOUT = [
    ("5 Dec 2021~", "2021-12-04", "2021-12-06", "day", "2021-12-05~"),
    ("2022-08~", "2022-07-01", "2022-09-30", "month", "2022-08~"),
    ("about Feb 2024", "2024-01-01", "2024-03-31", "month", "2024-02~"),
    ("2027-Q1~", "2026-10-01", "2027-06-30", "quarter", "2027-33~"),
    ("early 2022~", "2021-09-01", "2022-08-31", "third", "2022-37~"),
    ("roughly H1 2025", "2024-07-01", "2025-12-31", "half_year", "2025-40~"),
    ("2021~", "2020-01-01", "2022-12-31", "year", "2021~"),
    ("~ 2021", "2020-01-01", "2022-12-31", "year", "2021~"),
    ("circa 2021", "2020-01-01", "2022-12-31", "year", "2021~"),
    ("ca. 2021", "2020-01-01", "2022-12-31", "year", "2021~"),
    ("approximately 2021", "2020-01-01", "2022-12-31", "year", "2021~"),
    ("around 1900", "1899-01-01", "1901-12-31", "year", "1900~"),
    ("2199~", "2198-01-01", "2200-12-31", "year", "2199~"),
    ("end 2021~", "2021-07-01", "2022-03-31", "quarter", "2021-36~"),
    (
        "about end of December 2021",
        *("2021-12-12", "2022-01-10", "end_of_month", "2021-12-22~/2021-12-31~"),
    ),
    ("FY 2023-24~", "2022-04-01", "2025-03-31", "fiscal_year", "2023-04~/2024-03~"),
    ("about FY24 US", "2022-10-01", "2025-09-30", "fiscal_year", "2023-10~/2024-09~"),
    ("FY 2018-19/FY 2019-20~", "2017-04-01", "2021-03-31", "range", "2018-04~/2020-03~"),
    ("about May to August 2026", "2026-04-01", "2026-09-30", "range", "2026-05~/2026-08~"),
    ("2026-05~/2026-08~", "2026-04-01", "2026-09-30", "range", "2026-05~/2026-08~"),
    ("5 Dec 2021/2022~", "2021-12-04", "2023-12-31", "range", "2021-12-05~/2022~"),
    ("by 2025~", "", "2026-12-31", "open", "../2025~"),
    ("by about May 2026", "", "2026-06-30", "open", "../2026-05~"),
    ("by about end of December 2021", "", "2022-01-31", "open", "../2021-12~"),
    ("before 2025~", "", "2025-12-31", "open", "../2024~"),
    ("about after May 2026", "2026-05-01", "", "open", "2026-06~/.."),
    ("from Q1 2026~", "2025-10-01", "", "open", "2026-33~/.."),
]


@pytest.mark.parametrize(("text", "first", "last", "precision", "edtf"), STATED + ABOUT)
def test_words_become_a_window_and_its_edtf_the_same_window(
    text: str, first: str, last: str, precision: str, edtf: str
) -> None:
    window = read(text)
    assert isinstance(window, Window)
    assert ends(window) == days(first, last)
    assert (window.precision, window.edtf) == (Precision(precision), edtf)
    assert window.approximate == ("~" in edtf)
    assert str(window) == window.text == " ".join(text.split())
    assert from_edtf(edtf, text=window.text) == window


@pytest.mark.parametrize("edtf", sorted({row[4] for row in STATED + ABOUT}))
def test_edtf_without_words_gets_words_that_read_back_to_it(edtf: str) -> None:
    window = from_edtf(edtf)
    assert window.edtf == edtf
    assert read(window.text) == window


@pytest.mark.parametrize("edtf", ["2032-33", "2032-33/2033-34", "../2035-36", "2036-37~"])
def test_edtf_knows_quarters_that_look_like_two_years(edtf: str) -> None:
    window = from_edtf(edtf)
    assert window.edtf == edtf
    assert read(window.text) == window


@pytest.mark.parametrize(
    ("text", "country", "first", "last"),
    [
        ("FY24", "IN", "2023-04-01", "2024-03-31"),
        ("FY2024", "in", "2023-04-01", "2024-03-31"),
        ("FY24", "GB", "2023-04-01", "2024-03-31"),
        ("FY24", "CA", "2024-04-01", "2025-03-31"),
        ("FY24", "JP", "2024-04-01", "2025-03-31"),
        ("FY24", "US", "2023-10-01", "2024-09-30"),
        ("fiscal year 2024", "AU", "2023-07-01", "2024-06-30"),
        ("FY24 India", None, "2023-04-01", "2024-03-31"),
        ("Indian FY24", None, "2023-04-01", "2024-03-31"),
        ("FY 2024 (UK)", None, "2023-04-01", "2024-03-31"),
        ("FY24 in Japan", None, "2024-04-01", "2025-03-31"),
        ("U.S. FY24", None, "2023-10-01", "2024-09-30"),
        ("FY24 of the United States", None, "2023-10-01", "2024-09-30"),
        ("FY24 Australia", "IN", "2023-07-01", "2024-06-30"),  # the text goes first
        ("FY 2023-24", "AU", "2023-04-01", "2024-03-31"),  # both years: April to March
        ("FY24/FY25", "US", "2023-10-01", "2025-09-30"),
    ],
)
def test_a_fiscal_year_of_one_year_is_that_of_the_country(
    text: str, country: str | None, first: str, last: str
) -> None:
    assert ends(read_window(text, country=country)) == days(first, last)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("FY24", "write FY 2023-24 or FY 2024-25, or name the country"),
        ("FY2024", "India (IN)"),
        ("FY24 Germany", "germany is not known here, only of Australia (AU)"),
        ("FY98", "four digits"),
        ("FY 2023-25", "follow each other: FY 2023-24"),
        ("FY 2023-2025", "follow each other"),
        ("Q1 FY24", "months of a quarter of a fiscal year"),
        ("early FY 2023-24", "A fiscal year is FY 2023-24"),
        ("2023-24", "FY 2023-24, two calendar years as 2023/2024"),
        ("2023–24", "FY 2023-24"),
        ("2023/24", "FY 2023-24"),
        ("2023-2024", "FY 2023-24"),
        ("2021-22", "ambiguous"),
        ("2025-26", "ambiguous"),
        ("2032-33", "ambiguous"),
        ("2099-00", "ambiguous"),
        ("by 2025-26", "ambiguous"),
        ("2021-21", "season"),
        ("summer 2025", "hemispheres"),
        ("31 February 2021", "Feb 2021 has the days 1 to 28"),
        ("2021-02-29", "Feb 2021 has the days 1 to 28"),
        ("0 Dec 2021", "the days 1 to 31"),
        ("2021-13", "no month 13"),
        ("2021-00", "no month 0"),
        ("2021-13-01", "no month 13"),
        ("2021-36-01", "no month 36"),
        ("03/04/2021", "Which number is the day"),
        ("3.4.21", "Which number is the day"),
        ("03-04-2021", "Which number is the day"),
        ("2021/04/03", "hyphens and two digits"),
        ("2021-4-3", "hyphens and two digits"),
        ("20210403", "hyphens"),
        ("04/2021", "2021-04"),
        ("June 2021 to May 2021", "From is later than to"),
        ("2022/2021", "From is later than to"),
        ("May to March 2026", "From is later than to"),
        ("before the end of 2021", "by 2021, or before Oct 2021"),
        ("late January 2022", "divide a year"),
        ("mid-2030s", "decade"),
        ("end of Q1 2026", "Only a month and a year have an end"),
        ("end of about May 2026", "Only a month and a year have an end"),
        ("5 Dec 21", "four digits"),
        ("October", "four digits"),
        ("Q1", "four digits"),
        ("next year", "Name the day"),
        ("1899", "1900 to 2199"),
        ("2200", "1900 to 2199"),
        ("before 1900", "1900 to 2199"),
        ("after 2199", "1900 to 2199"),
        ("FY 2199-00", "1900 to 2199"),
        ("0000", "calendar"),
        ("2021~/2022", "of both dates"),
        ("by about FY 2023-24", "name the month"),
        ("from about end of May 2026", "name the month"),
        ("about 6 months after contract", "contract + 36 months"),
        ("contract + 101 years", "at most 100 years"),
        ("may + 3 months", "milestone's code"),
        ("x" * 201, "200 characters"),
    ],
)
def test_what_would_be_a_guess_is_refused_with_a_hint(text: str, hint: str) -> None:
    with pytest.raises(DateRefused) as refused:
        read(text)
    assert hint in refused.value.hint
    assert refused.value.hint in str(refused.value)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            " ",
            "~",
            "/",
            "..",
            "../..",
            "tbd",
            "2020 or 2021",
            "Q5 2021",
            "H3 2021",
            "by",
            "May to",
        ),
        *(
            "2021/2022/2023",
            "May to 2026",
            "Dec – 2026",
            "by May to August 2026",
            "2021-1O",
            "12021",
        ),
        *(
            "2021/?",
            "2021?",
            "2021%",
            "2021-12-XX",
            "١ Dec 2021",
            "contract",
            "\0",
        ),
    ],
)
def test_anything_else_is_refused_with_what_is_accepted(text: str) -> None:
    with pytest.raises(DateRefused) as refused:
        read(text)
    assert refused.value.value == text
    assert repr(text) in str(refused.value)
    assert len(refused.value.accepted) == len(ACCEPTED_FORMS)
    assert all(form in str(refused.value) for form, _ in ACCEPTED_FORMS)


@pytest.mark.parametrize("country", ["FR", "", "India?", "👑"])
def test_an_unknown_country_has_no_fiscal_year_of_one_year(country: str) -> None:
    with pytest.raises(DateRefused, match=r"Australia \(AU\).*United States \(US\)"):
        read("FY24", country=country)


@pytest.mark.parametrize(
    "edtf",
    [
        *(
            "",
            "2021-12-5",
            "2021-21",
            "2021-42",
            "2021-00",
            "2021-02-30",
            "2021~/2022",
            "2021/2022~",
        ),
        *(
            "../..",
            "..",
            "2022/2021",
            "2021/2022/2023",
            "2021-Q1",
            " 2021",
            "/2021",
            "2021?",
            "0999",
        ),
        *("9999", "٢٠٢١"),
    ],
)
def test_edtf_of_another_kind_is_refused(edtf: str) -> None:
    with pytest.raises(DateRefused) as refused:
        from_edtf(edtf)
    assert refused.value.value == edtf


def test_a_refusal_survives_being_carried_to_another_process() -> None:
    refused = DateRefused("FY24", "Name the country.")
    copy = pickle.loads(pickle.dumps(refused))
    assert (copy.value, copy.hint, str(copy)) == ("FY24", "Name the country.", str(refused))


# ---------------------------------------------------------------- relative

RELATIVE = [
    ("contract + 36 months", "contract", 36, 0, "contract + 36 months"),
    ("contract + 3 years", "contract", 36, 0, "contract + 36 months"),
    ("contract+36months", "contract", 36, 0, "contract + 36 months"),
    ("36 months after contract", "contract", 36, 0, "contract + 36 months"),
    ("36 months from the contract", "contract", 36, 0, "contract + 36 months"),
    ("1 month after Contract", "contract", 1, 0, "contract + 1 month"),
    ("unit-1 - 2 weeks", "unit-1", 0, -14, "unit-1 - 14 days"),
    ("unit-1 – 1 day", "unit-1", 0, -1, "unit-1 - 1 day"),
    ("2 weeks before unit-1", "unit-1", 0, -14, "unit-1 - 14 days"),
    ("2 years and 3 months prior to unit-1", "unit-1", -27, 0, "unit-1 - 27 months"),
    (
        "production-start + 2 years 3 months - 1 week",
        *("production-start", 27, -7, "production-start + 27 months - 7 days"),
    ),
    ("contract + 0 days", "contract", 0, 0, "contract + 0 days"),
    ("contract + 100 years", "contract", 1200, 0, "contract + 1200 months"),
]


@pytest.mark.parametrize(("text", "anchor", "months", "offset", "kept"), RELATIVE)
def test_an_offset_from_a_milestone_reads_back_to_itself(
    text: str, anchor: str, months: int, offset: int, kept: str
) -> None:
    relative = read(text)
    assert relative == Relative(anchor, months, offset, kept) == Relative(anchor, months, offset)
    assert str(relative) == kept
    assert read(kept) == relative


@pytest.mark.parametrize(
    ("text", "anchor", "edtf"),
    [
        ("contract + 36 months", "5 Oct 2018", "2021-10-05"),
        ("contract + 6 months", "2023-04-30", "2023-10-31"),
        ("contract + 36 months", "Q4 2021", "2024-36"),
        ("contract + 1 month", "Feb 2024", "2024-03"),
        ("contract + 1 month", "Q4 2021", "2021-11-01/2022-01-31"),
        ("contract - 10 days", "by 2021", "../2021-12-21"),
        ("contract + 1 year", "from May 2026", "2027-05-01/.."),
        ("contract + 2 months + 1 day", "31 Dec 2023", "2024-03-01"),
        ("contract + 1 year", "about 2021", "2021-01-01/2023-12-31"),
    ],
)
def test_an_offset_moves_both_ends_of_its_anchor(text: str, anchor: str, edtf: str) -> None:
    relative = read(text)
    assert isinstance(relative, Relative)
    resolved = relative.resolve(read_window(anchor))
    assert resolved == from_edtf(edtf, text=str(relative))


@pytest.mark.parametrize("offset", [(10**9, 0), (-(10**9), 0), (0, 10**12), (0, -(10**6))])
def test_an_offset_beyond_the_calendar_is_refused(offset: tuple[int, int]) -> None:
    with pytest.raises(DateRefused, match="calendar"):
        Relative("contract", *offset).resolve(read_window("2021"))


def test_where_a_date_of_its_own_is_needed_a_relative_one_is_refused() -> None:
    with pytest.raises(DateRefused, match="A date of its own"):
        read_window("contract + 36 months")


# ---------------------------------------------------------------- windows


@pytest.mark.parametrize(
    ("first", "last", "text", "edtf"),
    [
        ("2021-12-05", "2021-12-05", "5 Dec 2021", "2021-12-05"),
        ("2024-02-01", "2024-02-29", "Feb 2024", "2024-02"),
        ("2024-02-01", "2024-02-28", "1 Feb 2024 to 28 Feb 2024", "2024-02-01/2024-02-28"),
        ("2021-10-01", "2021-12-31", "Q4 2021", "2021-36"),
        ("2025-01-01", "2025-06-30", "H1 2025", "2025-40"),
        ("2021-01-01", "2021-12-31", "2021", "2021"),
        ("2021-01-01", "2022-12-31", "1 Jan 2021 to 31 Dec 2022", "2021-01-01/2022-12-31"),
        ("2021-12-22", "2021-12-31", "end of Dec 2021", "2021-12-22/2021-12-31"),
        ("", "2025-12-31", "until 31 Dec 2025", "../2025-12-31"),
        ("2026-05-01", "", "from 1 May 2026", "2026-05-01/.."),
    ],
)
def test_a_window_made_from_days_gets_words_and_edtf(
    first: str, last: str, text: str, edtf: str
) -> None:
    window = between(*days(first, last))
    assert (ends(window), window.text, window.edtf) == (days(first, last), text, edtf)
    assert window == read(text) == from_edtf(edtf)
    assert between(*days(first, last), text="as said").text == "as said"


@pytest.mark.parametrize(("first", "last"), [("", ""), ("2021-12-06", "2021-12-05")])
def test_no_window_is_open_on_both_sides_or_ends_before_it_begins(first: str, last: str) -> None:
    with pytest.raises(DateRefused):
        between(*days(first, last))
    with pytest.raises(ValueError, match=r"both sides|later than"):
        Window(*days(first, last), Precision.RANGE, False, "", "")


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("5 Dec 2021", "5 Dec 2021"),
        ("Oct 2018", "1 – 31 Oct 2018"),
        ("end of 2021", "1 Oct – 31 Dec 2021"),
        ("FY 2023-24", "1 Apr 2023 – 31 Mar 2024"),
        ("by 2025", "until 31 Dec 2025"),
        ("from May 2026", "from 1 May 2026"),
        ("about 2021", "1 Jan 2020 – 31 Dec 2022 (approximate)"),
    ],
)
def test_a_window_is_shown_in_plain_days(text: str, plain: str) -> None:
    assert read_window(text).plain == plain


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        ("2021", "5 Dec 2021", True),
        ("2021", "31 Dec 2021", True),
        ("2021", "1 Jan 2022", False),
        ("by 2021", "31 Dec 2021", True),
        ("by 2021", "1 Jan 2022", False),
        ("by 2021", "after 2021", False),
        ("by 2021", "from 31 Dec 2021", True),
        ("by 2021", "by 1950", True),
        ("from 2021", "since 2100", True),
        ("end of 2021", "before 2021-10", False),
    ],
)
def test_windows_meet_when_they_share_a_day(one: str, other: str, meet: bool) -> None:
    assert read_window(one).meets(read_window(other)) is meet
    assert read_window(other).meets(read_window(one)) is meet


def test_a_window_becomes_plain_values_for_scripts() -> None:
    assert read_window("by 2025").as_dict() == {
        "text": "by 2025",
        "edtf": "../2025",
        "earliest": None,
        "latest": "2025-12-31",
        "precision": "open",
        "approximate": False,
    }


def test_windows_are_equal_only_in_all_their_fields() -> None:
    assert read("2021-Q4") != read("Q4 2021")
    assert len({read("Q4 2021"), read("Q4 2021"), read("end of 2021")}) == 2


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        ("2023-04-30", 6, "2023-10-31"),
        ("2023-04-29", 6, "2023-10-29"),
        ("2023-01-30", 1, "2023-02-28"),
        ("2024-01-30", 1, "2024-02-29"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2023-02-28", 12, "2024-02-29"),
        ("2024-02-28", 12, "2025-02-28"),
        ("2021-12-31", -1, "2021-11-30"),
        ("2021-01-15", -1, "2020-12-15"),
        ("2021-01-15", 0, "2021-01-15"),
    ],
)
def test_months_are_calendar_months_last_day_to_last_day(day: str, months: int, then: str) -> None:
    assert add_months(DAY(day), months) == DAY(then)


# ---------------------------------------------------------------- what is promised elsewhere


def test_every_accepted_form_reads() -> None:
    for form, _ in ACCEPTED_FORMS:
        read_all = [read(example) for example in form.split("; ")]
        if isinstance(read_all[0], Window):
            windows = {(w.earliest, w.latest) for w in read_all if isinstance(w, Window)}
            assert len(windows) == 1


# Every date, reported_on, in_force_from, published_on and by of the catalogue as first delivered.
CATALOGUE = """
    2008-09/2009-04; 2013-Q4; 2017-03/2017-04; 2017-06~; 2018-05-12/2020-01-16; 2018-Q1;
    2019-11-20/2021-03-31; 2019-11/2019-12; 2019~; 2020-10/2020-11; 2021-03/2021-04; 2021-05~;
    2021-06/2021-09; 2022-02~; 2022-03~; 2022-04/2022-05; 2022-04~; 2022-06/2022-07; 2022-08~;
    2024-05/2024-06; 2024-07-08/2024-07-14; 2024-08~; 2025-08~; 2025-12-16/2025-12-17;
    2025-H1; 2025/2026; 2026-07/2027-06; 2027-07~; 2027-Q1~; 2031-12~; 2032-08~; 2034/2036; FY
    2016-17; FY 2018-19/FY 2019-20; FY 2019-20; FY 2026-27; after 2013-09; after 2026-04;
    before 2018-10-05; before 2020-11-12; before 2025-12-04; by 2010-03; by 2014-02; by
    2017-06; by 2018-11-08; by 2018-12; by 2019; by 2019-07-17; by 2019-09-08; by 2019-10; by
    2020; by 2020-03; by 2020-04; by 2020-05-18; by 2020-11; by 2021; by 2021-02; by
    2021-02-02; by 2022; by 2022-07; by 2023-03-01; by 2024-05-20; by 2025; by 2025-02; by
    2025-02-18; by 2025-07-15; by 2025-08; by 2025-09; by 2025-09-29; by 2025-10; by 2025-12;
    by 2025-12-28; by 2026; by 2026-03; by 2026-06; by 2028; by 2029; by 2031-08; early 2020;
    early 2021; early 2022~; early 2023~; early 2025; early 2028~; end 2011; end 2012; end
    2015; end 2017/2018-Q1; end 2018-07; end 2019; end 2019-07; end 2020; end 2021; end
    2021-12; end 2022; end 2022-03; end 2023; end 2023/early 2024; end 2024; end 2025; end
    2025-06; end 2025-12; late 2021; late 2022/early 2023; mid 2008; mid 2021; mid 2022; mid
    2023; mid 2025; 2000; 2004-01; 2004-01-20; 2007-05-05; 2007-11-20; 2008-02; 2008-08;
    2008-09; 2008-11; 2008-11-08; 2009-01-21; 2009-04-21; 2009-08; 2009-10; 2009-10-09;
    2009-11; 2009-11-16; 2010-03; 2010-06; 2010-10; 2010-12; 2011; 2011-03; 2011-07-01;
    2011-12; 2011-12-29; 2012; 2012-01; 2012-04-04; 2012-05; 2012-06; 2012-09; 2012-09-17;
    2012-11; 2012-12; 2013; 2013-11-15; 2013-11-16; 2014-01; 2014-01-07; 2014-04-21; 2015;
    2015-02-16; 2015-08-26; 2015-09-28; 2015-12; 2016; 2016-01; 2016-01-18; 2016-07-30;
    2016-09; 2016-10; 2016-10-14; 2016-10-15; 2016-11-17; 2016-11-30; 2016-12; 2017-02-14;
    2017-05; 2017-05-02; 2017-05-03; 2017-05-12; 2017-05-18; 2017-07; 2017-07-01; 2017-09;
    2017-09-02; 2017-09-07; 2017-12; 2017-12-07; 2018; 2018-04; 2018-04-11; 2018-05;
    2018-05-12; 2018-05-17; 2018-06; 2018-07; 2018-07-12; 2018-08; 2018-09-03; 2018-10;
    2018-10-03; 2018-10-05; 2018-12; 2018-12-14; 2019; 2019-01; 2019-01-02; 2019-01-04;
    2019-02; 2019-02-05; 2019-02-10; 2019-02-18; 2019-03; 2019-03-05; 2019-04-29; 2019-06;
    2019-07; 2019-07-08; 2019-07-12; 2019-07-15; 2019-07-17; 2019-08-23; 2019-08-29;
    2019-08-31; 2019-09; 2019-09-04; 2019-09-09; 2019-09-15; 2019-10-08; 2019-10-09;
    2019-10-16; 2019-11; 2019-11-05; 2019-11-18; 2019-11-20; 2019-11-26; 2020; 2020-01-16;
    2020-01-17; 2020-02; 2020-02-06; 2020-02-07; 2020-02-25; 2020-02-27; 2020-03; 2020-04;
    2020-05; 2020-05-25; 2020-06-24; 2020-07; 2020-07-02; 2020-07-06; 2020-07-10; 2020-07-29;
    2020-08; 2020-08-24; 2020-08-27; 2020-09; 2020-09-03; 2020-09-04; 2020-09-09; 2020-10;
    2020-10-27; 2020-11-12; 2020-12-14; 2020-12-15; 2020-12-23; 2021; 2021-02; 2021-02-02;
    2021-02-03; 2021-02-04; 2021-02-05; 2021-02-18; 2021-03; 2021-03-31; 2021-04; 2021-06;
    2021-06-15; 2021-07; 2021-07-23; 2021-08; 2021-08-19; 2021-08-23; 2021-08-29; 2021-09;
    2021-10-28; 2021-10-29; 2021-11; 2021-11-14; 2021-12; 2021-12-06; 2021-12-07; 2021-12-19;
    2021-12-21; 2022; 2022-01; 2022-01-02; 2022-01-25; 2022-02; 2022-02-22; 2022-02-23;
    2022-03-02; 2022-03-04; 2022-03-18; 2022-04; 2022-04-11; 2022-04-12; 2022-05; 2022-05-08;
    2022-06-12; 2022-07; 2022-07-14; 2022-07-15; 2022-07-25; 2022-07-28; 2022-08; 2022-08-21;
    2022-11; 2022-11-02; 2022-11-07; 2022-11-15; 2022-12-10; 2022-12-15; 2023; 2023-01;
    2023-01-17; 2023-02; 2023-02-14; 2023-02-15; 2023-03; 2023-03-01; 2023-03-24; 2023-04;
    2023-04-21; 2023-05-10; 2023-05-20; 2023-07-20; 2023-08; 2023-08-15; 2023-08-20;
    2023-08-28; 2023-09; 2023-09-13; 2023-09-15; 2023-09-20; 2023-09-26; 2023-09-27;
    2023-10-03; 2023-11; 2023-11-21; 2023-11-30; 2024; 2024-02; 2024-02-27; 2024-03;
    2024-03-18; 2024-04; 2024-04-07; 2024-04-08; 2024-04-23; 2024-05; 2024-05-20; 2024-06;
    2024-06-20; 2024-06-25; 2024-07; 2024-07-06; 2024-07-16; 2024-08; 2024-08-01; 2024-09;
    2024-09-02; 2024-09-03; 2024-10; 2024-10-04; 2024-10-22; 2024-10-27; 2024-10-28; 2024-11;
    2024-11-14; 2024-12; 2024-12-09; 2024-12-12; 2024-12-16; 2024-12-19; 2025; 2025-02-10;
    2025-02-13; 2025-02-18; 2025-02-26; 2025-03; 2025-03-13; 2025-06; 2025-06-02; 2025-06-03;
    2025-06-27; 2025-07; 2025-07-01; 2025-07-02; 2025-07-03; 2025-07-16; 2025-07-18;
    2025-07-19; 2025-07-22; 2025-08-01; 2025-08-02; 2025-08-15; 2025-09-29; 2025-10;
    2025-10-17; 2025-10-28; 2025-11; 2025-11-28; 2025-11-29; 2025-12; 2025-12-02; 2025-12-03;
    2025-12-05; 2025-12-08; 2025-12-10; 2025-12-11; 2025-12-15; 2025-12-16; 2025-12-17;
    2025-12-18; 2025-12-28; 2026; 2026-02; 2026-02-05; 2026-02-11; 2026-02-25; 2026-03;
    2026-05-18; 2026-06; 2026-06-03; 2026-08; 2026-09; 2026-10; 2026-11; 2026-12; 2027;
    2027-04; 2027-10; 2028-10; 2029-03; 2030-12; 2032-10; 2035-05-01
"""


@pytest.mark.parametrize("text", " ".join(CATALOGUE.split()).split("; "))
def test_every_date_of_the_catalogue_reads(text: str) -> None:
    window = read_window(text)
    assert from_edtf(window.edtf, text=text) == window


def _rows(heading: str) -> list[list[str]]:
    section = DOCS.read_text().split(f"## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def _examples(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


@pytest.mark.parametrize("heading", ["What can be written", "About", "Fiscal years"])
def test_the_page_on_dates_shows_the_windows_that_are_read(heading: str) -> None:
    rows = _rows(heading)
    assert rows
    for written, _, window in rows:
        for example in _examples(written):
            assert read_window(example).plain == window, example


def test_the_page_on_dates_shows_how_relative_dates_are_kept() -> None:
    for written, kept in _rows("After another milestone"):
        for example in _examples(written):
            assert str(read(example)) == kept
            assert isinstance(read(example), Relative)


def test_the_page_on_dates_names_what_is_refused_and_what_reads_instead() -> None:
    for refused, instead in _rows("What is refused"):
        with pytest.raises(DateRefused) as found:
            read(*_examples(refused))
        assert found.value.hint
        assert read_window(instead).text == instead


def test_the_module_is_pure() -> None:
    for module in (dates, edtf_text):
        source = Path(module.__file__ or "").read_text()
        roots = set(re.findall(r"^(?:from|import) ([a-z_]+)", source, re.MULTILINE))
        assert roots <= {
            "re",
            "calendar",
            "collections",
            "dataclasses",
            "datetime",
            "enum",
            "typing",
            "deals",
        }
