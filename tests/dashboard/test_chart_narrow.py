"""Charts on a phone: all across is on the drawing, and the words stand above the bars."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page

from dashboard.charts import calendar, compare, steps, strip, timeline, trend
from dashboard.charts.placing import BOLD, width
from dashboard.charts.rows import LETTER, NARROW, InRow, Room
from tests.dashboard.test_charts import a_drawn_deal
from tests.factories import together

TODAY = date(2024, 1, 1)
Y20, Y21, Y22 = (date(year, 1, 1) for year in (2020, 2021, 2022))
LONG = "A milestone with a title of very many words, which nobody can shorten"
PHONE, LEAST = 360, 10.5  # pixels of a page, and of the letters on it


def a_timeline(room: Room) -> timeline.TimelineChart:
    plan = [
        timeline.Planned("a", LONG, None, (Y20, Y21), None, (Y22, Y22), False, (), "Not contracted")
    ]
    happened = [timeline.Happening(n, LONG, (day, day)) for n, day in enumerate((Y20, TODAY))]
    found = timeline.timeline(plan, happened, TODAY, room)
    assert found is not None
    return found


def a_comparison(room: Room) -> compare.CompareChart:
    row = compare.Step("a", LONG, (Y20, Y21), (Y22, Y22), False, "met_late", "Met late", "words")
    course = compare.Course("radar", LONG, Y20, [row] * (compare.DRAWN + 1))
    found = compare.compare([course, course], TODAY, by_contract=True, room=room)
    assert found is not None
    return found


def a_calendar(room: Room) -> calendar.CalendarChart:
    due = calendar.Due(LONG, Y21, Y22, None, "at_risk", "At risk", "words")
    found = calendar.calendar([due], Y20, TODAY, [], TODAY, room)
    assert found is not None
    return found


def rows(room: Room) -> list[InRow]:
    compared = [row for lane in a_comparison(room).lanes for row in lane.rows]
    return [*a_timeline(room).rows, *compared, *a_calendar(room).rows]


@pytest.mark.once
def test_the_words_of_a_row_stand_above_its_bars_and_none_covers_another() -> None:
    for row in rows(NARROW):
        assert row.words_y <= row.y - LETTER
        assert width(row.label, LETTER) < row.state_at
        assert row.state_at + 20 + width("Met late", LETTER) <= NARROW.width
    for row in rows(Room()):
        assert row.words_y == row.y
        assert row.first == row.upper


@pytest.mark.once
def test_rows_lie_below_each_other_with_room_for_their_words() -> None:
    for lane in a_comparison(NARROW).lanes:
        for before, after in zip(lane.rows, lane.rows[1:], strict=False):
            assert before.first + before.deep <= after.first
        assert lane.rows[-1].first + lane.rows[-1].deep <= lane.bottom


@pytest.mark.once
def test_what_is_said_of_days_and_events_lies_within_the_drawing() -> None:
    drawn = a_timeline(NARROW)
    assert drawn.today_says + timeline.DAY / 2 <= NARROW.width
    assert drawn.lanes == []
    for event in drawn.events:
        long = width(event.label, LETTER)
        begins = event.text_at if event.anchor == "start" else event.text_at - long
        assert begins >= 0
        assert begins + long <= NARROW.width
    for tick in (*drawn.across, *a_comparison(NARROW).across):
        assert width(tick.label, LETTER) / 2 <= tick.at
        assert tick.at + width(tick.label, LETTER) / 2 <= NARROW.width


@pytest.mark.once
def test_the_names_of_lines_stand_below_them_after_a_piece_of_each() -> None:
    totals = [steps.Total(1, Y20, 5, ""), steps.Total(2, Y21, 50, "")]
    lot = steps.Lot("a", LONG, 100, [("produced", totals), ("delivered", totals)])
    found = steps.steps([lot, lot], TODAY, steps.NARROW)
    assert found is not None
    first, second = found.panels
    assert all(line.label_y > first.bottom and line.sample for line in first.lines)
    assert max(line.label_y for line in first.lines) < second.top - steps.TOP / 2
    many = steps.steps([replace(lot, quantity=900_000)], TODAY, steps.NARROW)
    assert many is not None
    assert max(width(t.label, LETTER) for t in many.panels[0].upwards) < many.left - 7
    statement = trend.Statement(1, "a", "promised", Y20, Y22, Y22, "words")
    course = trend.Course("a", LONG, [trend.Stretch(Y20, TODAY, Y22, 0)], (), "+1,310 days", True)
    moved = trend.trend([course], [statement], TODAY, trend.NARROW)
    assert moved is not None
    (line,) = moved.lines
    assert moved.bottom < line.label.y < moved.height
    named = width(f"{line.label.text} ", LETTER * BOLD) + width(line.label.note, LETTER)
    assert named < NARROW.width - 24
    assert moved.top <= line.label.end_y <= moved.bottom


@pytest.mark.once
def test_a_strip_has_its_title_above_it_and_all_the_width() -> None:
    run = strip.Run(Y20, TODAY, "breach", "Breach", "")
    found = strip.strips([strip.Strip("a", "A", [run])], TODAY, strip.NARROW)
    assert found is not None
    (row,) = found.rows
    assert row.words_y < row.y
    assert row.boxes[0].x == 0


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_on_a_phone_no_chart_has_to_be_scrolled_and_its_letters_can_be_read(
    page: Page, live_server: Any
) -> None:
    with together():
        a_drawn_deal()
        a_drawn_deal("sonar")
    page.set_viewport_size({"width": PHONE, "height": 800})
    for address in (
        "/deals/radar/",
        "/compare/?deals=radar,sonar",
        "/calendar/?in=FY2020-21&by=objective",
    ):
        page.goto(f"{live_server.url}{address}")
        boxes = page.locator(".chart-box")
        assert boxes.count() >= 1
        for box in boxes.all():
            assert box.evaluate("box => box.scrollWidth <= box.clientWidth"), address
            (drawn,) = [svg for svg in box.locator("svg.chart").all() if svg.is_visible()]
            letters = drawn.evaluate("svg => svg.getScreenCTM().a * svg.getAttribute('font-size')")
            assert letters >= LEAST
        assert not page.locator(".scrolls").first.is_visible()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_on_a_desk_and_in_print_it_is_the_wide_drawing_alone(page: Page, live_server: Any) -> None:
    with together():
        a_drawn_deal()
    pages: list[tuple[int, Any]] = [(1440, "screen"), (768, "screen"), (PHONE, "print")]
    for across, media in pages:
        page.set_viewport_size({"width": across, "height": 800})
        page.emulate_media(media=media)
        page.goto(f"{live_server.url}/deals/radar/")
        assert page.locator(".chart-wide").count() >= 4
        assert all(svg.is_visible() for svg in page.locator(".chart-wide").all())
        assert not any(svg.is_visible() for svg in page.locator(".chart-narrow").all())


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_at_the_name_of_a_line_all_others_stand_back(page: Page, live_server: Any) -> None:
    with together():
        a_drawn_deal()
    page.goto(f"{live_server.url}/deals/radar/")
    first, second = page.locator(".chart-wide .course").all()
    opacity = "course => getComputedStyle(course).opacity"
    assert [line.evaluate(opacity) for line in (first, second)] == ["1", "1"]
    first.locator("a").first.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    assert [line.evaluate(opacity) for line in (first, second)] == ["1", "0.2"]
    stroke = "line => getComputedStyle(line).strokeWidth"
    assert first.locator(".run").evaluate(stroke) == "3px"
