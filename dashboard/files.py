"""Rows as files that people take away: CSV, workbooks and JSON, of so many rows at most.

What a spreadsheet would run as a formula is text in the first two. In CSV, which knows no types, an
apostrophe before it says so; in a workbook the cell itself does. CSV and JSON name columns for
programs; a workbook is for people.
"""

import csv
import io
import json

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse

from dashboard.tables import Table
from dashboard.workbooks import workbook
from deliveries.formulas import FORMULA

# Nobody who may not read the page finds what is from it in a cache.
PRIVATE = "private, no-cache"
MOST = 20_000  # rows of a file; the API streams more
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def as_csv(table: Table) -> HttpResponse:
    """Rows as a file of CSV."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows([_quoted(value) for value in row] for row in table.rows)
    answer = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    return named(answer, table.name, "csv")


def as_xlsx(table: Table) -> HttpResponse:
    """Rows as a workbook, with a sheet that says what they are."""
    return named(HttpResponse(workbook(table), content_type=XLSX), table.name, "xlsx")


def as_json(table: Table) -> HttpResponse:
    """Rows as objects, in the envelope of a list of the API; null where a row has nothing."""
    results = [
        {name: None if v == "" else v for name, v in zip(table.columns, row, strict=True)}
        for row in table.rows
    ]
    text = json.dumps({"results": results}, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
    return named(HttpResponse(text, content_type="application/json"), table.name, "json")


def named(answer: HttpResponse, name: str, form: str) -> HttpResponse:
    """The answer as a file to be kept under a name, and by no cache."""
    answer["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    answer["Cache-Control"] = PRIVATE
    return answer


FORMS = {"csv": as_csv, "xlsx": as_xlsx, "json": as_json}


def _quoted(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value[:1] in FORMULA else value
