"""The timeline, the steps of deliveries and the strips of states."""

from datetime import date
from fractions import Fraction
from itertools import pairwise

import pytest

from dashboard.charts.steps import Lot, Plan, StepsChart, Total, steps
from dashboard.charts.strip import Run, Strip, strips
from dashboard.charts.timeline import Happening, Planned, TimelineChart, timeline

pytestmark = pytest.mark.once
TODAY = date(2024, 1, 1)
Y20, Y21, Y22, Y23 = (date(year, 1, 1) for year in (2020, 2021, 2022, 2023))


def planned(code: str, *days: date | None, after: tuple[str, ...] = ()) -> Planned:
    baseline, reckoned = days
    return Planned(code, code, None, (baseline, baseline), None, (reckoned, reckoned), False, after)


def plan(*rows: Planned, happened: tuple[Happening, ...] = ()) -> TimelineChart:
    found = timeline(rows, happened, TODAY)
    assert found is not None
    return found


def test_a_plan_without_a_date_has_no_timeline() -> None:
    assert timeline([planned("a", None, None)], [Happening(1, "War", (Y20, Y20))], TODAY) is None


def test_a_slip_leads_from_the_baseline_to_what_is_reckoned_with() -> None:
    (row,) = plan(planned("a", Y21, Y22)).rows
    assert row.baseline is not None
    assert row.reckoned is not None
    assert row.slip == f"M{row.baseline.mark} {row.y}H{row.reckoned.mark}"
    assert row.baseline.mark < row.reckoned.mark


def test_what_waits_is_led_to_from_what_comes_first_whichever_is_later_or_lower() -> None:
    chart = plan(
        planned("a", Y21, Y22, after=("c", "unknown")),
        planned("b", Y21, Y21, after=("a",)),
        planned("c", Y21, Y22, after=("a",)),
        planned("d", None, None, after=("a",)),
    )
    assert len(chart.links) == 3


def test_each_lane_of_events_is_named_at_the_left() -> None:
    happened = (
        Happening(1, "War", (Y20, Y20)),
        Happening(2, "Peace", (Y23, Y23)),
        Happening(3, "A conference on what the peace may mean to all of them", (Y20, Y20)),
    )
    chart = plan(planned("a", Y20, TODAY), happened=happened)
    assert {lane.y for lane in chart.lanes} == {event.y for event in chart.events}
    assert chart.lanes[0].label == "War and 1 more"
    assert chart.lanes[1].label.endswith("…")


def test_titles_of_events_never_cover_each_other() -> None:
    happened = tuple(Happening(n, "An event of many words " * 3, (Y22, Y22)) for n in range(4))
    late = Happening(9, "The last of all", (TODAY, None))
    chart = plan(planned("a", Y20, TODAY), happened=(*happened, late))
    same = [e.y for e in chart.events if e.number < 9]
    assert len(set(same)) == 4
    assert chart.height > max(same)
    assert {e.anchor for e in chart.events} == {"start"}


def test_an_event_at_the_right_edge_has_its_title_at_its_left() -> None:
    late = Happening(1, "Very long words about what went on " * 3, (TODAY, TODAY))
    (event,) = plan(planned("a", Y20, TODAY), happened=(late,)).events
    assert event.anchor == "end"
    assert event.text_at < event.x


def a_lot(*totals: Total, quantity: int = 100, plan: Plan | None = None, **more: bool) -> Lot:
    return Lot("a", "A", quantity, [("delivered", totals)], plan, **more)


def stepped(*lots: Lot) -> StepsChart:
    found = steps(lots, TODAY)
    assert found is not None
    return found


def test_single_counts_without_a_plan_are_no_steps() -> None:
    assert steps([a_lot(Total(1, Y21, 5, "five"))], TODAY) is None


def test_steps_join_what_is_believed_and_mark_the_rest() -> None:
    lot = a_lot(
        Total(1, Y21, 5, ""), Total(2, Y22, 50, "", is_believed=False), Total(3, Y23, 9, "")
    )
    (panel,) = stepped(lot).panels
    (line,) = panel.lines
    assert line.path.count("V") == 1
    assert line.label == "delivered: 9"
    assert [p.is_believed for p in panel.points] == [True, False, True]
    assert panel.today is not None


def test_a_lot_that_has_ended_has_no_today() -> None:
    lot = a_lot(Total(1, Y21, 5, ""), Total(2, Y22, 100, ""), is_open=False)
    assert stepped(lot).panels[0].today is None


@pytest.mark.parametrize(
    ("due", "best", "done", "kinds"),
    [
        (date(2026, 1, 1), Fraction(1, 30), 9, ["planned", "needed", "best"]),
        (date(2026, 1, 1), None, 9, ["planned", "needed"]),
        (Y23, Fraction(1, 30), 9, ["planned", "best"]),
        (date(2026, 1, 1), Fraction(1, 30), 100, ["planned"]),
    ],
)
def test_a_plan_is_drawn_with_what_is_needed_and_what_the_best_rate_would_bring(
    due: date, best: Fraction | None, done: int, kinds: list[str]
) -> None:
    words = ("planned", "needed", "best so far")
    lot = a_lot(Total(1, Y22, done, ""), plan=Plan(Y21, due, done, Y22, best, words))
    (panel,) = stepped(lot).panels
    assert [line.kind for line in panel.lines] == ["delivered", *kinds]
    places = sorted(line.label_y for line in panel.lines)
    assert all(b - a > 16 for a, b in pairwise(places))


def test_more_than_was_agreed_is_still_on_the_drawing() -> None:
    (panel,) = stepped(a_lot(Total(1, Y21, 5, ""), Total(2, Y22, 140, ""))).panels
    assert panel.top < panel.full < panel.bottom


def test_a_run_has_its_shape_and_its_word_as_there_is_room() -> None:
    runs = [
        Run(Y20, Y22, "breach", "Breach", ""),
        Run(Y22, date(2022, 2, 10), "critical", "Critical", ""),
        Run(date(2022, 2, 10), date(2022, 2, 11), "at_risk", "At risk", ""),
    ]
    chart = strips([Strip("a", "A", runs)], TODAY)
    assert chart is not None
    wide, narrow, least = chart.rows[0].boxes
    assert (wide.has_shape, wide.text) == (True, "Breach")
    assert (narrow.has_shape, narrow.text) == (True, "")
    assert (least.has_shape, least.text) == (False, "")
    assert least.width >= 1
    assert float(narrow.shade) > float(wide.shade) > float(least.shade)


def test_without_a_run_there_is_no_strip() -> None:
    assert strips([Strip("a", "A", [])], TODAY) is None
