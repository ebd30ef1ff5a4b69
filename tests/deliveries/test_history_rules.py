"""DESIGN's rules of history, one after another, at their edges."""

from dataclasses import replace
from typing import Any

import pytest

from deliveries.facts import Staged
from deliveries.history import history
from tests.deliveries.saying import day, deal_on, estimate, facts, on, said, step, turns

CONTRACTED = said("contracted", "2020-10")


# Which claims count


def test_a_claim_counts_from_the_last_day_of_the_month_of_its_report() -> None:
    known = facts(said("contracted", "2020-10", "2019-01"))
    assert "m" not in history(known).on(day("2019-01-30"))
    assert on(known, "2019-01-31").objective == day("2020-10-31")


def test_a_deprecated_claim_never_counts() -> None:
    known = facts(CONTRACTED, said("actual", "2020-09", "2020-10-01", rank="deprecated"))
    assert on(known, "2020-10-02").progress == "open"


def test_a_plan_that_looks_back_never_overrides_what_was_said_in_between() -> None:
    known = facts(
        CONTRACTED,
        said("promised", "2021-12", "2020-06-01"),
        said("promised", "2021-03", "2023-05-01", held="2019-06"),
    )
    promised = on(known, "2023-05-02").promised
    assert promised is not None
    assert promised.window.text == "2021-12"


def test_of_two_claims_of_one_day_the_more_credible_counts_as_later() -> None:
    known = facts(
        CONTRACTED,
        said("promised", "2022", "2020-06-01", credibility=1, side="supplier"),
        said("promised", "2023", "2020-06-01", credibility=3),
    )
    assert estimate(known, "2020-06-02") == ("2022-01-01", "2022-12-31")


def test_of_equally_credible_claims_of_one_day_the_later_date_counts_as_later() -> None:
    known = facts(
        CONTRACTED, said("promised", "2023", "2020-06-01"), said("promised", "2022", "2020-06-01")
    )
    assert estimate(known, "2020-06-02") == ("2023-01-01", "2023-12-31")


def test_a_preferred_claim_silences_those_of_its_kind_held_up_to_it_and_not_later_ones() -> None:
    known = facts(
        CONTRACTED,
        said("promised", "2025", "2020-05-01", credibility=1),
        said("promised", "2022", "2020-05-01", rank="preferred", credibility=3),
        said("promised", "2023", "2020-06-01"),
    )
    assert estimate(known, "2020-05-02")[1] == "2025-12-31"  # held later than the preferred one
    assert estimate(known, "2020-06-02")[1] == "2023-12-31"


def test_a_silenced_first_promise_still_serves_as_the_inferred_baseline() -> None:
    known = facts(
        said("promised", "2020", "2019-01-02"),
        said("promised", "2022", "2019-06-01", rank="preferred"),
    )
    standing = on(known, "2019-06-02")
    assert standing.objective == day("2020-12-31")
    assert standing.inferred == "promise"


def test_a_milestone_exists_from_its_first_word_or_that_of_something_after_it() -> None:
    known = facts(
        said("contracted", "2021", "2019-01-02", on="b"),
        said("promised", "2020", "2019-06-01", on="a"),
        said("promised", "2022", "2019-08-01", on="c"),
        steps=(step("a"), step("b", "a"), step("c", "b")),
    )
    found = history(known)
    assert set(found.on(day("2019-01-01"))) == set()
    assert set(found.on(day("2019-01-02"))) == {"a", "b"}
    assert set(found.on(day("2019-08-01"))) == {"a", "b", "c"}
    assert found.on(day("2019-01-02"))["a"].knowledge == "none"


def test_what_a_signature_implies_exists_once_all_before_it_has_been_met() -> None:
    known = facts(
        said("actual", "2019-05-05", "2019-05-06", on="a"),
        said("actual", "2019-07-05", "2019-07-06", on="b"),
        said("undone", "", "2019-09-01", on="b"),
        steps=(
            step("a"),
            step("b"),
            step("c", "a", "b", kind="ratification"),
            step("d", "c", kind="entry_into_force"),
            step("e", "a"),
        ),
    )
    assert "e" not in history(known).on(day("2030-01-01"))
    assert "c" not in history(known).on(day("2019-07-05"))
    assert on(known, "2019-07-06", "c").state == "undated"
    assert on(known, "2019-09-02", "c").state == "undated"
    assert "d" not in history(known).on(day("2030-01-01"))
    assert deal_on(known, "2019-07-06").state == "undated"


def test_a_contracted_date_of_the_same_day_does_not_outrank_the_promise_made_in_view_of_it() -> (
    None
):
    known = facts(
        said("contracted", "2032-10", "2025-07-19"), said("promised", "2030-12", "2025-07-19")
    )
    assert estimate(known, "2025-07-20") == ("2030-12-01", "2030-12-31")


# Baseline


def test_the_original_baseline_is_the_most_credible_then_the_earliest_contracted_date() -> None:
    known = facts(
        said("contracted", "2025", "2019-01-01", credibility=3, side="supplier"),
        said("contracted", "2023-04", "2019-06-01", credibility=1),
        said("contracted", "2024", "2020-01-01", credibility=1, source="other"),
    )
    standing = on(known, "2020-01-02")
    assert standing.original is not None
    assert standing.original.window.text == "2023-04"
    assert standing.knowledge == "contested"


def test_a_contradicting_contract_makes_contested_and_an_amendment_re_baselines() -> None:
    contradicted = facts(CONTRACTED, said("contracted", "2022", "2019-05-01", source="other"))
    amended = facts(CONTRACTED, said("amended", "2022", "2019-05-01"))
    assert on(contradicted, "2019-05-02").objective == day("2020-10-31")
    assert on(contradicted, "2019-05-02").knowledge == "contested"
    standing = on(amended, "2019-05-02")
    assert standing.objective == day("2022-12-31")
    assert standing.original_objective == day("2020-10-31")
    assert standing.knowledge == "single_source"


def test_re_baselined_is_flagged_while_the_original_baseline_would_be_worse() -> None:
    known = facts(CONTRACTED, said("amended", "2022", "2019-05-01"))
    assert on(known, "2019-05-02").flags == ("rebaselined",)
    assert "rebaselined" not in on(facts(CONTRACTED), "2020-12-01").flags


def test_a_mere_assessment_gives_no_level_and_at_risk_at_most() -> None:
    known = facts(said("assessed", "2020", "2019-01-02", side="third_party"))
    standing = on(known, "2025-01-01")
    assert (standing.level, standing.state) == ("", "at_risk")
    met = facts(
        said("assessed", "2020", "2019-01-02", side="third_party"), said("actual", "2024", "2024")
    )
    assert on(met, "2025-01-01").state == "met"


def test_an_inferred_objective_is_at_most_the_contracted_one_of_what_follows() -> None:
    known = facts(
        said("promised", "2024", "2019-06-01", on="fourth"),
        said("contracted", "2023-04", "2019-01-02", on="all"),
        steps=(step("fourth"), step("fifth", "fourth"), step("all", "fifth")),
    )
    standing = on(known, "2019-06-02", "fourth")
    assert standing.objective == day("2023-04-30")
    assert standing.state == "breach"


def test_a_contract_may_carry_its_own_threshold() -> None:
    known = facts(said("contracted", "2020-10", "2019-01-02", threshold="2020-12"))
    assert on(known, "2020-12-31").state == "slipping"
    assert on(known, "2021-01-01").state == "breach"


def test_a_milestone_may_have_its_own_threshold_in_months() -> None:
    known = facts(CONTRACTED, steps=(step(months=1),))
    assert on(known, "2020-12-01").state == "breach"


# Promise, assessment, delay


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


def test_an_amended_date_held_later_replaces_promise_and_assessment_and_ends_a_delay() -> None:
    known = facts(
        CONTRACTED,
        said("promised", "2023", "2020-02-01"),
        said("delayed", "", "2020-03-01"),
        said("amended", "2021-06", "2020-04-01"),
    )
    assert estimate(known, "2020-04-02") == ("2021-06-01", "2021-06-30")
    assert on(known, "2020-04-02").state == "on_track"


# Actual


@pytest.mark.parametrize(
    ("first", "second", "stands"),
    [
        (("2021-12", {"rank": "preferred"}), ("2021-11-05", {"credibility": 1}), "2021-12"),
        (("2021-12", {"credibility": 1}), ("2021-11-05", {"credibility": 2}), "2021-12"),
        (("2021", {}), ("2021-11-05", {}), "2021-11-05"),
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


def test_undone_voids_the_actual_and_leaves_the_date_open() -> None:
    known = facts(
        CONTRACTED, said("actual", "2020-09-05", "2020-09-06"), said("undone", "", "2021-01-02")
    )
    assert on(known, "2020-09-07").state == "met_on_time"
    assert on(known, "2021-01-02").progress == "open"
    assert estimate(known, "2021-01-02") == ("2021-01-02", None)


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


# Estimate and plan


def test_while_open_neither_end_of_the_estimate_lies_before_today() -> None:
    known = facts(CONTRACTED)
    assert estimate(known, "2020-10-05") == ("2020-10-05", "2020-10-31")
    assert estimate(known, "2020-11-05") == ("2020-11-05", "2020-11-05")


def test_a_later_word_on_a_predecessor_moves_the_estimate_by_its_lag() -> None:
    known = facts(
        said("contracted", "2020-10", "2019-01-02", on="a"),
        said("contracted", "2020-12", "2019-01-02", on="b"),
        said("promised", "2021-06", "2020-02-01", on="a"),
        steps=(step("a"), step("b", ("a", 30))),
    )
    assert estimate(known, "2020-02-02", "b") == ("2021-07-01", "2021-07-30")
    assert on(known, "2020-02-02", "b").state == "breach"


def test_an_older_word_on_a_predecessor_only_makes_at_risk() -> None:
    known = facts(
        said("promised", "2021-06", "2019-01-02", on="a"),
        said("contracted", "2020-12", "2019-02-02", on="b"),
        steps=(step("a"), step("b", "a")),
    )
    assert estimate(known, "2019-02-03", "b") == ("2020-12-01", "2020-12-31")
    assert on(known, "2019-02-03", "b").state == "at_risk"


def test_trouble_however_far_up_makes_at_risk() -> None:
    steps = (step("a"), step("b", "a"), step("c", "b"))
    late = facts(
        said("contracted", "2020-03", "2019-01-02", on="a"),
        said("contracted", "2025-12", "2019-01-02", on="c"),
        steps=steps,
    )
    assert on(late, "2020-03-31", "c").state == "on_track"
    assert on(late, "2020-04-01", "c").state == "at_risk"
    cancelled = facts(
        said("cancelled", "", "2019-05-01", on="a"),
        said("contracted", "2025-12", "2019-01-02", on="c"),
        steps=steps,
    )
    assert on(cancelled, "2019-05-01", "c").state == "at_risk"


def test_a_predecessor_that_is_late_by_a_later_word_makes_at_risk() -> None:
    def state(reported: str) -> str:
        known = facts(
            said("contracted", "2020-10", "2019-01-02", on="a"),
            said("promised", "2021-12", "2020-02-01", on="a"),
            said("contracted", "2030-12", reported, on="c"),
            steps=(step("a"), step("b", "a"), step("c", "b")),
        )
        return on(known, "2020-06-01", "c").state

    assert state("2019-01-02") == "at_risk"
    assert state("2020-05-01") == "on_track"


def test_a_doubtful_word_on_a_predecessor_moves_nothing_and_makes_at_risk() -> None:
    known = facts(
        said("contracted", "2027-04", "2024-12-19", on="b"),
        said("assessed", "2027-08", "2025-07-16", on="a", side="third_party", credibility=4),
        steps=(step("a"), step("b", "a")),
    )
    standing = on(known, "2025-07-17", "b")
    assert (standing.state, standing.level) == ("at_risk", "")
    assert estimate(known, "2025-07-17", "b") == ("2027-04-01", "2027-04-30")


def test_predecessors_that_can_only_just_make_it_turn_to_too_little_time_on_the_day() -> None:
    known = facts(
        said("contracted", "2030", "2019-01-02", on="a"),
        said("contracted", "2020-12-31", "2019-02-02", on="b"),
        steps=(step("a"), step("b", ("a", 30))),
    )
    assert on(known, "2019-02-03", "b").state == "at_risk"  # the word on a alone says so
    unspoken = facts(
        said("contracted", "2020-12-31", "2019-02-02", on="b"),
        steps=(step("a"), step("b", ("a", 30))),
    )
    assert on(unspoken, "2020-12-01", "b").state == "due_soon"
    assert on(unspoken, "2020-12-02", "b").state == "at_risk"


def test_what_comes_after_a_signature_still_awaited_is_not_contracted() -> None:
    steps = (step("signature", kind="signature"), step("m", "signature"))
    promised = said("promised", "2020", "2018-01-02")
    awaited = said("promised", "2018-06", "2018-01-02", on="signature")
    signed = said("actual", "2019-05-05", "2019-05-06", on="signature")
    contracted = said("contracted", "2020", "2018-01-02")
    assert on(facts(promised, awaited, steps=steps), "2025-01-01").state == "not_contracted"
    assert on(facts(promised, awaited, signed, steps=steps), "2025-01-01").level == "critical"
    assert on(facts(contracted, awaited, steps=steps), "2025-01-01").level == "critical"
    assert on(facts(promised, steps=steps), "2025-01-01").level == "critical"  # nobody expects it


# Verdict


def test_the_verdict_turns_on_the_days_that_the_history_foretells() -> None:
    assert turns(facts(CONTRACTED)) == [
        ("2019-01-02", "on_track"),
        ("2019-07-01", "on_track"),  # stale after 180 days
        ("2020-08-02", "due_soon"),
        ("2020-11-01", "slipping"),
        ("2021-05-01", "breach"),
        ("2021-11-01", "critical"),
    ]


@pytest.mark.parametrize(
    ("actual", "state"),
    [
        ("2020-10-31", "met_on_time"),
        ("2020-11-01", "met_late"),
        ("2020", "met"),
        ("2020-11", "met_late"),
        ("by 2020-10-31", "met_on_time"),
    ],
)
def test_met_is_late_only_when_it_certainly_was(actual: str, state: str) -> None:
    known = facts(CONTRACTED, said("actual", actual, "2022-01-05"))
    assert on(known, "2022-01-05").state == state


def test_met_with_nothing_to_hold_it_against_is_just_met() -> None:
    assert on(facts(said("actual", "2020-05-05", "2020-05-06")), "2021-01-01").state == "met"


def test_a_possible_lateness_is_at_risk_and_a_certain_one_a_level() -> None:
    possible = facts(CONTRACTED, said("promised", "2020", "2019-06-01"))
    certain = facts(CONTRACTED, said("promised", "2020-11", "2019-06-01"))
    assert on(possible, "2019-06-02").state == "at_risk"
    assert on(certain, "2019-06-02").state == "slipping"


def test_two_sides_that_disagree_within_180_days_are_contested_and_later_not() -> None:
    def knowledge(reported: str) -> str:
        known = facts(
            CONTRACTED,
            said("promised", "2021", "2020-01-01", side="supplier"),
            said("promised", "2022", reported, side="buyer"),
        )
        return on(known, reported).knowledge

    assert knowledge("2020-06-29") == "contested"
    assert knowledge("2020-06-30") == "single_source"


def test_a_contest_on_an_inferred_baseline_takes_the_word_of_the_earlier_side() -> None:
    known = facts(
        said("promised", "2018", "2017-01-02"),
        said("promised", "2018-11", "2018-01-05", side="buyer"),
        said("promised", "2021", "2018-02-05", side="supplier"),
    )
    standing = on(known, "2018-02-06")
    assert standing.knowledge == "contested"
    assert standing.level == ""
    both_late = facts(
        said("promised", "2018", "2017-01-02"),
        said("promised", "2019-11", "2018-01-05", side="buyer"),
        said("promised", "2021", "2018-02-05", side="supplier"),
    )
    assert on(both_late, "2018-02-06").level == "breach"


def test_words_that_the_third_side_has_long_overtaken_no_longer_contest() -> None:
    known = facts(
        CONTRACTED,
        said("assessed", "2021", "2020-01-01", side="third_party"),
        said("promised", "2022", "2020-06-01", side="supplier"),
        said("promised", "2023", "2021-01-01", side="buyer"),
    )
    assert on(known, "2020-06-01").knowledge == "contested"
    assert on(known, "2021-01-01").knowledge == "single_source"


def test_one_voice_in_two_outlets_is_a_single_source() -> None:
    def knowledge(voice: str) -> str:
        second = replace(said("promised", "2021", "2020-01-02", source="b"), said_by=voice)
        return on(
            facts(said("promised", "2021", "2020-01-01", source="a"), second), "2020-01-02"
        ).knowledge

    assert knowledge("buyer") == "single_source"
    assert knowledge("another") == "confirmed"


def test_an_actual_that_a_preferred_one_silences_still_bears_it_out() -> None:
    first = said("actual", "2020-05", "2020-06-01", source="a", side="supplier")
    known = facts(first, said("actual", "2020-05-05", "2020-06-02", rank="preferred", source="b"))
    assert on(known, "2020-06-02").knowledge == "confirmed"


def test_the_word_is_stale_after_180_days_or_a_tenth_of_the_time_left() -> None:
    near = facts(CONTRACTED)
    assert on(near, "2019-06-30").knowledge == "single_source"
    assert on(near, "2019-07-01").knowledge == "stale"
    far = facts(said("contracted", "2035-05-01", "2019-01-02"))
    limit = (day("2035-05-01") - day("2019-01-02")).days // 10
    last_fresh = day("2019-01-02").toordinal() + limit - 1
    assert history(far).on(day("2019-01-02").fromordinal(last_fresh))["m"].knowledge != "stale"
    assert history(far).on(day("2019-01-02").fromordinal(last_fresh + 1))["m"].knowledge == "stale"


def test_once_met_only_actuals_contest() -> None:
    known = facts(
        CONTRACTED,
        said("contracted", "2023", "2019-01-03", source="other"),
        said("actual", "2020-05", "2020-06-01"),
    )
    assert on(known, "2020-05-01").knowledge == "contested"
    assert on(known, "2020-06-01").knowledge == "single_source"
    both = facts(
        said("actual", "2020-05", "2020-06-01"),
        said("actual", "2020-07", "2020-08-01", side="supplier"),
    )
    assert on(both, "2020-08-01").knowledge == "contested"


# The deal


def test_of_equally_bad_milestones_a_contracted_one_decides() -> None:
    known = facts(
        said("contracted", "2020", "2019-01-02", on="a"),
        said("promised", "2020", "2019-01-02", on="b"),
        steps=(step("a"), step("b")),
    )
    assert deal_on(known, "2025-01-01").worst == "a"


def test_a_deal_stands_as_its_worst_open_milestone_does() -> None:
    known = facts(
        said("contracted", "2030", "2019-01-02", on="a"),
        said("contracted", "2020-10", "2019-01-02", on="b"),
        steps=(step("a"), step("b")),
    )
    assert (deal_on(known, "2020-11-01").state, deal_on(known, "2020-11-01").worst) == (
        "slipping",
        "b",
    )


def test_a_deal_with_nothing_open_ended_late_if_what_it_is_for_came_late() -> None:
    known = facts(
        said("contracted", "2012", "2009-01-02", on="handover"),
        said("actual", "2013-11-16", "2013-11-16", on="handover"),
        said("promised", "2014-02", "2013-11-20", on="arrival"),
        said("actual", "2014-01-07", "2014-01-08", on="arrival"),
        steps=(step("handover", kind="acceptance"), step("arrival", "handover", kind="completion")),
    )
    assert deal_on(known, "2014-02-01").state == "met_late"
    assert deal_on(known, "2014-02-01").worst == "handover"


def test_a_deal_is_suspended_while_its_stage_says_so() -> None:
    stages = (
        Staged("suspended", day("2019-05-01"), day("2019-05-01"), 2),
        Staged("delivering", day("2019-09-01"), day("2019-09-01"), 2),
    )
    known = facts(CONTRACTED, stages=stages)
    assert [deal_on(known, d).is_suspended for d in ("2019-04-30", "2019-05-01", "2019-09-01")] == [
        False,
        True,
        False,
    ]


def test_relative_dates_follow_their_anchor() -> None:
    known = facts(
        said("promised", "2018-06", "2018-01-02", on="signature"),
        said("contracted", "signature + 36 months", "2018-01-02"),
        said("actual", "2019-05-05", "2019-05-06", on="signature"),
        steps=(step("signature", kind="signature"), step("m", "signature")),
    )
    assert on(known, "2018-01-02").objective == day("2021-06-30")
    assert on(known, "2019-05-06").objective == day("2022-05-05")


def test_a_capped_objective_is_cited_from_what_follows() -> None:
    contracted = said("contracted", "2023-04", "2019-01-02", on="all")
    known = facts(
        said("promised", "2024", "2019-06-01", on="fourth"),
        contracted,
        steps=(step("fourth"), step("all", "fourth")),
    )
    (reason,) = on(known, "2019-06-02", "fourth").reasons
    assert "contracted for “All”: “2023-04”" in reason.text
    assert contracted.key in reason.claims


def test_milestones_in_a_circle_are_refused_by_name() -> None:
    with pytest.raises(ValueError, match=r"a, b, a|b, a, b"):
        history(facts(steps=(step("a", "b"), step("b", "a"))))


def test_a_reason_names_the_claims_that_the_verdict_rests_on() -> None:
    promise = said("promised", "end of 2021", "2020-02-06", side="supplier")
    standing = on(facts(CONTRACTED, promise), "2020-02-07")
    (reason,) = standing.reasons
    assert set(reason.claims) == {CONTRACTED.key, promise.key}
    assert "1 Oct 2021" in reason.text
    assert "30 Apr 2021" in reason.text


def test_a_reason_speaks_of_the_future_only_until_the_estimate_begins() -> None:
    known = facts(CONTRACTED, said("promised", "2026-11", "2026-02-01"))
    (before,) = on(known, "2026-10-31").reasons
    (within,) = on(known, "2026-11-22").reasons
    assert before.text.startswith("Not expected before 1 Nov 2026")
    assert within.text.startswith("Expected by 30 Nov 2026")
