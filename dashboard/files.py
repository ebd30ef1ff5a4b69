"""Rows as files that people take away: CSV, workbooks and JSON, of so many rows at most.

What a spreadsheet would run as a formula is text in the first two. In CSV, which knows no types, an
apostrophe before it says so; in a workbook the cell itself does.
"""

import csv
import io
import json
import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from deliveries.formulas import FORMULA

Rows = Iterable[tuple[object, ...]]

# What XML cannot hold.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# Nobody who may not read the page finds what is from it in a cache.
PRIVATE = "private, no-cache"
MOST = 20_000  # rows of a file; the API streams more
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WIDE = {
    "title": 44,
    "decides_title": 44,
    "next_title": 44,
    "designation": 32,
    "says": 60,
    "reason": 60,
}  # columns of words
_USUAL = 16


def as_csv(headings: tuple[str, ...], rows: Rows, name: str) -> HttpResponse:
    """Rows as a file of CSV."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(headings)
    writer.writerows([_quoted(value) for value in row] for row in rows)
    return named(HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8"), name, "csv")


def as_xlsx(headings: tuple[str, ...], rows: Rows, name: str) -> HttpResponse:
    """Rows as a workbook of one sheet, its header frozen; days are dates, numbers numbers."""
    book = Workbook(write_only=True)  # rows go to a file as they come
    sheet: Any = book.create_sheet("Slipwatch")
    sheet.freeze_panes = "A2"
    for number, heading in enumerate(headings, 1):
        width = _WIDE.get(heading, _USUAL)
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.append([_cell(sheet, heading, is_bold=True) for heading in headings])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    file = io.BytesIO()
    book.save(file)
    return named(HttpResponse(file.getvalue(), content_type=XLSX), name, "xlsx")


def as_json(headings: tuple[str, ...], rows: Rows, name: str) -> HttpResponse:
    """Rows as objects, in the envelope of a list of the API; null where a row has nothing."""
    results = [
        {h: None if v == "" else v for h, v in zip(headings, row, strict=True)} for row in rows
    ]
    text = json.dumps({"results": results}, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
    return named(HttpResponse(text, content_type="application/json"), name, "json")


def named(answer: HttpResponse, name: str, form: str) -> HttpResponse:
    """The answer as a file to be kept under a name, and by no cache."""
    answer["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    answer["Cache-Control"] = PRIVATE
    return answer


FORMS = {"csv": as_csv, "xlsx": as_xlsx, "json": as_json}


def _quoted(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value[:1] in FORMULA else value


def _cell(sheet: Any, value: Any, *, is_bold: bool = False) -> Any:
    if value in ("", None):
        return None
    if isinstance(value, str):
        cell: Any = WriteOnlyCell(sheet, _CONTROL.sub("", value))
        cell.data_type = "s"  # not "f", whatever it begins with
        if value[:1] in FORMULA:
            cell.quotePrefix = True  # also when somebody edits it
        if is_bold:
            cell.font = Font(bold=True)
        return cell
    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"
    return cell
