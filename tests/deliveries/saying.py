"""Facts in a few words, for tests of the pure history."""

from datetime import date
from itertools import count
from typing import Any

from deals import dates
from deliveries.deal_standing import DealStanding
from deliveries.facts import Counted, Facts, Margins, Said, Staged, Step
from deliveries.history import Span, at, history
from deliveries.slips import estimate_on
from deliveries.verdicts import Standing

_numbers = count(1)


def day(text: str) -> date:
    return date.fromisoformat(text)


def step(
    code: str = "m",
    *after: str | tuple[str, int],
    kind: str = "delivery",
    months: int | None = None,
    quantity: int | None = None,
) -> Step:
    links = tuple((a, 0) if isinstance(a, str) else a for a in after)
    return Step(code, code.title(), kind, links, months, quantity)


def said(kind: str, when: str = "", reported: str = "2019-01-02", **more: Any) -> Said:
    """One claim; without a source of its own it has one of its side and day.

    `more`: on, held and threshold as text; side, source, credibility and rank.
    """
    on_record = last_day(reported)
    assert on_record is not None
    side = more.get("side", "buyer")
    return Said(
        key=next(_numbers),
        milestone=more.get("on", "m"),
        kind=kind,
        when=dates.read(when) if when else None,
        reported=on_record,
        held=last_day(more.get("held", "")) or on_record,
        side=side,
        source=more.get("source", f"{side}-{reported}"),
        said_by=side,
        credibility=more.get("credibility", 2),
        rank=more.get("rank", "normal"),
        threshold=last_day(more.get("threshold", "")),
    )


def counted(total: int, by: str, on: str = "m", **more: Any) -> Counted:
    """One count, reported on the last day of its time. `more`: kind, credibility."""
    reported = last_day(by)
    assert reported is not None
    return Counted(on, reported, reported, next(_numbers), total=total, by=reported, **more)


def last_day(text: str) -> date | None:
    return dates.read_window(text).latest if text else None


def facts(
    *claims: Said,
    steps: tuple[Step, ...] = (),
    stages: tuple[Staged, ...] = (),
    counts: tuple[Counted, ...] = (),
) -> Facts:
    return Facts(steps or (step(),), claims, counts, stages, Margins())


def on(known: Facts, when: str, code: str = "m") -> Standing:
    """What stood for the milestone on the day."""
    return history(known).on(day(when))[code]


def deal_on(known: Facts, when: str) -> DealStanding:
    standing = at(history(known).deal, day(when))
    assert standing is not None
    return standing


def estimate(known: Facts, when: str, code: str = "m") -> tuple[str | None, str | None]:
    """The ends of the estimate on the day, as text."""
    standing = on(known, when, code)
    window = estimate_on(standing.estimate, standing.floor, day(when))
    assert window is not None
    return (
        window.earliest.isoformat() if window.earliest else None,
        window.latest.isoformat() if window.latest else None,
    )


def turns(known: Facts, code: str = "m") -> list[tuple[str, str]]:
    """Each span as its first day and its state."""
    spans: list[Span[Standing]] = history(known).milestones[code]
    return [(s.from_on.isoformat(), s.what.state) for s in spans]


# The first of most examples: a contracted October 2020.
CONTRACTED = said("contracted", "2020-10")
