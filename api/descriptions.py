"""How an address is described in the OpenAPI file."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from drf_spectacular.utils import (
    OpenApiParameter,
    OpenApiResponse,
    extend_schema,
    extend_schema_view,
)
from rest_framework import serializers
from rest_framework.views import APIView

from api.headers import TOLD
from api.parameters import Parameter
from api.problems import KINDS, MEDIA_TYPE
from api.serializers.envelopes import ProblemSerializer

V = TypeVar("V", bound=type[APIView])
Answer = type[serializers.Serializer[Any]]
READ = (400, 401, 403, 406, 429)


def refusals(codes: Sequence[int]) -> dict[Any, Any]:
    """How an address refuses, by status."""
    return {
        (code, MEDIA_TYPE): OpenApiResponse(ProblemSerializer, description=KINDS[code].title)
        for code in codes
    }


def described(
    operation: str,
    summary: str,
    answer: Answer,
    *,
    taken: Sequence[Parameter] = (),
    in_path: Sequence[OpenApiParameter] = (),
    headers: Sequence[str] = (),
) -> Callable[[V], V]:
    """Describe what GET on a view answers, and how it can refuse."""
    codes = sorted((*READ, 404)) if in_path else READ
    responses: dict[Any, Any] = {200: OpenApiResponse(answer, description=f"{summary}.")}
    responses |= refusals(codes)

    def decorate(view: V) -> V:
        described_get = extend_schema(
            operation_id=operation,
            summary=summary,
            description=view.__doc__,
            parameters=[*(parameter.described() for parameter in taken), *in_path],
            responses=responses,
            extensions={TOLD: {"200": list(headers)}},
            tags=[operation.partition("_")[0]],
        )
        return extend_schema_view(get=described_get)(view)

    return decorate
