"""A table as a workbook: a sheet of its rows, and one that says what they are."""

import io
import re
from collections.abc import Iterable, Sequence
from itertools import chain, islice
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from dashboard.tables import Table
from deliveries.formulas import FORMULA

# What XML cannot hold.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_MEASURED = 200  # rows that the widths of columns are measured by
_NARROWEST, _WIDEST = 10, 60  # characters
_HEAD = 18  # characters of a head in a line: it may be longer than all that stands below it
_LINE = 15  # points


def workbook(table: Table) -> bytes:
    """The table as a workbook; its head is frozen and bold, days are dates, numbers numbers."""
    book = Workbook(write_only=True)  # rows go to a file as they come
    written = _write_rows(book.create_sheet("Slipwatch"), table)
    _write_about(book.create_sheet("About"), table, written)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _write_rows(sheet: Any, table: Table) -> int:
    """Write the rows under their heads; return how many they are."""
    rows = iter(table.rows)
    first = list(islice(rows, _MEASURED))
    heads = list(table.columns.values())
    widths = [_width(head, [row[n] for row in first]) for n, head in enumerate(heads)]
    sheet.freeze_panes = "A2"
    _set_widths(sheet, widths)
    lines = max(-(-len(head) // (width - 2)) for head, width in zip(heads, widths, strict=True))
    sheet.row_dimensions[1].height = _LINE * (lines + (lines > 1))  # words break where they can
    sheet.append([_head(sheet, head) for head in heads])
    number = 0
    for row in chain(first, rows):
        sheet.append([_cell(sheet, value) for value in row])
        number += 1
    return number


def _write_about(sheet: Any, table: Table, number: int) -> None:
    """What the rows are and where they are from, then what CSV and JSON call their columns."""
    about = table.about
    told: list[tuple[str, object]] = [
        ("Cite as", about.citation),
        ("Address", about.address),
        ("As known on", about.day),
        ("On record at", about.on_record),
        ("Asked for", about.asked),
        ("Rows", number),
        ("Made", about.made),
    ]
    _set_widths(sheet, (36, _WIDEST))
    for word, value in told:
        if value != "":
            sheet.append([_head(sheet, word), _cell(sheet, value)])
    sheet.append([])
    names = ("Column", "Its name in CSV and JSON")
    sheet.append([_head(sheet, name) for name in names])
    for name, head in table.columns.items():
        sheet.append([_cell(sheet, head), _cell(sheet, name)])


def _width(head: str, values: Sequence[object]) -> int:
    """How wide a column is to be, in characters: as its values, and as a line of its head."""
    longest = max((len(str(value)) for value in values), default=0)
    return min(max(longest, min(len(head), _HEAD), _NARROWEST), _WIDEST) + 2


def _set_widths(sheet: Any, widths: Iterable[int]) -> None:
    for number, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width


def _head(sheet: Any, words: str) -> Any:
    cell = WriteOnlyCell(sheet, words)
    cell.font = Font(bold=True)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _cell(sheet: Any, value: Any) -> Any:
    """What a cell is made of; what the library tells by itself needs no object, of many cells."""
    if value in ("", None):
        return None
    if not isinstance(value, str):
        return value  # days are written as year, month and day
    value = _CONTROL.sub("", value)
    if value[:1] not in FORMULA and value[:1] != "#":
        return value
    cell: Any = WriteOnlyCell(sheet, value)
    cell.data_type = "s"  # not a formula or an error, whatever it begins with
    if value[:1] in FORMULA:
        cell.quotePrefix = True  # also when somebody edits it
    return cell
