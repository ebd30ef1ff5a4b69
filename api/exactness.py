"""The last touch on the OpenAPI file: what serializers cannot say of an answer."""

from typing import Any

_PAGE = "Page"


def exactly(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Say that results may have some of their fields alone, and that one of two may be both.

    With `fields` and `omit` a result has what was asked for: of the same names, none of them
    certain. An empty page fits two descriptions at once, which `oneOf` would refuse.
    """
    schemas: dict[str, Any] = result["components"]["schemas"]
    parts: dict[str, Any] = {}
    for name, schema in list(schemas.items()):
        if name.endswith(_PAGE) and "fields" not in schemas[name.removesuffix(_PAGE)].get(
            "properties", {}
        ):
            item = name.removesuffix(_PAGE)
            part = {key: value for key, value in schemas[item].items() if key != "required"}
            parts[f"{item}Part"] = {
                **part,
                "description": f"{item}: with `fields` or `omit`, what was asked for of it.",
            }
            refs = [{"$ref": f"#/components/schemas/{n}"} for n in (item, f"{item}Part")]
            schema["properties"]["results"]["items"] = {"anyOf": refs}
    result["components"]["schemas"] = dict(sorted({**_any_of(schemas), **parts}.items()))
    return result


def _any_of(schema: Any) -> Any:
    """The same with `anyOf` for each `oneOf` of whole answers."""
    found: dict[str, Any] = {}
    for name, part in schema.items():
        is_choice = isinstance(part, dict) and set(part) <= {"oneOf", "description"}
        found[name] = {"anyOf": part["oneOf"]} if is_choice and "oneOf" in part else part
    return found
