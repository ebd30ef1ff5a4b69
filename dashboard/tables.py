"""A table that people take away: its columns, its rows, and what it is about."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

# By the names that programs read, the heads that people read, with the units of numbers.
Columns = Mapping[str, str]
Row = tuple[object, ...]
AT_ONCE = 500  # rows that are read at once


@dataclass(frozen=True, slots=True)
class About:
    """What a table is: how it is cited, of which day, and what was asked for, in words.

    `address` is that of the page that shows the same and keeps the day; `made` the instant at
    which the table was made, and `on_record` that of the records, where the address keeps it.
    """

    citation: str
    address: str
    day: date
    asked: str
    made: str
    on_record: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under columns, as a file of that name; they are read once."""

    name: str
    columns: Columns
    rows: Iterable[Row]
    about: About
