"""The pace of a lot, worked out by hand and on generated counts."""

from datetime import date, timedelta
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliveries.facts import Counted
from deliveries.pace import LIMIT, Pace, Rate, believed, pace_of

START, DUE = date(2020, 1, 1), date(2022, 9, 27)  # 1,000 days
DAY = timedelta(days=1)


def after(days: int) -> date:
    return START + timedelta(days=days)


def counted(total: int, days: int, **more: object) -> Counted:
    by = after(days)
    values = {"key": days or 1, "kind": "delivered", "credibility": 2, "reported": by, **more}
    return Counted(milestone="m", held=by, total=total, by=by, **values)  # type: ignore[arg-type]


def paced(*counts: Counted, quantity: int = 100, kind: str = "delivery") -> Pace:
    pace = pace_of(kind, quantity, counts, START, DUE)
    assert pace is not None
    return pace


def test_the_figures_of_earned_schedule_are_those_of_its_definitions() -> None:
    pace = paced(counted(20, 400))
    assert pace.planned_days == 1000
    assert pace.earned_days == 200  # what the plan gave for 20 of 100
    assert pace.spi == Fraction(1, 2)
    assert pace.completes_on == after(2000)
    assert pace.needed_on(after(400)) == Fraction(80, 600)
    assert pace.tspi_on(after(400)) == Fraction(80, 60)
    assert pace.best == Rate(20, 400, START, after(400))


def test_the_estimate_at_completion_is_rounded_up_to_whole_days() -> None:
    assert paced(counted(3, 100)).completes_on == after(3334)


def test_it_fails_from_the_day_on_which_what_is_needed_was_never_reached() -> None:
    # 40 by day 200 was 0.2 a day; 60 more at that rate take 300 days, so that day 700 is the last.
    pace = paced(counted(40, 200))
    assert pace.fails_from == after(701)
    assert pace.best is not None
    assert pace.needed_on(after(700)) == pace.best.a_day
    assert (pace.tspi_on(after(701)) or 0) > LIMIT


def test_what_is_needed_a_little_above_plan_is_no_risk() -> None:
    # Never as fast as planned; 91 pieces in 827 days are a tenth above plan.
    pace = paced(counted(9, 100))
    limit = pace.planned * LIMIT
    assert pace.fails_from == after(173)
    assert (pace.needed_on(after(172)) or 0) <= limit < (pace.needed_on(after(173)) or 0)


def test_nothing_in_a_hundred_days_has_a_best_rate_of_nothing() -> None:
    assert paced(counted(0, 89)).fails_from is None
    pace = paced(counted(0, 90))
    assert pace.best == Rate(0, 90, START, after(90))
    assert pace.fails_from == after(91)  # from then on more than 1.10 times the plan is needed


def test_a_shipload_in_a_week_is_no_rate() -> None:
    pace = paced(counted(10, 100), counted(30, 107))
    assert pace.best == Rate(30, 107, START, after(107))
    slow = paced(counted(10, 100), counted(11, 189), counted(13, 191))
    assert slow.best == Rate(10, 100, START, after(100))


def test_two_counts_a_quarter_apart_tell_a_rate_also_where_another_lies_between() -> None:
    # As of the AK-203: 27,000, six weeks later 35,000, a year later 47,516.
    pace = paced(counted(27, 500), counted(35, 547), counted(47, 924))
    assert pace.best == Rate(35, 547, START, after(547))
    faster = paced(counted(20, 500), counted(35, 547), counted(47, 700))
    assert faster.best == Rate(27, 200, after(500), after(700))
    assert faster.counts == (700, 500)


def test_of_equal_rates_the_first_one_counts_and_that_over_the_longest_time() -> None:
    pace = paced(counted(10, 100), counted(20, 200), counted(30, 300))
    assert pace.best == Rate(10, 100, START, after(100))
    later = paced(counted(0, 100), counted(10, 200), counted(20, 300))
    assert later.best == Rate(10, 100, after(100), after(200))
    both = paced(counted(0, 100), counted(5, 150), counted(15, 250))
    assert both.best == Rate(15, 150, after(100), after(250))


def test_all_done_never_fails() -> None:
    assert paced(counted(100, 900)).fails_from is None
    assert paced(counted(120, 900)).remaining == 0


def test_from_the_objective_on_it_fails_while_pieces_are_missing() -> None:
    pace = paced(counted(99, 400))
    assert pace.fails_from == DUE - 4 * DAY  # one piece at 99 in 400 days takes five
    assert pace.needed_on(DUE) is None
    assert pace.tspi_on(DUE) is None


@pytest.mark.parametrize(
    ("counts", "totals"),
    [
        ([counted(10, 100), counted(20, 200)], [10, 20]),
        # A total that goes down corrects what was said before.
        ([counted(30, 100), counted(20, 200)], [20]),
        # Unless what was said before is more credible.
        ([counted(30, 100, credibility=1), counted(20, 200)], [30]),
        # Two totals of one day: the more credible, then the later reported, then the smaller.
        ([counted(30, 100), counted(20, 100, credibility=1)], [20]),
        ([counted(30, 100, reported=after(300)), counted(20, 100)], [30]),
        ([counted(30, 100), counted(20, 100)], [20]),
        # A late report of an early day fills the curve and contradicts nothing.
        ([counted(20, 200), counted(5, 50, reported=after(500))], [5, 20]),
        # A late report that more had come early is believed against an older, lower total.
        ([counted(20, 200), counted(50, 100, reported=after(500))], [50]),
        ([counted(20, 200), counted(20, 200, key=7)], [20]),
    ],
)
def test_of_totals_that_contradict_each_other_the_better_stand(
    counts: list[Counted], totals: list[int]
) -> None:
    assert [c.total for c in believed(counts)] == totals


def test_it_counts_what_the_milestone_is_about() -> None:
    counts = [counted(30, 100, kind="produced"), counted(20, 100, kind="accepted")]
    assert paced(*counts).kind == "accepted"
    assert paced(*counts, counted(5, 100, kind="delivered")).kind == "delivered"
    acceptance = paced(*counts, counted(5, 100, kind="delivered"), kind="acceptance")
    assert acceptance.kind == "accepted"
    assert paced(counts[0], kind="completion").kind == "produced"


def test_pieces_before_the_planned_beginning_move_it() -> None:
    pace = paced(counted(5, -50), counted(30, 100))
    assert pace.starts_on == after(-50)
    assert pace.best == Rate(25, 150, after(-50), after(100))


def test_there_is_no_pace_of_one_piece_of_no_count_or_without_time() -> None:
    assert pace_of("delivery", 1, [counted(0, 100)], START, DUE) is None
    assert pace_of("delivery", 100, [], START, DUE) is None
    assert pace_of("delivery", 100, [counted(0, 100)], DUE, DUE) is None


counts = st.lists(
    st.builds(
        counted,
        st.integers(0, 130),
        st.integers(-100, 1100),
        kind=st.sampled_from(("delivered", "accepted")),
        credibility=st.integers(1, 6),
        reported=st.integers(1100, 1300).map(after),
        key=st.integers(1, 10**6),
    ),
    min_size=1,
    max_size=12,
    unique_by=lambda c: c.key,
)


@given(counts, st.randoms(use_true_random=False))
def test_the_order_of_entry_changes_no_pace(given: list[Counted], random: Random) -> None:
    shuffled = list(given)
    random.shuffle(shuffled)
    assert pace_of("delivery", 100, given, START, DUE) == pace_of(
        "delivery", 100, shuffled, START, DUE
    )


@given(counts)
def test_no_two_points_a_quarter_apart_have_a_better_rate(given: list[Counted]) -> None:
    pace = pace_of("delivery", 1000, given, START, DUE)
    if pace is None:
        return
    told = [(c.by, c.total) for c in believed([c for c in given if c.kind == pace.kind])]
    curve = [(day, total) for day, total in told if day > pace.starts_on]
    curve.insert(0, (pace.starts_on, dict(told).get(pace.starts_on, 0)))
    rates = [
        Rate(total - before, (day - since).days, since, day)
        for day, total in curve
        for since, before in curve
        if (day - since).days >= 90
    ]
    assert pace.best == max(rates, key=lambda rate: rate.a_day, default=None)


@given(counts)
def test_what_is_believed_never_goes_down_and_what_is_not_contradicts_it(
    given: list[Counted],
) -> None:
    delivered = [c for c in given if c.kind == "delivered"]
    kept = believed(delivered)
    totals = [c.total for c in kept]
    assert totals == sorted(totals)
    assert len({c.by for c in kept}) == len(kept)
    for left_out in (c for c in delivered if c not in kept):
        assert any(
            (k.by == left_out.by)
            or (k.by < left_out.by and k.total > left_out.total)
            or (k.by > left_out.by and k.total < left_out.total)
            for k in kept
        )


@given(counts)
def test_the_day_on_which_it_fails_is_the_first_on_which_the_rule_holds(
    given: list[Counted],
) -> None:
    pace = pace_of("delivery", 100, given, START, DUE)
    if pace is None:
        return

    def fails(day: date) -> bool:
        needed, tspi = pace.needed_on(day), pace.tspi_on(day)
        if pace.best is None or not pace.remaining:
            return False
        if needed is None or tspi is None:
            return True
        return needed > pace.best.a_day and tspi > LIMIT

    days = [pace.counted_on + timedelta(days=n) for n in range(1200)]
    assert pace.fails_from == next((day for day in days if fails(day)), None)


@given(counts)
def test_a_pace_is_the_same_after_it_was_stored(given: list[Counted]) -> None:
    pace = pace_of("delivery", 100, given, START, DUE)
    assert pace is None or Pace.from_dict(pace.as_dict()) == pace
