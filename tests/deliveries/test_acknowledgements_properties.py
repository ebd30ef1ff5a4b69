"""The day on which an acknowledged flag wakes, against looking at each day: on generated deals."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from deals.models import Deal
from deliveries.acknowledgements import foretell
from deliveries.derivation import rows_of
from deliveries.facts import Facts
from deliveries.history import history
from deliveries.models import Flag, Span, Until
from deliveries.standings import total_on
from tests.deliveries.test_history_properties import FIRST, deals

DAY = timedelta(days=1)
LOOKED_AT = 800  # days


def on(spans: list[Span], day: date) -> Span | None:
    stood = (s for s in spans if s.from_on <= day and (s.to_on is None or day < s.to_on))
    return next(stood, None)


def so_far(span: Span, day: date) -> int | None:
    total = total_on(span, day)
    return total.so_far if total else None


def claims(span: Span) -> set[int]:
    return {key for reason in span.reasons for key in reason["claims"]}


Stood = tuple[Span, date]


def has_ended(flag: Flag, then: Stood, now: Stood) -> bool:
    """By the rule as it is told, for what stood on the first day and what stands on another."""
    if flag.acknowledged_until == Until.CHANGE:
        if flag.kind == "slip":
            return now[0].level != then[0].level
        return claims(now[0]) != claims(then[0])
    before, since = so_far(*then), so_far(*now)
    return before is not None and since is not None and since >= before + (flag.worse_by or 0)


def looked_for(flag: Flag, spans: list[Span], today: date) -> date | None:
    """The day on which it ends, by looking at one day after the other."""
    then = on(spans, today)
    for day in (today + n * DAY for n in range(LOOKED_AT)):
        span = on(spans, day)
        if then is None or span is None or flag.kind not in span.flags:
            return None
        if has_ended(flag, (then, today), (span, day)):
            return day
    return date.max


@given(deals(), st.integers(0, 2000), st.integers(1, 400))
def test_it_wakes_on_the_first_day_of_which_the_rule_holds(
    known: Facts, since: int, by: int
) -> None:
    numbers = {step.code: place for place, step in enumerate(known.steps)}
    rows, _ = rows_of(history(known), Deal(), numbers)
    today = FIRST + timedelta(days=since)
    for start in (s for s in rows if s.from_on <= today and (not s.to_on or today < s.to_on)):
        spans = [s for s in rows if s.milestone_id == start.milestone_id]
        ahead = [s for s in spans if not s.to_on or s.to_on > today]
        for kind in start.flags:
            for until in (Until.CHANGE, Until.WORSE):
                flag = Flag(kind=kind, level=start.level if kind == "slip" else "")
                flag.acknowledged_until = until
                flag.worse_by = by if until == Until.WORSE else None
                flag.save = lambda **_: None  # type: ignore[method-assign]
                foretell(flag, ahead, today)
                found = looked_for(flag, spans, today)
                if found == date.max:
                    assert not flag.wakes_on or flag.wakes_on >= today + LOOKED_AT * DAY
                else:
                    assert flag.wakes_on == found
