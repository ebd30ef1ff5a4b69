"""Holding an answer against the committed OpenAPI file."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from jsonschema_rs import Draft202012Validator

from tests.api.asking import ROOT

FILE = Path(settings.BASE_DIR) / "docs" / "openapi.yaml"


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


@cache
def validator(component: str) -> Draft202012Validator:
    """For one component of the description, its formats included."""
    schema = {"components": description()["components"], "$ref": component}
    return Draft202012Validator(schema, validate_formats=True)


def check(path: str, response: Any) -> None:
    """Hold an answer against what the description says of this address and status."""
    operation = description()["paths"][ROOT + path]["get"]
    content = operation["responses"][str(response.status_code)]["content"]
    schema = content[response.headers["Content-Type"].partition(";")[0]]["schema"]
    validator(schema["$ref"]).validate(response.json())
