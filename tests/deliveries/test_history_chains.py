"""Plans of thousands of milestones, one after another."""

from datetime import date, timedelta

from deals import dates
from deliveries.facts import LAST, Facts, Said, Step
from deliveries.history import Walk, history
from deliveries.slips import estimate_on

LONG = 2_000
BEGUN = date(2019, 1, 2)


def chain(number: int, lag: int = 1) -> tuple[Step, ...]:
    """Milestones m0, m1 …, each so many days after the one before."""
    return tuple(
        Step(f"m{n}", f"M{n}", "delivery", ((f"m{n - 1}", lag),) if n else ())
        for n in range(number)
    )


def word(key: int, code: str, kind: str, when: str, reported: date) -> Said:
    window = dates.read_window(when) if when else None
    return Said(key, code, kind, window, reported, reported, "buyer", f"s{key}", "x", 2)


def test_a_slip_at_the_head_of_a_long_chain_reaches_its_end() -> None:
    known = Facts(
        chain(LONG),
        (
            word(1, f"m{LONG - 1}", "contracted", "2024-06-30", BEGUN),
            word(2, "m0", "promised", "2020-01-01", BEGUN + timedelta(days=1)),
        ),
    )
    found = history(known)
    last = found.on(BEGUN + timedelta(days=1))[f"m{LONG - 1}"]
    assert last.estimate is not None
    assert last.estimate.latest == date(2020, 1, 1) + timedelta(days=LONG - 1)
    assert last.state == "breach"
    assert last.reasons[0].claims == (2, 1)


def test_trouble_at_the_head_of_a_long_chain_makes_its_end_at_risk_on_the_day() -> None:
    steps = chain(LONG, lag=0)
    known = Facts(
        steps,
        (
            word(1, "m0", "contracted", "2020-01-01", BEGUN),
            word(2, steps[-1].code, "contracted", "2040", BEGUN),
        ),
    )
    found = history(known)
    assert found.on(date(2020, 1, 1))[steps[-1].code].state == "on_track"
    assert found.on(date(2020, 1, 2))[steps[-1].code].state == "at_risk"


def test_a_word_costs_what_it_moves_and_not_the_length_of_the_plan() -> None:
    """After a word on the last of a long chain nothing else is laid out or judged again."""
    steps = chain(LONG)
    known = Facts(
        steps,
        (
            word(1, "m0", "contracted", "2030", BEGUN),
            word(2, steps[-1].code, "contracted", "2040", BEGUN),
            word(3, steps[-1].code, "promised", "2041", BEGUN + timedelta(days=1)),
        ),
    )
    walk = Walk(known, steps)
    walk.live(BEGUN)
    assert len(walk.layout.places) == LONG
    assert walk.hearing.hear(BEGUN + timedelta(days=1)) == {steps[-1].code}


def test_lags_that_lead_beyond_the_calendar_end_with_it() -> None:
    steps = chain(60, lag=65_535)
    words = (
        word(1, "m0", "contracted", "2020", BEGUN),
        word(2, "m59", "contracted", "2021", BEGUN - timedelta(days=1)),
    )
    known = Facts(steps, words)
    last = history(known).on(BEGUN)["m59"]
    assert last.estimate is not None
    assert last.estimate.latest == LAST
    shown = estimate_on(last.estimate, last.floor, BEGUN)
    assert shown is not None
    assert shown.latest == LAST


def test_relative_dates_beyond_the_calendar_have_no_days() -> None:
    steps = tuple(Step(f"m{n}", f"M{n}", "delivery") for n in range(100))
    first = word(0, "m0", "contracted", "2020", BEGUN)
    others = tuple(
        Said(
            n,
            f"m{n}",
            "contracted",
            dates.Relative(f"m{n - 1}", 1200, 0),
            BEGUN,
            BEGUN,
            "buyer",
            "s",
            "x",
            2,
        )
        for n in range(1, 100)
    )
    found = history(Facts(steps, (first, *others))).on(BEGUN)
    assert found["m69"].objective is not None
    assert found["m99"].objective is None


def test_the_order_of_a_plan_does_not_depend_on_that_of_its_entry() -> None:
    """Of two that tie, the first of the plan is named, in whatever order the links were made."""

    def plan(*after: tuple[str, int]) -> Facts:
        steps = (
            Step("a", "A", "delivery"),
            Step("b", "B", "delivery"),
            Step("c", "C", "delivery", after),
        )
        words = [word(n, c, "delayed", "", BEGUN) for n, c in enumerate("ab", start=1)]
        return Facts(steps, (*words, word(3, "c", "contracted", "2030", BEGUN)))

    one, other = plan(("a", 0), ("b", 0)), plan(("b", 0), ("a", 0))
    assert history(one) == history(other)
    assert history(one).on(BEGUN)["c"].reasons[0].text.startswith("“A”")
