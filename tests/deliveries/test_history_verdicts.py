"""The verdict at its edges, its reason, and the deal."""

from dataclasses import replace

import pytest

from deliveries.facts import Staged
from deliveries.history import history
from tests.deliveries.saying import CONTRACTED, day, deal_on, facts, on, said, step, turns


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


def test_an_actual_that_was_undone_bears_nothing_out() -> None:
    known = facts(
        said("actual", "2020-05", "2020-06-01", source="a", side="supplier"),
        said("undone", "", "2020-06-02"),
        said("actual", "2020-05-05", "2020-06-03", rank="preferred", source="b"),
    )
    assert on(known, "2020-06-03").knowledge == "single_source"


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


def test_nor_do_contracts_contest_what_must_have_been_met() -> None:
    known = facts(
        said("contracted", "2020-10", "2019-01-02", on="a", source="one"),
        said("contracted", "2023", "2019-01-03", on="a", source="other"),
        said("actual", "2020-06-01", "2020-06-02", on="b"),
        steps=(step("a"), step("b", "a")),
    )
    assert on(known, "2020-06-01", "a").knowledge == "contested"
    standing = on(known, "2020-06-02", "a")
    assert (standing.progress, standing.knowledge) == ("met", "single_source")


def test_two_contracted_dates_of_two_sources_that_meet_confirm_each_other() -> None:
    def knowledge(kind: str, when: str) -> str:
        second = replace(said(kind, when, "2019-03-01", source="b"), said_by="another")
        return on(facts(said("contracted", "2020", source="a"), second), "2019-03-01").knowledge

    assert knowledge("contracted", "2020-10") == "confirmed"
    assert knowledge("contracted", "2021") == "contested"
    assert knowledge("amended", "2020-10") == "single_source"


def test_of_equally_bad_milestones_a_contracted_one_decides() -> None:
    known = facts(
        said("contracted", "2020", "2019-01-02", on="a"),
        said("promised", "2020", "2019-01-02", on="b"),
        steps=(step("a"), step("b")),
    )
    assert deal_on(known, "2025-01-01").worst == "a"


def test_a_milestone_without_a_word_is_not_taken_for_contracted() -> None:
    known = facts(
        said("promised", "2030", "2019-01-02", on="signature"),
        said("promised", "2031", "2019-01-02", on="last"),
        steps=(
            step("signature", kind="signature"),
            step("unspoken", "signature"),
            step("last", "unspoken"),
        ),
    )
    states = [on(known, "2019-01-03", code).state for code in ("unspoken", "last")]
    assert states == ["not_contracted", "not_contracted"]
    assert deal_on(known, "2019-01-03").worst == "last"


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


def test_what_was_amended_is_contracted_so_that_a_first_promise_gives_a_level_too() -> None:
    known = facts(
        said("contracted", "2020-01", on="signature"),
        said("promised", "2020-06"),
        said("amended", "2021-06", "2019-02-01"),
        steps=(step("signature", kind="signature"), step("m", "signature")),
    )
    assert on(known, "2019-01-31").state == "not_contracted"
    assert on(known, "2019-02-01").flags == ("rebaselined",)
