"""Dates and movements as people read them: as precise as stated, and never padded."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from django.utils.html import format_html
from django.utils.safestring import SafeString

from deals import dates
from deals.dates import Precision, Window
from deliveries.models import Span
from deliveries.reasons import spelt
from deliveries.slips import Slip
from deliveries.standings import MilestoneOn

_EVIDENT = (Precision.DAY, Precision.MONTH, Precision.YEAR, Precision.RANGE, Precision.OPEN)
# Oct 2021 to Dec 2021, with its year twice.
_MONTHS_OF_A_YEAR = re.compile(
    r"\b([A-Z][a-z]{2}) (\d{4}) to (?=[A-Z][a-z]{2} \2)([A-Z][a-z]{2} \d{4})"
)
_DAYS_A_MONTH = 365.25 / 12
NO_DATE = "No date given"


@dataclass(frozen=True, slots=True)
class DateShown:
    """A stated date. `words` are as precise as it was stated: "Oct 2020", "Q4 2021".

    `quote` are the words of the source where they say it otherwise, `days` the window in days
    where the words alone do not show it, `machine` the value for <time>, if HTML has one.
    """

    words: str
    quote: str
    days: str
    machine: str

    @property
    def html(self) -> SafeString:
        """The date as a page shows it: made here, since a page may have a thousand of them."""
        tag = '<span class="date">{0}</span>'
        if self.machine:
            tag = '<time class="date" datetime="{1}">{0}</time>'
        quote = ' <q class="quote">{2}</q>' if self.quote else ""
        days = ' <span class="days">{3}</span>' if self.days else ""
        return format_html(tag + quote + days, self.words, self.machine, self.quote, self.days)


@dataclass(frozen=True, slots=True)
class Expected:
    """What is to be reckoned with: the date as last stated and what the day has made of it."""

    date: DateShown | None
    remark: str
    is_past: bool


class Way(StrEnum):
    """Which way a date has moved."""

    LATER = "later than"
    SOONER = "sooner than"
    SAME = "as"
    UNTOLD = ""


@dataclass(frozen=True, slots=True)
class SlipShown:
    """A movement: its headline in days and in months and years; what it lies between.

    `is_late` and `is_early` only where it certainly is, however imprecise the dates. `is_least`: it
    has no end yet, and this is what it comes to at least.
    """

    days: str
    human: str
    between: str
    is_late: bool
    is_early: bool
    is_least: bool


@lru_cache(maxsize=16384)
def date_shown(window: Window | None) -> DateShown | None:
    """How a window reads; None for None."""
    if window is None:
        return None
    words = _words(window)
    is_evident = window.precision in _EVIDENT and not window.approximate
    days = "" if is_evident else window.plain.removesuffix(" (approximate)")
    return DateShown(
        words=words,
        quote="" if window.text == words or _reads_the_same(window) else window.text,
        days="" if days == words else days,
        machine=_machine(window),
    )


def _words(window: Window) -> str:
    """The date at its own precision: days as days, months of one year with the year said once.

    The last ten days of a month are its end only where somebody called them so.
    """
    first, _, last = window.edtf.partition("/")
    is_by_days = len(first) == len(last) == len("2021-12-05")
    if is_by_days and not (window.precision is Precision.END_OF_MONTH and _reads_the_same(window)):
        return window.plain
    return _MONTHS_OF_A_YEAR.sub(r"\1 – \3", dates.from_edtf(window.edtf).text)


def _reads_the_same(window: Window) -> bool:
    """Whether the text is only another way to write the same date: October 2020."""
    return _read(window.text) == window.edtf


@lru_cache(maxsize=4096)  # a page of one deal has hundreds of them, and people see it again
def _read(text: str) -> str:
    """What a text reads as, in EDTF; empty where it cannot be read."""
    try:
        return dates.read_window(text).edtf
    except dates.DateRefused:
        return ""


def _machine(window: Window) -> str:
    units = (Precision.DAY, Precision.MONTH, Precision.YEAR)
    return window.edtf if window.precision in units and not window.approximate else ""


def reckoned_with(span: Span) -> DateShown | None:
    """The date to reckon with, as stated; None where it was left open and nobody has given another.

    What then stands is not before some day, which is no one's date: pages say that none is given.
    """
    stated = span.figures.get("estimate")
    if span.estimate_latest is None and stated:
        given = [span.figures.get(name) for name in ("promised", "assessed", "baseline")]
        if not any(date and date[:2] == stated[:2] for date in given):
            return None
    return date_shown(span.figure("estimate"))


def grown(milestone: MilestoneOn) -> int:
    """The days by which the day has pushed on the last day of an estimate, which nobody moved."""
    stated, now = milestone.figure("estimate"), milestone.estimate
    if stated is None or now is None or stated.latest is None or now.latest is None:
        return 0
    return (now.latest - stated.latest).days


def expected(milestone: MilestoneOn) -> Expected | None:
    """What is expected of an open milestone; None for others, and where nothing is."""
    span, day = milestone.span, milestone.day
    stated = milestone.figure("estimate")
    if span.progress != "open" or stated is None:
        return None
    if stated.latest is None:
        later = stated.earliest if stated.earliest and stated.earliest > day else None
        remark = f"not before {spelt(later)}" if later else ""
        given = reckoned_with(span)
        return Expected(given, "" if given else remark, is_past=False)
    if stated.latest < day:
        remark = f"passed {ago((day - stated.latest).days)}"
        return Expected(date_shown(stated), remark, is_past=True)
    return Expected(date_shown(stated), "", is_past=False)


def passed(milestone: MilestoneOn) -> Window | None:
    """The date of an open milestone as it was stated, where all of it has passed."""
    stated = milestone.figure("estimate")
    is_open = milestone.span.progress == "open"
    has_passed = stated is not None and stated.latest is not None and stated.latest < milestone.day
    return stated if is_open and has_passed else None


def slip_shown(slip: Slip | None) -> SlipShown | None:
    """How a movement reads; None where nothing can be said."""
    if slip is None:
        return None
    if slip.days is None:
        least = slip.min_days
        if least is None or least <= 0:
            return None
        return SlipShown(signed(least), human(least), "", True, False, is_least=True)
    way = way_of(slip)
    late, early = way is Way.LATER, way is Way.SOONER
    length = human(slip.days) if late or early else ""
    return SlipShown(signed(slip.days), length, _between(slip), late, early, False)


def _between(slip: Slip) -> str:
    """What a movement that has an end lies between; empty where it is known to the day."""
    least, most = slip.min_days, _most(slip)
    if least == most:
        return ""
    if least is None:
        return "at most" if most == slip.days else f"up to {signed(most)}"
    return f"between {signed(least, '')} and {signed(most)}"


def _most(slip: Slip) -> int:
    """What it comes to at most: what was agreed by a day, from any day, is held to that day."""
    return slip.max_days if slip.max_days is not None else slip.days or 0


def way_of(slip: Slip) -> Way:
    """Which way it certainly went, from all days of the one date to all of the other.

    Where the last days are the same, the date is as it was.
    """
    if slip.min_days is not None and slip.min_days > 0:
        return Way.LATER
    if slip.days is None:
        return Way.UNTOLD
    if slip.days == 0:
        return Way.SAME
    return Way.SOONER if slip.days < 0 and _most(slip) < 0 else Way.UNTOLD


def days_of(slip: Slip | None) -> int:
    """The days of a movement, to sort by: what it comes to at least where it has no end."""
    if slip is None:
        return 0
    return (slip.min_days or 0) if slip.days is None else slip.days


def signed(days: int, unit: str = " days") -> str:
    """A movement in days with its sign: +1,310 days, −218 days, 0 days."""
    if unit and abs(days) == 1:
        unit = " day"
    sign = "+" if days > 0 else "−" if days < 0 else ""
    return f"{sign}{abs(days):,}{unit}"


def human(days: int) -> str:
    """A length in years and months, rounded to a month: 3 y 7 mo. Empty below half a month."""
    years, months = divmod(round(abs(days) / _DAYS_A_MONTH), 12)
    parts = [f"{years} y" if years else "", f"{months} mo" if months else ""]
    return " ".join(filter(None, parts))


def percent(part: int, whole: int) -> int:
    """How much it is of the whole, in per cent, a half rounded up: 1 of 8 is 13."""
    return (200 * part + whole) // (2 * whole)


def share_of(part: int, whole: int) -> str:
    """The same in words: 13%."""
    return f"{percent(part, whole)}%"


def ago(days: int) -> str:
    """How long ago: today, 12 days ago, 9 mo ago."""
    if days == 0:
        return "today"
    if days < 60:
        return f"{days} day{'s' * (days != 1)} ago"
    return f"{human(days)} ago"
