"""What the pace of a lot does to the verdict on its milestone."""

from tests.deliveries.saying import counted, day, facts, on, said, step, turns

SIGNED = said("actual", "2020-01-01", "2020-01-01", on="signature")
DUE = said("contracted", "2023-12-31", "2020-01-02")
STEPS = (step("signature", kind="signature"), step("m", "signature", quantity=100))


def test_a_lot_that_cannot_make_it_at_any_rate_yet_reached_is_at_risk_from_the_day_foretold() -> (
    None
):
    known = facts(SIGNED, DUE, steps=STEPS, counts=(counted(50, "2021-12-31"),))
    pace = on(known, "2022-01-01").pace
    assert pace is not None
    assert pace.starts_on == day("2020-01-01")
    # 50 came in 730 days as planned; 663 days before the end 50 more are 1.10 times the plan.
    assert pace.fails_from == day("2022-03-08")
    assert on(known, "2022-03-07").state == "on_track"
    assert on(known, "2022-03-08").state == "at_risk"
    assert ("2022-03-08", "at_risk") in turns(known)


def test_the_reason_gives_both_rates_and_names_the_counts() -> None:
    first, second = counted(20, "2021-01-01"), counted(50, "2021-12-31")
    known = facts(SIGNED, DUE, steps=STEPS, counts=(first, second))
    reason = on(known, "2023-06-01").reasons[0]
    assert reason.text == (
        "Pace: 50 of 100 delivered by 31 Dec 2021; from 4 May 2022 on the objective of 31 Dec "
        "2023 (contracted: “2023-12-31”, buyer, 2 Jan 2020) needs more than was ever reached: "
        "2.51 a month and rising, 1.20 times the planned rate (TSPI; limit 1.10), against at best "
        "2.51 a month (1 Jan 2021 to 31 Dec 2021)."
    )
    assert reason.counts == (second.key, first.key)


def test_a_count_that_shows_a_better_rate_lifts_the_risk() -> None:
    slow, better = counted(10, "2022-01-01"), counted(70, "2022-12-31")
    known = facts(SIGNED, DUE, steps=STEPS, counts=(slow, better))
    assert on(known, "2022-12-30").state == "at_risk"
    assert on(known, "2022-12-31").state == "on_track"


def test_a_pace_is_told_beside_another_risk() -> None:
    late = said("promised", "2024-06", "2022-03-01")
    known = facts(SIGNED, DUE, late, steps=STEPS, counts=(counted(10, "2022-01-01"),))
    standing = on(known, "2022-02-01")
    assert [r.text[:5] for r in standing.reasons] == ["Pace:"]
    trouble = facts(
        SIGNED,
        DUE,
        said("promised", "2021-01", "2020-01-02", on="parts"),
        steps=(
            step("parts"),
            step("signature", kind="signature"),
            step("m", "signature", "parts", quantity=100),
        ),
        counts=(counted(10, "2022-01-01"),),
    )
    assert [r.text[:7] for r in on(trouble, "2022-02-01").reasons] == ["“Parts”", "Pace: 1"]


def test_a_lot_is_planned_from_the_first_delivery_that_comes_before_it() -> None:
    known = facts(
        SIGNED,
        DUE,
        said("contracted", "2021-06-30", "2020-01-02", on="first"),
        steps=(
            step("signature", kind="signature"),
            step("first", "signature"),
            step("m", "first", quantity=100),
        ),
        counts=(counted(5, "2021-10-01"),),
    )
    pace = on(known, "2021-10-01").pace
    assert pace is not None
    assert pace.starts_on == day("2021-06-30")


def test_a_pace_ends_with_the_milestone_and_needs_an_objective() -> None:
    count = counted(10, "2022-01-01")
    met = facts(
        SIGNED, DUE, said("actual", "2022-01-05", "2022-01-05"), steps=STEPS, counts=(count,)
    )
    assert on(met, "2022-01-05").pace is None
    assert on(facts(SIGNED, steps=STEPS, counts=(count,)), "2022-01-01").pace is None


def test_a_lot_that_is_all_there_is_no_risk_and_yet_not_met() -> None:
    known = facts(SIGNED, DUE, steps=STEPS, counts=(counted(100, "2023-12-30"),))
    assert on(known, "2023-12-31").state == "due_soon"
    assert on(known, "2023-12-31").pace is not None
    assert on(known, "2024-01-01").level == "slipping"  # counted is not accepted by anybody's word
