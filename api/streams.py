"""Lists of any size, a line for each result: NDJSON and CSV, in bounded memory.

How many rows come is said before the first of them, in the header `Slipwatch-Rows`: whoever has
read fewer has a broken stream. One that breaks on our side is cut off, without the end that HTTP
gives a whole one.
"""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.http import StreamingHttpResponse
from rest_framework import serializers
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from typing_extensions import override

from api.rendering import Json, written
from api.wire.values import Wire
from deliveries.formulas import FORMULA

ROWS = "Slipwatch-Rows"


class Ndjson(BaseRenderer):
    """Names the media type; the lines come from `stream`."""

    media_type = "application/x-ndjson"
    format = "ndjson"
    charset = "utf-8"


class Csv(BaseRenderer):
    """Names the media type; the lines come from `stream`."""

    media_type = "text/csv"
    format = "csv"
    charset = "utf-8"


FORMS = (Json, Ndjson, Csv)


class ByFormat(DefaultContentNegotiation):
    """By the parameter `format` where there is a good one, else by the header `Accept`."""

    @override
    def select_renderer(
        self,
        request: Request,
        renderers: Iterable[BaseRenderer],
        format_suffix: str | None = None,
    ) -> tuple[BaseRenderer, str]:
        wanted = request.query_params.get("format")
        for renderer in renderers:
            if renderer.format == wanted:
                return renderer, str(renderer.media_type)
        found: tuple[BaseRenderer, str]
        found = super().select_renderer(request, renderers, format_suffix)
        return found


def unread(answer: StreamingHttpResponse, request: Request) -> StreamingHttpResponse:
    """The answer, without its lines where the headers alone are asked for."""
    if request.method == "HEAD":
        answer.streaming_content = iter(())
    return answer


class Broken(RuntimeError):
    """A stream has other rows than were announced; cutting it off says so to the client."""


def stream(
    renderer: BaseRenderer, rows: Iterator[Wire], number: int, columns: "Columns"
) -> StreamingHttpResponse:
    """The rows, of which `number` are to come, in the form of the renderer."""
    counted = _exactly(number, rows)
    lines = columns.lines(counted) if renderer.format == "csv" else map(_json_line, counted)
    answer = StreamingHttpResponse(
        lines, content_type=f"{renderer.media_type}; charset=utf-8", headers={ROWS: str(number)}
    )
    name = f"attachment; filename={columns.name}.{renderer.format}"
    answer.headers["Content-Disposition"] = name
    return answer


def _exactly(number: int, rows: Iterator[Wire]) -> Iterator[Wire]:
    came = 0
    for row in rows:
        came += 1
        yield row
    if came != number:
        raise Broken(f"{number} rows were announced and {came} came")


def _json_line(row: Wire) -> bytes:
    return written(row) + b"\n"


def lines(renderer: BaseRenderer, rows: Iterator[Wire], number: int) -> StreamingHttpResponse:
    """The rows as NDJSON, of which `number` are to come."""
    return StreamingHttpResponse(
        map(_json_line, _exactly(number, rows)),
        content_type=f"{renderer.media_type}; charset=utf-8",
        headers={ROWS: str(number)},
    )


class Columns:
    """The columns of a list as CSV: nested values have their names joined by dots.

    What is a list stands in one cell as JSON.
    """

    def __init__(self, name: str, item: serializers.Serializer[Any], fields: Iterable[str]) -> None:
        self.name = name
        wanted = set(fields)
        self.parts = [part for part in _parts(item) if part.name in wanted]

    def lines(self, rows: Iterable[Wire]) -> Iterator[bytes]:
        """The header, then a line for each row."""
        writer = csv.writer(_Line())
        yield writer.writerow([name for part in self.parts for name in part.names])
        for row in rows:
            cells: list[str] = []
            _fill(cells, row, self.parts)
            yield writer.writerow(cells)


class _Line:
    """Hands back what csv writes to it."""

    def write(self, text: str) -> bytes:
        return text.encode()


@dataclass(frozen=True, slots=True)
class _Part:
    """A field and the columns that it takes; `within` are the fields of what is nested there."""

    name: str
    names: list[str]
    blank: list[str]
    within: "list[_Part] | None" = None


def _parts(item: serializers.Serializer[Any]) -> list[_Part]:
    found = []
    for name, field in item.fields.items():
        if isinstance(field, serializers.Serializer):
            within = _parts(field)
            names = [f"{name}.{deeper}" for part in within for deeper in part.names]
            found.append(_Part(name, names, [""] * len(names), within))
        else:
            found.append(_Part(name, [name], [""]))
    return found


def _fill(cells: list[str], row: Wire, parts: Iterable[_Part]) -> None:
    for part in parts:
        value = row.get(part.name)
        if value is None:
            cells += part.blank
        elif part.within is not None:
            _fill(cells, value, part.within)
        elif isinstance(value, str):
            cells.append(f"'{value}" if value[:1] in FORMULA else value)
        else:
            cells.append(_cell(value))


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, dict)):
        return written(value).decode()
    return str(value)
