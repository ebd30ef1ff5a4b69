"""Lists of any size, a line for each result: NDJSON and CSV, in bounded memory.

How many rows come is said before the first of them, in the header `Slipwatch-Rows`: whoever has
read fewer has a broken stream. One that breaks on our side is cut off, without the end that HTTP
gives a whole one.
"""

from collections.abc import Iterable, Iterator

from django.http import StreamingHttpResponse
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from typing_extensions import override

from api.rendering import Json, written
from api.tables import Columns
from api.wire.values import Wire

ROWS = "Slipwatch-Rows"
PACKET = 65_536  # bytes, sent together


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
    renderer: BaseRenderer, rows: Iterator[Wire], number: int, columns: Columns
) -> StreamingHttpResponse:
    """The rows, of which `number` are to come, in the form of the renderer."""
    counted = _exactly(number, rows)
    lines = columns.lines(counted) if renderer.format == "csv" else map(_json_line, counted)
    answer = StreamingHttpResponse(
        _packed(lines),
        content_type=f"{renderer.media_type}; charset=utf-8",
        headers={ROWS: str(number)},
    )
    name = f"attachment; filename={columns.name}.{renderer.format}"
    answer.headers["Content-Disposition"] = name
    return answer


def _packed(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Some hundred lines at a time: sending a line by itself takes longer than making it."""
    waiting: list[bytes] = []
    size = 0
    for line in lines:
        waiting.append(line)
        size += len(line)
        if size >= PACKET:
            yield b"".join(waiting)
            waiting, size = [], 0
    if waiting:
        yield b"".join(waiting)


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
        _packed(map(_json_line, _exactly(number, rows))),
        content_type=f"{renderer.media_type}; charset=utf-8",
        headers={ROWS: str(number)},
    )
