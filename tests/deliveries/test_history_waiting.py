"""How long what comes first holds back what comes after it, and on whose word."""

from tests.deliveries.saying import CONTRACTED, estimate, facts, on, said, step


def test_the_lag_after_a_met_predecessor_holds_its_follower_back() -> None:
    known = facts(
        said("promised", "2024-07-10", "2024-01-02"),
        said("actual", "2024-06-15", "2024-06-16", on="p"),
        steps=(step("p"), step("m", ("p", 30))),
    )
    assert estimate(known, "2024-06-15") == ("2024-07-10", "2024-07-10")
    assert estimate(known, "2024-06-16") == ("2024-07-15", "2024-07-15")
    standing = on(known, "2024-06-16")
    assert standing.state == "slipping"
    assert "it waits for “P”: “2024-06-15”" in standing.reasons[0].text


def test_a_word_that_knew_of_the_predecessor_keeps_its_date_and_is_at_risk() -> None:
    known = facts(
        said("actual", "2024-06-15", "2024-06-16", on="p"),
        said("promised", "2024-07-10", "2024-06-20"),
        steps=(step("p"), step("m", ("p", 30))),
    )
    assert estimate(known, "2024-06-21") == ("2024-07-10", "2024-07-10")
    standing = on(known, "2024-06-21")
    assert standing.state == "at_risk"
    assert "wait for “P”, which comes first, until 15 Jul 2024" in standing.reasons[0].text


def test_what_was_met_holds_back_what_comes_after_something_unspoken_of() -> None:
    known = facts(
        said("promised", "2024-07-10", "2024-01-02"),
        said("actual", "2024-06-15", "2024-06-16", on="p"),
        steps=(step("p"), step("between", "p"), step("m", ("between", 30))),
    )
    assert estimate(known, "2024-06-16") == ("2024-07-15", "2024-07-15")


def test_what_is_met_without_a_lag_changes_nothing_after_it() -> None:
    known = facts(
        said("promised", "2024", "2024-01-02"),
        said("actual", "2024-06-15", "2024-06-16", on="p"),
        steps=(step("p"), step("m", "p")),
    )
    standing = on(known, "2024-06-16")
    assert standing.estimate is not None
    assert standing.estimate.text == "2024"


def test_a_doubtful_contract_of_a_predecessor_holds_its_follower_back() -> None:
    known = facts(
        CONTRACTED,
        said("contracted", "2021-06", "2020-01-02", on="p", side="third_party", credibility=4),
        steps=(step("p"), step("m", "p")),
    )
    assert estimate(known, "2020-01-03") == ("2021-06-01", "2021-06-30")


def test_days_that_pass_reach_the_followers_with_their_lags() -> None:
    """P was promised for June 2020 and is not done: Q comes 30 days from today, M 40."""
    known = facts(
        said("promised", "2020-10", "2018-01-02"),
        said("promised", "2020-09", "2019-01-02", on="q"),
        said("promised", "2020-06", "2020-01-02", on="p"),
        steps=(step("p"), step("q", ("p", 30)), step("m", ("q", 10))),
    )
    assert estimate(known, "2020-06-30", "q") == ("2020-09-01", "2020-09-30")
    assert estimate(known, "2020-09-15", "q") == ("2020-10-15", "2020-10-15")
    assert estimate(known, "2020-09-15") == ("2020-10-25", "2020-10-31")
    assert estimate(known, "2020-12-01") == ("2021-01-10", "2021-01-10")


def test_a_word_in_between_was_given_in_view_of_what_comes_before_it() -> None:
    """Q was promised after P was; so P no longer holds back M, though Q does."""
    known = facts(
        said("promised", "2020-10", "2018-01-02"),
        said("promised", "2020-09", "2020-02-02", on="q"),
        said("promised", "2020-12", "2020-01-02", on="p"),
        steps=(step("p"), step("q", "p"), step("m", "q")),
    )
    assert estimate(known, "2020-03-01", "q") == ("2020-09-01", "2020-09-30")
    assert estimate(known, "2020-03-01") == ("2020-10-01", "2020-10-31")
    assert on(known, "2020-03-01").state == "at_risk"


def test_a_doubtful_voice_in_between_shields_nobody() -> None:
    known = facts(
        CONTRACTED,
        said("promised", "2021-06", "2020-01-02", on="p"),
        said("assessed", "2020-05", "2020-02-02", on="q", side="third_party", credibility=5),
        steps=(step("p"), step("q", "p"), step("m", "q")),
    )
    assert estimate(known, "2020-02-03") == ("2021-06-01", "2021-06-30")


def test_what_is_cancelled_waits_for_nothing() -> None:
    known = facts(
        CONTRACTED,
        said("cancelled", "", "2020-02-02"),
        said("promised", "2021-06", "2020-01-02", on="p"),
        steps=(step("p"), step("m", "p")),
    )
    assert estimate(known, "2020-02-01") == ("2021-06-01", "2021-06-30")
    assert estimate(known, "2020-02-02") == ("2020-10-01", "2020-10-31")


def test_a_contract_that_counts_from_what_is_delayed_keeps_its_objective() -> None:
    known = facts(
        said("contracted", "2024-03-31", "2023-01-02", on="a"),
        said("contracted", "a + 3 months", "2023-01-02", on="b"),
        said("promised", "2024-08-15", "2023-06-01", on="b"),
        said("delayed", "", "2023-09-01", on="a"),
        said("promised", "2024-05-31", "2023-12-01", on="a"),
        steps=(step("a"), step("b", "a")),
    )
    for day, objective in (
        ("2023-08-31", "2024-06-30"),
        ("2023-09-01", "2024-06-30"),  # its anchor has no date, and it has the last day it had
        ("2023-12-01", "2024-08-31"),
    ):
        assert str(on(known, day, "b").objective) == objective
    assert on(known, "2023-09-01", "b").level == "slipping"


def test_so_does_one_that_counts_from_that_in_turn() -> None:
    known = facts(
        said("contracted", "2024-03-31", "2023-01-02", on="a"),
        said("contracted", "a + 3 months", "2023-01-02", on="b"),
        said("contracted", "b + 1 month", "2023-01-02", on="c"),
        said("delayed", "", "2023-09-01", on="a"),
        steps=(step("a"), step("b", "a"), step("c", "b")),
    )
    assert str(on(known, "2023-09-02", "c").objective) == "2024-07-31"
    assert on(known, "2023-09-02", "c").state == "at_risk"
