"""The facets of the watch-list: their values with how many deals each would leave."""

from collections.abc import Mapping
from dataclasses import dataclass

from dashboard.asking import Asking
from dashboard.saying import WORDS
from deals import choices
from deliveries.facets import Counted
from deliveries.filters.sets import KNOWLEDGE
from deliveries.verdicts import WORST_FIRST

MOST = 15  # values of a facet without an end, those with the most deals

_TITLES = {
    "state": "State",
    "knowledge": "Knowledge",
    "stage": "Stage",
    "due_year": "Next date in",
    "kind": "Kind",
    "category": "Category",
    "route": "Route",
    "country": "Country",
    "organisation": "Organisation",
}
# Those whose words have an order of their own; the others come by their numbers.
_IN_ORDER: Mapping[str, tuple[str, ...]] = {
    "state": tuple(WORST_FIRST),
    "knowledge": KNOWLEDGE,
    "stage": tuple(choices.Stage.values),
}


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a facet: how many deals choosing it alone would leave, if that was counted."""

    code: str
    word: str
    number: int | None
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet with its values; `left_off` are further ones, with fewer deals than those shown."""

    name: str
    title: str
    is_counted: bool
    values: list[Value]
    chosen: int
    left_off: int


def facets_shown(
    counted: Mapping[str, Counted], asking: Asking, names: Mapping[str, str]
) -> list[Facet]:
    """The facets in their order; `names` are those of organisations, by code."""
    return [_facet(name, counted.get(name), asking, names) for name in _TITLES]


def shown_codes(counted: Counted, chosen: list[str]) -> list[str]:
    """The values that a facet without an end shows: those with the most deals, and the chosen."""
    most = sorted(counted, key=lambda code: (-counted[code], code))[:MOST]
    return most + [code for code in chosen if code not in most]


def _facet(name: str, numbers: Counted | None, asking: Asking, names: Mapping[str, str]) -> Facet:
    counted = numbers or {}
    chosen = asking.given.getlist(name)
    word = WORDS[name]
    if name in _IN_ORDER:
        codes = [code for code in _IN_ORDER[name] if counted.get(code) or code in chosen]
    elif name == "due_year":
        codes = sorted({*counted, *chosen})
    else:
        codes = shown_codes(counted, chosen)
    return Facet(
        name=name,
        title=_TITLES[name],
        is_counted=numbers is not None,
        values=[
            Value(
                code,
                names.get(code) or word(code),
                None if numbers is None else counted.get(code, 0),
                code in chosen,
            )
            for code in codes
        ],
        chosen=len(chosen),
        left_off=len(counted.keys() - set(codes)),
    )
