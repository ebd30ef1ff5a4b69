"""Labels: none covers another, and each stays as near as that allows."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.charts.placing import fit, lanes, spread, width

pytestmark = pytest.mark.once
PLACES = st.lists(st.floats(-50, 500), max_size=40)


def test_labels_that_do_not_touch_stay_where_they_are() -> None:
    assert spread([100, 10, 50], 17, 0, 200) == [100, 10, 50]


def test_labels_of_one_place_are_spread_about_it() -> None:
    assert spread([50, 50, 50], 10, 0, 100) == [40, 50, 60]


def test_labels_are_kept_within_the_drawing() -> None:
    assert spread([-20, 3], 10, 0, 100) == [0, 10]
    assert spread([98, 120], 10, 0, 100) == [90, 100]


@given(PLACES)
def test_no_label_covers_another_and_their_order_is_kept(wanted: list[float]) -> None:
    found = spread(wanted, 12, 0, 300)
    in_order = [found[i] for i in sorted(range(len(wanted)), key=lambda i: wanted[i])]
    assert all(b - a >= 11.8 for a, b in pairwise(in_order))
    last = max(300, 12 * (len(wanted) - 1))
    assert all(-0.1 <= place <= last + 0.1 for place in found)


@given(st.lists(st.tuples(st.floats(0, 900), st.floats(1, 300)), max_size=30))
def test_spans_of_one_lane_are_clear_of_each_other(sized: list[tuple[float, float]]) -> None:
    spans = [(start, start + length) for start, length in sized]
    found = lanes(spans, 5)
    for lane in set(found):
        mine = sorted(s for s, of in zip(spans, found, strict=True) if of == lane)
        assert all(b[0] - a[1] >= 5 - 1e-6 for a, b in pairwise(mine))
    assert set(found) == set(range(max(found, default=-1) + 1))


@given(st.text(max_size=80), st.floats(30, 500))
def test_a_text_is_cut_to_its_room_and_says_so(text: str, room: float) -> None:
    found = fit(text, room, 12)
    assert width(found, 12) <= room
    assert found == text or found.endswith("…")
