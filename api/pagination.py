"""Pages by cursor: a place in a fixed order, not a number of rows to skip.

Every list has an order that no two rows share a place in. A cursor names the place of the row at
the edge of a page, and a page is what lies beyond it: rows that come or go elsewhere meanwhile
move nothing, and the last page costs what the first does. DRF's own CursorPagination knows the
place by its first column alone and counts rows where that is equal, so that a write there can
repeat a row or leave one out.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any, Generic, TypeVar

from django.db.models import BooleanField, F, Func, Model, Q, QuerySet, Value
from django.db.models.lookups import (
    GreaterThan,
    GreaterThanOrEqual,
    LessThan,
    LessThanOrEqual,
    Lookup,
)

from api.parameters import CURSOR
from api.problems import Refused

Place = tuple[Any, ...]
R = TypeVar("R")
M = TypeVar("M", bound=Model)
LARGEST = 2**63 - 1  # of a number in the database
LONGEST = 80  # characters of a code
LONGEST_NAME = 240  # characters of a name in small letters, of which some are two


@dataclass(frozen=True, slots=True)
class Cursor:
    """The place that a page begins beyond; without one, the beginning or (backwards) the end."""

    place: Place = ()
    is_backwards: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """One column of an order: how a query calls it, and where a row has it.

    Its form is text, number or day; it is never null. It ascends unless it is `down`. Text that may
    be longer than a code is one that people write, with any spaces and signs.
    """

    lookup: str
    form: type[str] | type[int] | type[date] = str
    attribute: str = ""
    down: bool = False
    longest: int = LONGEST

    def of(self, row: Any) -> Any:
        """The row's value."""
        return attrgetter(self.attribute or self.lookup.replace("__", "."))(row)

    def read(self, value: Any) -> Any:
        """The value from a cursor; raises ValueError for any that no row can have."""
        if self.form is date:
            return date.fromisoformat(_text(value))
        if self.form is int:
            if type(value) is not int or not -LARGEST <= value <= LARGEST:
                raise ValueError(value)
            return value
        return _name(value, self.longest) if self.longest > LONGEST else _text(value)


def _row(parts: Iterable[Any]) -> Func:
    """Several values as one, to be compared in the order in which they stand."""
    return Func(*parts, template="(%(expressions)s)", output_field=BooleanField())


def _text(value: Any) -> str:
    if not isinstance(value, str) or len(value) > LONGEST or not value.isprintable():
        raise ValueError(value)
    return value


def _name(value: Any, longest: int) -> str:
    if not isinstance(value, str) or len(value) > longest or "\0" in value:
        raise ValueError(value)
    value.encode()  # half a character, which is no text, raises a ValueError
    return value


@dataclass(frozen=True, slots=True)
class Order:
    """The order of a list: by each of its columns in turn, which together place a row exactly."""

    name: str
    columns: tuple[Column, ...]

    def place(self, row: Any) -> Place:
        """Where a row stands."""
        return tuple(column.of(row) for column in self.columns)

    def write(self, cursor: Cursor) -> str:
        """The cursor as text that fits an address."""
        place = [str(v) if isinstance(v, date) else v for v in cursor.place]
        plain = json.dumps([self.name, int(cursor.is_backwards), *place], separators=(",", ":"))
        return urlsafe_b64encode(plain.encode()).decode().rstrip("=")

    def read(self, text: str) -> Cursor:
        """The cursor that `write` gave; raises Refused for any other text."""
        if not text:
            return Cursor()
        try:
            plain = urlsafe_b64decode(text + "=" * (-len(text) % 4))
            name, backwards, *place = json.loads(plain)
            if name != self.name or backwards not in (0, 1):
                raise ValueError(name)
            columns = self.columns if place else ()
            pairs = zip(columns, place, strict=True)
            return Cursor(tuple(c.read(value) for c, value in pairs), bool(backwards))
        except (ValueError, TypeError, RecursionError):
            fault = CURSOR.fault("cursor is not one that this list has given.", text)
            raise Refused([fault]) from None

    def beyond(self, cursor: Cursor, *, including: bool = False) -> Q:
        """A condition for the rows beyond the place; `including` the row at it."""
        if not cursor.place:
            return Q()
        falls = {column.down != cursor.is_backwards for column in self.columns}
        if len(falls) == 1:
            return self._beyond_together(cursor.place, falls=falls.pop(), including=including)
        found, equal = Q(), Q()
        for column, value in zip(self.columns, cursor.place, strict=True):
            side = "lt" if column.down != cursor.is_backwards else "gt"
            found |= equal & Q(**{f"{column.lookup}__{side}": value})
            equal &= Q(**{column.lookup: value})
        # Says nothing new, and lets the database begin at the right place of an index.
        first = self.columns[0]
        side = "lte" if first.down != cursor.is_backwards else "gte"
        begin = Q(**{f"{first.lookup}__{side}": cursor.place[0]})
        return begin & (found | equal if including else found)

    def _beyond_together(self, place: Place, *, falls: bool, including: bool) -> Q:
        """The same where all columns go one way: (a, b) > (1, 2), as the databases compare rows.

        They begin at the place in an index, and know how many rows lie beyond it: of conditions
        on each column PostgreSQL expects next to none, and sorts all that it finds.
        """
        columns = _row(F(column.lookup) for column in self.columns)
        values = _row(map(Value, place))
        strictly: tuple[type[Lookup[Any]], type[Lookup[Any]]] = (GreaterThan, LessThan)
        at_least = (GreaterThanOrEqual, LessThanOrEqual)
        return Q((at_least if including else strictly)[falls](columns, values))

    def rows(
        self, found: "QuerySet[M]", cursor: Cursor, count: int, *, including: bool = False
    ) -> list[M]:
        """Up to `count` rows beyond the cursor, the nearest first."""
        return list(self.all_beyond(found, cursor, including=including)[:count])

    def all_beyond(
        self, found: "QuerySet[M]", cursor: Cursor, *, including: bool = False
    ) -> "QuerySet[M]":
        """The same as a query, of all rows there."""
        ordered = found.order_by(
            *(f"{'-' if c.down != cursor.is_backwards else ''}{c.lookup}" for c in self.columns)
        )
        return ordered.filter(self.beyond(cursor, including=including))


@dataclass(frozen=True, slots=True)
class Page(Generic[R]):
    """Rows in the order of the list; the cursors of its neighbours, None where there are none."""

    rows: Sequence[R]
    next: str | None
    previous: str | None


def page(
    order: Order, cursor: Cursor, limit: int, fetch: Callable[[Cursor, int], list[R]]
) -> Page[R]:
    """The page beyond `cursor`. `fetch` gives up to so many rows beyond it, the nearest first."""
    rows = fetch(cursor, limit + 1)
    goes_on = len(rows) > limit
    rows = rows[:limit]
    came_from = bool(cursor.place)
    if cursor.is_backwards:
        rows.reverse()
        is_after, is_before = came_from, goes_on
    else:
        is_after, is_before = goes_on, came_from
    after = Cursor(order.place(rows[-1])) if rows else Cursor()
    before = Cursor(order.place(rows[0]) if rows else (), is_backwards=True)
    return Page(
        rows,
        order.write(after) if is_after else None,
        order.write(before) if is_before else None,
    )
