"""Lists: what each takes, and its pages and streams."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpResponseBase
from rest_framework import exceptions, serializers
from rest_framework.permissions import SAFE_METHODS
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from typing_extensions import override

from api.known import Known
from api.pagination import Cursor, Order, Page, page
from api.parameters import (
    AS_OF,
    CURSOR,
    DEAL,
    DEFAULT_LIMIT,
    FORMAT,
    KNOWN_AT,
    PAGED,
    Parameter,
    of_filters,
    one_of,
    some_of,
)
from api.problems import Refused
from api.reading import Reading
from api.rendering import Json
from api.streams import FORMS, ByFormat, stream, unread
from api.tables import Columns
from api.wire.values import Wire, exact_instant
from deliveries.filters import Filters

AT_ONCE = 500  # results of a stream in memory together


@dataclass(frozen=True)
class Shape:
    """What a list has and takes. `also` are parameters of its own, before those of every list."""

    name: str
    item: type[serializers.Serializer[Any]]
    orders: Mapping[str, Order]
    filters: type[Filters] | None = None
    expand: tuple[str, ...] = ()
    also: tuple[Parameter, ...] = (AS_OF,)

    @cached_property
    def fields(self) -> list[str]:
        """Names of what each result has."""
        return [str(name) for name in self.item().fields]

    def taken(self, *, of_one_deal: bool = False) -> tuple[Parameter, ...]:
        """The parameters of the list, or of that of one deal."""
        return self._of_any if of_one_deal else (DEAL, *self._of_any)

    @cached_property
    def _of_any(self) -> tuple[Parameter, ...]:
        filters = of_filters(self.filters) if self.filters else ()
        orders: tuple[Parameter, ...] = ()
        expand: tuple[Parameter, ...] = ()
        if len(self.orders) > 1:
            meaning = "In which order the results come; every order has a place for each of them."
            orders = (one_of("ordering", self.orders, meaning),)
        if self.expand:
            meaning = "What is given whole where its code alone would stand, or nothing."
            expand = (some_of("expand", self.expand, meaning),)
        return (
            *self.also,
            *filters,
            *orders,
            some_of("fields", self.fields, "Only these fields of each result."),
            some_of("omit", self.fields, "All fields of each result but these."),
            *expand,
            FORMAT,
            *PAGED,
        )


class Listing(Reading):
    """A list, page by page or as a stream."""

    shape: ClassVar[Shape]
    renderer_classes: Sequence[type[BaseRenderer]] = FORMS
    content_negotiation_class = ByFormat

    @override
    def get_renderers(self) -> list[BaseRenderer]:
        return super().get_renderers() if self.request.method in SAFE_METHODS else [Json()]

    @override
    @classmethod
    def takes(cls) -> tuple[Parameter, ...]:
        return cls.shape.taken()

    @override
    @classmethod
    def sieves(cls) -> type[Filters] | None:
        return cls.shape.filters

    @property
    def item(self) -> type[serializers.Serializer[Any]]:
        """What each result is."""
        return self.shape.item

    @property
    def order(self) -> Order:
        """The order that was asked for."""
        orders = self.shape.orders
        return orders[self.asked.ordering] if self.asked.ordering else next(iter(orders.values()))

    def rows(self) -> "QuerySet[Any]":
        """All rows of the list, whatever is asked for."""
        raise NotImplementedError

    def found(self) -> "QuerySet[Any]":
        """The rows that pass the filters."""
        return self.known.chosen(self.rows())

    def fetch(self, cursor: Cursor, count: int) -> list[Any]:
        """Up to `count` rows beyond the cursor, the nearest first."""
        return self.order.rows(self.found(), cursor, count)

    def number(self, cursor: Cursor) -> int:
        """How many rows there are beyond the cursor."""
        return self.found().filter(self.order.beyond(cursor)).count()

    def results(self, rows: list[Any]) -> list[Wire]:
        """The rows of one page on the wire."""
        raise NotImplementedError

    def get(self, request: Request) -> HttpResponseBase:
        """One page of the list, or all of it."""
        cursor = self.order.read(self.asked.cursor)
        if request.accepted_renderer.format != "json":
            return self._streamed(request, cursor)
        limit = self.asked.limit or DEFAULT_LIMIT
        return Response(self.answer(page(self.order, cursor, limit, self.fetch)))

    def answer(self, found: Page[Any]) -> Wire:
        """One page on the wire."""
        answer: Wire = {
            "next": self._address(found.next),
            "previous": self._address(found.previous),
            "results": list(self._shown(self.results(list(found.rows)))),
        }
        if self.asked.wants_count:
            answer["count"] = self.number(Cursor())
        return answer

    def _streamed(self, request: Request, cursor: Cursor) -> HttpResponseBase:
        if cursor.is_backwards:
            message = "A stream goes forward; this cursor leads back."
            raise Refused([CURSOR.fault(message, self.asked.cursor)])
        number, most = self.number(cursor), self.asked.limit
        number = number if most is None else min(number, most)
        columns = Columns(self.shape.name, self.item(), self._names())
        rows = self._rows(cursor, number)
        return unread(stream(request.accepted_renderer, rows, number, columns), request)

    def _rows(self, cursor: Cursor, number: int) -> Iterator[Wire]:
        """So many results beyond the cursor, some at a time."""
        while number > 0:
            rows = self.fetch(cursor, min(AT_ONCE, number))
            if not rows:
                return
            yield from self._shown(self.results(rows))
            number -= len(rows)
            cursor = Cursor(self.order.place(rows[-1]))

    def _fields(self) -> list[str]:
        item = self.item
        return self.shape.fields if item is self.shape.item else list(map(str, item().fields))

    def _names(self) -> list[str]:
        asked = self.asked
        return [
            name
            for name in self._fields()
            if name not in asked.omit and (not asked.fields or name in asked.fields)
        ]

    def _shown(self, results: Iterable[Wire]) -> Iterable[Wire]:
        """The results with the fields that were asked for."""
        if not self.asked.fields and not self.asked.omit:
            return results
        names = self._names()
        return ({name: row[name] for name in names if name in row} for row in results)

    def _address(self, cursor: str | None) -> str | None:
        """The list from another place; None where there is none."""
        return None if cursor is None else self.settled(cursor)

    def settled(self, cursor: str = "") -> str:
        """The list from there. It names the day, so that no page turns at midnight."""
        asked = self.asked
        settled = (AS_OF.name, KNOWN_AT.name, CURSOR.name)
        query = [
            (name, value)
            for name, values in self.request.query_params.lists()
            for value in dict.fromkeys(values)
            if name not in settled
        ]
        days = filter(None, (asked.since, asked.day))
        query.append((AS_OF.name, ",".join(day.isoformat() for day in days)))
        if asked.known_at is not None:
            query.append((KNOWN_AT.name, exact_instant(asked.known_at)))
        if cursor:
            query.append((CURSOR.name, cursor))
        return self.request.build_absolute_uri(f"{self.request.path}?{urlencode(query, safe=',')}")


class OfADeal(Listing):
    """The same list of one deal: mixed into that of all."""

    @override
    @classmethod
    def takes(cls) -> tuple[Parameter, ...]:
        return cls.shape.taken(of_one_deal=True)

    @override
    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        ref = str(kwargs["ref"])
        self.asked = replace(self.asked, deals=(ref,))
        self.known = Known(request.user, self.asked)
        if not self.known.is_there(ref):
            raise exceptions.NotFound(f"There is no deal “{ref}” on {self.known.day}.")

    @override
    def get(self, request: Request, ref: str) -> HttpResponseBase:  # type: ignore[override]
        """One page of the list, or all of it."""
        return super().get(request)
