"""Why a verdict is what it is: a sentence, and the claims that it rests on."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from deals.dates import Window
from deliveries.goals import Goal
from deliveries.pace import Pace, Rate
from deliveries.plans import Place
from deliveries.weighing import Word

_LIMITS = {
    "slipping": ("objective", "objective"),
    "breach": ("threshold", "threshold"),
    "critical": ("critical", "critical limit"),
}
MONTH = Fraction(1461, 48)  # days, on average
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
# Admiralty code: what is said of a claim that cannot simply be believed.
DOUBTS = {4: "doubtful", 5: "improbable", 6: "cannot be judged"}


@dataclass(frozen=True, slots=True)
class Reason:
    """One sentence, and the numbers of the claims and counts that bear it out."""

    text: str
    claims: tuple[int, ...] = ()
    counts: tuple[int, ...] = ()


def spelt(day: date) -> str:
    """A day for people: 5 Dec 2021."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def when_reported(window: Window) -> str:
    """The day, month or year of a report for people: 5 Dec 2021, Dec 2021, 2021."""
    assert window.latest is not None
    month = MONTHS[window.latest.month - 1]
    forms = {"month": f"{month} {window.latest.year}", "year": f"{window.latest.year}"}
    return forms.get(window.precision, spelt(window.latest))


def cited(word: Word | None) -> str:
    """The words of a claim with who said them when, and that they are doubtful if they are."""
    if word is None:
        return "no word"
    said = word.said
    stated = f"“{word.window.text}”, " if word.window else ""
    doubt = f", {DOUBTS[said.credibility]}" if said.credibility in DOUBTS else ""
    return f"{stated}{said.said_by}, {said.reported_as or spelt(said.reported)}{doubt}"


def keys(*words: Word | None) -> tuple[int, ...]:
    """The numbers of the claims, each once."""
    return tuple(dict.fromkeys(w.said.key for w in words if w is not None))


def _limit(goal: Goal, level: str) -> tuple[date, str]:
    attribute, name = _LIMITS[level]
    limit: date = getattr(goal, attribute)
    return limit, name


def _basis(goal: Goal) -> str:
    """The baseline that a limit comes from, and whether it was only inferred."""
    if goal.is_capped and goal.ceiling:
        return f"contracted for “{goal.ceiling.title}”: {cited(goal.ceiling.word)}"
    kind = {"": "contracted", "promise": "first promised", "assessment": "first assessed"}
    if goal.word is not None and goal.word.said.kind == "amended":
        return f"amended: {cited(goal.word)}"
    return f"{kind[goal.inferred]}: {cited(goal.word)}"


def because(place: Place, state: str, level: str, day: date) -> Reason:
    """Why a milestone with a level, or one that has ended, stands as it does on `day`."""
    if place.is_cancelled:
        word = place.reading.cancelled
        return Reason(f"Cancelled: {cited(word)}.", keys(word))
    if place.is_met:
        return _met(place, state, level)
    return _late(place, level, day)


def _met(place: Place, state: str, level: str) -> Reason:
    word, goal = place.reading.actual_word, place.current
    assert place.actual is not None
    if word is None:
        how = f"Met {place.actual.plain}: what comes after it has been met"
    else:
        how = f"Met {place.actual.plain} ({cited(word)})"
    cites = keys(word, _limiting(goal))
    if level:
        limit, name = _limit(goal, level)
        return Reason(f"{how}, after the {name} of {spelt(limit)} ({_basis(goal)}).", cites)
    if goal.objective is None or goal.word is None:
        return Reason(f"{how}; nothing was contracted or promised to hold it against.", cites)
    if goal.inferred == "assessment":
        return Reason(f"{how}; only outsiders had given a date ({_basis(goal)}).", cites)
    objective = f"the objective of {spelt(goal.objective)} ({_basis(goal)})"
    if state == "met_on_time":
        return Reason(f"{how}, by {objective}.", cites)
    return Reason(f"{how}; whether by {objective} cannot be told.", cites)


def _late(place: Place, level: str, day: date) -> Reason:
    goal, word = place.current, place.rests_on
    limit, name = _limit(goal, level)
    contest = place.contest if goal.inferred else ()
    cites = keys(word, _limiting(goal), *contest)
    past = f"the {name} of {spelt(limit)} ({_basis(goal)})"
    if place.is_delayed:
        broken = "has passed" if day > limit else "cannot be kept"
        return Reason(f"{_open_ended(place)}; {past} {broken}.", cites)
    if place.earliest is None or place.earliest <= limit or word == goal.word:
        return Reason(f"Not reported done, and {past} has passed.", cites)
    if place.has_passed(day) and place.latest is not None:
        expected = f"expected by {spelt(place.latest)} ({told(place)})"
        return Reason(f"Not reported done: {expected}, past {past}.", cites)
    if place.earliest <= day and place.latest is not None:
        return Reason(f"Expected by {spelt(place.latest)} ({told(place)}), past {past}.", cites)
    return Reason(
        f"Not expected before {spelt(place.earliest)} ({told(place)}), after {past}.", cites
    )


def _limiting(goal: Goal) -> Word | None:
    """The word that the limits of a goal come from."""
    return goal.ceiling.word if goal.is_capped and goal.ceiling else goal.word


def told(place: Place) -> str:
    """The word that the estimate rests on; where it is on a predecessor, it says so."""
    waits = f"it waits for “{place.pushed_by}”: " if place.pushed_by else ""
    return f"{waits}{cited(place.rests_on)}"


def _open_ended(place: Place) -> str:
    word = place.reading.delay
    verb = "undone" if word and word.said.kind == "undone" else "late"
    return f"Said to be {verb}, with no new date ({cited(word)})"


def not_contracted(place: Place) -> Reason:
    """For what comes after a signature that is still awaited."""
    cites = keys(place.rests_on)
    return Reason(f"Nothing is contracted: “{place.awaits_signature}” is still awaited.", cites)


def unknown_delay(place: Place) -> Reason:
    """For what is said to be late, or undone, with no new date."""
    return Reason(f"{_open_ended(place)}.", keys(place.reading.delay))


def undated(place: Place) -> Reason:
    """For what has no objective."""
    word, cap = place.reading.baseline, place.current.ceiling
    if word is None and cap:
        what = f"“{cap.title}” is contracted for {spelt(cap.on)} ({cited(cap.word)})"
        return Reason(f"It has no date of its own; {what}.", keys(cap.word))
    if word is None:
        doubt = place.reading.doubt
        late = f"; a doubtful voice calls it late ({cited(doubt)})" if doubt else ""
        return Reason(f"Nobody has contracted, promised or assessed a date{late}.", keys(doubt))
    return Reason(f"No last day is fixed ({cited(word)}).", keys(word))


def possibly_late(place: Place, day: date) -> Reason | None:
    """What makes an open milestone with an objective possibly late, by its own words or time."""
    goal, word = place.current, place.rests_on
    if goal.objective is None:
        return None
    objective = f"the objective of {spelt(goal.objective)} ({_basis(goal)})"
    cites = keys(word, _limiting(goal))
    if place.has_passed(day):
        assert place.latest is not None
        return Reason(_overdue(place, place.latest, goal.objective, objective), cites)
    if place.latest is None:
        return Reason(f"No last day is given ({told(place)}); {objective} may be missed.", cites)
    if place.latest > goal.objective:
        return Reason(
            f"May come as late as {spelt(place.latest)} ({told(place)}), after {objective}.", cites
        )
    return _too_little_time(place, day, objective, cites) or _doubted(place, objective)


def _overdue(place: Place, latest: date, limit: date, objective: str) -> str:
    """Past its own last day, and yet without a level."""
    expected = f"Was expected by {spelt(latest)} ({told(place)}) and is not reported done"
    if latest >= limit and place.current.inferred == "assessment":
        return f"{expected}; only outsiders have given a date."
    return f"{expected}; {objective} is in doubt."


def _too_little_time(
    place: Place, day: date, objective: str, cites: tuple[int, ...]
) -> Reason | None:
    limit = place.current.objective
    assert limit is not None
    if place.bound is not None and place.bound > limit:
        return Reason(
            f"It may have to wait for “{place.bound_by}”, which comes first, until "
            f"{spelt(place.bound)}, after {objective}.",
            cites,
        )
    if place.bound_floor >= 0 and (limit - day).days < place.bound_floor:
        return Reason(f"What comes first leaves too little time before {objective}.", cites)
    return None


def _doubted(place: Place, objective: str) -> Reason | None:
    doubt, limit = place.reading.doubt, place.current.objective
    assert limit is not None
    if doubt is None:
        return None
    latest = doubt.window.latest if doubt.window else None
    if latest is not None and latest <= limit:
        return None
    return Reason(f"A doubtful voice says later than {objective}: {cited(doubt)}.", keys(doubt))


def too_slow(place: Place, day: date) -> Reason | None:
    """The pace of a lot that cannot make the objective at any rate yet reached."""
    pace, goal = place.pace, place.current
    if pace is None or pace.best is None or pace.fails_from is None or day < pace.fails_from:
        return None
    since = pace.fails_from
    needed, tspi = pace.needed_on(since), pace.tspi_on(since)
    assert goal.objective is not None
    objective = f"the objective of {spelt(goal.objective)} ({_basis(goal)})"
    best = f"at best {a_month(pace.best.a_day)} ({over(pace.best)})"
    if needed is None or tspi is None:
        what = f"{pace.remaining:,} were still to come on {objective}, and it was {best}"
    else:
        what = (
            f"from {spelt(since)} on {objective} needs more than was ever reached: "
            f"{a_month(needed)} and rising, {float(tspi):.2f} times the planned rate "
            f"(TSPI; limit 1.10), against {best}"
        )
    return Reason(f"Pace: {come(pace)}; {what}.", keys(_limiting(goal)), pace.counts)


def come(pace: Pace) -> str:
    """What has come of a lot: "5 of 50 delivered by 5 Dec 2021"."""
    return f"{pace.done:,} of {pace.quantity:,} {pace.kind} by {spelt(pace.counted_on)}"


def over(rate: Rate) -> str:
    """The days between which a rate was reached: "5 Jan 2021 to 5 Dec 2021"."""
    return f"{spelt(rate.since)} to {spelt(rate.until)}"


def a_month(rate: Fraction) -> str:
    """A rate, given in pieces a day, for people: "6,371 a month", "0.42 a month"."""
    month = float(rate * MONTH)
    return f"{month:,.0f} a month" if month >= 100 else f"{month:.3g} a month"


def in_time(place: Place) -> Reason:
    """For what is due soon or on track."""
    goal, word = place.current, place.rests_on
    assert goal.objective is not None
    cites = keys(word, _limiting(goal))
    objective = f"the objective of {spelt(goal.objective)} ({_basis(goal)})"
    if word == goal.word or word is None or place.latest is None:
        return Reason(f"Due by {objective}.", cites)
    return Reason(f"Expected by {spelt(place.latest)} ({told(place)}), within {objective}.", cites)
