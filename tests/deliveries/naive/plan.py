"""The second derivation: what milestones make of each other (docs/domain.md).

Nothing here but `reckoned` looks at the day, so what one set of known facts comes to is kept.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from deals.dates import DateRefused, Relative, Window, between
from deliveries.facts import DAY, Counted, Facts, Said, Step
from tests.deliveries.naive.claims import after_expectations, words_of
from tests.deliveries.naive.words import CONTRACT, Days, Word, Words

IMPLIED = ("ratification", "entry_into_force")
EXPECTING = (*CONTRACT, "promised", "assessed", "unchanged")
OPEN_ENDS = (date.min, date.max)


@dataclass(frozen=True, eq=False)
class Plan:
    """What is known of a deal on some day."""

    facts: Facts
    steps: dict[str, Step]
    claims: list[Said]
    counts: list[Counted]


@dataclass(frozen=True, slots=True)
class Reckoned:
    """An estimate, and the day from which the latest word held that makes it what it is."""

    days: Days
    rests_on: date


@dataclass(frozen=True, slots=True)
class Need:
    """The earliest that something allows what comes after it, and since when its word held."""

    days: Days
    rests_on: date
    is_behind: bool  # it came, and nothing has to pass since


def known_by(facts: Facts, day: date) -> Plan:
    return Plan(
        facts,
        {step.code: step for step in facts.steps},
        [c for c in facts.claims if c.reported <= day and c.rank != "deprecated"],
        [c for c in facts.counts if c.reported <= day],
    )


# ---------------------------------------------------------------- what stands before and after


def nexts(plan: Plan, code: str) -> list[tuple[str, int]]:
    """What follows directly, each with its lag in days."""
    return [
        (step.code, lag)
        for step in plan.facts.steps
        for before, lag in step.after
        if before == code
    ]


@lru_cache(maxsize=2000)
def all_before(plan: Plan, code: str) -> frozenset[str]:
    """All that comes first, however far up."""
    direct = [before for before, _ in plan.steps[code].after]
    return frozenset(direct).union(*(all_before(plan, each) for each in direct))


@lru_cache(maxsize=2000)
def all_after(plan: Plan, code: str) -> frozenset[str]:
    direct = [after for after, _ in nexts(plan, code)]
    return frozenset(direct).union(*(all_after(plan, each) for each in direct))


# ---------------------------------------------------------------- words


@lru_cache(maxsize=2000)
def words_on(plan: Plan, code: str) -> Words:
    """What the claims on a milestone come to."""
    claims = [c for c in plan.claims if c.milestone == code]
    return words_of([Word(c, date_of(plan, c), until=last_day_before(plan, c)) for c in claims])


def last_day_before(plan: Plan, claim: Said) -> date | None:
    """The last day that a relative date had before that of its anchor was left open."""
    if not isinstance(claim.when, Relative):
        return None
    last = words_on(plan, claim.when.anchor).last_day
    counted = last and counted_from(Days(date.min, last), claim.when)
    return counted.latest if counted else None


def date_of(plan: Plan, claim: Said) -> Days | None:
    """The date that was stated; a relative one follows what is said of its anchor."""
    if claim.when is None:
        return None
    if isinstance(claim.when, Window):
        return Days(*with_ends(claim.when))
    said = words_on(plan, claim.when.anchor)
    if said.is_delayed and not (said.was_in_force and said.was_in_force.days):
        return None  # it never had one
    anchor = said.actual or said.estimate
    return anchor and counted_from(anchor, claim.when)


def with_ends(window: Window) -> tuple[date, date]:
    return window.earliest or date.min, window.latest or date.max


def counted_from(anchor: Days, relative: Relative) -> Days | None:
    earliest, latest = (None if end in OPEN_ENDS else end for end in anchor)
    if earliest is None and latest is None:
        return None
    try:
        return Days(*with_ends(relative.resolve(between(earliest, latest))))
    except DateRefused:
        return None


@lru_cache(maxsize=2000)
def has_word(plan: Plan, code: str) -> bool:
    spoken = [c.milestone for c in plan.claims] + [c.milestone for c in plan.counts]
    return code in spoken


@lru_cache(maxsize=2000)
def exists(plan: Plan, code: str) -> bool:
    """From its first word, or that of something after it; what a signature implies, once due."""
    if has_word(plan, code) or any(exists(plan, after) for after, _ in nexts(plan, code)):
        return True
    step = plan.steps[code]
    if step.kind not in IMPLIED or not step.after:
        return False
    if all(progress(plan, before) == "met" for before, _ in step.after):
        return True
    before = earlier(plan)
    return before is not None and exists(before, code)


@lru_cache(maxsize=500)
def earlier(plan: Plan) -> Plan | None:
    """What was known before the last report."""
    days = [c.reported for c in plan.claims] + [c.reported for c in plan.counts]
    return known_by(plan.facts, max(days) - DAY) if days else None


# ---------------------------------------------------------------- progress


@lru_cache(maxsize=2000)
def actual(plan: Plan, code: str) -> Days | None:
    """Its own; or any day up to that by which something that follows it was met.

    Not what is said not to happen, nor what was undone since.
    """
    words = words_on(plan, code)
    if words.actual or words.is_cancelled:
        return words.actual
    ends = [
        later(met.latest, -lag) for after, lag in nexts(plan, code) if (met := actual(plan, after))
    ]
    ends = [end for end in ends if not (words.undone_on and words.undone_on >= end)]
    return after_expectations(Days(date.min, min(ends)), words.heard) if ends else None


def progress(plan: Plan, code: str) -> str:
    if actual(plan, code):
        return "met"
    return "cancelled" if words_on(plan, code).is_cancelled else "open"


@lru_cache(maxsize=2000)
def is_not_contracted(plan: Plan, code: str) -> bool:
    """Open, with nothing contracted, and behind a signature that is still awaited."""
    if progress(plan, code) != "open" or is_contracted(plan, code):
        return False
    return awaits_signature(plan, code)


@lru_cache(maxsize=2000)
def awaits_signature(plan: Plan, code: str) -> bool:
    """Whether somebody expects a signature up the plan; what is cancelled waits for nothing."""
    return any(
        progress(plan, before) == "open"
        and (is_expected_signature(plan, before) or awaits_signature(plan, before))
        for before, _ in plan.steps[code].after
    )


def is_expected_signature(plan: Plan, code: str) -> bool:
    expecting = any(w.claim.kind in EXPECTING for w in words_on(plan, code).heard)
    return plan.steps[code].kind == "signature" and expecting


def is_contracted(plan: Plan, code: str, *, original: bool = False) -> bool:
    words = words_on(plan, code)
    if original:
        return bool(words.original and not words.original_inferred)
    return bool(words.baseline and not words.inferred)


# ---------------------------------------------------------------- estimate


@lru_cache(maxsize=2000)
def stated(plan: Plan, code: str) -> Reckoned | None:
    """The estimate without what the day does to it."""
    return reckoned(plan, code, date.min)


@lru_cache(maxsize=500)
def reckoned(plan: Plan, code: str, day: date) -> Reckoned | None:
    """The estimate to reckon with: neither end before the day, nor before what comes first allows
    where the word for that is later."""
    words = words_on(plan, code)
    if done := actual(plan, code):
        return Reckoned(done, words.rests_on)
    if words.is_cancelled:
        return None
    if words.in_force is None:
        # What nobody has spoken of is still to come, like all else that is open.
        return Reckoned(Days(day, day), date.min)
    own = own_days(plan, code, day)
    found, rests_on = own, words.rests_on
    for need in holding_back(plan, code, day):
        if not_before(own, need.days) != own:
            rests_on = max(rests_on, need.rests_on)
        found = not_before(found, need.days)
    return Reckoned(found, rests_on)


def holding_back(plan: Plan, code: str, day: date) -> list[Need]:
    """What comes first by a later word than that on the milestone, and is not behind yet."""
    since = words_on(plan, code).yields_to
    return [n for n in needs(plan, code, day) if n.rests_on > since and not n.is_behind]


def own_days(plan: Plan, code: str, day: date) -> Days:
    """What the words on it come to, not before the day; open to both sides where they give none."""
    return not_before(words_on(plan, code).estimate or Days(*OPEN_ENDS), Days(day, day))


@lru_cache(maxsize=2000)
def needs(plan: Plan, code: str, day: date) -> list[Need]:
    """What all that comes before it allows at the earliest, each on its own word.

    A word on something in between was given in view of the older ones before it.
    """
    found: list[Need] = []
    for before, lag in plan.steps[code].after:
        for need in passed_on(plan, before, day):
            days = Days(later(need.days.earliest, lag), later(need.days.latest, lag))
            found.append(Need(days, need.rests_on, need.is_behind and not lag))
    return found


def passed_on(plan: Plan, code: str, day: date) -> list[Need]:
    """What has to be waited for because of this milestone: itself, and what holds it back."""
    words, came = words_on(plan, code), progress(plan, code)
    if came == "met":
        met = actual(plan, code)
        return [Need(met, words.rests_on, is_behind=True)] if met and words.in_force else []
    if came == "cancelled":
        return []
    before = needs(plan, code, day)
    if words.in_force is None or is_mere_doubt(plan, code):
        return before
    own = Need(own_days(plan, code, day), words.rests_on, is_behind=False)
    return [own, *(need for need in before if need.rests_on > words.yields_to)]


def is_mere_doubt(plan: Plan, code: str) -> bool:
    """Whether the date is a doubtful voice's, for want of others."""
    word = words_on(plan, code).in_force
    return bool(word and word.is_doubt)


def not_before(days: Days, least: Days) -> Days:
    return Days(max(days.earliest, least.earliest), max(days.latest, least.latest))


def later(day: date, lag: int) -> date:
    """So many days later; an open side stays open."""
    return day if day in OPEN_ENDS else day + timedelta(days=lag)
