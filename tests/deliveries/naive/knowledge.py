"""The second derivation: how well a milestone is known."""

from datetime import date, timedelta
from functools import lru_cache
from itertools import combinations

from tests.deliveries.naive.claims import standing_actuals
from tests.deliveries.naive.plan import Plan, has_word, progress, words_on
from tests.deliveries.naive.rulers import objective
from tests.deliveries.naive.words import Word

DATING = ("promised", "assessed", "unchanged")


def knowledge(plan: Plan, code: str, day: date) -> str:
    if not has_word(plan, code):
        return "none"
    if is_contested(plan, code):
        return "contested"
    if is_stale(plan, code, day):
        return "stale"
    return "confirmed" if is_confirmed(plan, code) else "single_source"


@lru_cache(maxsize=2000)
def sides(plan: Plan, code: str) -> list[Word]:
    """The latest dated word of each side, unless the newest of them has long overtaken it."""
    words = words_on(plan, code)
    found: dict[str, Word] = {}
    standing = (
        standing_actuals(words.heard)
        if progress(plan, code) == "met"
        else [w for w in words.bearing if w.claim.kind in DATING and w.days]
    )
    for word in standing:
        found[word.claim.side] = word
    newest = max((w.claim.reported for w in found.values()), default=date.min)
    limit = timedelta(days=plan.facts.margins.contest_days)
    return [w for w in found.values() if newest - w.claim.reported <= limit]


@lru_cache(maxsize=2000)
def is_contested(plan: Plan, code: str) -> bool:
    words = words_on(plan, code)
    pairs = list(combinations(sides(plan, code), 2))
    if progress(plan, code) != "met":
        contracted = [w for w in words.heard if w.claim.kind == "contracted"]
        pairs += [
            (one, other)
            for one, other in combinations(contracted, 2)
            if one.claim.source != other.claim.source
        ]
    return any(one.days and other.days and not one.days.meets(other.days) for one, other in pairs)


@lru_cache(maxsize=2000)
def last_word_on(plan: Plan, code: str) -> date | None:
    """The day from which the latest word held; a count is a word."""
    claimed = words_on(plan, code).last_word_on
    days = [count.held for count in plan.counts if count.milestone == code]
    return max([*days, *([claimed] if claimed else [])], default=None)


def is_stale(plan: Plan, code: str, day: date) -> bool:
    last, limit = last_word_on(plan, code), objective(plan, code)
    if last is None or progress(plan, code) != "open":
        return False
    patience = plan.facts.margins.stale_days
    if limit:
        patience = max(patience, (limit - last).days // 10)
    return (day - last).days >= patience


@lru_cache(maxsize=2000)
def is_confirmed(plan: Plan, code: str) -> bool:
    """Whether two sources, two voices, speak for what the words on it come to."""
    words = words_on(plan, code)
    estimate = words.actual or words.estimate
    if progress(plan, code) == "met":  # one that a preferred one silences still bears it out
        bearing = standing_actuals(words.every)
    else:
        bearing = words.bearing
    if estimate is None:
        return False
    saying = [w.claim for w in bearing if not w.days or w.days.meets(estimate)]
    return any(
        one.source != other.source and one.said_by != other.said_by
        for one, other in combinations(saying, 2)
    )
