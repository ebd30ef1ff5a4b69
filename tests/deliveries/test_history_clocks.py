"""Promise, assessment, delay and actual, one rule after another."""

from typing import Any

import pytest

from tests.deliveries.saying import CONTRACTED, day, estimate, facts, on, said, step


def test_unchanged_without_a_date_moves_the_day_of_last_word_alone() -> None:
    before = facts(CONTRACTED)
    after = facts(CONTRACTED, said("unchanged", "", "2020-03-01", side="supplier"))
    assert estimate(after, "2020-03-02") == estimate(before, "2020-03-02")
    assert on(after, "2020-03-02").last_word_on == day("2020-03-01")


def test_unchanged_whose_date_does_not_meet_is_a_promise_of_that_date() -> None:
    known = facts(CONTRACTED, said("unchanged", "end of 2021", "2020-08-27", side="supplier"))
    standing = on(known, "2020-08-28")
    assert standing.promised is not None
    assert standing.promised.window.text == "end of 2021"
    assert standing.state == "breach"


def test_unchanged_whose_date_meets_confirms_the_promise_in_force() -> None:
    known = facts(
        CONTRACTED,
        said("promised", "2021", "2020-01-02", side="supplier"),
        said("unchanged", "end of 2021", "2020-08-27"),
    )
    standing = on(known, "2020-08-28")
    assert standing.promised is not None
    assert standing.promised.window.text == "2021"
    assert standing.knowledge == "confirmed"


def test_a_delay_voids_the_date_until_a_new_one_is_given() -> None:
    known = facts(
        CONTRACTED,
        said("promised", "2020-12", "2020-02-01"),
        said("delayed", "", "2020-03-01"),
        said("promised", "2020-11", "2020-06-01"),
    )
    assert estimate(known, "2020-03-02") == ("2020-12-01", None)
    assert "unknown_delay" in on(known, "2020-03-02").flags
    assert estimate(known, "2020-06-02") == ("2020-11-01", "2020-11-30")
    assert "unknown_delay" not in on(known, "2020-06-02").flags


def test_a_delay_of_what_nobody_dated_is_not_before_the_day_it_was_said() -> None:
    known = facts(said("delayed", "", "2020-03-01"))
    assert on(known, "2020-03-02").state == "unknown_delay"
    assert estimate(known, "2020-05-02") == ("2020-05-02", None)


def test_a_second_word_of_a_delay_leaves_the_date_open_from_where_the_first_did() -> None:
    late, later = said("delayed", "", "2020-03-01"), said("delayed", "", "2020-05-01")
    # What is cancelled does not move on with the day.
    known = facts(late, said("cancelled", "", "2020-04-01"), later)
    assert estimate(known, "2020-04-02") == ("2020-03-01", None)
    assert estimate(known, "2020-05-02") == ("2020-03-01", None)


def test_a_dated_unchanged_after_a_delay_is_a_promise() -> None:
    known = facts(
        CONTRACTED, said("delayed", "", "2020-03-01"), said("unchanged", "2020-10", "2020-06-01")
    )
    assert estimate(known, "2020-06-02") == ("2020-10-01", "2020-10-31")


def test_a_doubtful_assessment_makes_at_risk_and_never_a_level() -> None:
    doubt = said("assessed", "2025", "2020-02-01", side="third_party", credibility=4)
    standing = on(facts(CONTRACTED, doubt), "2020-02-02")
    assert (standing.state, standing.level) == ("at_risk", "")
    assert standing.assessed is not None
    firm = said("assessed", "2025", "2020-02-01", side="third_party", credibility=3)
    assert on(facts(CONTRACTED, firm), "2020-02-02").level == "critical"


def test_a_doubtful_delay_of_what_nobody_dated_leaves_it_undated() -> None:
    known = facts(said("delayed", "", "2020-03-01", side="third_party", credibility=4))
    standing = on(known, "2020-03-02")
    assert (standing.state, standing.estimate, standing.flags) == ("undated", None, ())
    assert "a doubtful voice calls it late" in standing.reasons[0].text


def test_a_doubtful_delay_leaves_the_date_of_another_doubtful_voice_and_makes_at_risk() -> None:
    known = facts(
        said("assessed", "2025", "2020-02-01", side="third_party", credibility=4),
        said("delayed", "", "2020-03-01", side="third_party", credibility=4),
    )
    assert estimate(known, "2020-03-02") == ("2025-01-01", "2025-12-31")
    assert on(known, "2020-02-02").state == "on_track"
    assert on(known, "2020-03-02").state == "at_risk"


def test_a_firm_word_ends_a_doubt_even_where_it_moves_no_estimate() -> None:
    known = facts(
        CONTRACTED,
        said("assessed", "2025", "2019-02-01", side="third_party", credibility=4),
        said("contracted", "2020-10", "2019-03-01", source="other"),
    )
    assert on(known, "2019-02-02").state == "at_risk"
    assert on(known, "2019-03-02").state == "on_track"


def test_a_relative_promise_without_a_date_of_its_anchor_takes_the_place_of_a_dated_one() -> None:
    known = facts(
        CONTRACTED,
        said("promised", "2020-09", "2019-02-01"),
        said("promised", "signature + 3 months", "2019-03-01"),
        said("promised", "2020-07", "2019-04-01", on="signature"),
        steps=(step("signature"), step()),
    )
    assert on(known, "2019-02-02").state == "on_track"
    standing = on(known, "2019-03-02")
    assert (standing.state, standing.promised, standing.estimate) == ("at_risk", None, None)
    assert estimate(known, "2019-04-02") == ("2020-10-01", "2020-10-31")


def test_late_alone_is_no_date_to_count_from() -> None:
    known = facts(
        said("promised", "2020-10"),
        said("contracted", "a + 30 days", "2019-02-01"),
        said("delayed", "", "2020-03-01", on="a"),
        steps=(step("a"), step("m")),
    )
    standing = on(known, "2020-03-02")
    assert (standing.state, standing.objective) == ("at_risk", day("2020-10-31"))


def test_what_waits_for_what_nobody_has_dated_has_no_last_day() -> None:
    known = facts(
        said("contracted", "by 2020-10"),
        said("promised", "b + 30 days", "2020-02-01", on="a"),
        steps=(step("b"), step("a"), step("m", "a")),
    )
    assert estimate(known, "2020-01-31") == (None, "2020-10-31")
    assert estimate(known, "2020-03-01") == ("2020-03-01", None)
    assert on(known, "2020-03-01").state == "at_risk"


def test_a_relative_date_without_one_of_its_anchor_is_no_baseline_and_ends_no_delay() -> None:
    contract = facts(
        said("promised", "2019-06", "2018-01-02"),
        said("contracted", "signature + 3 months", "2019-03-01"),
        steps=(step("signature"), step()),
    )
    standing = on(contract, "2019-03-02")
    assert (standing.objective, standing.inferred) == (day("2019-06-30"), "promise")
    delay = facts(
        CONTRACTED,
        said("delayed", "", "2019-03-01"),
        said("promised", "signature + 3 months", "2019-04-01"),
        steps=(step("signature"), step()),
    )
    assert on(delay, "2019-04-02").state == "unknown_delay"


def test_an_amendment_of_what_nobody_has_reported_is_the_current_baseline_alone() -> None:
    known = facts(said("promised", "2020", "2019-01-02"), said("amended", "2022-06", "2019-05-01"))
    standing = on(known, "2019-05-02")
    assert standing.objective == day("2022-06-30")
    assert standing.original_objective == day("2020-12-31")
    assert standing.inferred == ""
    alone = on(facts(said("amended", "2022-06", "2019-05-01")), "2019-05-02")
    assert (alone.objective, alone.original) == (day("2022-06-30"), None)


def test_an_amended_date_held_later_replaces_promise_and_assessment_and_ends_a_delay() -> None:
    known = facts(
        CONTRACTED,
        said("promised", "2023", "2020-02-01"),
        said("delayed", "", "2020-03-01"),
        said("amended", "2021-06", "2020-04-01"),
    )
    assert estimate(known, "2020-04-02") == ("2021-06-01", "2021-06-30")
    assert on(known, "2020-04-02").state == "on_track"


@pytest.mark.parametrize(
    ("first", "second", "stands"),
    [
        (("2021-12", {"rank": "preferred"}), ("2021-11-05", {"credibility": 1}), "2021-12"),
        (("2021-12", {"credibility": 1}), ("2021-11-05", {"credibility": 2}), "2021-12"),
        (("2021", {}), ("2021-11-05", {}), "2021-11-05"),
        (("by 2021-10", {}), ("by 2021-11", {}), "by 2021-10"),
        (("2021-10-05", {}), ("2021-11-05", {}), "2021-11-05"),
    ],
)
def test_of_the_actuals_the_preferred_then_credible_then_precise_then_latest(
    first: tuple[str, dict[str, Any]], second: tuple[str, dict[str, Any]], stands: str
) -> None:
    claims = [said("actual", w, "2022-02-01", **kw) for w, kw in (first, second)]
    for ordered in (claims, claims[::-1]):
        actual = on(facts(*ordered), "2022-02-02").actual
        assert actual is not None
        assert actual.text == stands


def test_an_actual_is_never_later_than_its_report() -> None:
    known = facts(CONTRACTED, said("actual", "2021-11", "2021-11-14"))
    assert estimate(known, "2021-12-01") == ("2021-11-01", "2021-11-14")


def test_an_imprecise_actual_begins_after_the_last_word_that_still_expected_it() -> None:
    known = facts(
        CONTRACTED,
        said("promised", "2023", "2022-12-30"),
        said("actual", "by 2023-03-01", "2023-03-01"),
    )
    assert estimate(known, "2023-03-02") == ("2022-12-31", "2023-03-01")


def test_a_silenced_word_expects_nothing() -> None:
    known = facts(
        said("promised", "2023", "2022-12-30"),
        said("promised", "2022", "2023-01-02", rank="preferred"),
        said("actual", "by 2023-03-01", "2023-03-01"),
    )
    assert estimate(known, "2023-03-02") == (None, "2023-03-01")


def test_undone_voids_the_actual_and_leaves_the_date_open() -> None:
    known = facts(
        CONTRACTED, said("actual", "2020-09-05", "2020-09-06"), said("undone", "", "2021-01-02")
    )
    assert on(known, "2020-09-07").state == "met_on_time"
    assert on(known, "2021-01-02").progress == "open"
    assert estimate(known, "2021-01-02") == ("2021-01-02", None)


def test_undone_with_nothing_to_undo_is_a_delay() -> None:
    known = facts(
        CONTRACTED, said("promised", "2027", "2020-02-01"), said("undone", "", "2020-03-01")
    )
    assert estimate(known, "2020-03-02") == ("2027-01-01", None)
    assert on(known, "2020-03-02").level == "critical"
    doubtful = said("undone", "", "2020-03-01", side="third_party", credibility=4)
    assert estimate(facts(CONTRACTED, doubtful), "2020-03-02") == ("2020-10-01", "2020-10-31")


def test_what_was_undone_is_not_met_by_what_came_after_it_before() -> None:
    known = facts(
        said("actual", "2020-05-01", "2020-05-02", on="b"),
        said("undone", "", "2020-06-01", on="a"),
        said("promised", "2021", "2020-07-01", on="a"),
        steps=(step("a"), step("b", "a")),
    )
    progress = [on(known, d, "a").progress for d in ("2020-05-02", "2020-06-01", "2020-07-01")]
    assert progress == ["met", "open", "open"]


def test_a_milestone_is_met_by_the_day_its_successor_is_known_to_be_met() -> None:
    known = facts(
        said("contracted", "2020-10", "2019-01-02", on="a"),
        said("actual", "2022-07", "2022-07-25", on="b"),
        steps=(step("a"), step("b", ("a", 10))),
    )
    assert on(known, "2022-07-24", "a").progress == "open"
    standing = on(known, "2022-07-25", "a")
    assert standing.progress == "met"
    assert standing.actual is not None
    assert standing.actual.latest == day("2022-07-15")


@pytest.mark.parametrize(
    ("side", "credibility", "counts"),
    [
        ("buyer", 5, True),
        ("supplier", 2, True),
        ("third_party", 3, True),
        ("third_party", 4, False),
    ],
)
def test_who_can_cancel(side: str, credibility: int, *, counts: bool) -> None:
    known = facts(
        CONTRACTED, said("cancelled", "", "2020-02-01", side=side, credibility=credibility)
    )
    assert (on(known, "2020-02-02").state == "cancelled") is counts


def test_a_later_dated_claim_of_buyer_or_supplier_lifts_a_cancellation_and_an_actual_beats_it() -> (
    None
):
    cancelled = (CONTRACTED, said("cancelled", "", "2020-02-01"))
    outside = said("assessed", "2021", "2020-03-01", side="third_party")
    assert on(facts(*cancelled, outside), "2020-03-02").progress == "cancelled"
    lifted = said("promised", "2021", "2020-03-01", side="supplier")
    assert on(facts(*cancelled, lifted), "2020-03-02").progress == "open"
    actual = said("actual", "2020-01-05", "2020-01-06", side="third_party")
    assert on(facts(*cancelled, actual), "2020-03-02").progress == "met"
