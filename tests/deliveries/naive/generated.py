"""Generated deals of all kinds, for the product and the second derivation to agree on."""

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from deals import dates
from deals.choices import MilestoneKind, Stage
from deals.dates import Relative, Window, between
from deliveries.facts import Counted, Facts, Said, Staged, Step

FIRST = date(2018, 1, 1)
DAYS = st.integers(0, 8 * 365).map(lambda days: FIRST + timedelta(days=days))
YEARS = st.integers(2018, 2026)
MONTHS = st.builds(lambda year, month: f"{year}-{month:02d}", YEARS, st.integers(1, 12))
KINDS = ("signature", "ratification", "delivery", "acceptance", "production_start", "completion")
SIDES = ("buyer", "supplier", "third_party")
DATED = ("contracted", "amended", "promised", "assessed", "actual", "unchanged")
UNDATED = ("unchanged", "delayed", "undone", "cancelled")


def windows() -> st.SearchStrategy[Window]:
    words = st.one_of(
        DAYS.map(str),
        MONTHS,
        st.builds("{}-Q{}".format, YEARS, st.integers(1, 4)),
        YEARS.map(str),
        YEARS.map("early {}".format),
        MONTHS.map("{}~".format),
        MONTHS.map("by {}".format),
        MONTHS.map("from {}".format),
    )
    return words.map(dates.read_window)


@st.composite
def steps(draw: st.DrawFn) -> tuple[Step, ...]:
    made: list[Step] = []
    for number in range(draw(st.integers(1, 5))):
        before = draw(st.lists(st.sampled_from(made), max_size=2, unique=True)) if made else []
        lags = st.sampled_from((0, 0, 0, 30, 200))
        made.append(
            Step(
                code=f"m{number}",
                title=f"M{number}",
                kind=draw(st.sampled_from((*KINDS, *KINDS, *MilestoneKind.values))),
                after=tuple((step.code, draw(lags)) for step in before),
                threshold_months=draw(st.sampled_from((None, None, 0, 3, 18))),
                quantity=draw(st.sampled_from((None, 1, 2, 12))),
            )
        )
    return tuple(made)


@st.composite
def claims(draw: st.DrawFn, key: int, plan: tuple[Step, ...]) -> Said:
    number = draw(st.integers(0, len(plan) - 1))
    kind = draw(st.sampled_from((*DATED, *DATED, *UNDATED)))
    reported = draw(DAYS)
    when: Window | Relative | None = None
    if kind in DATED and not (kind == "unchanged" and draw(st.booleans())):
        when = draw(windows())
        if number and kind != "actual" and draw(st.integers(0, 4)) == 0:
            when = Relative(f"m{draw(st.integers(0, number - 1))}", draw(st.integers(0, 30)), 0)
    if kind == "actual":
        assert isinstance(when, Window)
        when = happened(when, reported)
    side = draw(st.sampled_from(SIDES))
    return Said(
        key=key,
        milestone=plan[number].code,
        kind=kind,
        when=when,
        reported=reported,
        held=reported - timedelta(days=draw(st.sampled_from((0, 0, 0, 0, 20, 400)))),
        side=side,
        source=f"source-{draw(st.integers(0, 3))}",
        said_by=f"{side}-{draw(st.integers(0, 1))}",
        credibility=draw(st.integers(1, 6)),
        rank=draw(st.sampled_from(("normal",) * 8 + ("preferred", "deprecated"))),
        threshold=threshold(kind, when),
    )


def happened(when: Window, reported: date) -> Window:
    """It happened before it was reported."""
    if when.earliest is None or when.earliest <= reported:
        return when
    return between(reported, reported)


def threshold(kind: str, when: Any) -> date | None:
    """A contract's own limit is not before its date. Equal dates have equal limits: which of two
    claims stands that differ in nothing else is not for the rules to say."""
    if kind not in ("contracted", "amended") or not isinstance(when, Window) or not when.latest:
        return None
    grace = (None, None, 0, 45, 800)[when.latest.toordinal() % 5]
    return None if grace is None else when.latest + timedelta(days=grace)


@st.composite
def counts(draw: st.DrawFn, key: int, plan: tuple[Step, ...]) -> Counted:
    lots = [step for step in plan if step.quantity]
    reported = draw(DAYS)
    lot = draw(st.sampled_from(lots))
    return Counted(
        milestone=lot.code,
        reported=reported,
        held=reported,
        key=key,
        kind=draw(st.sampled_from(("delivered", "delivered", "accepted", "inducted", "produced"))),
        total=draw(st.integers(0, lot.quantity or 0)),
        by=reported - timedelta(days=draw(st.sampled_from((0, 0, 30, 300)))),
        credibility=draw(st.integers(1, 4)),
        said_by=draw(st.sampled_from(SIDES)),
    )


@st.composite
def deals(draw: st.DrawFn) -> Facts:
    """A deal of one to five milestones and all that may be said of it."""
    plan = draw(steps())
    said = [draw(claims(key, plan)) for key in range(draw(st.integers(1, 9)))]
    has_lots = any(step.quantity for step in plan)
    number = draw(st.integers(0, 5)) if has_lots else 0
    counted = [draw(counts(100 + key, plan)) for key in range(number)]
    staged = st.builds(
        lambda stage, on, credibility: Staged(stage, on, on, credibility),
        st.sampled_from(("signed", "suspended", "delivering")) | st.sampled_from(Stage.values),
        DAYS,
        st.integers(1, 6),
    )
    return Facts(plan, tuple(said), tuple(counted), tuple(draw(st.lists(staged, max_size=3))))
