"""What a body looks like: one JSON Schema for each, to be described and to be checked by.

Only so much of JSON Schema is known here as the bodies need. What the shape lets pass the verbs
check further: a date that cannot be read, a milestone that is not there.
"""

import json
import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from api.problems import Fault, echo
from api.writing.body import point

Shape = dict[str, Any]
SLUG = r"^[-a-zA-Z0-9_]+$"


def text(longest: int, meaning: str = "", *, empty: bool = False) -> Shape:
    """Text of at most so many characters, and with something in it unless `empty`."""
    found: Shape = {"type": "string", "maxLength": longest}
    return _meant(found if empty else {**found, "minLength": 1, "pattern": r"\S"}, meaning)


def code(meaning: str) -> Shape:
    """The code of a record: letters, digits, hyphens and underscores."""
    found: Shape = {"type": "string", "minLength": 1, "maxLength": 80, "pattern": SLUG}
    return _meant(found, meaning)


def word(values: Sequence[str], meaning: str = "") -> Shape:
    """One of a few words."""
    return _meant({"type": "string", "enum": list(values)}, meaning)


def whole(least: int, most: int, meaning: str = "") -> Shape:
    """A whole number."""
    return _meant({"type": "integer", "minimum": least, "maximum": most}, meaning)


def decimal(meaning: str) -> Shape:
    """A number as text, so that no digit is lost."""
    pattern = r"^[0-9]{1,21}(\.[0-9]{1,3})?$"
    return _meant({"type": "string", "maxLength": 25, "pattern": pattern}, meaning)


def flag(meaning: str) -> Shape:
    """Yes or no."""
    return _meant({"type": "boolean"}, meaning)


def date(meaning: str) -> Shape:
    """A date in words, as stated; or a date as it is answered, of which the text is taken."""
    words: Shape = {"type": "string", "minLength": 1, "maxLength": 300}
    answered: Shape = {"type": "object", "required": ["text"], "properties": {"text": words}}
    return _meant({"anyOf": [words, answered]}, meaning)


def listed(item: Shape, most: int, meaning: str = "") -> Shape:
    """A list."""
    return _meant({"type": "array", "items": item, "maxItems": most}, meaning)


def maybe(shape: Shape) -> Shape:
    """The same, or null."""
    if "enum" in shape:
        return {**shape, "type": ["string", "null"], "enum": [*shape["enum"], None]}
    if "anyOf" in shape:
        return {**shape, "anyOf": [*shape["anyOf"], {"type": "null"}]}
    return {**shape, "type": [shape["type"], "null"]}


def record(needed: dict[str, Shape], optional: dict[str, Shape], *, least: int = 0) -> Shape:
    """An object of these members and no others; of `least` of them at least."""
    found: Shape = {
        "type": "object",
        "properties": {**needed, **optional},
        "additionalProperties": False,
    }
    if needed:
        found["required"] = list(needed)
    if least:
        found["minProperties"] = least
    return found


def words_of(value: Any) -> str:
    """The words of a date that was sent in either form; empty for none."""
    if isinstance(value, dict):
        value = value["text"]
    return str(value or "").strip()


def faults(shape: Shape, value: Any, pointer: str = "") -> Iterator[Fault]:
    """All that a value does not have, or has too much of, to be of the shape."""
    one = _alternative(shape, value)
    if one is None or not _is_of(one, value):
        yield _fault("It is of another type.", value, shape, pointer)
    elif value is None:
        return
    elif isinstance(value, dict):
        yield from _members(one, value, pointer)
    elif isinstance(value, list):
        if not one.get("minItems", 0) <= len(value) <= one["maxItems"]:
            yield _fault(f"It has {len(value)} items.", None, shape, pointer)
        for place, item in enumerate(value[: one["maxItems"]]):
            yield from faults(one["items"], item, point(pointer, place))
    elif not _fits(one, value):
        yield _fault("It is not accepted.", value, shape, pointer)


def _meant(shape: Shape, meaning: str) -> Shape:
    return {**shape, "description": meaning} if meaning else shape


def _alternative(shape: Shape, value: Any) -> Shape | None:
    if "anyOf" not in shape:
        return shape
    return next((one for one in shape["anyOf"] if _is_of(one, value)), None)


def _is_of(shape: Shape, value: Any) -> bool:
    names = shape["type"] if isinstance(shape["type"], list) else [shape["type"]]
    return any(_TYPES[name](value) for name in names)


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


_TYPES: dict[str, Any] = {
    "string": lambda value: isinstance(value, str),
    "integer": _is_whole,
    "boolean": lambda value: isinstance(value, bool),
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "null": lambda value: value is None,
}


def _members(shape: Shape, value: dict[str, Any], pointer: str) -> Iterator[Fault]:
    known: dict[str, Shape] = shape["properties"]
    for name in shape.get("required", ()):
        if name not in value:
            yield _fault(f"“{name}” is needed.", None, known[name], point(pointer, name))
    if len(value) < shape.get("minProperties", 0):
        yield Fault("It names nothing to change.", None, tuple(known), pointer=pointer)
    for name, part in value.items():
        here = point(pointer, echo(name))
        if name in known:
            yield from faults(known[name], part, here)
        elif shape.get("additionalProperties") is False:
            yield Fault(
                f"There is no “{echo(name)}” here.", _seen(part), tuple(known), pointer=here
            )


def _fits(shape: Shape, value: Any) -> bool:
    if "enum" in shape:
        return value in shape["enum"]
    if isinstance(value, str):
        least, most = shape.get("minLength", 0), shape["maxLength"]
        return least <= len(value) <= most and _matches(shape.get("pattern", ""), value)
    if isinstance(value, bool):
        return True
    return bool(shape["minimum"] <= value <= shape["maximum"])


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    # A dollar of Python lets a line break pass behind it.
    return re.compile(re.sub(r"\$$", r"\\Z", pattern), re.ASCII)


def _matches(pattern: str, value: str) -> bool:
    return _compiled(pattern).search(value) is not None


def _fault(message: str, value: Any, shape: Shape, pointer: str) -> Fault:
    return Fault(
        message, None if value is None else _seen(value), _accepted(shape), pointer=pointer
    )


def _seen(value: Any) -> str:
    return echo(value if isinstance(value, str) else json.dumps(value, default=str)[:400])


def _accepted(shape: Shape) -> tuple[str, ...]:
    if "anyOf" in shape:
        return tuple(told for one in shape["anyOf"] for told in _accepted(one))
    if "enum" in shape:
        return tuple("null" if value is None else value for value in shape["enum"])
    names = shape["type"] if isinstance(shape["type"], list) else [shape["type"]]
    return tuple(_described(name, shape) for name in names)


def _described(name: str, shape: Shape) -> str:
    if name == "string":
        pattern = shape.get("pattern", "")
        like = f", matching {pattern}" if pattern not in ("", r"\S") else ""
        return f"text of {shape.get('minLength', 0)} to {shape['maxLength']} characters{like}"
    if name == "integer":
        return f"a whole number from {shape['minimum']} to {shape['maximum']}"
    if name == "array":
        return f"a list of {shape.get('minItems', 0)} to {shape['maxItems']}"
    if name == "object":
        return f"an object of {', '.join(shape['properties'])}"
    return "true or false" if name == "boolean" else "null"
