"""Dates as precise as they were stated. Pure: no Django, no clock.

A date that people state is a window of days: "Q4 2021" is 1 October to 31 December 2021, "by 2025"
has no first day. `read` turns the words into a Window, a Window carries its canonical EDTF text
(ISO 8601-2:2019), and `from_edtf` turns that back into the same window. What cannot be read
without guessing is refused with a list of what can: docs/dates.md.

This is the whole interface: other apps import from here. Behind it, in `deals.dating`, each using
those above it:

    refusals        the accepted forms, and the refusal of the rest
    fiscal_years    when which country's fiscal year begins
    calendar_parts  a year, a part of a year, a day; months later
    stated          a date as stated, in EDTF and in English; "about"
    windows         the days on which something may be
    vocabulary      the many spellings of one thing
    relative        so long after another milestone
    one_date        from the words of one date to what EDTF calls it
    hints           what to write instead
    reading         from words to windows
"""

from deals.dating.calendar_parts import Precision, add_months
from deals.dating.reading import FIRST_YEAR, LAST_YEAR, MAX_LENGTH, read, read_window
from deals.dating.refusals import ACCEPTED, ACCEPTED_FORMS, DateRefused
from deals.dating.relative import Relative
from deals.dating.windows import Window, between, from_edtf

__all__ = [
    "ACCEPTED",
    "ACCEPTED_FORMS",
    "FIRST_YEAR",
    "LAST_YEAR",
    "MAX_LENGTH",
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
