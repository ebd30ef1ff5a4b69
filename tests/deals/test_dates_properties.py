import calendar
import contextlib
import datetime as dt
import re
import warnings
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from deals.dates import (
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

# The library calls its parser by names that have been replaced.
with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
    import edtf

years = st.integers(1902, 2197)
months = st.integers(1, 12)
days = st.dates(dt.date(1902, 1, 1), dt.date(2197, 12, 31))
FULL, SHORT = list(calendar.month_name), list(calendar.month_abbr)


def _month_forms(year: int, month: int) -> list[str]:
    return [f"{year}-{month:02d}", f"{FULL[month]} {year}", f"{SHORT[month]}. {year}"]


def _day_forms(day: dt.date) -> list[str]:
    name = f"{FULL[day.month]}"
    return [day.isoformat(), f"{day.day} {name} {day.year}", f"{name} {day.day}, {day.year}"]


def _fiscal_forms(year: int) -> list[str]:
    return [f"FY {year}-{(year + 1) % 100:02d}", f"financial year {year}-{year + 1}"]


parts = st.sampled_from(
    [
        *(f"Q{n} {{}}" for n in range(1, 5)),
        *(f"{{}}-Q{n}" for n in range(1, 5)),
        *("H1 {}", "{}-H2", "first half of {}", "{}", "early {}", "mid-{}", "late {}"),
        *("beginning of {}", "middle of {}", "end {}", "year-end {}"),
    ]
)
plain_dates = st.one_of(
    st.builds(_day_forms, days).flatmap(st.sampled_from),
    st.builds(_month_forms, years, months).flatmap(st.sampled_from),
    st.builds(lambda form, year: form.format(year), parts, years),
)
lone_dates = st.one_of(
    plain_dates,
    st.builds(_month_forms, years, months).flatmap(st.sampled_from).map("end of {}".format),
    st.builds(_fiscal_forms, years).flatmap(st.sampled_from),
)
separators = st.sampled_from(["/", " to ", " – ", " until "])
sides = st.sampled_from(["by", "until", "no later than", "before", "from", "since", "after"])


@st.composite
def ranges(draw: st.DrawFn) -> str:
    texts = draw(lone_dates), draw(lone_dates)
    first, last = sorted(texts, key=lambda text: read_window(text).earliest or dt.date.min)
    return f"{first}{draw(separators)}{last}"


def _one_sided(side: str, text: str) -> str:
    assume(side != "before" or not re.search(r"\bend", text))
    return f"{side} {text}"


exact = st.one_of(lone_dates, ranges(), st.builds(_one_sided, sides, lone_dates))
# "About" cannot be said of a fiscal year or the end of a month that is one end of something.
widenable = st.one_of(lone_dates, st.builds(_one_sided, sides, plain_dates))
abouts = st.sampled_from(["about {}", "circa {}", "~{}", "{}~"])
windows = st.one_of(exact, st.builds(str.format, abouts, widenable)).map(read_window)
scraps = """
    about by before after from to FY 2023-24 2021 24 Dec 5 5th 31 Feb Q1 H2 early mid late end
    of the year-end 2021-36 2021-12 .. / - – ~ , + months after contract India 0 99 9999
"""
words = st.lists(st.sampled_from(scraps.split()), max_size=7)


def _first(window: Window) -> dt.date:
    return window.earliest or dt.date.min


def _last(window: Window) -> dt.date:
    return window.latest or dt.date.max


@given(
    st.one_of(
        st.text(),
        words.map(" ".join),
        words.map("".join),
        st.from_regex(r"[0-9a-z/~. +-]{0,30}", fullmatch=True),
    ),
    st.sampled_from([None, "IN", "US", "XX"]),
)
@example("9999~", None)
@example("../0001", None)
def test_any_text_is_a_date_or_refused(text: str, country: str | None) -> None:
    with contextlib.suppress(DateRefused):
        found = read(text, country=country)
        assert isinstance(found, Window | Relative)
        assert read(found.text, country=country) == found


@given(st.one_of(st.text(), st.from_regex(r"[0-9./~-]{0,24}", fullmatch=True)))
def test_any_edtf_is_a_window_or_refused(text: str) -> None:
    with contextlib.suppress(DateRefused):
        window = from_edtf(text)
        assert from_edtf(window.edtf) == window


@given(windows)
def test_words_window_edtf_and_back(window: Window) -> None:
    assert from_edtf(window.edtf, text=window.text) == window


@given(windows)
def test_the_words_of_edtf_read_back(window: Window) -> None:
    from_words = read_window(from_edtf(window.edtf).text)
    assert from_edtf(from_words.edtf, text=window.text) == window


@given(windows)
def test_the_plain_days_read_back(window: Window) -> None:
    assume(not window.approximate)
    again = read_window(window.plain)
    assert (again.earliest, again.latest) == (window.earliest, window.latest)
    assert again.plain == window.plain


@given(exact, st.sampled_from([str, str.upper, str.lower, "  {}  ".format]))
def test_capitals_and_spaces_change_nothing_but_the_words(text: str, change: Any) -> None:
    assert read_window(change(text)).edtf == read_window(text).edtf


@given(widenable, abouts)
def test_about_a_date_contains_it_and_more(text: str, about: str) -> None:
    stated, widened = read_window(text), read_window(about.format(text))
    assert widened.approximate
    assert widened.precision == stated.precision
    assert stated.earliest is None or _first(widened) < _first(stated)
    assert stated.latest is None or _last(widened) > _last(stated)
    assert (widened.earliest is None, widened.latest is None) == (
        stated.earliest is None,
        stated.latest is None,
    )


@given(ranges())
def test_about_a_range_contains_it_or_is_refused(text: str) -> None:
    stated = read_window(text)
    try:
        widened = read_window(f"about {text}")
    except DateRefused:
        assert re.search("fy|financial|end of", text.lower())
    else:
        assert _first(widened) < _first(stated) <= _last(stated) < _last(widened)


@given(st.none() | days, st.none() | days)
def test_a_window_between_days_has_those_days(one: dt.date | None, two: dt.date | None) -> None:
    assume(one or two)
    first, last = sorted((one, two)) if one and two else (one, two)
    window = between(first, last)
    assert (window.earliest, window.latest) == (first, last)
    assert read(window.text) == from_edtf(window.edtf) == window


@given(plain_dates)
def test_a_whole_part_of_the_year_is_recognised_from_its_days(text: str) -> None:
    window = read_window(text)
    assume(window.precision is not Precision.THIRD)
    assert between(window.earliest, window.latest).edtf == window.edtf


@given(windows, windows)
def test_windows_meet_each_other_or_lie_apart(one: Window, other: Window) -> None:
    apart = _last(one) < _first(other) or _last(other) < _first(one)
    assert one.meets(other) is other.meets(one) is not apart
    assert one.meets(one)


@given(plain_dates)
def test_before_by_from_and_after_part_the_calendar(text: str) -> None:
    stated = read_window(text)
    by, since, after = (read_window(f"{side} {text}") for side in ("by", "from", "after"))
    assert (by.latest, since.earliest) == (stated.latest, stated.earliest)
    assert _first(after) == _last(stated) + dt.timedelta(days=1)
    if "end" not in text:
        before = read_window(f"before {text}")
        assert _last(before) == _first(stated) - dt.timedelta(days=1)


offsets = st.integers(-600, 600)


@given(days, offsets)
def test_months_later_is_in_the_month_so_many_months_later(day: dt.date, offset: int) -> None:
    then = add_months(day, offset)
    assert (then.year - day.year) * 12 + then.month - day.month == offset
    length = calendar.monthrange(then.year, then.month)[1]
    at_the_end = day.day == calendar.monthrange(day.year, day.month)[1]
    assert then.day == (length if at_the_end else min(day.day, length))


@given(days, days, offsets)
def test_months_later_keeps_the_order(one: dt.date, two: dt.date, offset: int) -> None:
    first, last = sorted((one, two))
    assert add_months(first, offset) <= add_months(last, offset)


@given(years, months, offsets, offsets)
def test_the_last_day_of_a_month_stays_one_by_any_route(
    year: int, month: int, one: int, two: int
) -> None:
    last = dt.date(year, month, calendar.monthrange(year, month)[1])
    assert add_months(add_months(last, one), two) == add_months(last, one + two)
    assert add_months(add_months(last, one), -one) == last


codes = st.from_regex(r"[a-z][a-z0-9]{0,8}(-[a-z0-9]{1,6}){0,2}", fullmatch=True)


@given(codes, st.integers(-1200, 1200), st.integers(-36500, 36500))
def test_the_text_of_an_offset_reads_back(code: str, month_count: int, day_count: int) -> None:
    assume(code not in {name.lower() for name in (*FULL, *SHORT, "sept")})
    relative = Relative(code, month_count, day_count)
    assert read(relative.text) == relative


@given(windows, st.integers(-240, 240), st.integers(-400, 400))
def test_an_offset_moves_each_end_and_opens_or_closes_none(
    anchor: Window, month_count: int, day_count: int
) -> None:
    moved = Relative("contract", month_count, day_count).resolve(anchor)
    for before, after in ((anchor.earliest, moved.earliest), (anchor.latest, moved.latest)):
        expected = before and add_months(before, month_count) + dt.timedelta(days=day_count)
        assert after == expected
    assert from_edtf(moved.edtf, text=moved.text) == moved


# ---------------------------------------------------------------- the library's reading of EDTF

# It reads neither open sides, nor quarters, thirds and halves as the ends of an interval, nor
# these marked as approximate.
UNKNOWN_TO_THE_LIBRARY = re.compile(r"\.\.|-3[3-9].*/|/.*-3[3-9]|-4[01].*/|/.*-4[01]|-(3|4)\d~")


def _library(text: str) -> tuple[dt.date, dt.date]:
    with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
        parsed = edtf.parse_edtf(text)
    lower, upper = parsed.lower_strict(), parsed.upper_strict()
    return dt.date(*lower[:3]), dt.date(*upper[:3])


@given(st.one_of(lone_dates, ranges()))
@example("FY 2023-24")
@example("end of December 2021")
@example("early 2021")
@example("H1 2025")
def test_the_edtf_library_reads_the_same_days(text: str) -> None:
    window = read_window(text)
    assume(not UNKNOWN_TO_THE_LIBRARY.search(window.edtf))
    assert _library(window.edtf) == (window.earliest, window.latest)


@given(lone_dates)
@example("2021")
@example("FY 2023-24")
def test_the_edtf_library_reads_about_as_the_exact_days(text: str) -> None:
    exact_window, window = read_window(text), read_window(f"about {text}")
    assume(not UNKNOWN_TO_THE_LIBRARY.search(window.edtf))
    assert _library(window.edtf) == (exact_window.earliest, exact_window.latest)


@pytest.mark.parametrize("number", range(33, 42))
def test_the_edtf_library_numbers_the_parts_of_a_year_alike(number: int) -> None:
    window = from_edtf(f"2021-{number}")
    assert _library(window.edtf) == (window.earliest, window.latest)
