"""What every address of the API has in common: it is strict about what it takes, and counts."""

from typing import Any, ClassVar

from django.utils import timezone
from django.utils.cache import patch_cache_control, patch_vary_headers
from rest_framework import exceptions
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from typing_extensions import override

from api import throttling
from api.access import MayWrite
from api.asked import Asked, read
from api.parameters import Parameter
from deliveries.filters import Filters


class Strict(APIView):
    """An address that is read. Other methods, and parameters that it does not take, are refused.

    An address that is written as well names its methods in `http_method_names` and what each of
    them asks of whoever writes in `needs`; when it is written it takes no parameters.
    """

    http_method_names = ["get", "head"]
    taken: ClassVar[tuple[Parameter, ...]] = ()
    needs: ClassVar[dict[str, tuple[str, ...]]] = {}
    asked: Asked
    rate: throttling.Rate | None = None

    @classmethod
    def takes(cls) -> tuple[Parameter, ...]:
        """The parameters that it takes when it is read."""
        return cls.taken

    @classmethod
    def sieves(cls) -> type[Filters] | None:
        """The filters among them."""
        return None

    @override
    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        unknown = self._unknown(request)
        self.rate = throttling.count(request)
        if self.rate is not None and self.rate.is_exceeded:
            raise throttling.refusal(self.rate)
        self.enter(request)
        if unknown is not None:
            raise unknown
        super().initial(request, *args, **kwargs)
        if request.method in SAFE_METHODS:
            taken, filters = self.takes(), self.sieves()
        else:
            taken, filters = (), None
        self.asked = read(request.query_params, taken, timezone.now(), filters)

    def enter(self, request: Request) -> None:
        """Refuse, before who asks matters, what nobody can do here: it is told to all alike."""
        if str(request.method).lower() not in self.http_method_names:
            raise exceptions.MethodNotAllowed(str(request.method))

    @staticmethod
    def _unknown(request: Request) -> exceptions.APIException | None:
        """Why it cannot be told who asks; then they are counted by their address."""
        try:
            request.user  # noqa: B018 - asking is what makes it look
        except exceptions.APIException as refused:
            return refused
        return None

    @override
    def get_permissions(self) -> Any:
        found: list[BasePermission] = super().get_permissions()  # type: ignore[assignment]
        return found if self.request.method in SAFE_METHODS else [MayWrite()]

    @override
    def finalize_response(
        self, request: Request, response: Response, *args: Any, **kwargs: Any
    ) -> Response:
        response = super().finalize_response(request, response, *args, **kwargs)
        # What one may see another may not: nothing between us and the client keeps it.
        patch_cache_control(response, private=True)
        patch_vary_headers(response, ("Authorization", "Cookie"))
        if self.rate is not None:
            for name, value in self.rate.headers().items():
                response.headers[name] = value
        return response
