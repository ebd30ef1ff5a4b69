"""From the words that state a date to its window."""

import re
from collections.abc import Callable, Iterator

from deals.dating.calendar_parts import Atom
from deals.dating.hints import hint_for
from deals.dating.one_date import Point, read_point
from deals.dating.refusals import DateRefused, Unreadable
from deals.dating.relative import Relative, read_relative
from deals.dating.stated import Stated
from deals.dating.vocabulary import simplified, tidied, without_about
from deals.dating.windows import Window, window_of

FIRST_YEAR, LAST_YEAR = 1900, 2199  # of what is read
MAX_LENGTH = 200  # characters of a date


def read(text: str, *, country: str | None = None) -> Window | Relative:
    """Read a date in any of ACCEPTED_FORMS; upper and lower case, spaces and dashes are equal.

    `country` (ISO 3166 alpha-2) tells what FY24 is where the text names no country. Raises
    DateRefused, and nothing else, for any other text.
    """
    try:
        if len(text) > MAX_LENGTH:
            raise Unreadable(f"A date has at most {MAX_LENGTH} characters.")
        words = tidied(text)
        return read_relative(words) or window_of(_stated(words, country), " ".join(text.split()))
    except Unreadable as error:
        raise DateRefused(text, str(error)) from error


def read_window(text: str, *, country: str | None = None) -> Window:
    """As `read`, where a date relative to a milestone makes no sense. Raises DateRefused."""
    found = read(text, country=country)
    if isinstance(found, Relative):
        raise DateRefused(text, "A date of its own is needed here, not one relative to another.")
    return found


def _stated(text: str, country: str | None) -> Stated:
    """What a tidied text states. Raises Unreadable, with a hint where one is known."""
    words, approximate = without_about(simplified(text))
    for reading in (_lone, _one_sided, _from_to):
        found = reading(words, country, approximate)
        if found:
            years = [atom.year for atom in (found.start, found.end) if atom]
            if not FIRST_YEAR <= min(years) <= max(years) <= LAST_YEAR:
                raise Unreadable(f"Years run from {FIRST_YEAR} to {LAST_YEAR}.")
            return found
    raise Unreadable(hint_for(words))


def _lone(words: str, country: str | None, approximate: bool) -> Stated | None:
    point = read_point(words, country)
    return point and Stated(point.first, point.last, approximate or point.approximate)


# ---------------------------------------------------------------- open on one side

_Ends = tuple[Atom | None, Atom | None]
_SIDES: tuple[tuple[re.Pattern[str], Callable[[Point], _Ends]], ...] = tuple(
    (re.compile(rf"(?:{words}) (?P<rest>.+)"), ends)
    for words, ends in (
        (
            "by|until|till|up to|(?:no|not) later than|not after|on or before",
            lambda point: (None, point.closing),
        ),
        ("before|prior to|earlier than", lambda point: (None, point.first.neighbour(-1))),
        (
            "from|since|starting|(?:no|not) earlier than|not before|on or after",
            lambda point: (point.first, None),
        ),
        ("after|later than|following", lambda point: (point.closing.neighbour(1), None)),
    )
)
_BEFORE_THE_END = re.compile("(?:before|prior to|earlier than) end")


def _one_sided(words: str, country: str | None, approximate: bool) -> Stated | None:
    """By, before, after, from A. Raises Unreadable."""
    for pattern, ends in _SIDES:
        match = pattern.fullmatch(words)
        point = match and read_point(match["rest"], country)
        if point:
            if _BEFORE_THE_END.match(words):
                raise Unreadable("Before the end is ambiguous: write by 2021, or before Oct 2021.")
            return _composed(ends(point), approximate or point.approximate, (point, point))
    return None


# ---------------------------------------------------------------- from – to

_SEPARATORS: tuple[str, ...] = ("/", " to ", " through ", " until ", " till ", " - ", "-")


def _from_to(words: str, country: str | None, approximate: bool) -> Stated | None:
    """Between A and B, A/B, A – B, and of A only what B does not say. Raises Unreadable."""
    for left, right in _splits(words):
        last = read_point(right, country)
        first = last and _completed(left, right, country)
        if not first or not last:
            continue
        if first.approximate != last.approximate and not approximate:
            raise Unreadable("Say about of both dates, or before the first: about May to Aug 2026.")
        ends = first.first, last.closing
        return _composed(ends, approximate or first.approximate, (first, last))
    return None


def _splits(words: str) -> Iterator[tuple[str, str]]:
    """The ways to part words in two at what may stand between two dates."""
    words, separators = words.removeprefix("from "), _SEPARATORS
    if words.startswith("between "):
        words, separators = words.removeprefix("between "), (" and ",)
    for separator in separators:
        left, found, right = words.partition(separator)
        if found and separator not in right:
            yield left, right


def _completed(left: str, right: str, country: str | None) -> Point | None:
    """The first of two dates, of which the month or year may be said with the second."""
    candidates = [left]
    if " " in right:
        candidates.append(f"{left} {right.rpartition(' ')[2]}")
    if left.rstrip("dhnrst").isdigit():
        candidates.append(f"{left} {right.partition(' ')[2]}")
    return next(filter(None, (read_point(words, country) for words in candidates)), None)


def _composed(ends: _Ends, approximate: bool, points: tuple[Point, Point]) -> Stated:
    """Raises Unreadable where EDTF cannot say how wide "about" is: about by FY 2023-24."""
    stated = Stated(*ends, approximate)
    for end, unit, point in zip(ends, stated.units, points, strict=True):
        if approximate and end and unit < point.exact.units[0]:
            raise Unreadable(
                "About a fiscal year or the end of a month can only stand alone: name the month."
            )
    return stated
