"""The body of a request as strict JSON: what is doubtful is refused, nothing is guessed."""

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NoReturn

from rest_framework import exceptions
from rest_framework.parsers import JSONParser
from typing_extensions import override

from api.problems import Fault, Refused, TooLarge, echo

MOST_BYTES = 4 * 1024 * 1024
MOST_DEPTH = 20
LONGEST_NUMBER = 40  # characters


class _Unreadable(ValueError):
    """Why a text is not taken for JSON."""


class StrictJSON(JSONParser):
    """JSON in UTF-8, without what programs read differently.

    Refused are names given twice, NaN and infinities, numbers of absurd length, lone surrogates and
    null characters. The bytes stay on the request, for who must compare them.
    """

    @override
    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        sent = stream.read(MOST_BYTES + 1)
        if len(sent) > MOST_BYTES:
            raise TooLarge((), f"The body has more than {MOST_BYTES} bytes.")
        parser_context["request"].sent = sent
        return read(sent)


def read(sent: bytes) -> Any:
    """The value that the bytes say; raises ParseError, or Refused with pointers."""
    try:
        found = json.loads(
            sent.decode(),
            object_pairs_hook=_object,
            parse_int=_integer,
            parse_float=_decimal,
            parse_constant=_constant,
        )
    except RecursionError:
        raise exceptions.ParseError("The body is nested too deeply.") from None
    except ValueError as error:  # of encoding as well
        raise exceptions.ParseError(f"The body is no JSON in UTF-8: {echo(str(error))}") from None
    faults = list(_unsound(found, "", 0))
    if faults:
        raise Refused(faults)
    return found


def point(pointer: str, name: object) -> str:
    """One step further down a JSON pointer."""
    return f"{pointer}/{str(name).replace('~', '~0').replace('/', '~1')}"


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise _Unreadable(f"“{twice}” stands twice in one object.")
    return found


def _integer(text: str) -> int:
    return int(_short(text))


def _decimal(text: str) -> Decimal | int:
    """A number; 5.0 is as whole as 5."""
    found = Decimal(_short(text))
    is_whole = found.adjusted() < 20 and found == found.to_integral_value()
    return int(found) if is_whole else found


def _short(text: str) -> str:
    if len(text) > LONGEST_NUMBER:
        raise _Unreadable(f"A number has more than {LONGEST_NUMBER} characters.")
    return text


def _constant(text: str) -> NoReturn:
    raise _Unreadable(f"{text} is no number of JSON.")


def _unsound(value: Any, pointer: str, depth: int) -> Iterator[Fault]:
    """Texts that no database can keep, and nesting beyond anything that is taken."""
    if depth > MOST_DEPTH:
        yield Fault("It is nested too deeply.", None, (), pointer=pointer[:400])
    elif isinstance(value, str):
        yield from _unkept(value, pointer)
    elif isinstance(value, dict):
        for name, part in value.items():
            yield from _unkept(name, pointer)
            yield from _unsound(part, point(pointer, echo(name)), depth + 1)
    elif isinstance(value, list):
        for place, part in enumerate(value):
            yield from _unsound(part, point(pointer, place), depth + 1)


def _unkept(text: str, pointer: str) -> Iterator[Fault]:
    if not _is_text(text):
        message = "It has a null character or half of a surrogate pair."
        accepted = ("text in Unicode without null characters",)
        yield Fault(message, echo(text), accepted, pointer=pointer)


def _is_text(text: str) -> bool:
    return "\0" not in text and text == text.encode(errors="replace").decode()
