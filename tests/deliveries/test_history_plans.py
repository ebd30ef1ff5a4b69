"""What predecessors and successors make of a milestone."""

from tests.deliveries.saying import CONTRACTED, day, estimate, facts, on, said, step


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


def test_relative_dates_follow_their_anchor() -> None:
    known = facts(
        said("promised", "2018-06", "2018-01-02", on="signature"),
        said("contracted", "signature + 36 months", "2018-01-02"),
        said("actual", "2019-05-05", "2019-05-06", on="signature"),
        steps=(step("signature", kind="signature"), step("m", "signature")),
    )
    assert on(known, "2018-01-02").objective == day("2021-06-30")
    assert on(known, "2019-05-06").objective == day("2022-05-05")
