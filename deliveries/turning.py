"""The days on which a verdict turns without a new word: what makes a history foretell."""

from datetime import date

from deliveries.facts import Margins, plus
from deliveries.plans import Place


def turns(place: Place, margins: Margins) -> list[date]:
    """The days on which the verdict may turn without a new word, in no order."""
    if not place.is_open:
        return []
    days = []
    for goal in (place.current, place.original):
        for limit in (goal.objective, goal.threshold, goal.critical):
            if limit is not None:
                days += [plus(limit, 1 - place.floor), plus(limit, 1)]
    objective = place.current.objective
    if objective is not None:
        days.append(plus(objective, -margins.due_soon_days))
        days.append(plus(objective, 1 - max(place.bound_floor, 0)))
    if place.earliest is not None:
        days.append(place.earliest)
    if place.latest is not None:
        days.append(plus(place.latest, 1))
    fails = place.pace.fails_from if place.pace else None
    return [*days, *(d for d in (fails, place.stale_on) if d is not None)]
