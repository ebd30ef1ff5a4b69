"""The second derivation: by which day a milestone was to be met, and the limit after it."""

from datetime import date
from functools import lru_cache

from deals.dates import add_months
from tests.deliveries.naive.plan import Plan, all_after, is_contracted, words_on
from tests.deliveries.naive.words import CONTRACT


@lru_cache(maxsize=4000)
def objective(plan: Plan, code: str, *, original: bool = False) -> date | None:
    """The last day of the baseline; an inferred one is at most that contracted for what follows."""
    words = words_on(plan, code)
    baseline = words.original if original else words.baseline
    if baseline is None or baseline.days is None:
        return None
    own = [baseline.last_day] if baseline.last_day else []
    if not (words.original_inferred if original else words.inferred):
        return max(own, default=None)
    follows = [e for e in all_after(plan, code) if is_contracted(plan, e, original=original)]
    limits = [objective(plan, each, original=original) for each in follows]
    return min([*own, *(limit for limit in limits if limit)], default=None)


@lru_cache(maxsize=4000)
def threshold(plan: Plan, code: str, *, original: bool = False) -> date | None:
    """The claim's own, else so many months after the objective: milestone's, deal's, margin's."""
    limit, words = objective(plan, code, original=original), words_on(plan, code)
    baseline = words.original if original else words.baseline
    if limit is None or baseline is None:
        return None
    if baseline.claim.threshold and baseline.claim.kind in CONTRACT:
        return baseline.claim.threshold
    own = plan.steps[code].threshold_months
    return add_months(limit, plan.facts.margins.threshold_months if own is None else own)


@lru_cache(maxsize=4000)
def critical(plan: Plan, code: str, *, original: bool = False) -> date | None:
    """The later of the threshold and a year after the objective."""
    limit = objective(plan, code, original=original)
    breach = threshold(plan, code, original=original)
    if limit is None or breach is None:
        return None
    return max(breach, add_months(limit, plan.facts.margins.critical_months))


def level_of(plan: Plan, code: str, earliest: date, *, original: bool = False) -> str:
    """How late it certainly is where `earliest` is the first day on which it can be met."""
    limit = objective(plan, code, original=original)
    breach = threshold(plan, code, original=original)
    worst = critical(plan, code, original=original)
    if limit is None or breach is None or worst is None:
        return ""
    if earliest > worst:
        return "critical"
    if earliest > breach:
        return "breach"
    return "slipping" if earliest > limit else ""
