"""The second derivation: the judgement on a milestone on one day (docs/domain.md)."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from tests.deliveries.naive.knowledge import (
    is_contested,
    is_stale,
    knowledge,
    last_word_on,
    sides,
)
from tests.deliveries.naive.pace import NaivePace, pace
from tests.deliveries.naive.plan import (
    Plan,
    actual,
    holding_back,
    is_not_contracted,
    later,
    progress,
    reckoned,
    stated,
    words_on,
)
from tests.deliveries.naive.rulers import level_of, objective, threshold
from tests.deliveries.naive.words import Days, Word

LEVELS = ("", "slipping", "breach", "critical")


@dataclass(frozen=True, slots=True)
class NaiveStanding:
    """What stands for a milestone on one day."""

    progress: str
    level: str
    state: str
    knowledge: str
    objective: date | None
    threshold: date | None
    original_objective: date | None
    inferred: str
    original: Days | None
    baseline: Days | None
    promised: Days | None
    assessed: Days | None
    estimate: Days | None
    actual: Days | None
    last_word_on: date | None
    flags: tuple[str, ...]
    pace: NaivePace | None


def judged(plan: Plan, code: str, day: date) -> NaiveStanding:
    words = words_on(plan, code)
    return NaiveStanding(
        progress=progress(plan, code),
        level=level(plan, code, day),
        state=state(plan, code, day),
        knowledge=knowledge(plan, code, day),
        objective=objective(plan, code),
        threshold=threshold(plan, code),
        original_objective=objective(plan, code, original=True),
        inferred=words.inferred,
        original=days_of(words.original),
        baseline=days_of(words.baseline),
        promised=days_of(words.promised),
        assessed=days_of(words.assessed),
        estimate=estimate(plan, code, day),
        actual=actual(plan, code),
        last_word_on=last_word_on(plan, code),
        flags=flags(plan, code, day),
        pace=pace(plan, code, day),
    )


def estimate(plan: Plan, code: str, day: date) -> Days | None:
    """Shown for what somebody has spoken of; what nobody has only passes on what it needs."""
    if progress(plan, code) == "cancelled":
        return words_on(plan, code).estimate
    if not words_on(plan, code).estimate and not actual(plan, code):
        return None
    found = reckoned(plan, code, day)
    return found.days if found else None


def days_of(word: Word | None) -> Days | None:
    return word.days if word else None


# ---------------------------------------------------------------- level


@lru_cache(maxsize=500)
def level(plan: Plan, code: str, day: date, *, original: bool = False) -> str:
    words, found = words_on(plan, code), reckoned(plan, code, day)
    inferred = words.original_inferred if original else words.inferred
    if found is None or inferred == "assessment" or is_not_contracted(plan, code):
        return ""
    earliest = found.days.earliest
    if inferred and is_contested(plan, code):
        earliest = min(w.days.earliest for w in sides(plan, code) if w.days)
        if progress(plan, code) == "open":
            # Whoever is right, it waits for what comes first.
            held = [need.days.earliest for need in holding_back(plan, code, day)]
            earliest = max(earliest, day, *held)
    return level_of(plan, code, earliest, original=original)


# ---------------------------------------------------------------- outlook


def is_overdue(plan: Plan, code: str, day: date) -> bool:
    if progress(plan, code) != "open" or not words_on(plan, code).estimate:
        return False
    found = stated(plan, code)
    return bool(found and found.days.latest < day)


def is_unknown_delay(plan: Plan, code: str) -> bool:
    return progress(plan, code) == "open" and words_on(plan, code).is_delayed


def is_at_risk(plan: Plan, code: str, day: date) -> bool:
    limit, found = objective(plan, code), reckoned(plan, code, day)
    assert limit is not None
    doubt, rate = words_on(plan, code).doubt, pace(plan, code, day)
    return (
        bool(found and found.days.latest > limit)
        or is_overdue(plan, code, day)
        or is_hindered(plan, code, code, day, lags=0)
        or bool(doubt and (not doubt.days or doubt.days.latest > limit))
        or bool(rate and rate.is_at_risk)
    )


def is_hindered(plan: Plan, code: str, below: str, day: date, *, lags: int) -> bool:
    """Whether something that comes before `below`, `lags` days up from `code`, endangers it.

    What was met ends this: whatever came before it is behind as well.
    """
    return any(
        is_in_the_way(plan, code, before, day, lags + lag)
        or (
            progress(plan, before) != "met"
            and is_hindered(plan, code, before, day, lags=lags + lag)
        )
        for before, lag in plan.steps[below].after
    )


def is_in_the_way(plan: Plan, code: str, before: str, day: date, lag: int) -> bool:
    if progress(plan, before) == "cancelled" or is_unknown_delay(plan, before):
        return True
    if is_overdue(plan, before, day):
        return True
    need, limit = reckoned(plan, before, day), objective(plan, code)
    if need is None or limit is None:
        return False
    last = need.days.earliest if need.days.latest == date.max else need.days.latest
    if later(last, lag) > limit:
        return True
    late = stated(plan, before)
    is_newer = bool(late and late.rests_on > words_on(plan, code).yields_to)
    return is_newer and progress(plan, before) == "open" and bool(level(plan, before, day))


def outlook(plan: Plan, code: str, day: date) -> str:
    limit = objective(plan, code)
    if is_not_contracted(plan, code):
        return "not_contracted"
    if is_unknown_delay(plan, code):
        return "unknown_delay"
    if limit is None:
        return "undated"
    if is_at_risk(plan, code, day):
        return "at_risk"
    notice = timedelta(days=plan.facts.margins.due_soon_days)
    return "due_soon" if day >= limit - notice else "on_track"


# ---------------------------------------------------------------- the whole


def state(plan: Plan, code: str, day: date) -> str:
    came = progress(plan, code)
    if came == "cancelled":
        return "cancelled"
    if came == "open":
        return level(plan, code, day) or outlook(plan, code, day)
    if level(plan, code, day):
        return "met_late"
    limit, met = objective(plan, code), actual(plan, code)
    is_mere = words_on(plan, code).inferred == "assessment"
    return "met_on_time" if limit and met and met.latest <= limit and not is_mere else "met"


def flags(plan: Plan, code: str, day: date) -> tuple[str, ...]:
    if progress(plan, code) != "open":
        return ()
    now, first = level(plan, code, day), level(plan, code, day, original=True)
    found = {
        "slip": bool(now),
        "overdue": is_overdue(plan, code, day),
        "unknown_delay": is_unknown_delay(plan, code),
        "at_risk": state(plan, code, day) == "at_risk",
        "rebaselined": LEVELS.index(first) > LEVELS.index(now),
        "contested": is_contested(plan, code),
        "stale": is_stale(plan, code, day),
    }
    return tuple(kind for kind, stands in found.items() if stands)
