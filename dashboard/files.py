"""Rows as files that people take away."""

import csv
import io
from collections.abc import Iterable

from django.http import HttpResponse

# A spreadsheet takes a cell that begins so for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
# Nobody who may not read the page finds what is from it in a cache.
PRIVATE = "private, no-cache"


def as_csv(
    headings: tuple[str, ...], rows: Iterable[tuple[object, ...]], name: str
) -> HttpResponse:
    """Rows as a file of CSV; what a spreadsheet would take for a formula is quoted as text."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(headings)
    writer.writerows([_cell(value) for value in row] for row in rows)
    answer = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    answer["Cache-Control"] = PRIVATE
    return answer


def _cell(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
