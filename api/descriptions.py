"""How an address is described in the OpenAPI file."""

from collections.abc import Callable, Sequence
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

from api.listing import Shape
from api.parameters import SLUG, Parameter
from api.problems import KINDS, MEDIA_TYPE
from api.serializers.envelopes import ProblemSerializer, page_of
from api.streams import ROWS, Csv, Ndjson

V = TypeVar("V", bound=type[APIView])
Answer = type[serializers.Serializer[Any]] | PolymorphicProxySerializer


def in_path(name: str, example: str, meaning: str = "") -> OpenApiParameter:
    """A code in the address."""
    return OpenApiParameter(
        name,
        {"type": "string", "pattern": f"^{SLUG}$"},
        OpenApiParameter.PATH,
        description=meaning,
        examples=[OpenApiExample(example, example)],
    )


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


def described(
    operation: str,
    summary: str,
    answer: Answer,
    *,
    taken: Sequence[Parameter] = (),
    in_path: Sequence[OpenApiParameter] = (),
    also: Sequence[int] = (),
) -> Callable[[V], V]:
    """Describe what GET on a view answers, and how it can refuse; `also` with other statuses."""
    responses: dict[Any, Any] = {200: OpenApiResponse(answer, description=f"{summary}.")}
    return _described(operation, summary, responses, (taken, in_path, also))


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
    return _described(operation, summary, responses, (taken, (*path, ROWS_COME), ()), bool(path))


def described_feed(
    operation: str, summary: str, answer: Answer, taken: Sequence[Parameter]
) -> Callable[[V], V]:
    """Describe the feed of changes: its pages, and the whole of it."""
    responses: dict[Any, Any] = {
        (200, "application/json"): OpenApiResponse(answer, description=f"{summary}."),
        (200, Ndjson.media_type): OpenApiResponse(
            {"type": "string"}, description="All of them, a change a line; see `format`."
        ),
    }
    return _described(operation, summary, responses, (taken, (ROWS_COME,), (410,)), False)


def _described(
    operation: str,
    summary: str,
    responses: dict[Any, Any],
    asked: tuple[Sequence[Parameter], Sequence[OpenApiParameter], Sequence[int]],
    can_be_missing: bool | None = None,
) -> Callable[[V], V]:
    taken, in_path, also = asked
    is_missing = bool(in_path) if can_be_missing is None else can_be_missing
    codes = (400, 403, *((404,) if is_missing else ()), 406, *also)
    for code in codes:
        refusal = OpenApiResponse(ProblemSerializer, description=KINDS[code].title)
        responses[code, MEDIA_TYPE] = refusal

    def decorate(view: V) -> V:
        described_get = extend_schema(
            operation_id=operation,
            summary=summary,
            description=view.__doc__,
            parameters=[*(parameter.described() for parameter in taken), *in_path],
            responses=responses,
            tags=[operation.partition("_")[0]],
        )
        return extend_schema_view(get=described_get)(view)

    return decorate
