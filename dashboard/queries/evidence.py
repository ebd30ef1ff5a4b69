"""Every claim of a deal, filtered by milestone, side, kind and clock."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.core.paginator import Page, Paginator

from dashboard.queries.claims import ClaimShown, claim_shown
from dashboard.queries.contradictions import Contradiction, contradictions
from dashboard.queries.told import Told
from deals.choices import ClaimKind, Side
from deals.models import Claim, Deal, Milestone
from deliveries import wording
from deliveries.wording import Named

PAGE = 50  # claims on a page
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


_Placed = tuple[Milestone, Claim]


@dataclass(frozen=True, slots=True)
class ClaimsAbout:
    """The claims about one milestone; `state` is None where it stands nowhere yet."""

    milestone: Milestone
    state: Named | None
    claims: list[ClaimShown]


@dataclass(frozen=True, slots=True)
class Evidence:
    """The claims that a filter leaves, by milestone, a page of them, and the filter in words.

    `numbers` are those of all that are left. Contradictions are of all claims.
    """

    deal: Deal
    query: str
    says: str
    is_filtered: bool
    filters: list[Filter]
    claims: list[ClaimsAbout]
    pages: Page[_Placed]
    numbers: set[int]
    contradictions: list[Contradiction]


def evidence(told: Told, asked: Mapping[str, str]) -> Evidence:
    """The claims of a deal by the day. `asked` are the filters by their names; "" leaves all.

    It also has the `page`, or a `claim` whose page is shown. Raises UnknownChoice.
    """
    chosen = {field: asked.get(field, "") for field in _LABELS}
    for field, value in chosen.items():
        accepted = _words(told, field)
        if value and value not in accepted:
            raise UnknownChoice(field, value, accepted)
    codes = {m.pk: m.code for m in _milestones(told)}
    every = {c.pk: _values(c, codes) for c in told.claims}
    numbers = {number for number, values in every.items() if _passes(values, chosen)}
    about = [(group.on.milestone, group.made) for group in told.groups] + told.unused
    placed = [(milestone, c) for milestone, made in about for c in made if c.pk in numbers]
    shown = Paginator(placed, PAGE).get_page(_page(placed, asked))
    return Evidence(
        deal=told.deal,
        query=told.query,
        says=_says(told, len(numbers), chosen),
        is_filtered=any(chosen.values()),
        filters=[_filter(told, field, chosen, every.values()) for field in _LABELS],
        claims=_grouped(told, shown),
        pages=shown,
        numbers={c.pk for _, c in placed},
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


def _page(placed: Sequence[_Placed], asked: Mapping[str, str]) -> str:
    """The page that is asked for: by its number, or by a claim that is on it."""
    wanted = asked.get("claim", "")
    for place, (_, claim) in enumerate(placed if wanted else ()):
        if str(claim.pk) == wanted:
            return str(place // PAGE + 1)
    return asked.get("page", "1")


def _grouped(told: Told, placed: Iterable[_Placed]) -> list[ClaimsAbout]:
    """The claims of a page by their milestones."""
    groups = {group.on.milestone.pk: group for group in told.groups}
    found: list[ClaimsAbout] = []
    for number, pairs in groupby(placed, key=lambda pair: pair[0].pk):
        made = list(pairs)
        group = groups.get(number)
        on, state = (group.on, group.state) if group else (None, None)
        shown = [claim_shown(claim, on, told.when) for _, claim in made]
        found.append(ClaimsAbout(made[0][0], state, shown))
    return found


def _milestones(told: Told) -> list[Milestone]:
    """Those that stand on the day, and those of which there are misreports alone."""
    return [m.milestone for m in told.on] + [milestone for milestone, _ in told.unused]


def _values(claim: Claim, codes: Mapping[int, str]) -> dict[str, str]:
    """What each filter looks at; `codes` of milestones by their numbers."""
    return {
        "milestone": codes.get(claim.milestone_id, ""),
        "side": claim.side,
        "kind": claim.kind,
        "clock": clock(claim),
    }


# In the order of the form.
_LABELS = {"milestone": "Milestone", "side": "Said by", "kind": "Kind", "clock": "Clock"}


def _words(told: Told, field: str) -> dict[str, str]:
    """The values that a filter can have, with their words."""
    words: dict[str, dict[str, str]] = {
        "milestone": {m.code: m.title for m in _milestones(told)},
        "side": {str(value): str(word) for value, word in Side.choices},
        "kind": {kind: named.word for kind, named in wording.CLAIMS.items()},
        "clock": CLOCKS,
    }
    return words[field]


def _passes(values: Mapping[str, str], chosen: Mapping[str, str]) -> bool:
    return all(not value or values[field] == value for field, value in chosen.items())


def _filter(
    told: Told, field: str, chosen: Mapping[str, str], every: Iterable[Mapping[str, str]]
) -> Filter:
    """A filter with what each of its choices leaves, the others being as they are."""
    others = {name: "" if name == field else value for name, value in chosen.items()}
    counted = Counter(values[field] for values in every if _passes(values, others))
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
