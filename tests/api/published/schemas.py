"""Holding packages against the published schemas of OCDS, and against our extension of them."""

import json
from copy import deepcopy
from functools import cache
from typing import Any

from jsonschema_rs import Draft4, Draft4Validator, Registry

from api.ocds import extension
from tests.at_hand import open_contracting

PACKAGES = {"releases": "release-package-schema.json", "records": "record-package-schema.json"}


@cache
def published() -> dict[str, Any]:
    """The schemas by the name of their file."""
    folder = open_contracting()
    assert folder is not None
    return {path.name: json.loads(path.read_text()) for path in folder.glob("*.json")}


def merged(target: Any, patch: Any) -> Any:
    """A merge patch applied (RFC 7396)."""
    if not isinstance(patch, dict):
        return patch
    found = dict(target) if isinstance(target, dict) else {}
    for name, value in patch.items():
        if value is None:
            found.pop(name, None)
        else:
            found[name] = merged(found.get(name), value)
    return found


def strict(schema: Any) -> Any:
    """The same schema, refusing each member that it does not name."""
    if isinstance(schema, list):
        return [strict(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    found = {name: strict(part) for name, part in schema.items()}
    has_members = isinstance(schema.get("properties"), dict) and "$ref" not in schema["properties"]
    return {**found, "additionalProperties": False} if has_members else found


@cache
def validator(entries: str, *, extended: bool = False) -> Draft4Validator:
    """Of packages of `releases` or `records`; `extended`: nothing may be in them that neither the
    standard nor the extension names.
    """
    schemas = deepcopy(published())
    if extended:
        patches = extension.files("https://example.org/").items()
        schemas |= {name: merged(schemas[name], p) for name, p in patches if name in schemas}
        schemas = {name: strict(schema) for name, schema in schemas.items()}
    known = Registry([(schema["id"], schema) for schema in schemas.values()], draft=Draft4)
    return Draft4Validator(schemas[PACKAGES[entries]], registry=known, validate_formats=True)


def check(entries: str, package: Any) -> None:
    """Hold a package against the standard alone, and against all that we say of it."""
    validator(entries).validate(package)
    validator(entries, extended=True).validate(package)
