"""Headers and API keys in the description: each is described once, and referred to."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from typing_extensions import override

Described = dict[str, Any]
TOLD = "x-headers"  # by which an operation names headers beyond those of every answer

_ALWAYS: Described = {
    "RateLimit-Policy": {
        "description": "How many requests (`q`) may be made in how many seconds (`w`); absent "
        "where there is no limit.",
        "schema": {"type": "string", "pattern": r'^"requests";q=\d+;w=\d+$'},
        "example": '"requests";q=1200;w=60',
    },
    "RateLimit": {
        "description": "How many remain (`r`), and in how many seconds the count begins anew "
        "(`t`); absent where it cannot be told.",
        "schema": {"type": "string", "pattern": r'^"requests";r=\d+;t=\d+$'},
        "example": '"requests";r=1199;t=60',
    },
}
_SOMETIMES: Described = {
    "WWW-Authenticate": {
        "description": "What is asked for: an API key, as a bearer token (RFC 6750); and what is "
        "wrong with the one that was sent.",
        "schema": {"type": "string"},
        "example": 'Bearer realm="slipwatch"',
    },
    "Retry-After": {
        "description": "In how many seconds to ask again.",
        "schema": {"type": "integer", "minimum": 0},
        "example": 10,
    },
    "ETag": {
        "description": "What `If-None-Match` and `If-Match` compare. Its first part is the version "
        "of the record, which `If-Match` goes by; what follows tells the rest of the answer.",
        "schema": {"type": "string"},
        "example": '"8123.4f1c9a"',
    },
    "Location": {
        "description": "Where the new record is.",
        "schema": {"type": "string"},
    },
}
_BY_STATUS = {"401": ("WWW-Authenticate",), "403": ("WWW-Authenticate",), "429": ("Retry-After",)}


class KeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """API keys, as OpenAPI describes them."""

    target_class = "api.keys.KeyAuthentication"
    name = "apiKey"

    @override
    def get_security_definition(self, auto_schema: Any) -> Described:
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "An API key, made on the account page. It acts as its owner, and does "
            "at most what its scope (read, write, admin) and the owner's permissions allow.",
        }


def described(result: Described, generator: Any, request: Any, public: bool) -> Described:
    """Hook of drf-spectacular: name the headers of every answer, and let no stranger write."""
    headers = {**_ALWAYS, **_SOMETIMES}
    result["components"]["headers"] = {
        name: {**told, "required": False} for name, told in headers.items()
    }
    for path in result["paths"].values():
        for method, operation in path.items():
            if method != "get":
                operation["security"] = [way for way in operation["security"] if way]
            told = operation.pop(TOLD, {})
            for status, response in operation["responses"].items():
                names = (*_ALWAYS, *_BY_STATUS.get(status, ()), *told.get(status, ()))
                own = response.get("headers", {})
                response["headers"] = own | {
                    name: {"$ref": f"#/components/headers/{name}"} for name in names
                }
    return result
