"""Axes: days and numbers keep their order, and ticks their distance."""

import subprocess
import sys
from datetime import date
from itertools import pairwise
from pkgutil import iter_modules

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import charts
from dashboard.charts.bars import bar, softened
from dashboard.charts.scales import Days, Numbers, spanning

pytestmark = pytest.mark.once
DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))


def an_axis(end: float = 100) -> Days:
    return Days(date(2020, 1, 1), date(2021, 1, 1), 0, end)


def test_the_first_day_lies_at_the_start_and_the_last_at_the_end() -> None:
    assert an_axis().at(date(2020, 1, 1)) == 0
    assert an_axis().at(date(2021, 1, 1)) == 100
    assert an_axis(-100).at(date(2020, 7, 2)) == -50


def test_what_is_beyond_an_axis_lies_at_its_end() -> None:
    assert an_axis().at(date(1999, 1, 1)) == 0
    assert an_axis().at(date(2033, 1, 1)) == 100


def test_an_axis_of_one_day_has_one_place() -> None:
    axis = Days(date(2020, 1, 1), date(2020, 1, 1), 7, 100)
    assert axis.at(date(2020, 1, 1)) == 7
    assert [t.at for t in axis.ticks(50)] == [7]


@given(st.lists(DAYS, min_size=2), st.floats(-2000, 2000), st.floats(-2000, 2000))
def test_days_keep_their_order_and_stay_on_the_axis(
    days: list[date], start: float, end: float
) -> None:
    axis = spanning(days, start, end)
    places = [axis.at(d) for d in sorted(days)]
    assert places == sorted(places, reverse=end < start)
    assert all(min(start, end) - 0.1 <= p <= max(start, end) + 0.1 for p in places)


@given(DAYS, DAYS, st.integers(20, 1500), st.integers(20, 120))
def test_ticks_of_days_stand_apart_and_are_firsts(
    one: date, other: date, length: int, room: int
) -> None:
    axis = Days(min(one, other), max(one, other), 0, length)
    ticks = axis.ticks(room)
    # A month may be a tenth shorter than the average.
    assert all(b.at - a.at >= room * 0.9 for a, b in pairwise(ticks))
    assert len({t.label for t in ticks}) == len(ticks)


@pytest.mark.parametrize(
    ("length", "labels"),
    [
        (800, ["Jan 2020", "Feb 2020"]),
        (250, ["Jan 2020", "Apr 2020"]),
        (130, ["Jan 2020", "Jul 2020"]),
        (62, ["2020", "2021"]),
    ],
)
def test_ticks_are_of_months_or_years_as_there_is_room(length: int, labels: list[str]) -> None:
    assert [t.label for t in an_axis(length).ticks(60)][:2] == labels


@given(st.integers(1, 10**7), st.integers(50, 500), st.integers(15, 60))
def test_ticks_of_numbers_stand_apart_and_are_round(last: int, length: int, room: int) -> None:
    ticks = Numbers(last, length, 0).ticks(room)
    assert ticks[0].label == "0"
    assert all(a.at - b.at >= room - 0.2 for a, b in pairwise(ticks))
    numbers = [int(t.label.replace(",", "")) for t in ticks]
    step = numbers[1] if len(numbers) > 1 else 1
    assert str(step).rstrip("0") in ("1", "2", "5")
    assert numbers[-1] <= last


def test_numbers_beyond_an_axis_lie_at_its_end() -> None:
    assert Numbers(10, 100, 0).at(50) == 0
    assert Numbers(10, 100, 0).at(-5) == 100
    assert Numbers(0, 100, 0).at(3) == 100


def test_a_window_is_a_bar_known_by_its_last_day() -> None:
    found = bar(an_axis(), date(2020, 1, 1), date(2020, 7, 1))
    assert found is not None
    assert (found.start, found.end, found.mark, found.soft) == (0, 49.7, 49.7, ())
    assert bar(an_axis(), None, None) is None


def test_an_open_side_runs_out_in_dashes_that_shorten() -> None:
    later, sooner = bar(an_axis(), date(2020, 7, 1), None), bar(an_axis(), None, date(2020, 7, 1))
    assert later is not None
    assert sooner is not None
    assert later.mark == sooner.mark == 49.7
    assert all(a > 49.7 and b > a for a, b in later.soft)
    assert all(a < 49.7 and b < a for a, b in sooner.soft)
    lengths = [abs(b - a) for a, b in softened(0, 1)]
    assert lengths == sorted(lengths, reverse=True)
    # On an axis that runs upwards, later is less.
    up = bar(an_axis(-100), date(2020, 7, 1), None)
    assert up is not None
    assert all(a < up.mark for a, _ in up.soft)


def test_the_geometry_of_charts_knows_no_django() -> None:
    names = [f"dashboard.charts.{m.name}" for m in iter_modules(charts.__path__)]
    asked = f"import {', '.join(names)}, sys; sys.exit('django' in sys.modules)"
    assert len(names) > 5
    assert subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0
