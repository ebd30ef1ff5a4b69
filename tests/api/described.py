"""Holding an answer against the committed OpenAPI file."""

import re
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


def parsed(text: str | bytes) -> Any:
    """What a description says; by the parser in C, since it is long."""
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


@cache
def description() -> Any:
    """The committed file, where nothing may be answered that it does not name."""
    return closed(parsed(FILE.read_text()))


@cache
def validator(component: str) -> Draft202012Validator:
    """For one component of the description, its formats included."""
    schema = {"components": description()["components"], "$ref": component}
    return Draft202012Validator(schema, validate_formats=True)


def check(path: str, response: Any, method: str = "get") -> None:
    """Hold an answer against what the description says of this address, method and status."""
    operation = description()["paths"][ROOT + _template(path)].get(method.lower())
    if operation is None:
        assert response.status_code == 405
        return
    told = operation["responses"][str(response.status_code)]
    undescribed = {"ETag", "Location", "WWW-Authenticate", "Retry-After"} - set(told["headers"])
    assert not undescribed & set(response.headers), response.headers
    if "content" not in told:
        assert response.content == b""
        return
    schema = told["content"][response.headers["Content-Type"].partition(";")[0]]["schema"]
    validator(schema["$ref"]).validate(response.json())


@cache
def _template(path: str) -> str:
    """The path of the description that an address belongs to."""
    bare = path.partition("?")[0]
    known: list[str] = [name.removeprefix(ROOT) for name in description()["paths"]]
    if bare in known:
        return bare
    (found,) = [name for name in known if re.fullmatch(re.sub(r"{\w+}", "[^/]+", name), bare)]
    return found
