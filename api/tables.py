"""Rows of a list as lines of CSV (RFC 4180).

A million lines are most of the work of a table, so that a line is put together from texts, and what
many rows have in common is written once: Python's `csv` takes every cell of every row anew.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from rest_framework import serializers

from api.rendering import written
from api.wire.values import Shared, Wire
from deliveries.formulas import FORMULA

_NESTED = (list, dict)
_needs_quotes = re.compile(r'[",\r\n]').search


class Columns:
    """The columns of a list as CSV: nested values have their names joined by dots.

    What is a list stands in one cell as JSON.
    """

    def __init__(self, name: str, item: serializers.Serializer[Any], fields: Iterable[str]) -> None:
        self.name = name
        wanted = set(fields)
        self.parts = [part for part in _parts(item) if part[0] in wanted]

    def lines(self, rows: Iterable[Wire]) -> Iterator[bytes]:
        """The header, then a line for each row."""
        yield _ended(",".join(names for _, names, *_ in self.parts))
        for row in rows:
            yield _ended(_cells(row, self.parts))


class _Part(NamedTuple):
    """A field and the columns that it takes; `within` are the fields of what is nested there.

    `names` and `blank` are its piece of the header, and of a line in which it has no value.
    """

    name: str
    names: str
    blank: str = ""
    within: "list[_Part] | None" = None


def _parts(item: serializers.Serializer[Any], above: str = "") -> list[_Part]:
    found = []
    for name, field in item.fields.items():
        if isinstance(field, serializers.Serializer):
            within = _parts(field, f"{above}{name}.")
            names, blank = (",".join(getattr(p, of) for p in within) for of in ("names", "blank"))
            found.append(_Part(name, names, blank, within))
        else:
            found.append(_Part(name, f"{above}{name}"))
    return found


def _ended(line: str) -> bytes:
    # A lone empty cell would be an empty line, which readers take for none.
    return ((line or '""') + "\r\n").encode()


def _cells(row: Wire, parts: Iterable[_Part]) -> str:
    found = []
    for name, _, blank, within in parts:
        value = row.get(name)
        if value is None:
            found.append(blank)
        elif within is None:
            found.append(_text(value) if type(value) is str else _cell(value))
        elif type(value) is not Shared:
            found.append(_cells(value, within))
        else:
            if value.cells is None:
                value.cells = _cells(value, within)
            found.append(value.cells)
    return ",".join(found)


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, _NESTED):
        return _quoted(written(value).decode())
    return _text(value) if isinstance(value, str) else str(value)


@lru_cache(maxsize=16_384)  # words of code lists, and days
def _text(value: str) -> str:
    return _quoted(f"'{value}" if value[:1] in FORMULA else value)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if _needs_quotes(text) else text
