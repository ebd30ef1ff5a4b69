"""What every address of the API has in common: it is read, and strict about what it takes."""

from typing import Any, ClassVar

from django.utils import timezone
from django.utils.cache import patch_cache_control
from rest_framework import exceptions
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from typing_extensions import override

from api.asked import Asked, read
from api.known import Known
from api.parameters import Parameter
from deliveries.filters import Filters


class Strict(APIView):
    """An address that is read. Other methods, and parameters that it does not take, are refused."""

    http_method_names = ["get", "head"]
    taken: ClassVar[tuple[Parameter, ...]] = ()
    asked: Asked

    @classmethod
    def takes(cls) -> tuple[Parameter, ...]:
        """The parameters that it takes."""
        return cls.taken

    @classmethod
    def sieves(cls) -> type[Filters] | None:
        """The filters among them."""
        return None

    @override
    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        # Before who asks: what nobody can do here is told to everybody alike.
        if str(request.method).lower() not in self.http_method_names:
            raise exceptions.MethodNotAllowed(str(request.method))
        super().initial(request, *args, **kwargs)
        self.asked = read(request.query_params, self.takes(), timezone.now(), self.sieves())

    @override
    def finalize_response(
        self, request: Request, response: Response, *args: Any, **kwargs: Any
    ) -> Response:
        response = super().finalize_response(request, response, *args, **kwargs)
        # What one may see another may not: nothing between us and the client keeps it.
        patch_cache_control(response, private=True)
        return response


class Reading(Strict):
    """An address of what is known."""

    known: Known

    @override
    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        self.known = Known(request.user, self.asked)
