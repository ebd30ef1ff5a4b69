"""The trend chart: statements as marks, estimates as lines."""

import re
from datetime import date
from itertools import pairwise

import pytest

from dashboard.charts.lettering import letter, on_runs
from dashboard.charts.trend import Course, Statement, Stretch, TrendChart, trend

pytestmark = pytest.mark.once
TODAY = date(2024, 1, 1)


def said(number: int, day: date, *dates: date | None, kind: str = "promised") -> Statement:
    earliest, latest = dates if len(dates) == 2 else (dates * 2 or (None, None))
    return Statement(number, "first", kind, day, earliest, latest, "words")


def a_course(*stretches: Stretch, baselines: tuple[Stretch, ...] = ()) -> Course:
    return Course("first", "First", stretches, baselines, "+9 days")


def drawn(course: Course, *statements: Statement) -> TrendChart:
    found = trend([course], statements, TODAY)
    assert found is not None
    return found


def corners(path: str) -> list[tuple[float, float]]:
    found = re.findall(r"([\d.]+) ([\d.]+)", path)
    return [(float(x), float(y)) for x, y in found]


def test_where_no_date_is_stated_there_is_nothing_to_draw() -> None:
    assert trend([a_course()], [said(1, date(2020, 1, 1), kind="delayed")], TODAY) is None


def test_a_later_statement_lies_right_and_a_later_date_above() -> None:
    chart = drawn(
        a_course(),
        said(1, date(2020, 1, 1), date(2022, 1, 1)),
        said(2, date(2021, 1, 1), date(2023, 1, 1)),
    )
    one, two = chart.marks
    assert one.x < two.x
    assert one.y > two.y
    assert one.path == ""


def test_an_imprecise_date_is_a_bar_below_its_mark_and_an_open_one_has_dashes() -> None:
    whole, open_ = drawn(
        a_course(),
        said(1, date(2020, 1, 1), date(2022, 1, 1), date(2022, 12, 31)),
        said(2, date(2020, 1, 1), None, date(2022, 12, 31)),
    ).marks
    assert whole.path.count("M") == 1
    assert open_.path.count("M") == 4
    assert whole.y == open_.y


def test_a_word_without_a_date_stands_on_the_date_that_it_speaks_of() -> None:
    reckoned = Stretch(date(2020, 1, 1), date(2021, 1, 1), date(2022, 1, 1), 0)
    chart = drawn(
        a_course(reckoned),
        said(1, date(2020, 1, 1), date(2022, 1, 1)),
        said(2, date(2021, 1, 1), kind="delayed"),
    )
    assert chart.marks[0].y == chart.marks[1].y


def test_a_line_is_level_until_the_day_catches_up_then_climbs_with_it() -> None:
    overdue = Stretch(date(2020, 1, 1), TODAY, date(2022, 1, 1), 0)
    chart = drawn(a_course(overdue), said(1, date(2020, 1, 1), date(2022, 1, 1)))
    first, caught, last = corners(chart.lines[0].path)
    assert first[1] == caught[1] > last[1]
    assert last == corners(chart.diagonal)[-1]


def test_a_line_breaks_off_where_no_last_day_is_given() -> None:
    chart = drawn(
        a_course(
            Stretch(date(2020, 1, 1), date(2021, 1, 1), date(2022, 1, 1), 0),
            Stretch(date(2021, 1, 1), date(2022, 1, 1), None, 0),
            Stretch(date(2022, 1, 1), date(2023, 1, 1), date(2025, 1, 1), 0),
            Stretch(date(2023, 1, 1), date(2023, 1, 1), date(2022, 12, 1), None),
        ),
        said(1, date(2020, 1, 1), date(2022, 1, 1)),
    )
    assert chart.lines[0].path.count("M") == 2


def test_a_moved_baseline_is_an_upright_arrow_from_the_old_date_to_the_new() -> None:
    baselines = (
        Stretch(date(2020, 1, 1), date(2021, 1, 1), date(2022, 1, 1), None),
        Stretch(date(2021, 1, 1), date(2022, 1, 1), date(2022, 1, 1), None),
        Stretch(date(2022, 1, 1), TODAY, date(2023, 6, 1), None),
    )
    chart = drawn(a_course(baselines=baselines), said(1, date(2020, 1, 1), date(2022, 1, 1)))
    (move,) = chart.moves
    assert move.count("M") == 2


def test_every_milestone_with_a_date_has_its_label_and_no_two_of_them_touch() -> None:
    day, due = date(2020, 1, 1), date(2022, 1, 1)
    courses = [
        Course(f"m{n}", f"Milestone {n}", [Stretch(day, TODAY, due, 0)], ()) for n in range(60)
    ]
    statements = [Statement(n, f"m{n}", "promised", day, due, due, "words") for n in range(60)]
    chart = trend([*courses, a_course()], statements, TODAY)
    assert chart is not None
    places = sorted(line.label.y for line in chart.lines)
    assert len(places) == 60
    assert all(b - a > 16 for a, b in pairwise(places))
    assert chart.bottom > places[-1]


def test_each_line_has_its_letter_and_no_two_neighbours_have_the_same_dashes() -> None:
    day = date(2020, 1, 1)
    courses = [
        Course(f"m{n}", f"M{n}", [Stretch(day, TODAY, date(2024 + n, 1, 1), 0)], ())
        for n in range(5)
    ]
    deciding = Course("last", "Last", [Stretch(day, TODAY, date(2030, 1, 1), 0)], (), "", True)
    statements = [Statement(1, "m0", "promised", day, day, day, "words")]
    chart = trend([*courses, deciding], statements, TODAY)
    assert chart is not None
    assert [line.letter for line in chart.lines] == list("ABCDEF")
    *others, last = (line.dashes for line in chart.lines)
    assert len(set(others)) == 5
    assert last == ""
    assert all(line.label.sample for line in chart.lines)
    for line in chart.lines:
        (place,) = line.letters
        assert place[1] == corners(line.path)[0][1]


def test_letters_stand_clear_of_each_other_and_off_the_lines_of_others() -> None:
    first: list[tuple[float, float]] = [(0, 50), (100, 50)]
    longer: list[tuple[float, float]] = [(0, 50), (400, 50)]
    here, there = on_runs([[first], [longer]], [])
    assert here == [(50, 50)]
    assert there[0][0] > 100
    assert on_runs([[[(0, 0), (20, 0)]]], []) == [[]]
    assert on_runs([[first]], [(x, 50) for x in range(0, 101, 10)]) == [[]]


def test_what_is_a_point_alone_is_named_without_a_piece_of_a_line() -> None:
    met = Stretch(date(2020, 1, 1), date(2020, 1, 1), date(2020, 1, 1), None)
    chart = drawn(a_course(met), said(1, date(2020, 1, 1), date(2020, 1, 1)))
    assert (chart.lines[0].label.sample, chart.lines[0].letters) == ("", [])


def test_letters_go_on_after_z() -> None:
    assert [letter(n) for n in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_the_statements_of_a_milestone_stand_with_its_line_in_the_order_of_days() -> None:
    due = date(2022, 1, 1)
    courses = [Course(code, code, (), ()) for code in ("a", "b")]
    statements = [
        Statement(n, code, "promised", date(2020, n, 1), due, due, "words")
        for n, code in enumerate(("a", "b", "a"), start=1)
    ]
    chart = trend(courses, statements, TODAY)
    assert chart is not None
    assert [[m.number for m in line.marks] for line in chart.lines] == [[1, 3], [2]]
