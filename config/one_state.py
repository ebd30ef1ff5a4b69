"""Each answer to a reader comes from one state of the database."""

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.template.response import SimpleTemplateResponse

from deliveries.one_state import one_state

SAFE = ("GET", "HEAD")
DOORS = frozenset(("dashboard", "api"))


class OneState:
    """Runs what is read through the dashboard and the API, rendering too, in one state.

    What is streamed stays in it until its end.

    Last of the middleware, so that sessions are kept outside of it: it refuses to write. The
    admin is left as it is, since its reads are made to be followed by a write.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass on; all is done once the view is known."""
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponseBase],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        """The answer of a view that reads; None leaves any other view to Django."""
        match = request.resolver_match
        if request.method not in SAFE or match is None or DOORS.isdisjoint(match.app_names):
            return None
        with ExitStack() as state:
            state.enter_context(one_state())
            answer = view(request, *args, **kwargs)
            if answer.streaming:
                # Django calls these once the last line has gone out, or nobody reads any more.
                closers: Any = answer
                closers._resource_closers.append(state.pop_all().close)
            return answer.render() if isinstance(answer, SimpleTemplateResponse) else answer
