"""The heads of a list's columns: those that sort are links, and say how it is sorted."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import partial

from django.utils.http import urlencode

from dashboard.asking import ORDERING, Asking
from dashboard.asof import PARAMETER, AsOf
from dashboard.queries.voices import USUAL


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a list, each with what it sorts by at first and then; none: it does not sort.

    `said` has the orders in words, `down` those that descend, `numbers` the columns of numbers.
    """

    titles: Mapping[str, tuple[str, ...]]
    said: Mapping[str, str]
    down: Collection[str]
    numbers: Collection[str]


_DEALS = Columns(
    titles={
        "Deal": ("designation",),
        "State": ("worst", "severity"),
        "Stage": (),
        "Next date": ("due",),
        "Slip": ("-slip", "slip"),
        "How it moved": (),
        "Last word": ("last_word_on", "-last_word_on"),
        "Flags": (),
    },
    said={
        "ref": "by reference",
        "designation": "by name",
        "worst": "the worst first, then the most slipped",
        "severity": "the worst first, then by reference",
        "due": "the next date first",
        "-slip": "the most slipped first",
        "slip": "the least slipped first",
        "last_word_on": "the longest silent first",
        "-last_word_on": "the last spoken of first",
    },
    down=("-slip", "-last_word_on", "worst", "severity"),
    numbers=(),
)
_VOICES = Columns(
    titles={
        "Said by": ("name", "-name"),
        "For": (),
        "Words": ("-words", "words"),
        "Kept, of those whose time has come": ("-kept", "kept"),
        "“No change” kept": (),
        "Last word": ("-last_word_on", "last_word_on"),
    },
    said={
        "name": "by name",
        "-name": "by name, from the end",
        "-words": "those with the most words first",
        "words": "those with the fewest words first",
        "-kept": "those who keep their word best first, by a cautious estimate",
        "kept": "those who keep their word worst first, by a cautious estimate",
        "-last_word_on": "those who spoke last first",
        "last_word_on": "the longest silent first",
    },
    down=("-name", "-words", "-kept", "-last_word_on"),
    numbers=("Words", "Kept, of those whose time has come", "“No change” kept"),
)


@dataclass(frozen=True, slots=True)
class Head:
    """One column. `address` sorts by it, `sorted` is for `aria-sort`, `says` what sorting does."""

    title: str
    address: str
    sorted: str
    says: str
    is_number: bool


def heads(asking: Asking) -> list[Head]:
    """The columns of the watch-list, the one that is sorted by marked."""
    return _heads(_DEALS, asking.ordering, asking.ordered)


def said(ordering: str) -> str:
    """An order of the watch-list in words."""
    return _DEALS.said[ordering]


def of_voices(ordering: str, when: AsOf) -> list[Head]:
    """The columns of the voices, the one that is sorted by marked."""
    return _heads(_VOICES, ordering, partial(_voices, when))


def voices_said(ordering: str) -> str:
    """An order of the voices in words."""
    return _VOICES.said[ordering]


def voices_query(ordering: str, when: AsOf) -> str:
    """What a link to the voices in an order carries; empty for the usual one of today."""
    pairs = [] if ordering == USUAL else [(ORDERING, ordering)]
    if when.query:
        pairs.append((PARAMETER, when.day.isoformat()))
    return f"?{urlencode(pairs)}" if pairs else ""


def _voices(when: AsOf, ordering: str) -> str:
    return voices_query(ordering, when) or "./"


def _heads(columns: Columns, now: str, address: Callable[[str], str]) -> list[Head]:
    return [_head(columns, title, now, address) for title in columns.titles]


def _head(columns: Columns, title: str, now: str, address: Callable[[str], str]) -> Head:
    orders, is_number = columns.titles[title], title in columns.numbers
    if not orders:
        return Head(title, "", "", "", is_number)
    is_sorted = now in orders
    follows = orders[(orders.index(now) + 1) % len(orders)] if is_sorted else orders[0]
    return Head(
        title=title,
        address=address(follows),
        sorted=("descending" if now in columns.down else "ascending") if is_sorted else "",
        says=columns.said[follows],
        is_number=is_number,
    )
