"""Dates and movements as files have them: days as days, numbers as numbers, empty for nothing."""

from dashboard.figures import NO_DATE, date_shown, expected, reckoned_with, slip_shown
from deals.dates import Window
from deliveries.models import Span
from deliveries.slips import Slip
from deliveries.standings import MilestoneOn

_NONE = ("", "", "", "")


def slip_cells(slip: Slip | None) -> tuple[object, object]:
    """The days of a movement that a page shows, and whether they are the least.

    Both are empty where a page says that it cannot be told.
    """
    shown = slip_shown(slip)
    if slip is None or shown is None:
        return "", ""
    return slip.so_far, "yes" if shown.is_least else "no"


def between_cells(slip: Slip | None) -> tuple[object, object]:
    """The fewest and the most days that a movement may come to."""
    return days_cell(slip.min_days if slip else None), days_cell(slip.max_days if slip else None)


def date_cells(window: Window | None) -> tuple[object, object, object, object]:
    """A date as it was stated; as pages have it, a day where it is one; its first and last day."""
    shown = date_shown(window)
    if window is None or shown is None:
        return _NONE
    first, last = end_cells(window)
    return window.text, first if first and first == last else shown.words, first, last


def end_cells(window: Window | None) -> tuple[object, object]:
    """The first and the last day of a date; empty for an open side."""
    return (window.earliest or "", window.latest or "") if window else ("", "")


def given_cells(span: Span) -> tuple[object, object, object, object]:
    """The date to reckon with, as `date_cells`; that none is given is said, as pages do.

    What it is not before has been stated by nobody, then.
    """
    stated, words, first, last = date_cells(span.figure("estimate"))
    return (stated, words, first, last) if reckoned_with(span) else ("", NO_DATE, first, last)


def expected_cells(on: MilestoneOn | None) -> tuple[object, ...]:
    """The date that is expected, as `date_cells`, and what the day has made of it."""
    shown = expected(on) if on else None
    if on is None or shown is None:
        return *_NONE, ""
    return *given_cells(on.span), shown.remark


def reckoned_cells(on: MilestoneOn) -> tuple[object, ...]:
    """The same, or when it happened: it is met then."""
    actual = on.figure("actual")
    return (*date_cells(actual), "met") if actual else expected_cells(on)


def days_cell(number: int | None) -> object:
    """A number; empty where there is none."""
    return "" if number is None else number


def yes(is_so: object) -> str:
    """Yes or no."""
    return "yes" if is_so else "no"
