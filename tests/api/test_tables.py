"""Lines of CSV: what a reader of CSV makes of them is what was told."""

import csv
import io
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from rest_framework import serializers

from api.tables import Columns
from api.wire.values import Shared


class Inner(serializers.Serializer[Any]):
    text = serializers.CharField()
    days = serializers.IntegerField()


class Row(serializers.Serializer[Any]):
    name = serializers.CharField()
    inner = Inner()
    held = serializers.BooleanField()
    found = serializers.ListField()


NAMES = ["name", "inner.text", "inner.days", "held", "found"]
# A spreadsheet may run a text that begins so.
TEXTS = st.text().filter(lambda text: not text.startswith(tuple("=+-@\t\r\n＝＋－＠")))


def table(rows: list[dict[str, Any]], *fields: str) -> list[list[str]]:
    lines = list(Columns("rows", Row(), fields or Row().fields).lines(rows))
    assert len(lines) == len(rows) + 1
    return list(csv.reader(io.StringIO(b"".join(lines).decode(), newline="")))


@given(TEXTS, TEXTS, st.integers(), st.booleans())
def test_what_is_written_reads_back(name: str, text: str, days: int, held: bool) -> None:
    inner = {"text": text, "days": days}
    row = {"name": name, "inner": inner, "held": held, "found": [1, 'a"b,c']}
    heads, cells = table([row])
    assert heads == NAMES
    assert cells == [name, text, str(days), str(held).lower(), '[1,"a\\"b,c"]']


@given(st.lists(st.integers(0, 2), max_size=6))
def test_a_value_that_rows_share_is_in_each(picked: list[int]) -> None:
    shared = [Shared({"text": f"no. {number},", "days": number}) for number in range(3)]
    _, *rows = table([{"name": "x", "inner": shared[number]} for number in picked])
    assert rows == [["x", f"no. {number},", str(number), "", ""] for number in picked]


def test_equal_values_of_other_kinds_keep_their_own_words() -> None:
    rows: list[dict[str, Any]] = [{"name": value} for value in (1, True, 1.0, 1)]
    assert table(rows, "name")[1:] == [["1"], ["true"], ["1.0"], ["1"]]


def test_what_is_missing_takes_its_columns() -> None:
    assert table([{"name": None, "inner": None}]) == [NAMES, [""] * len(NAMES)]


def test_a_lone_empty_cell_is_a_line() -> None:
    assert table([{"name": None}, {"name": "a"}], "name") == [["name"], [""], ["a"]]
