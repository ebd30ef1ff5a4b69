"""Where the milestones of several deals lie on one axis."""

from datetime import date
from itertools import pairwise

import pytest

from dashboard.charts.compare import (
    DAY_0,
    DRAWN,
    CompareChart,
    Course,
    Row,
    Step,
    compare,
    contract_ticks,
)
from dashboard.charts.rows import Sides
from dashboard.charts.scales import Days

pytestmark = pytest.mark.once
DAY = date(2026, 11, 22)


def step(reckoned: Sides | None, baseline: Sides | None = None, code: str = "m") -> Step:
    return Step(code, code.title(), baseline, reckoned, False, "critical", "Critical", "words")


def on(text: str) -> Sides:
    return date.fromisoformat(text), date.fromisoformat(text)


def a_deal(ref: str, signed: str | None, *steps: Step) -> Course:
    return Course(ref, ref.title(), date.fromisoformat(signed) if signed else None, steps)


def chart(*deals: Course, by_contract: bool = False) -> CompareChart:
    found = compare(deals, DAY, by_contract=by_contract)
    assert found is not None
    return found


def rows(found: CompareChart) -> list[Row]:
    return [row for lane in found.lanes for row in lane.rows]


OLD = a_deal("old", "2010-06-01", step(on("2012-06-01")))
NEW = a_deal("new", "2020-06-01", step(on("2022-06-01")))


def test_by_date_the_later_lies_to_the_right() -> None:
    old, new = rows(chart(OLD, NEW))
    assert old.reckoned is not None
    assert new.reckoned is not None
    assert old.reckoned.mark < new.reckoned.mark


def test_by_contract_day_what_took_as_long_lies_at_the_same_place() -> None:
    found = chart(OLD, NEW, by_contract=True)
    old, new = rows(found)
    assert old.reckoned is not None
    assert new.reckoned is not None
    # 2012 has a leap day between, 2020 to 2022 has none.
    assert old.reckoned.mark == pytest.approx(new.reckoned.mark, abs=1)
    assert found.zero is not None
    assert found.zero < old.reckoned.mark
    assert [lane.today for lane in found.lanes] == [None, None]  # long after what is drawn


def test_the_day_of_the_page_is_another_contract_day_for_each_deal() -> None:
    open_ = (
        a_deal(r, s, step(on("2028-06-01"))) for r, s in (("a", "2020-01-01"), ("b", "2024-01-01"))
    )
    old, new = (lane.today for lane in chart(*open_, by_contract=True).lanes)
    assert old is not None
    assert new is not None
    assert old > new


def test_a_deal_without_a_contract_is_left_out_by_contract_day_alone() -> None:
    unsigned = a_deal("unsigned", None, step(on("2022-06-01")))
    assert [lane.ref for lane in chart(OLD, unsigned).lanes] == ["old", "unsigned"]
    assert [lane.ref for lane in chart(OLD, unsigned, by_contract=True).lanes] == ["old"]
    assert compare([unsigned], DAY, by_contract=True) is None


def test_an_open_end_is_soft_and_a_baseline_leads_to_its_date() -> None:
    (row,) = rows(chart(a_deal("a", None, step((date(2024, 1, 1), None), on("2022-01-01")))))
    assert row.reckoned is not None
    assert row.reckoned.soft
    assert row.baseline is not None
    assert row.slip == f"M{row.baseline.mark} {row.y}H{row.reckoned.mark}"


def test_a_milestone_without_a_date_has_a_row_and_no_bar() -> None:
    first, second = rows(chart(a_deal("a", None, step(on("2022-01-01")), step(None))))
    assert first.reckoned is not None
    assert (second.reckoned, second.slip) == (None, "")
    assert second.y > first.y


def test_deals_lie_below_each_other_and_a_long_plan_is_cut() -> None:
    long = a_deal("long", None, *(step(on("2022-01-01"), code=f"m{n}") for n in range(DRAWN + 5)))
    found = chart(long, OLD)
    assert [lane.left_out for lane in found.lanes] == ["5 more in the table", ""]
    assert all(a.bottom == b.top for a, b in pairwise(found.lanes))
    assert found.bottom == found.lanes[-1].bottom < found.height


def test_ticks_count_days_from_the_contract() -> None:
    axis = Days(date(1998, 1, 1), date(2008, 1, 1), 0, 600)
    ticks = contract_ticks(axis, 58)
    assert "day 0" in [t.label for t in ticks]
    assert "day −365" in [t.label for t in ticks]
    assert all(b.at - a.at >= 58 for a, b in pairwise(ticks))
    assert next(t.at for t in ticks if t.label == "day 0") == axis.at(DAY_0)


def test_without_a_date_nothing_is_drawn() -> None:
    assert compare([a_deal("a", None, step(None))], DAY, by_contract=False) is None
