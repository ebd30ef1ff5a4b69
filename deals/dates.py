"""Dates as precise as they were stated. Pure: no Django, no clock.

A date that people state is a window of days: "Q4 2021" is 1 October to 31 December 2021, "by 2025"
has no first day. `read` turns the words into a Window, a Window carries its canonical EDTF text
(ISO 8601-2:2019), and `from_edtf` turns that back into the same window. What cannot be read
without guessing is refused with a list of what can: docs/dates.md.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from deals import edtf_text
from deals.edtf_text import (
    COUNTRIES,
    MONTHS,
    Atom,
    Precision,
    Stated,
    Unreadable,
    add_months,
    fiscal_year_of_one,
    fiscal_year_of_two,
)

__all__ = [
    "ACCEPTED",
    "ACCEPTED_FORMS",
    "DateRefused",
    "Precision",
    "Relative",
    "Window",
    "add_months",
    "between",
    "from_edtf",
    "read",
    "read_window",
]

ACCEPTED_FORMS = (
    ("2021-12-05; 5 Dec 2021; December 5, 2021", "that day"),
    ("2018-10; Oct 2018", "the month"),
    ("2026-Q1; Q1 2026; first quarter of 2026", "the calendar quarter"),
    ("2025-H1; H1 2025; first half of 2025", "the half-year"),
    ("2021", "the year"),
    ("early 2021; beginning of 2021", "January to April"),
    ("mid 2021; middle of 2021", "May to August"),
    ("late 2021", "September to December"),
    ("end 2021; end of 2021; year-end 2021", "October to December"),
    ("end 2021-12; end of December 2021", "the last ten days of the month"),
    ("FY 2023-24", "April to March"),
    ("FY24 India; Indian FY2024", "the fiscal year of that country"),
    ("2026-05/2026-08; May to August 2026", "from the first month to the last"),
    ("2021-12-05/2021-12-08; 5-8 Dec 2021", "from the first day to the last"),
    ("by 2025; until 2025; no later than 2025; ../2025", "up to its last day"),
    ("before 2025", "up to the day before its first day"),
    ("from May 2026; since May 2026; not before May 2026; 2026-05/..", "from its first day"),
    ("after May 2026", "from the day after its last day"),
    ("about 2021; circa 2021; around 2021; ~2021; 2021~", "one unit wider on each side"),
    ("contract + 36 months; 3 years after contract", "so long after another milestone"),
)

ACCEPTED = f"Accepted: {', '.join(f'{form} ({meaning})' for form, meaning in ACCEPTED_FORMS)}."

FIRST_YEAR, LAST_YEAR = 1900, 2199  # of what is read
MAX_LENGTH = 200  # characters of a date
MAX_YEARS = 100  # of an offset between milestones


class DateRefused(ValueError):
    """The value states no date that can be read without guessing.

    `value` is what was given, `hint` says what to write instead where that is known, `accepted`
    lists the accepted forms, each with examples and meaning. str() names the value and the forms.
    """

    def __init__(self, value: str, hint: str = "") -> None:
        super().__init__(value, hint)
        self.value = value
        self.hint = hint
        self.accepted = tuple(f"{form} ({meaning})" for form, meaning in ACCEPTED_FORMS)

    def _message(self) -> str:
        reason = f"{self.value!r} cannot be read as a date. {self.hint}".strip()
        return f"{reason} {ACCEPTED}"

    __str__ = _message


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

    def _stated_words(self) -> str:
        return self.text

    __str__ = _stated_words

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
        """The window in plain English: "1 Oct – 31 Dec 2021", "until 31 Dec 2025", "5 Dec 2021".

        Adds "(approximate)" where it is; otherwise `read` gives the same days.
        """
        return _plain(self.earliest, self.latest) + (" (approximate)" if self.approximate else "")


@dataclass(frozen=True, slots=True)
class Relative:
    """So many calendar months, then days, after another milestone; negative before it.

    `anchor` is the milestone's code. Without `text`, and from `read`, it gets the text that reads
    back to an equal Relative: "contract + 36 months" also where "3 years after contract" was read.
    """

    anchor: str
    months: int
    days: int
    text: str = ""

    def __post_init__(self) -> None:
        if not self.text:
            object.__setattr__(self, "text", self._canonical())

    def _stated_words(self) -> str:
        return self.text

    __str__ = _stated_words

    def resolve(self, anchor: Window) -> Window:
        """The anchor's window moved by the offset: "contract + 36 months". Open sides stay open.

        What was approximate about the anchor is in its days and is not widened again. Raises
        DateRefused beyond the calendar.
        """
        try:
            earliest = anchor.earliest and self._after(anchor.earliest)
            latest = anchor.latest and self._after(anchor.latest)
        except (ValueError, OverflowError) as error:
            raise DateRefused(self.text, "The day is beyond the calendar.") from error
        return between(earliest, latest, text=self._canonical())

    def _after(self, day: date) -> date:
        return add_months(day, self.months) + timedelta(days=self.days)

    def _canonical(self) -> str:
        amounts = [(n, unit) for n, unit in ((self.months, "month"), (self.days, "day")) if n]
        signed = [
            f"{'-' if n < 0 else '+'} {abs(n)} {unit}{'s' * (abs(n) != 1)}"
            for n, unit in amounts or [(0, "day")]
        ]
        return " ".join([self.anchor, *signed])


def read(text: str, *, country: str | None = None) -> Window | Relative:
    """Read a date in any of ACCEPTED_FORMS; upper and lower case, spaces and dashes are equal.

    `country` (ISO 3166 alpha-2) tells what FY24 is where the text names no country. Raises
    DateRefused, and nothing else, for any other text.
    """
    try:
        if len(text) > MAX_LENGTH:
            raise Unreadable(f"A date has at most {MAX_LENGTH} characters.")
        words = _rewritten(" ".join(text.lower().split()), _DASHES).strip()
        return _relative(words) or _window(_stated(words, country), " ".join(text.split()))
    except Unreadable as error:
        raise DateRefused(text, str(error)) from error


def read_window(text: str, *, country: str | None = None) -> Window:
    """As `read`, where a date relative to a milestone makes no sense. Raises DateRefused."""
    found = read(text, country=country)
    if isinstance(found, Relative):
        raise DateRefused(text, "A date of its own is needed here, not one relative to another.")
    return found


def from_edtf(edtf: str, *, text: str | None = None) -> Window:
    """The window that canonical EDTF stands for: that of "2021-36" is Q4 2021.

    Earliest, latest, precision and approximate are those of the window that produced it. Without
    `text` it gets words that read back to it. Raises DateRefused.
    """
    try:
        return _window(edtf_text.parse(edtf), text)
    except Unreadable as error:
        raise DateRefused(edtf, str(error)) from error


def between(earliest: date | None, latest: date | None, *, text: str | None = None) -> Window:
    """The window of these days, None for an open side: 1 Oct 2021 and 31 Dec 2021 are Q4 2021.

    A whole month, quarter, half-year or year is recognised. Raises DateRefused.
    """
    try:
        start = Atom.of(earliest) if earliest else None
        end = Atom.of(latest) if latest else None
        whole = _whole(earliest, latest) if earliest and latest else None
        return _window(whole or Stated(start, end), text)
    except Unreadable as error:
        raise DateRefused(f"{earliest or '..'}/{latest or '..'}", str(error)) from error


def _whole(earliest: date, latest: date) -> Stated | None:
    parts = (None, *range(1, 13), *range(33, 37), 40, 41)
    atoms = (Atom(earliest.year, part) for part in parts)
    return next((Stated(a, a) for a in atoms if (a.first, a.last) == (earliest, latest)), None)


def _window(stated: Stated, text: str | None) -> Window:
    return Window(
        earliest=stated.earliest,
        latest=stated.latest,
        precision=stated.precision,
        approximate=stated.approximate,
        text=text if text is not None else _words(stated),
        edtf=stated.edtf,
    )


# ---------------------------------------------------------------- to words


def _day(day: date, form: str = "{day} {month} {year}") -> str:
    return form.format(day=day.day, month=MONTHS[day.month - 1], year=day.year)


def _plain(earliest: date | None, latest: date | None) -> str:
    if earliest is None or latest is None:
        return f"from {_day(earliest)}" if earliest else f"until {_day(latest or date.max)}"
    if earliest == latest:
        return _day(latest)
    form = "{day} {month} {year}"
    if earliest.year == latest.year:
        form = "{day}" if earliest.month == latest.month else "{day} {month}"
    return f"{_day(earliest, form)} – {_day(latest)}"


_ATOM_WORDS: dict[Precision, Callable[[Atom], str]] = {
    Precision.DAY: lambda atom: _day(atom.first),
    Precision.MONTH: lambda atom: _day(atom.first, "{month} {year}"),
    Precision.QUARTER: lambda atom: f"Q{atom.number} {atom.year}",
    Precision.THIRD: lambda atom: f"{('early', 'mid', 'late')[atom.number - 1]} {atom.year}",
    Precision.HALF_YEAR: lambda atom: f"H{atom.number} {atom.year}",
    Precision.YEAR: lambda atom: f"{atom.year}",
}


def _words(stated: Stated) -> str:
    """Words that read back to the same window: "about Q4 2021", "until Dec 2025"."""
    start, end = (side and _ATOM_WORDS[side.precision](side) for side in (stated.start, stated.end))
    about = "about " if stated.approximate else ""
    if not start or not end:
        return f"from {about}{start}" if start else f"until {about}{end}"
    if stated.precision is Precision.END_OF_MONTH:
        return f"{about}end of {end.partition(' ')[2]}"
    if stated.precision is Precision.FISCAL_YEAR and start.startswith("Apr"):
        return f"{about}FY {start[-4:]}-{end[-2:]}"
    return f"{about}{start}" if start == end else f"{about}{start} to {end}"


# ---------------------------------------------------------------- from words


def _patterns(*pairs: tuple[str, str]) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern, re.ASCII), text) for pattern, text in pairs)


_DASHES = _patterns(
    ("[‒–—―−]", " - "),  # stand between two dates, or for a minus
    ("[‐‑]", "-"),
    (" +", " "),
)
_SYNONYMS = _patterns(
    (r",|\b(the|of)\b", " "),
    (" +", " "),
    ("^ | $", ""),
    (r"\bu\.s\.(a\.)?", "us"),
    (r"\bu\.k\.", "uk"),
    (r"\b(1st|first) (?=quarter|half)", "1 "),
    (r"\b(2nd|second) (?=quarter|half)", "2 "),
    (r"\b(3rd|third) (?=quarter)", "3 "),
    (r"\b(4th|fourth) (?=quarter)", "4 "),
    (r"\b([1-4]) (q|h)(?:uarter|alf)\b", r"\2\1"),
    (r"\b(beginning|start)\b", "early"),
    (r"\bmiddle\b", "mid"),
    (r"\byear[ -]*end\b|\bend year\b", "end"),
    ("^(in|on|during) ", ""),
    (r"^\.\./(.+)$", r"until \1"),
    (r"^(.+)/\.\.$", r"from \1"),
    # Dec 5-8, 2021: the month is said once
    (
        r"\b([a-z]+)\.? (\d\d?)(?:st|nd|rd|th)? ?(?:-|to) ?(\d\d?)(?:st|nd|rd|th)? (\d{4})$",
        r"\2 \1 \4 to \3 \1 \4",
    ),
)
_MONTH_NUMBERS = {
    **{"january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7},
    **{"august": 8, "sept": 9, "september": 9, "october": 10, "november": 11, "december": 12},
    **{name.lower(): number for number, name in enumerate(MONTHS, 1)},
}
_MONTH_NAME = rf"(?P<month>{'|'.join(sorted(_MONTH_NUMBERS, key=len, reverse=True))})\.?"
_PART_NUMBERS = {"early": 37, "mid": 38, "late": 39, "end": 36, "h1": 40, "h2": 41}
_PART_NUMBERS |= {f"q{n}": 32 + n for n in range(1, 5)}
_YEAR = r"(?P<year>\d{4})"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_ABOUT = re.compile(r"(?:(?:about|around|circa|approximately|approx|roughly|ca|c)\b\.?|~) ?")


def _rewritten(text: str, rules: tuple[tuple[re.Pattern[str], str], ...]) -> str:
    for pattern, to in rules:
        text = pattern.sub(to, text)
    return text


def _stated(text: str, country: str | None) -> Stated:
    """What a lower-case text states. Raises Unreadable, with a hint where one is known."""
    words, approximate = _without_about(_rewritten(text, _SYNONYMS))
    for reading in (_lone, _one_sided, _from_to):
        found = reading(words, country, approximate)
        if found:
            years = [atom.year for atom in (found.start, found.end) if atom]
            if not FIRST_YEAR <= min(years) <= max(years) <= LAST_YEAR:
                raise Unreadable(f"Years run from {FIRST_YEAR} to {LAST_YEAR}.")
            return found
    raise Unreadable(next((hint for pattern, hint in _HINTS if pattern.search(words)), ""))


def _without_about(words: str) -> tuple[str, bool]:
    words = words.strip()
    about = _ABOUT.match(words)
    bare = words[about.end() :] if about else words
    bare = bare.removesuffix("~").rstrip()
    return bare, bare != words


def _lone(words: str, country: str | None, approximate: bool) -> Stated | None:
    found = _point(words, country)
    return found and replace(found, approximate=approximate or found.approximate)


def _point(words: str, country: str | None) -> Stated | None:
    """One date, neither from – to nor open. None where no form fits; raises Unreadable."""
    words, approximate = _without_about(words)
    for pattern, reading in _POINTS:
        match = pattern.fullmatch(words)
        found = match and reading(match.groupdict(), country)
        if found:
            return replace(found, approximate=approximate)
    return None


_Groups = dict[str, Any]


def _two_years(found: _Groups, _: str | None) -> None:
    """Refuse 2023-24: it may be a fiscal year, and 2032-33 a quarter too. 2011-12 is a month."""
    year, following = int(found["year"]), int(found["next"])
    if following in (year + 1, (year + 1) % 100):
        raise Unreadable(
            "Two years like this are ambiguous: write the fiscal year as "
            f"FY {year}-{(year + 1) % 100:02d}, two calendar years as {year}/{year + 1}."
        )


def _numbers(found: _Groups, _: str | None) -> Stated:
    """2021, 2021-12, 2021-12-05, and the parts of a year that EDTF numbers, such as 2021-36."""
    return edtf_text.parse(found["edtf"])


def _part(found: _Groups, _: str | None) -> Stated:
    """Q1 2026, H1 2025, early 2021, end of 2021."""
    return _atom(found["year"], _PART_NUMBERS[found["part"]])


def _day_or_month(found: _Groups, _: str | None) -> Stated:
    """5 Dec 2021, Oct 2018."""
    return _atom(found["year"], _MONTH_NUMBERS[found["month"]], found.get("day"))


def _atom(year: str, part: int, day: str | None = None) -> Stated:
    atom = Atom(int(year), part, int(day) if day else None)
    return Stated(atom, atom)


def _end_of_month(found: _Groups, country: str | None) -> Stated | None:
    """End of December 2021: its last ten days."""
    month = _point(found["ends"], country)
    if not month or not month.end or month.approximate or month.precision is not Precision.MONTH:
        return None
    last = Atom.of(month.end.last)
    return Stated(last.neighbour(-9), last)


def _fiscal_year(found: _Groups, country: str | None) -> Stated:
    """FY 2023-24, FY24 India; a country named in the text goes before the one given beside it."""
    name = found["before"] or found["after"]
    named = COUNTRIES.get(name, name)
    if found["second"]:
        return fiscal_year_of_two(found["first"], found["second"], named)
    return fiscal_year_of_one(found["first"], named or country)


_COUNTRY = "|".join(COUNTRIES)
_SEPARATORS: tuple[str, ...] = ("/", " to ", " through ", " until ", " till ", " - ", "-")
_POINTS: tuple[tuple[re.Pattern[str], Callable[[_Groups, str | None], Stated | None]], ...] = tuple(
    (re.compile(pattern, re.ASCII), reading)
    for pattern, reading in (
        (r"(?P<edtf>\d{4}(?:-(?:0[1-9]|1[0-2])(?:-\d\d)?)?)", _numbers),
        (rf"{_YEAR}(?: ?- ?(?=\d)|/(?=\d\d$))(?P<next>\d\d(?:\d\d)?)", _two_years),
        (r"(?P<edtf>\d{4}-\d\d(?:-\d\d)?)", _numbers),
        (rf"(?P<part>{'|'.join(_PART_NUMBERS)}) ?-? ?{_YEAR}", _part),
        (rf"{_YEAR}[ -]?(?P<part>q[1-4]|h[12])", _part),
        (rf"{_MONTH_NAME}[ -]?{_YEAR}", _day_or_month),
        (rf"{_DAY}[ -]?{_MONTH_NAME}[ -]?{_YEAR}", _day_or_month),
        (rf"{_MONTH_NAME}[ -]?{_DAY}[ -]{_YEAR}", _day_or_month),
        (r"end[ -]*(?P<ends>.+)", _end_of_month),
        (
            rf"(?:(?P<before>{_COUNTRY}) )?(?:fy|fiscal year|financial year) ?-?(?P<first>\d{{4}}|"
            r"\d\d)(?: ?[-/] ?(?P<second>\d{4}|\d\d))?(?: (?:in )?\(?(?P<after>[a-z ]+)\)?)?",
            _fiscal_year,
        ),
    )
)


def _from_to(words: str, country: str | None, approximate: bool) -> Stated | None:
    for left, right in _splits(words):
        end = _point(right, country)
        start = end and _completed(left, right, country)
        if not start or not end:
            continue
        if start.approximate != end.approximate and not approximate:
            raise Unreadable("Say about of both dates, or before the first: about May to Aug 2026.")
        approximate = approximate or start.approximate
        return _composed((start.start, _closing(end)), approximate, (start, end))
    return None


def _splits(words: str) -> Iterator[tuple[str, str]]:
    """The ways to part words in two at what may stand between two dates."""
    words, separators = words.removeprefix("from "), _SEPARATORS
    if words.startswith("between "):
        words, separators = words.removeprefix("between "), (" and ",)
    for separator in separators:
        left, found, right = words.partition(separator)
        if found and separator not in right and not (found == "-" and " - " in words):
            yield left, right


def _completed(left: str, right: str, country: str | None) -> Stated | None:
    """The first of two dates, of which the month or year may be said with the second."""
    candidates = [left]
    if " " in right:
        candidates.append(f"{left} {right.rpartition(' ')[2]}")
    if left.rstrip("dhnrst").isdigit():
        candidates.append(f"{left} {right.partition(' ')[2]}")
    return next(filter(None, (_point(words, country) for words in candidates)), None)


def _closing(part: Stated) -> Atom | None:
    """What stands for its last day in an interval: the month, for the end of a month."""
    if part.precision is Precision.END_OF_MONTH and part.end:
        return Atom(part.end.year, part.end.part)
    return part.end


def _one_sided(words: str, country: str | None, approximate: bool) -> Stated | None:
    """By, before, after, from A. Raises Unreadable."""
    for pattern, side in _SIDES:
        match = pattern.fullmatch(words)
        part = match and _point(match["rest"], country)
        if not match or not part or not part.start:
            continue
        if side == "before" and match["rest"].startswith("end"):
            raise Unreadable("Before the end is ambiguous: write by 2021, or before Oct 2021.")
        closing = _closing(part)
        ends = {
            "until": (None, closing),
            "before": (None, part.start.neighbour(-1)),
            "from": (part.start, None),
            "after": (closing and closing.neighbour(1), None),
        }
        return _composed(ends[side], approximate or part.approximate, (part, part))
    return None


_SIDES = tuple(
    (re.compile(rf"(?:{words}) (?P<rest>.+)"), side)
    for words, side in (
        ("by|until|till|up to|(?:no|not) later than|not after|on or before", "until"),
        ("before|prior to|earlier than", "before"),
        ("from|since|starting|(?:no|not) earlier than|not before|on or after", "from"),
        ("after|later than|following", "after"),
    )
)
_Ends = tuple[Atom | None, Atom | None]


def _composed(ends: _Ends, approximate: bool, parts: tuple[Stated, Stated]) -> Stated:
    """Raises Unreadable where EDTF cannot say how wide "about" is: about by FY 2023-24."""
    stated = Stated(*ends, approximate)
    for end, unit, part in zip(ends, stated.units, parts, strict=True):
        if approximate and end and unit < part.units[0]:
            raise Unreadable(
                "About a fiscal year or the end of a month can only stand alone: name the month."
            )
    return stated


_HINTS = _patterns(
    (
        r"\b\d{1,2}[/.-]\d{1,2}[/.-](\d{4}|\d{2})\b|^\d{1,2}/\d{1,2}$",
        "Which number is the day and which the month cannot be told: write 3 Apr 2021, "
        "or 2021-04-03.",
    ),
    (
        r"^\d{4}[/.-]\d{1,2}([/.-]\d{1,2})?$",
        "Write year, month and day with hyphens and two digits: 2021-04-03.",
    ),
    (r"^\d{1,2}[/.-]\d{4}$", "Write the month as Apr 2021 or 2021-04."),
    (r"^\d{6,8}$", "Write year, month and day with hyphens: 2021-04-03."),
    (r"\bq[1-4].*\bfy|\bfy.*\bq[1-4]", "Name the months of a quarter of a fiscal year."),
    (
        r"\b(fy|fiscal|financial)",
        "A fiscal year is FY 2023-24, or with a country FY24 India.",
    ),
    (
        r"\b(spring|summer|autumn|fall|winter)\b",
        "Seasons differ between the hemispheres: name the months, or early, mid or late.",
    ),
    (r"\b\d{3}0'?s\b", "Name the years of a decade: 2034/2036."),
    (
        rf"\b(early|mid|late)[ -]*{_MONTH_NAME}",
        "Early, mid and late divide a year; of a month name the days, or its end: "
        "end of June 2012.",
    ),
    (r"\b(today|tomorrow|yesterday|now|next|last|this)\b", "Name the day, month or year itself."),
    (r"\bend\b", "Only a month and a year have an end: name the month."),
    (
        r"\b(months?|years?|weeks?|days?)\b",
        "Relative to a milestone is its code and a number: contract + 36 months.",
    ),
    (
        rf"^(?!.*\d{{4}}).*\b{_MONTH_NAME}|^(early|mid|late|[qh]\d)[ -]*\d{{0,2}}$",
        "Write the year in four digits: 5 Dec 2021.",
    ),
)

# ---------------------------------------------------------------- relative to a milestone

_AMOUNT = r"\d{1,5} ?(?:day|week|month|year)s?"
_AMOUNTS = rf"{_AMOUNT}(?:(?: and)? {_AMOUNT})*"
_ANCHOR = r"[a-z][a-z0-9_]*(?:-[a-z0-9_]+)*"
_RELATIVE = tuple(
    re.compile(pattern, re.ASCII)
    for pattern in (
        rf"(?:the )?(?P<anchor>{_ANCHOR})(?P<terms>(?:(?: ?\+ ?| - ){_AMOUNTS})+)",
        rf"(?P<terms>{_AMOUNTS}) (?:after|from|following) (?:the )?(?P<anchor>{_ANCHOR})",
        rf"(?P<before>{_AMOUNTS}) (?:before|prior to) (?:the )?(?P<anchor>{_ANCHOR})",
    )
)
_TERM = re.compile(r"([+-])|(\d+) ?(day|week|month|year)")
_UNITS = {"day": (0, 1), "week": (0, 7), "month": (1, 0), "year": (12, 0)}


def _relative(words: str) -> Relative | None:
    """Contract + 36 months, 3 weeks before unit-1. Raises Unreadable."""
    match = next(filter(None, (pattern.fullmatch(words) for pattern in _RELATIVE)), None)
    if not match:
        return None
    found = match.groupdict()
    terms = found.get("terms") or f"-{found['before']}"
    months = days = 0
    sign = 1
    for operator, amount, unit in _TERM.findall(terms):
        if operator:
            sign = 1 if operator == "+" else -1
        else:
            months += sign * int(amount) * _UNITS[unit][0]
            days += sign * int(amount) * _UNITS[unit][1]
    if abs(months) > 12 * MAX_YEARS or abs(days) > 366 * MAX_YEARS:
        raise Unreadable(f"An offset is at most {MAX_YEARS} years.")
    if found["anchor"] in _MONTH_NUMBERS:
        raise Unreadable("What is counted from is a milestone's code, or a day of its own.")
    return Relative(found["anchor"], months, days)
