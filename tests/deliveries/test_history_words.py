"""What the claims on one milestone come to: which count, baseline, promise and actual."""

from deliveries.facts import Staged
from deliveries.history import history
from tests.deliveries.saying import CONTRACTED, day, deal_on, estimate, facts, on, said, step


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


def test_nor_does_an_amended_one() -> None:
    known = facts(
        CONTRACTED,
        said("promised", "2030-12", "2025-07-19"),
        said("amended", "2032-10", "2025-07-19"),
    )
    assert estimate(known, "2025-07-20") == ("2030-12-01", "2030-12-31")


def test_a_word_that_looks_back_is_as_old_as_the_day_from_which_it_held() -> None:
    known = facts(CONTRACTED, said("promised", "2021", "2020-05-01", held="2019-06-01"))
    assert on(known, "2020-05-01").last_word_on == day("2019-06-01")


def test_a_deal_shows_from_its_first_stage() -> None:
    stages = (Staged("negotiating", day("2018-05-01"), day("2018-05-01"), 2),)
    known = facts(CONTRACTED, stages=stages)
    assert (deal_on(known, "2018-05-01").state, deal_on(known, "2018-05-01").open) == ("undated", 0)


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
