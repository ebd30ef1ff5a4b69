"""What holds of every history, whatever was said: on generated deals."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import TypeVar

from hypothesis import assume, given
from hypothesis import strategies as st

from deals import dates
from deliveries.deal_standing import DealStanding
from deliveries.facts import Counted, Facts, Said, Step, in_order
from deliveries.history import Span, Walk, history
from deliveries.verdicts import LEVELS, Clock, Standing

W = TypeVar("W")
CODES = ("a", "b", "c", "d")
FIRST = date(2018, 1, 1)
KINDS = (
    "contracted",
    "amended",
    "promised",
    "assessed",
    "unchanged",
    "delayed",
    "actual",
    "undone",
    "cancelled",
)
SIDES = ("buyer", "supplier", "third_party")

days = st.integers(0, 1500).map(lambda n: FIRST + timedelta(days=n))


@st.composite
def windows(draw: st.DrawFn) -> dates.Window:
    """A window of some precision, perhaps open to one side."""
    since = draw(days)
    length = draw(st.sampled_from((0, 9, 30, 90, 364)))
    until = since + timedelta(days=length)
    shape = draw(st.sampled_from(("closed", "closed", "closed", "by", "from")))
    if shape == "by":
        return dates.between(None, until)
    return dates.between(since, None if shape == "from" else until)


@st.composite
def stated(draw: st.DrawFn, kind: str, before: tuple[str, ...]) -> dates.Window | dates.Relative:
    """A window or, sometimes, a date relative to a milestone that comes earlier in the plan."""
    if before and kind in ("contracted", "promised") and draw(st.integers(0, 5)) == 0:
        anchor = draw(st.sampled_from(before))
        return dates.Relative(anchor, draw(st.integers(0, 24)), draw(st.sampled_from((0, 10))))
    return draw(windows())


@st.composite
def claims(draw: st.DrawFn, key: int, codes: tuple[str, ...]) -> Said:
    """One claim on one of the milestones."""
    kind = draw(st.sampled_from(KINDS))
    reported = draw(days)
    dated = kind not in ("delayed", "undone", "cancelled")
    if kind == "unchanged":
        dated = draw(st.booleans())
    held = min(reported, draw(days)) if draw(st.integers(0, 4)) == 0 else reported
    side = draw(st.sampled_from(SIDES))
    milestone = draw(st.sampled_from(codes))
    return Said(
        key=key,
        milestone=milestone,
        kind=kind,
        when=draw(stated(kind, codes[: codes.index(milestone)])) if dated else None,
        reported=reported,
        held=held,
        side=side,
        source=draw(st.sampled_from(("s1", "s2", "s3"))),
        said_by=side,
        credibility=draw(st.integers(1, 5)),
        rank=draw(st.sampled_from(("normal", "normal", "normal", "preferred", "deprecated"))),
    )


@st.composite
def counts(draw: st.DrawFn, key: int, codes: tuple[str, ...]) -> Counted:
    """One count of a lot; totals may go down and contradict each other."""
    reported = draw(days)
    return Counted(
        milestone=draw(st.sampled_from(codes)),
        reported=reported,
        held=reported,
        key=key,
        kind=draw(st.sampled_from(("delivered", "delivered", "accepted"))),
        total=draw(st.integers(0, 11)),
        by=min(reported, draw(days)),
        credibility=draw(st.integers(1, 5)),
    )


@st.composite
def deals(draw: st.DrawFn) -> Facts:
    """A plan of up to four milestones in some order, and up to ten claims."""
    codes = CODES[: draw(st.integers(1, 4))]
    steps = []
    for place, code in enumerate(codes):
        before = draw(st.sets(st.sampled_from(codes[:place]))) if place else set()
        lags = {b: draw(st.sampled_from((0, 0, 30))) for b in sorted(before)}
        kind = draw(st.sampled_from(("delivery", "signature", "completion", "ratification")))
        quantity = draw(st.sampled_from((None, 1, 10)))
        steps.append(Step(code, code, kind, tuple(lags.items()), quantity=quantity))
    number = draw(st.integers(1, 10))
    said = tuple(draw(claims(key, codes)) for key in range(1, number + 1))
    counted = tuple(draw(counts(key, codes)) for key in range(1, draw(st.integers(0, 4)) + 1))
    return Facts(tuple(steps), said, counted)


def _tiled(spans: list[Span[Standing]] | list[Span[DealStanding]]) -> bool:
    ends = [s.to_on for s in spans[:-1]]
    return ends == [s.from_on for s in spans[1:]] and spans[-1].to_on is None


@given(deals())
def test_spans_tile_time_without_gap_or_overlap(known: Facts) -> None:
    found = history(known)
    assert all(_tiled(spans) for spans in found.milestones.values())
    assert not found.deal or _tiled(found.deal)


@given(deals(), st.permutations(range(1, 11)))
def test_the_order_of_entry_changes_nothing(known: Facts, numbers: list[int]) -> None:
    known = replace(known, claims=_once(known.claims))
    again = tuple(replace(c, key=numbers[c.key - 1]) for c in known.claims)
    names = {new.key: old.key for new, old in zip(again, known.claims, strict=True)}
    entered = replace(
        known,
        claims=tuple(sorted(again, key=lambda c: c.key)),
        counts=tuple(reversed(known.counts)),
    )
    found = history(entered)
    renamed = {
        code: [replace(s, what=_renamed(s.what, names)) for s in spans]
        for code, spans in found.milestones.items()
    }
    assert renamed == history(known).milestones
    assert found.deal == history(known).deal


def _once(claims: tuple[Said, ...]) -> tuple[Said, ...]:
    """The claims without those that say the same as another."""
    return tuple({replace(c, key=0): c for c in claims}.values())


def _renamed(standing: Standing, names: dict[int, int]) -> Standing:
    """The standing with the claims under the numbers that they had before."""

    def clock(given: Clock | None) -> Clock | None:
        return given and replace(given, claim=names[given.claim])

    return replace(
        standing,
        original=clock(standing.original),
        baseline=clock(standing.baseline),
        promised=clock(standing.promised),
        assessed=clock(standing.assessed),
        latest=standing.latest and names[standing.latest],
        reasons=tuple(
            replace(r, claims=tuple(names[key] for key in r.claims)) for r in standing.reasons
        ),
    )


@given(deals(), days)
def test_nothing_leaks_from_the_future(known: Facts, day: date) -> None:
    by_then = replace(
        known,
        claims=tuple(c for c in known.claims if c.reported <= day),
        counts=tuple(c for c in known.counts if c.reported <= day),
    )
    assert history(known).on(day) == history(by_then).on(day)


@given(deals(), st.integers(0, 3000))
def test_the_verdict_turns_on_the_foretold_days_alone(known: Facts, later: int) -> None:
    """Whoever looks at everything anew on any day finds what was foretold, word for word."""
    day = FIRST + timedelta(days=later)
    walk = Walk(known, in_order(known.steps, known.claims))
    while (coming := walk.next_day()) is not None and coming <= day:
        walk.live(coming)
    foretold = dict(walk.tally.of)
    walk.judge(day, set(walk.layout.places))
    assert walk.tally.of == foretold


@given(deals(), days)
def test_the_end_of_a_history_is_that_of_the_whole(known: Facts, since: date) -> None:
    whole, end = history(known), history(known, since)
    eve = since - timedelta(days=1)
    # A signature met and undone since leaves what it implied; the end alone cannot know of it.
    assume(whole.on(eve).keys() == end.on(eve).keys())
    for code, spans in whole.milestones.items():
        assert end.milestones.get(code, []) == _end_of(spans, eve)
    assert end.deal == _end_of(whole.deal, eve)


def _end_of(spans: list[Span[W]], eve: date) -> list[Span[W]]:
    """Those that stood on the day or later, none of them begun before it."""
    late = [s for s in spans if s.to_on is None or s.to_on > eve]
    return [replace(s, from_on=max(s.from_on, eve)) for s in late]


@given(deals())
def test_no_level_gets_better_without_a_new_word(known: Facts) -> None:
    reports = {c.reported for c in known.claims} | {c.reported for c in known.counts}
    for spans in history(known).milestones.values():
        for before, after in pairwise(spans):
            if after.from_on not in reports:
                assert LEVELS.index(after.what.level) >= LEVELS.index(before.what.level)


@given(deals(), days, st.sampled_from(SIDES), st.integers(1, 5), st.integers(0, 3))
def test_saying_late_never_betters_a_verdict(
    known: Facts, day: date, side: str, credibility: int, place: int
) -> None:
    code = known.steps[place % len(known.steps)].code
    late = Said(99, code, "delayed", None, day, day, side, "s9", side, credibility)
    before = history(known).on(day)
    after = history(replace(known, claims=(*known.claims, late))).on(day)
    for milestone, standing in before.items():
        assert after[milestone].severity <= standing.severity


@given(deals(), st.integers(0, 400), st.integers(0, 400))
def test_a_less_precise_actual_never_turns_late_into_on_time(
    known: Facts, sooner: int, later: int
) -> None:
    actuals = [c for c in known.claims if c.kind == "actual"]
    assume(len(actuals) == 1)
    (actual,) = actuals
    stated = actual.when
    assert isinstance(stated, dates.Window)
    wider = dates.between(
        stated.earliest and stated.earliest - timedelta(days=sooner),
        stated.latest and stated.latest + timedelta(days=later),
    )
    vague = replace(
        known, claims=tuple(replace(c, when=wider) if c is actual else c for c in known.claims)
    )
    exact = history(known).on(actual.reported)[actual.milestone] if _counts(actual) else None
    if exact is not None and exact.state == "met_late":
        assert history(vague).on(actual.reported)[actual.milestone].state != "met_on_time"


def _counts(claim: Said) -> bool:
    return claim.rank != "deprecated"
