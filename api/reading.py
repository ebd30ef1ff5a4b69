"""What every address that is read has in common: it asks what is known, on a day."""

from typing import Any, ClassVar

from django.utils.http import urlencode
from rest_framework.request import Request
from rest_framework.response import Response
from typing_extensions import override

from api.known import Known
from api.pagination import Cursor, Order, page
from api.parameters import AS_OF, CURSOR, DEAL, KNOWN_AT, LIMIT, OF_A_LIST, PERIOD, Parameter
from api.strict import Strict
from api.wire.values import Wire, exact_instant


class Reading(Strict):
    """An address of what is known."""

    known: Known

    @override
    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        self.known = Known(request.user, self.asked)


class Listing(Reading):
    """A list, page by page."""

    taken: ClassVar[tuple[Parameter, ...]] = OF_A_LIST
    order: ClassVar[Order]

    def fetch(self, cursor: Cursor, count: int) -> list[Any]:
        """Up to `count` rows beyond the cursor, the nearest first."""
        raise NotImplementedError

    def results(self, rows: list[Any]) -> list[Wire]:
        """The rows of one page on the wire."""
        raise NotImplementedError

    def get(self, request: Request) -> Response:
        """One page of the list."""
        wanted = self.asked
        found = page(self.order, self.order.read(wanted.cursor), wanted.limit, self.fetch)
        return Response(
            {
                "next": self._address(found.next),
                "previous": self._address(found.previous),
                "results": self.results(list(found.rows)),
            }
        )

    def _address(self, cursor: str | None) -> str | None:
        """The list from another place. It names the day, so that no page turns at midnight."""
        if cursor is None:
            return None
        wanted = self.asked
        query: list[tuple[str, str]] = [(DEAL.name, ref) for ref in wanted.deals]
        query.append((AS_OF.name, wanted.day.isoformat()))
        if wanted.known_at is not None:
            query.append((KNOWN_AT.name, exact_instant(wanted.known_at)))
        if wanted.period is not None:
            query.append((PERIOD.name, wanted.period.iso))
        if LIMIT.name in self.request.query_params:
            query.append((LIMIT.name, str(wanted.limit)))
        query.append((CURSOR.name, cursor))
        return self.request.build_absolute_uri(f"{self.request.path}?{urlencode(query)}")
