"""The days on which something may be, as precise as it was stated."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from typing_extensions import override

from deals.dating.calendar_parts import MONTHS, Atom, Precision
from deals.dating.refusals import DateRefused, Unreadable
from deals.dating.stated import Stated, parse


@dataclass(frozen=True, slots=True)
class Window:
    """The days on which something may be, as precise as it was stated; both ends included.

    None is an open side; never both. `text` is the words as stated, `edtf` canonical EDTF.
    `approximate`: the window is already one unit of its precision wider on each side than stated.
    """

    earliest: date | None
    latest: date | None
    precision: Precision
    approximate: bool
    text: str
    edtf: str

    def __post_init__(self) -> None:
        if self.earliest is None and self.latest is None:
            raise ValueError("A window cannot be open on both sides.")
        if self.earliest and self.latest and self.earliest > self.latest:
            raise ValueError(f"From {self.earliest} is later than to {self.latest}.")

    @override
    def __str__(self) -> str:
        return self.text

    @override
    def __hash__(self) -> int:
        """By the two fields that the others follow from: a list hashes each of its dates."""
        return hash((self.edtf, self.text))

    def as_dict(self) -> dict[str, str | bool | None]:
        """The window as plain values of JSON; open sides are None."""
        return {
            "text": self.text,
            "edtf": self.edtf,
            "earliest": self.earliest.isoformat() if self.earliest else None,
            "latest": self.latest.isoformat() if self.latest else None,
            "precision": str(self.precision),
            "approximate": self.approximate,
        }

    def meets(self, other: "Window") -> bool:
        """Whether the two windows share at least one day; open sides have no end."""
        begins = max(self.earliest or date.min, other.earliest or date.min)
        return begins <= min(self.latest or date.max, other.latest or date.max)

    @property
    def plain(self) -> str:
        """The window in plain English: "1 Oct – 31 Dec 2021", "by 31 Dec 2025", "5 Dec 2021".

        Adds "(approximate)" where it is; otherwise `read` gives the same days.
        """
        return _plain(self.earliest, self.latest) + (" (approximate)" if self.approximate else "")


@lru_cache(maxsize=16_384)  # a list of a thousand milestones reads six thousand of them
def from_edtf(edtf: str, *, text: str | None = None) -> Window:
    """The window that canonical EDTF stands for: that of "2021-36" is Q4 2021.

    Earliest, latest, precision and approximate are those of the window that produced it. Without
    `text` it gets words that read back to it. All callers share one window: it cannot be changed.
    Raises DateRefused.
    """
    try:
        return window_of(parse(edtf), text)
    except Unreadable as error:
        raise DateRefused(edtf, str(error)) from error


@lru_cache(maxsize=16_384)  # a plan of thousands moves to the same days again and again
def between(earliest: date | None, latest: date | None, *, text: str | None = None) -> Window:
    """The window of these days, None for an open side: 1 Oct 2021 and 31 Dec 2021 are Q4 2021.

    A whole month, quarter, half-year or year is recognised. Raises DateRefused.
    """
    try:
        whole = Atom.whole(earliest, latest) if earliest and latest else None
        start = whole or (Atom.of(earliest) if earliest else None)
        end = whole or (Atom.of(latest) if latest else None)
        return window_of(Stated(start, end), text)
    except Unreadable as error:
        raise DateRefused(f"{earliest or '..'}/{latest or '..'}", str(error)) from error


def window_of(stated: Stated, text: str | None = None) -> Window:
    """The window of what was stated, in these words or its own."""
    return Window(
        earliest=stated.earliest,
        latest=stated.latest,
        precision=stated.precision,
        approximate=stated.approximate,
        text=text if text is not None else stated.words,
        edtf=stated.edtf,
    )


def _plain(earliest: date | None, latest: date | None) -> str:
    first, last = (
        f"{day.day} {MONTHS[day.month - 1]} {day.year}" if day else "" for day in (earliest, latest)
    )
    if not first or not last:
        return f"from {first}" if first else f"by {last}"
    if first == last:
        return last
    _, month, year = last.split()
    return f"{first.removesuffix(f' {year}').removesuffix(f' {month}')} – {last}"
