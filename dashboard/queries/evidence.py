"""Every claim of a deal, filtered by milestone, side, kind and clock."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from dashboard.queries.claims import ClaimsOn
from dashboard.queries.contradictions import Contradiction, contradictions
from dashboard.queries.told import Told
from deals.choices import ClaimKind, Side
from deals.models import Claim, Deal
from deliveries import wording

CLOCKS = {
    "contracted": "contracted: the contract’s date, as amended",
    "promised": "promised: the word of buyer or supplier",
    "assessed": "assessed: the word of others",
    "actual": "what happened",
}
_HAPPENED = (ClaimKind.ACTUAL, ClaimKind.UNDONE, ClaimKind.CANCELLED)


class UnknownChoice(ValueError):
    """`value` is none of what `field` can be; `accepted` says what it can."""

    def __init__(self, field: str, value: str, accepted: Iterable[str]) -> None:
        super().__init__(value)
        self.field = field
        self.value = value
        self.accepted = ", ".join(accepted)


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter with its word, how many claims it leaves, and whether it is chosen."""

    value: str
    word: str
    number: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter with its choices."""

    field: str
    label: str
    choices: list[Choice]


@dataclass(frozen=True, slots=True)
class Evidence:
    """The claims that a filter leaves, by milestone, and the filter in words."""

    deal: Deal
    query: str
    says: str
    is_filtered: bool
    filters: list[Filter]
    claims: list[ClaimsOn]
    contradictions: list[Contradiction]


def evidence(told: Told, asked: Mapping[str, str]) -> Evidence:
    """The claims of a deal by the day. `asked` are the filters by their names; "" leaves all.

    Raises UnknownChoice.
    """
    chosen = {field: asked.get(field, "") for field in _WHAT}
    for field, value in chosen.items():
        accepted = _words(told, field)
        if value and value not in accepted:
            raise UnknownChoice(field, value, accepted)
    left = [c for c in told.claims if _passes(told, c, chosen)]
    numbers = {c.pk for c in left}
    groups = [replace(g, claims=[c for c in g.claims if c.number in numbers]) for g in told.groups]
    return Evidence(
        deal=told.deal,
        query=told.query,
        says=_says(told, len(left), chosen),
        is_filtered=any(chosen.values()),
        filters=[_filter(told, field, chosen) for field in _WHAT],
        claims=[g for g in groups if g.claims],
        contradictions=contradictions(told),
    )


def clock(claim: Claim) -> str:
    """The clock that a claim speaks of: contracted, promised, assessed or actual."""
    if claim.kind in (ClaimKind.CONTRACTED, ClaimKind.AMENDED):
        return "contracted"
    if claim.kind in _HAPPENED:
        return "actual"
    if claim.kind == ClaimKind.ASSESSED or claim.side == Side.THIRD_PARTY:
        return "assessed"
    return "promised"


def _milestone(told: Told, claim: Claim) -> str:
    codes = {m.milestone.pk: m.milestone.code for m in told.on}
    return codes.get(claim.milestone_id, "")


# What each filter looks at, in the order of the form.
_WHAT: dict[str, Callable[[Told, Claim], str]] = {
    "milestone": _milestone,
    "side": lambda told, claim: claim.side,
    "kind": lambda told, claim: claim.kind,
    "clock": lambda told, claim: clock(claim),
}
_LABELS = {"milestone": "Milestone", "side": "Said by", "kind": "Kind", "clock": "Clock"}


def _words(told: Told, field: str) -> dict[str, str]:
    """The values that a filter can have, with their words."""
    words: dict[str, dict[str, str]] = {
        "milestone": {m.milestone.code: m.milestone.title for m in told.on},
        "side": {str(value): str(word) for value, word in Side.choices},
        "kind": {kind: named.word for kind, named in wording.CLAIMS.items()},
        "clock": CLOCKS,
    }
    return words[field]


def _passes(told: Told, claim: Claim, chosen: Mapping[str, str]) -> bool:
    return all(not value or _WHAT[field](told, claim) == value for field, value in chosen.items())


def _filter(told: Told, field: str, chosen: Mapping[str, str]) -> Filter:
    """A filter with what each of its choices leaves, the others being as they are."""
    others = {name: "" if name == field else value for name, value in chosen.items()}
    what = _WHAT[field]
    counted = Counter(what(told, c) for c in told.claims if _passes(told, c, others))
    choices = [
        Choice(value, word, counted[value], chosen[field] == value)
        for value, word in _words(told, field).items()
        if counted[value] or chosen[field] == value
    ]
    return Filter(field, _LABELS[field], choices)


def _says(told: Told, number: int, chosen: Mapping[str, str]) -> str:
    """The filter in words: 3 of 58 claims: “First regiment”, supplier, promised."""
    every = len(told.claims)
    named = [_words(told, field)[value] for field, value in chosen.items() if value]
    if not named:
        return f"{every:,} claim{'s' * (every != 1)}, none left out."
    return f"{number:,} of {every:,} claims: {', '.join(named)}."
