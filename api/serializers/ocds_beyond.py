"""What the OCDS extension holds, described from the fields that it publishes."""

from functools import cache
from typing import Any

from rest_framework import serializers

from api.ocds.extension import FIELDS, PARTS, Field, definition_of

_PLAIN: dict[str, type[serializers.Field[Any, Any, Any, Any]]] = {
    "string": serializers.CharField,
    "integer": serializers.IntegerField,
    "boolean": serializers.BooleanField,
}


def beyond(of: str) -> type[serializers.Serializer[Any]]:
    """What `slipwatch` holds on a definition of the standard; "": on the release itself."""
    return _serializer(definition_of(of))


@cache
def _serializer(definition: str) -> type[serializers.Serializer[Any]]:
    part = definition.removeprefix("Slipwatch")
    fields = PARTS[part] if part in PARTS else FIELDS["" if part == "Release" else part]
    members: dict[str, Any] = {field.name: _field(field) for field in fields}
    members["__doc__"] = f"Of the OCDS extension: {definition}. What has nothing to say is absent."
    return type(f"{definition}Serializer", (serializers.Serializer,), members)


def _field(field: Field) -> serializers.Field[Any, Any, Any, Any]:
    said: dict[str, Any] = {"help_text": field.meaning, "required": False}
    if ref := field.more.get("$ref"):
        return _serializer(_named(ref))(**said)
    if field.type == "array":
        items = field.more["items"]
        if "$ref" in items:
            return _serializer(_named(items["$ref"]))(many=True, **said)
        return serializers.ListField(child=_PLAIN[items["type"]](), **said)
    if field.more.get("format") == "date":
        return serializers.DateField(**said)
    return _PLAIN[field.type](**said)


def _named(ref: str) -> str:
    return ref.rpartition("/")[2]
