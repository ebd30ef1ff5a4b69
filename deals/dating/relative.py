"""Dates that are stated relative to another milestone: contract + 36 months."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from typing_extensions import override

from deals.dating.calendar_parts import add_months
from deals.dating.refusals import DateRefused, Unreadable
from deals.dating.vocabulary import MONTH_NUMBERS
from deals.dating.windows import Window, between

MAX_YEARS = 100  # of an offset between milestones


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

    @override
    def __str__(self) -> str:
        return self.text

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


_AMOUNT = r"\d{1,5} ?(?:day|week|month|year)s?"
_AMOUNTS = rf"{_AMOUNT}(?:(?: and)? {_AMOUNT})*"
_ANCHOR = r"(?:the )?(?P<anchor>[a-z][a-z0-9_]*(?:-[a-z0-9_]+)*)"
_FORMS = tuple(
    re.compile(pattern, re.ASCII)
    for pattern in (
        rf"{_ANCHOR}(?P<terms>(?:(?: ?\+ ?| - ){_AMOUNTS})+)",
        rf"(?P<terms>{_AMOUNTS}) (?:after|from|following) {_ANCHOR}",
        rf"(?P<before>{_AMOUNTS}) (?:before|prior to) {_ANCHOR}",
    )
)
_TERM = re.compile(r"([+-])|(\d+) ?(day|week|month|year)")
_UNITS = {"day": (0, 1), "week": (0, 7), "month": (1, 0), "year": (12, 0)}


def read_relative(words: str) -> Relative | None:
    """Contract + 36 months, 3 weeks before unit-1; None for other words. Raises Unreadable."""
    match = next(filter(None, (form.fullmatch(words) for form in _FORMS)), None)
    if not match:
        return None
    found = match.groupdict()
    months, days = _sum(found.get("terms") or f"-{found['before']}")
    if abs(months) > 12 * MAX_YEARS or abs(days) > 366 * MAX_YEARS:
        raise Unreadable(f"An offset is at most {MAX_YEARS} years.")
    if found["anchor"] in MONTH_NUMBERS:
        raise Unreadable("What is counted from is a milestone's code, or a day of its own.")
    return Relative(found["anchor"], months, days)


def _sum(terms: str) -> tuple[int, int]:
    """The months and the days of "+ 2 years 3 months - 1 week"; a sign holds until the next."""
    months = days = 0
    sign = 1
    for operator, amount, unit in _TERM.findall(terms):
        if operator:
            sign = 1 if operator == "+" else -1
        else:
            months += sign * int(amount) * _UNITS[unit][0]
            days += sign * int(amount) * _UNITS[unit][1]
    return months, days
