"""Holding an answer against the committed OpenAPI file."""

from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from jsonschema import Draft202012Validator, FormatChecker

from tests.api.asking import ROOT

FILE = Path(settings.BASE_DIR) / "docs" / "openapi.yaml"
formats = FormatChecker(formats=["date"])


@formats.checks("date-time", raises=ValueError)
def is_instant(value: object) -> bool:
    return isinstance(value, str) and datetime.fromisoformat(value).tzinfo is not None


@formats.checks("uri")
def is_address(value: object) -> bool:
    return value is None or (isinstance(value, str) and value.startswith(("http://", "https://")))


def closed(schema: Any) -> Any:
    """The same schema, refusing every field that it does not name."""
    if isinstance(schema, list):
        return [closed(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    found = {name: closed(part) for name, part in schema.items()}
    return {**found, "additionalProperties": False} if "properties" in schema else found


@cache
def description() -> Any:
    """The committed file, where nothing may be answered that it does not name."""
    return closed(yaml.safe_load(FILE.read_text()))


def validator(schema: Any) -> Draft202012Validator:
    components = {"components": description()["components"]}
    return Draft202012Validator(components | schema, format_checker=formats)


def check(path: str, response: Any) -> None:
    """Hold an answer against what the description says of this address and status."""
    operation = description()["paths"][ROOT + path]["get"]
    content = operation["responses"][str(response.status_code)]["content"]
    schema = content[response.headers["Content-Type"].partition(";")[0]]["schema"]
    validator(schema).validate(response.json())
