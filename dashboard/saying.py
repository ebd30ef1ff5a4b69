"""A filter in words, part by part, each with the address of the list without it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from dashboard.asking import PERIOD, Asking
from deals.choices import Category, DealKind, Role, Route, Stage
from deliveries import wording
from deliveries.reasons import spelt
from vendors.codes import COUNTRIES

Word = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a filter: of what, which, and the list without it."""

    what: str
    which: str
    without: str


def _country(code: str) -> str:
    return wording.country(COUNTRIES.get(code, code))


def _days(text: str) -> str:
    return f"{int(text):,} day{'s' * (abs(int(text)) != 1)}"


def _day(text: str) -> str:
    return spelt(date.fromisoformat(text))


def _amount(text: str) -> str:
    whole, _, part = text.partition(".")
    return f"{int(whole):,}{'.' * bool(part)}{part}"


def _plain(text: str) -> str:
    return text


WORDS: Mapping[str, Word] = {
    "state": lambda code: wording.STATES[code].word.lower(),
    "knowledge": lambda code: wording.KNOWLEDGE[code].word,
    "stage": lambda code: str(Stage(code).label),
    "due_year": _plain,
    "kind": lambda code: str(DealKind(code).label),
    "category": lambda code: str(Category(code).label),
    "route": lambda code: str(Route(code).label),
    "country": _country,
    "organisation": _plain,
    **{f"{role.value}_country": _country for role in Role},
    "stale": lambda text: "stale" if text == "true" else "not stale",
    "q": lambda text: f"“{text}”",
    "due__before": _day,
    "due__after": _day,
    "value__gte": _amount,
    "value__lte": _amount,
    **{
        f"{name}__{side}": _days
        for name in ("slip", "slip_current", "slip_in_period", "slip_outturn")
        for side in ("gte", "lte")
    },
}
NAMES: Mapping[str, str] = {
    "state": "state",
    "knowledge": "date known as",
    "stage": "stage",
    "due_year": "next date in",
    "kind": "kind",
    "category": "category",
    "route": "route",
    "country": "country",
    "organisation": "organisation",
    **{role.value: str(role.label) for role in Role},
    **{f"{role.value}_country": f"{role.label} from" for role in Role},
    "stale": "the word is",
    "q": "words",
    "due__before": "something due before",
    "due__after": "something due after",
    "due__within": "something due within",
    "currency": "value in",
    "value__gte": "value at least",
    "value__lte": "value at most",
    "slip__gte": "total slip at least",
    "slip__lte": "total slip at most",
    "slip_current__gte": "slip against the current baseline at least",
    "slip_current__lte": "slip against the current baseline at most",
    "slip_in_period__gte": "slip in the period at least",
    "slip_in_period__lte": "slip in the period at most",
    "slip_outturn__gte": "met late by at least",
    "slip_outturn__lte": "met late by at most",
}


def parts(asking: Asking, names: Mapping[str, str]) -> list[Part]:
    """What the list is narrowed to; `names` are those of organisations, by code."""
    found = [
        Part(
            NAMES.get(name, name.replace("_", " ")),
            names.get(value) or WORDS.get(name, _plain)(value),
            asking.without(name, value),
        )
        for name, values in asking.given.lists()
        for value in values
    ]
    if asking.period_text:
        found.append(Part("slip measured over", asking.period_text, asking.with_values(PERIOD, ())))
    return found
