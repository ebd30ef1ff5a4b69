"""The heads of the watch-list's columns: those that sort are links, and say how it is sorted."""

from dataclasses import dataclass

from dashboard.asking import Asking

# Column, what it sorts by at first and then; none: it does not sort.
_COLUMNS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Deal", ("ref",)),
    ("State", ("worst", "severity")),
    ("Stage", ()),
    ("Next date", ("due",)),
    ("Slip", ("-slip", "slip")),
    ("How it moved", ()),
    ("Last word", ("last_word_on", "-last_word_on")),
    ("Flags", ()),
)
_SAID = {
    "ref": "by reference",
    "worst": "the worst first, then the most slipped",
    "severity": "the worst first, then by reference",
    "due": "the next date first",
    "-slip": "the most slipped first",
    "slip": "the least slipped first",
    "last_word_on": "the longest silent first",
    "-last_word_on": "the last spoken of first",
}
_DOWN = ("-slip", "-last_word_on", "worst", "severity")


@dataclass(frozen=True, slots=True)
class Head:
    """One column. `address` sorts by it, `sorted` is for `aria-sort`, `says` what sorting does."""

    title: str
    address: str
    sorted: str
    says: str
    is_number: bool


def heads(asking: Asking) -> list[Head]:
    """The columns, the one that is sorted by marked."""
    return [_head(title, orders, asking) for title, orders in _COLUMNS]


def said(ordering: str) -> str:
    """An order in words."""
    return _SAID[ordering]


def _head(title: str, orders: tuple[str, ...], asking: Asking) -> Head:
    if not orders:
        return Head(title, "", "", "", is_number=False)
    now = asking.ordering
    is_sorted = now in orders
    follows = orders[(orders.index(now) + 1) % len(orders)] if is_sorted else orders[0]
    return Head(
        title=title,
        address=asking.ordered(follows),
        sorted=("descending" if now in _DOWN else "ascending") if is_sorted else "",
        says=_SAID[follows],
        is_number=title == "Slip",
    )
