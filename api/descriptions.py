"""How an address is described in the OpenAPI file."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from drf_spectacular.utils import (
    OpenApiExample,
    OpenApiParameter,
    OpenApiResponse,
    PolymorphicProxySerializer,
    extend_schema,
    extend_schema_view,
)
from rest_framework import serializers
from rest_framework.views import APIView

from api.headers import TOLD
from api.listing import Shape
from api.parameters import SLUG, Parameter
from api.problems import KINDS, MEDIA_TYPE
from api.serializers.envelopes import ProblemSerializer, page_of
from api.streams import ROWS, Csv, Ndjson

V = TypeVar("V", bound=type[APIView])
Answer = type[serializers.Serializer[Any]] | PolymorphicProxySerializer
READ = (400, 401, 403, 406, 429)


def refusals(codes: Sequence[int]) -> dict[Any, Any]:
    """How an address refuses, by status."""
    return {
        (code, MEDIA_TYPE): OpenApiResponse(ProblemSerializer, description=KINDS[code].title)
        for code in codes
    }


# How a write can be refused, by method.
WRITE = {
    "post": (400, 401, 403, 406, 409, 413, 415, 422, 429),
    "patch": (400, 401, 403, 404, 406, 409, 412, 413, 415, 422, 428, 429),
    "delete": (400, 401, 403, 404, 406, 409, 412, 428, 429),
}
_ONCE = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[ -~]+$"},
    OpenApiParameter.HEADER,
    description="Makes the request safe to send again: for 24 hours it is answered as the first "
    "time, and carried out once. Another request takes another key.",
)
_IF_MATCH = OpenApiParameter(
    "If-Match",
    {"type": "string", "minLength": 1},
    OpenApiParameter.HEADER,
    required=True,
    description="The ETag of the record that the change was decided on; `*` for any.",
    examples=[OpenApiExample("any", "*")],
)
_IF_NONE_MATCH = OpenApiParameter(
    "If-None-Match",
    {"type": "string"},
    OpenApiParameter.HEADER,
    description="The ETag of an answer that is at hand: where it still holds, the answer is 304.",
)


def in_path(name: str, example: str, meaning: str = "") -> OpenApiParameter:
    """A code in the address."""
    return OpenApiParameter(
        name,
        {"type": "string", "pattern": f"^{SLUG}$"},
        OpenApiParameter.PATH,
        description=meaning,
        examples=[OpenApiExample(example, example)],
    )


def one_in_path(name: str, values: Sequence[str]) -> OpenApiParameter:
    """One of a closed list in the address."""
    return OpenApiParameter(name, {"type": "string", "enum": list(values)}, OpenApiParameter.PATH)


def number_in_path(name: str) -> OpenApiParameter:
    """The number of a record in the address."""
    schema = {"type": "integer", "minimum": 0, "maximum": 2**63 - 1}
    return OpenApiParameter(name, schema, OpenApiParameter.PATH)


REF = in_path("ref", "s-400", "Ref of the deal.")


ROWS_COME = OpenApiParameter(
    ROWS,
    {"type": "integer", "minimum": 0},
    OpenApiParameter.HEADER,
    description="Of a stream: how many results come. Fewer: it is broken.",
    response=[200],
)


def either(name: str, *answers: type[serializers.Serializer[Any]]) -> PolymorphicProxySerializer:
    """One answer or another, as the parameters have it."""
    return PolymorphicProxySerializer(name, list(answers), resource_type_field_name=None)


@dataclass(frozen=True, kw_only=True)
class Write:
    """How a write is described: what is sent, and what is answered where it goes well.

    `shape` None: nothing is sent. `answer` None: nothing is answered.
    """

    operation: str
    summary: str
    shape: dict[str, Any] | None = None
    answer: Answer | None = None
    status: int = 200
    in_path: Sequence[OpenApiParameter] = ()
    headers: Sequence[str] = ()

    def on(self, method: str) -> Callable[[V], V]:
        """Describe a method of a view."""
        codes = sorted({*WRITE[method], *((404,) if self.in_path else ())})
        responses: dict[Any, Any] = {
            self.status: OpenApiResponse(self.answer, description=f"{self.summary}: done.")
        }
        parameter = _ONCE if method == "post" else _IF_MATCH

        def decorate(view: V) -> V:
            told = extend_schema(
                operation_id=self.operation,
                summary=self.summary,
                description=getattr(view, method).__doc__,
                parameters=[*self.in_path, parameter],
                request={"application/json": self.shape} if self.shape else None,
                responses=responses | refusals(codes),
                extensions={TOLD: {str(self.status): list(self.headers), "409": ["Retry-After"]}},
                tags=[self.operation.partition("_")[0]],
            )
            return extend_schema_view(**{method: told})(view)

        return decorate


def described(
    operation: str,
    summary: str,
    answer: Answer,
    *,
    taken: Sequence[Parameter] = (),
    in_path: Sequence[OpenApiParameter] = (),
    tagged: bool = False,
) -> Callable[[V], V]:
    """Describe what GET on a view answers, and how it can refuse; `tagged`: with an ETag."""
    responses: dict[Any, Any] = {200: OpenApiResponse(answer, description=f"{summary}.")}
    if tagged:
        responses[304] = OpenApiResponse(description="The answer at hand still holds.")
    codes = (*READ, 404) if in_path else READ
    return _described(operation, summary, responses, (taken, in_path, codes), tagged)


def described_list(
    shape: Shape, summary: str, *, of_one_deal: bool = False, answer: Answer | None = None
) -> Callable[[V], V]:
    """Describe a list: its pages, and its streams."""
    said = OpenApiResponse(answer or page_of(shape.item), description=f"{summary}.")
    responses: dict[Any, Any] = {(200, "application/json"): said}
    for form in (Ndjson, Csv):
        lines = OpenApiResponse(
            {"type": "string"}, description="Everything, a result a line; see `format`."
        )
        responses[200, form.media_type] = lines
    operation = f"deals_{shape.name}_list" if of_one_deal else f"{shape.name}_list"
    taken, path = shape.taken(of_one_deal=of_one_deal), (REF,) if of_one_deal else ()
    codes = (*READ, 404) if path else READ
    return _described(operation, summary, responses, (taken, (*path, ROWS_COME), codes))


def described_feed(
    operation: str, summary: str, answer: Answer, taken: Sequence[Parameter]
) -> Callable[[V], V]:
    """Describe the feed of changes: its pages, and the whole of it."""
    return _described(
        operation, summary, _pages(answer, summary), (taken, (ROWS_COME,), (*READ, 410))
    )


def described_packages(
    operation: str, summary: str, answer: Answer, taken: Sequence[Parameter]
) -> Callable[[V], V]:
    """Describe a list of Open Contracting: its packages, of which none is empty, and all of it."""
    return _described(
        operation, summary, _pages(answer, summary), (taken, (ROWS_COME,), (*READ, 404))
    )


def described_codelist(operation: str, names: Sequence[str]) -> Callable[[V], V]:
    """Describe the codelists of an extension, which are CSV."""
    summary = "A codelist of the OCDS extension"
    responses: dict[Any, Any] = {
        (200, Csv.media_type): OpenApiResponse({"type": "string"}, description=f"{summary}.")
    }
    asked = ((), (one_in_path("name", names),), (*READ, 404))
    return _described(operation, summary, responses, asked)


def _pages(answer: Answer, summary: str) -> dict[Any, Any]:
    """Pages as JSON, or all of it as lines."""
    return {
        (200, "application/json"): OpenApiResponse(answer, description=f"{summary}."),
        (200, Ndjson.media_type): OpenApiResponse(
            {"type": "string"}, description="All of them, one a line; see `format`."
        ),
    }


def _described(
    operation: str,
    summary: str,
    responses: dict[Any, Any],
    asked: tuple[Sequence[Parameter], Sequence[OpenApiParameter], Sequence[int]],
    tagged: bool = False,
) -> Callable[[V], V]:
    """`asked`: parameters, others, and the statuses with which it can refuse."""
    taken, others, codes = asked
    responses = responses | refusals(sorted(codes))
    headers = ["ETag"] if tagged else []

    def decorate(view: V) -> V:
        described_get = extend_schema(
            operation_id=operation,
            summary=summary,
            description=view.__doc__,
            parameters=[
                *(parameter.described() for parameter in taken),
                *others,
                *([_IF_NONE_MATCH] if tagged else []),
            ],
            responses=responses,
            extensions={TOLD: {"200": headers, "304": headers}},
            tags=[operation.partition("_")[0]],
        )
        return extend_schema_view(get=described_get)(view)

    return decorate
