"""Many rows at once into either database.

On PostgreSQL by COPY, elsewhere by `bulk_create`; where rows of other tables refer to them, their
numbers come from the table's own sequence, so that it never falls behind.
"""

import json
from collections.abc import Iterable, Sequence
from io import StringIO

from django.db import connection, models

Value = object  # text, a number, a day, an instant, a list or dict for JSON, or None
_ESCAPED = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


class Sheet:
    """Rows for one table, to be written together; `columns` are the attributes that they give.

    All those without a default of the database's own are among them.
    """

    def __init__(self, model: type[models.Model], columns: str) -> None:
        self.model = model
        self.columns = columns.split()
        self.rows: list[Sequence[Value]] = []
        self.written = 0

    def add(self, *row: Value) -> None:
        """One row, in the order of the columns."""
        self.rows.append(row)

    def write(self) -> None:
        """Store the rows so far, in the transaction that is open."""
        if not self.rows:
            return
        if connection.vendor == "postgresql":
            self._copy()
        else:
            manager = self.model._default_manager
            made = [self.model(**dict(zip(self.columns, r, strict=True))) for r in self.rows]
            manager.bulk_create(made, batch_size=500)
        self.written += len(self.rows)
        self.rows = []

    def _copy(self) -> None:
        quote = connection.ops.quote_name
        columns = ", ".join(map(quote, self.columns))  # attributes go by their columns' names here
        lines = StringIO("".join("\t".join(map(_text, row)) + "\n" for row in self.rows))
        words = f"COPY {quote(self.model._meta.db_table)} ({columns}) FROM STDIN"
        with connection.cursor() as cursor, connection.wrap_database_errors:
            cursor.copy_expert(words, lines)

    def numbers(self, count: int) -> Iterable[int]:
        """So many numbers for rows to come, which nobody else gets."""
        table = self.model._meta.db_table
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute(
                    "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
                    [table, count],
                )
                return [int(row[0]) for row in cursor.fetchall()]
            # The transaction has the only right to write from its beginning.
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
            row = cursor.fetchone()
            last = int(row[0]) if row else 0
        return range(last + 1, last + 1 + count)


def _text(value: Value) -> str:
    """A value as COPY reads it."""
    if value is None:
        return r"\N"
    if isinstance(value, (list, dict)):
        value = json.dumps(value)
    elif not isinstance(value, str):
        return str(value)
    return value if value.isprintable() and "\\" not in value else value.translate(_ESCAPED)
