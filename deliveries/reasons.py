"""Why a verdict is what it is: a sentence, and the claims that it rests on."""

from dataclasses import dataclass
from datetime import date

from deals.dates import Window
from deliveries.plans import Goal, Place
from deliveries.weighing import Word

_LIMITS = {
    "slipping": ("objective", "objective"),
    "breach": ("threshold", "threshold"),
    "critical": ("critical", "critical limit"),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One sentence, and the numbers of the claims that bear it out."""

    text: str
    claims: tuple[int, ...] = ()


def spelt(day: date) -> str:
    """A day for people: 5 Dec 2021."""
    return f"{day.day} {day:%b %Y}"


def cited(word: Word | None) -> str:
    """The words of a claim with who said them when."""
    if word is None:
        return "no word"
    said = word.said
    stated = f"“{word.window.text}”, " if word.window else ""
    return f"{stated}{said.said_by}, {spelt(said.reported)}"


def _keys(*words: Word | None) -> tuple[int, ...]:
    return tuple(dict.fromkeys(w.said.key for w in words if w is not None))


def _limit(goal: Goal, level: str) -> tuple[date, str]:
    attribute, name = _LIMITS[level]
    limit: date = getattr(goal, attribute)
    return limit, name


def _basis(goal: Goal) -> str:
    """The baseline that a limit comes from, and whether it was only inferred."""
    kind = {"": "contracted", "promise": "first promised", "assessment": "first assessed"}
    if goal.word is not None and goal.word.said.kind == "amended":
        return f"amended: {cited(goal.word)}"
    return f"{kind[goal.inferred]}: {cited(goal.word)}"


def because(place: Place, state: str, level: str, day: date) -> Reason:
    """Why a milestone with a level, or one that has ended, stands as it does on `day`."""
    if place.is_cancelled:
        word = place.reading.cancelled
        return Reason(f"Cancelled: {cited(word)}.", _keys(word))
    if place.is_met:
        return _met(place, state, level)
    return _late(place, level, day)


def _met(place: Place, state: str, level: str) -> Reason:
    word, goal = place.reading.actual_word, place.current
    assert place.actual is not None
    if word is None:
        how = f"Met {_happened(place.actual)}: what comes after it has been met"
    else:
        how = f"Met {_happened(place.actual)} ({cited(word)})"
    keys = _keys(word, goal.word)
    if level:
        limit, name = _limit(goal, level)
        return Reason(f"{how}, after the {name} of {spelt(limit)} ({_basis(goal)}).", keys)
    if goal.objective is None or goal.word is None:
        return Reason(f"{how}; nothing was contracted or promised to hold it against.", keys)
    if goal.inferred == "assessment":
        return Reason(f"{how}; only outsiders had given a date ({_basis(goal)}).", keys)
    objective = f"the objective of {spelt(goal.objective)} ({_basis(goal)})"
    if state == "met_on_time":
        return Reason(f"{how}, by {objective}.", keys)
    return Reason(f"{how}; whether by {objective} cannot be told.", keys)


def _happened(actual: Window) -> str:
    """The days on which it happened; "by" a day where nothing says how long before."""
    if actual.earliest is None and actual.latest is not None:
        return f"by {spelt(actual.latest)}"
    return actual.plain


def _late(place: Place, level: str, day: date) -> Reason:
    goal, word = place.current, place.rests_on
    limit, name = _limit(goal, level)
    contest = place.reading.contest if goal.inferred else ()
    keys = _keys(word, goal.word, *contest)
    past = f"the {name} of {spelt(limit)} ({_basis(goal)})"
    if place.is_delayed:
        return Reason(f"{_open_ended(place)}; {past} cannot be kept or has passed.", keys)
    if place.has_passed(day) and place.latest is not None:
        expected = (
            "" if word is goal.word else f"expected by {spelt(place.latest)} ({cited(word)}), "
        )
        return Reason(f"Not reported done: {expected}past {past}.", keys)
    if place.earliest is None or place.earliest <= limit:
        return Reason(f"Not reported done, and {past} has passed.", keys)
    waits = f" because it waits for “{place.pushed_by}”" if place.pushed_by else ""
    return Reason(
        f"Not expected before {spelt(place.earliest)}{waits} ({cited(word)}), after {past}.", keys
    )


def _open_ended(place: Place) -> str:
    word = place.reading.delay
    verb = "undone" if word and word.said.kind == "undone" else "late"
    return f"Said to be {verb}, with no new date ({cited(word)})"


def not_contracted(place: Place) -> Reason:
    """For what comes after a signature that is still awaited."""
    keys = _keys(place.rests_on)
    return Reason(f"Nothing is contracted: “{place.awaits_signature}” is still awaited.", keys)


def unknown_delay(place: Place) -> Reason:
    """For what is said to be late, or undone, with no new date."""
    return Reason(f"{_open_ended(place)}.", _keys(place.reading.delay))


def undated(place: Place) -> Reason:
    """For what has no objective."""
    if place.reading.baseline is None:
        return Reason("Nobody has contracted, promised or assessed a date.")
    word = place.reading.baseline
    return Reason(f"No last day is fixed ({cited(word)}).", _keys(word))


def trouble(before: Place, day: date) -> Reason | None:
    """What is wrong with a predecessor on `day`, if anything: it makes what follows at risk."""
    title = before.step.title
    if before.is_cancelled:
        word = before.reading.cancelled
        return Reason(f"“{title}”, which comes first, is cancelled ({cited(word)}).", _keys(word))
    if before.is_delayed:
        word = before.reading.delay
        return Reason(
            f"“{title}”, which comes first, is late with no new date ({cited(word)}).", _keys(word)
        )
    if before.has_passed(day):
        assert before.latest is not None
        return Reason(
            f"“{title}”, which comes first, was due by {spelt(before.latest)} "
            f"({cited(before.rests_on)}) and is not reported done.",
            _keys(before.rests_on),
        )
    return None


def possibly_late(place: Place, day: date) -> Reason | None:
    """What makes an open milestone with an objective possibly late, by its own words or time."""
    goal, word = place.current, place.rests_on
    if goal.objective is None:
        return None
    objective = f"the objective of {spelt(goal.objective)} ({_basis(goal)})"
    keys = _keys(word, goal.word)
    if place.has_passed(day):
        assert place.latest is not None
        return Reason(
            f"Was expected by {spelt(place.latest)} ({cited(word)}) and is not reported done; "
            f"{objective} still stands.",
            keys,
        )
    if place.latest is None:
        return Reason(f"No last day is given ({cited(word)}); {objective} may be missed.", keys)
    if place.latest > goal.objective:
        return Reason(
            f"May come as late as {spelt(place.latest)} ({cited(word)}), after {objective}.", keys
        )
    return _too_little_time(place, day, objective, keys) or _doubted(place, objective)


def _too_little_time(
    place: Place, day: date, objective: str, keys: tuple[int, ...]
) -> Reason | None:
    limit = place.current.objective
    assert limit is not None
    if place.bound is not None and place.bound > limit:
        return Reason(
            f"“{place.bound_by}”, which comes first, may take until {spelt(place.bound)}, "
            f"after {objective}.",
            keys,
        )
    if place.bound_floor >= 0 and (limit - day).days < place.bound_floor:
        return Reason(f"What comes first leaves too little time before {objective}.", keys)
    return None


def _doubted(place: Place, objective: str) -> Reason | None:
    doubt, limit = place.reading.doubt, place.current.objective
    assert limit is not None
    if doubt is None:
        return None
    latest = doubt.window.latest if doubt.window else None
    if latest is not None and latest <= limit:
        return None
    return Reason(f"A doubtful voice says later than {objective}: {cited(doubt)}.", _keys(doubt))


def in_time(place: Place) -> Reason:
    """For what is due soon or on track."""
    goal, word = place.current, place.rests_on
    assert goal.objective is not None
    keys = _keys(word, goal.word)
    objective = f"the objective of {spelt(goal.objective)} ({_basis(goal)})"
    if word is goal.word or word is None or place.latest is None:
        return Reason(f"Due by {objective}.", keys)
    return Reason(f"Expected by {spelt(place.latest)} ({cited(word)}), within {objective}.", keys)
