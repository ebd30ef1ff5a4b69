"""The words that stand for states, findings and kinds on a page, each with what it means.

What a margin decides is told with the margin in force; a contract, deal or milestone may have its
own, and the pages say so beside it.
"""

from dataclasses import dataclass

from deliveries.facts import Margins

# What people call these countries, where the name in ISO 3166 is another.
_CUSTOMARY = {
    "Iran, Islamic Republic of": "Iran",
    "Korea, Republic of": "South Korea",
    "Korea, Democratic People's Republic of": "North Korea",
    "Russian Federation": "Russia",
    "Taiwan, Province of China": "Taiwan",
    "Türkiye": "Turkey",
    "Viet Nam": "Vietnam",
}


@dataclass(frozen=True, slots=True)
class Named:
    """A code with its word for people and, where one is needed, what it means."""

    code: str
    word: str
    meaning: str = ""


def country(name: str) -> str:
    """A country as people call it, from its name in ISO 3166."""
    return _CUSTOMARY.get(name, name)


def _by_code(*names: Named) -> dict[str, Named]:
    return {name.code: name for name in names}


STATES = _by_code(
    Named("critical", "Critical"),
    Named("breach", "Breach"),
    Named("slipping", "Slipping"),
    Named("unknown_delay", "Unknown delay"),
    Named("at_risk", "At risk"),
    Named("not_contracted", "Not contracted"),
    Named("due_soon", "Due soon"),
    Named("on_track", "On track"),
    Named("undated", "Undated"),
    Named("met_late", "Met late"),
    Named("met", "Met"),
    Named("met_on_time", "Met on time"),
    Named("cancelled", "Cancelled"),
)

KNOWLEDGE = _by_code(
    Named("contested", "contested"),
    Named("stale", "stale"),
    Named("confirmed", "confirmed"),
    Named("single_source", "single source"),
    Named("none", "no word of its own"),
)

# The worst finding first.
FLAGS = _by_code(
    Named(
        "slip",
        "Slip",
        "Certainly later than its objective, threshold or critical limit, however imprecise "
        "the dates.",
    ),
    Named(
        "unknown_delay",
        "Unknown delay",
        "Said to be late, or undone after it had been reported, and no new date is given.",
    ),
    Named(
        "overdue",
        "Overdue",
        "The last day stated for it has passed, and nobody reports that it has happened.",
    ),
    Named("at_risk", "At risk", "It may come after its objective."),
    Named(
        "rebaselined",
        "Re-baselined",
        "It looks better only because the contract’s date was moved: against the original date "
        "it is worse.",
    ),
    Named(
        "contested",
        "Contested",
        "The latest words of two sides, or two accounts of the contract, give dates that do not "
        "meet.",
    ),
    Named("stale", "Stale", "Nobody has said a word about it for too long."),
)

# What a statement about a date does, said so that the name of the voice can go before it.
CLAIMS = _by_code(
    Named("contracted", "contracted", "the date that the contract fixed, whoever reports it"),
    Named("amended", "amended", "the date that a formal amendment fixed instead"),
    Named("promised", "promised", "a date given by the buyer’s or the supplier’s side"),
    Named("assessed", "assessed", "a date given by others, such as analysts or unnamed sources"),
    Named("unchanged", "unchanged", "the date in force is said to stand"),
    Named("delayed", "delayed", "said to be late, with no new date"),
    Named("actual", "happened", "it is reported to have happened"),
    Named("undone", "undone", "what was reported as having happened no longer stands"),
    Named("cancelled", "cancelled", "it is said that it will not happen"),
)

# How the date came about that a slip is measured from, where nothing is contracted.


def states_explained(margins: Margins) -> list[Named]:
    """Every state with its meaning, the worst first."""
    threshold, critical = months(margins.threshold_months), months(margins.critical_months)
    meanings = {
        "critical": f"Certainly later than the critical limit: {critical} after the objective, "
        "or the threshold if that is later.",
        "breach": f"Certainly later than the threshold: {threshold} after the objective, unless "
        "the contract says otherwise.",
        "slipping": "Certainly later than the objective, which is the last day of the contracted "
        "date as amended (with none contracted, of the first date promised).",
        "unknown_delay": "Said to be late, with no new date.",
        "at_risk": "Possibly late: it may come after the objective, its own date has passed, or "
        "what must come first is in trouble.",
        "not_contracted": "It follows a signature that is still awaited, and nothing is "
        "contracted.",
        "due_soon": f"Due within {margins.due_soon_days} days, and nothing says that it will be "
        "late.",
        "on_track": "Expected by the objective.",
        "undated": "There is no last day to hold it against.",
        "met_late": "It happened, certainly after the objective.",
        "met": "It happened; nothing was contracted to hold it against, or whether it was on "
        "time cannot be told.",
        "met_on_time": "It happened by the objective.",
        "cancelled": "It will not happen.",
    }
    return [Named(s.code, s.word, meanings[s.code]) for s in STATES.values()]


def knowledge_explained(margins: Margins) -> list[Named]:
    """How well a date is known, with what the words mean."""
    meanings = {
        "contested": "The latest words of two sides, said within "
        f"{margins.contest_days} days of each other, give dates that do not meet; or two "
        "sources differ on what was contracted.",
        "stale": f"Open, and no word for {margins.stale_days} days or a tenth of the time that "
        "was left, whichever is longer.",
        "confirmed": "Two sources give dates that agree with the estimate.",
        "single_source": "One source alone bears the date out.",
        "none": "Nobody has spoken of it; it is in the plan because of what follows it.",
    }
    return [Named(k.code, k.word, meanings[k.code]) for k in KNOWLEDGE.values()]


def months(number: int) -> str:
    """A number of calendar months: 1 month, 6 months."""
    return "1 month" if number == 1 else f"{number} months"
