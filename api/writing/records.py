"""Records that are kept up to date: added, changed and removed, each at a version."""

from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from rest_framework import exceptions
from rest_framework.request import Request
from rest_framework.response import Response

from api import etags
from api.access import ask_permissions
from api.known import Known
from api.parameters import AS_OF
from api.problems import Conflict, Fault
from api.wire.values import Wire
from api.writing import visible
from api.writing.flow import Outcome, Writing
from api.writing.shapes import Shape
from deliveries import actions
from deliveries.actions import Book
from deliveries.versions import Versioned, version

Finder = Callable[[], Any]


class Adding(Writing):
    """An address at which records of one kind are added."""

    http_method_names = ["post"]
    body: ClassVar[Shape]

    def add(self, request: Request, body: Any, book: Book) -> Versioned:
        """Add what a body says by the verbs; raises Refused and ValidationError."""
        raise NotImplementedError

    def told(self, request: Request, record: Any) -> Wire:
        """The record on the wire."""
        raise NotImplementedError

    def address(self, record: Any) -> str:
        """Where the record is."""
        raise NotImplementedError

    def post(self, request: Request) -> HttpResponse:
        """Add one record."""
        body = self.sent(request, self.body)

        def act(book: Book) -> Outcome:
            record = self.add(request, body, book)
            told = partial(self.told, request, record)
            return Outcome(told, 201, self.address(record), record)

        return self.write(request, act, body)


class Changing(Writing):
    """The address of one record, where it is changed and removed, each at its version."""

    http_method_names = ["patch", "delete"]
    body: ClassVar[Shape]

    def find(self, request: Request, **named: Any) -> Any:
        """The record that the address names, as far as the actor may know of it, or None."""
        raise NotImplementedError

    def lock(self, book: Book, record: Any) -> None:
        """Lock the record, or the deal that it is part of, until the commit."""
        raise NotImplementedError

    def change(self, request: Request, record: Any, body: Any, book: Book) -> None:
        """Write what a body changes by the verbs; raises Refused and ValidationError."""
        raise NotImplementedError

    def told(self, request: Request, record: Any) -> Wire:
        """The record on the wire."""
        raise NotImplementedError

    def patch(self, request: Request, **named: Any) -> HttpResponse:
        """Change what the body names, and nothing else."""
        seen = self._decided(request, named)
        body = self.sent(request, self.body)

        def act(book: Book) -> Outcome:
            record = self._locked(request, named, book, seen)
            self.change(request, record, body, book)
            return Outcome(lambda: self.told(request, self._found(request, named)), record=record)

        return self.write(request, act, body)

    def delete(self, request: Request, **named: Any) -> HttpResponse:
        """Remove the record, where nothing depends on it."""
        seen = self._decided(request, named)

        def act(book: Book) -> Outcome:
            record = self._locked(request, named, book, seen)
            refuse_dependants(record, request.user)
            try:
                actions.remove(book, record)
            except ValidationError:
                raise Conflict((), f"“{record}” cannot be removed now.") from None
            return Outcome(None, 204)

        return self.write(request, act)

    def _found(self, request: Request, named: Any) -> Any:
        record = self.find(request, **named)
        if record is None:
            raise exceptions.NotFound("There is no such record.")
        return record

    def _decided(self, request: Request, named: Any) -> str:
        """What the change was decided on; what is not there is told first."""
        self._found(request, named)
        return etags.if_match(request)

    def _locked(self, request: Request, named: Any, book: Book, seen: str) -> Any:
        """The record under its lock, at the version that the change was decided on."""
        self.lock(book, self._found(request, named))
        record = self._found(request, named)
        etags.check(seen, record)
        return record


class Kept(Changing):
    """The address of one record: read with its version, changed and removed at it."""

    http_method_names = ["get", "head", "patch", "delete"]

    def get(self, request: Request, **named: Any) -> Response:
        """The record as it is recorded now; for a day, as its list has it."""
        record = self._found(request, named)
        if AS_OF.name not in request.query_params:
            return etags.tagged(request, version(record), self.told(request, record))
        known = Known(request.user, self.asked)
        found = self.told_on(known, record)
        if not found:
            raise exceptions.NotFound(f"“{record}” was not known on {known.day}.")
        return etags.tagged(request, version(record), found[0])

    def told_on(self, known: Known, record: Any) -> list[Wire]:
        """The record as the list of the day has it, in a list; an empty one where it has not."""
        raise NotImplementedError


def refuse_dependants(record: Any, actor: Any) -> None:
    """Raise Conflict that names what depends on a record, as far as the actor may know of it."""
    faults = [
        Fault(f"What depends on it: {kind}.", ", ".join(names), ())
        for kind, names in visible.dependants(record, actor)
    ]
    if faults:
        told = "; ".join(f"{fault.message[len('What depends on it: ') : -1]}" for fault in faults)
        raise Conflict(faults, f"“{record}” cannot be removed; what depends on it: {told}.")


def set_fields(record: Any, body: Any, names: dict[str, str]) -> None:
    """Write the members of a body to the fields of the record that they stand for."""
    for member, column in names.items():
        if member in body:
            value = body[member]
            setattr(record, column, value.strip() if isinstance(value, str) else value)


def replace_parts(
    book: Book,
    present: dict[Any, Any],
    wanted: dict[Any, Any],
    fields: tuple[str, ...] = (),
) -> None:
    """Make the parts of a record those that are wanted: remove, change, add, by their keys."""
    for key in present.keys() - wanted.keys():
        actions.remove(book, present[key])
    for key, part in wanted.items():
        there = present.get(key)
        if there is None:
            actions.add(book, part)
            continue
        for name in fields:
            setattr(there, name, getattr(part, name))
        actions.change(book, there)


def ask_parts(request: Request, body: Any, member: str, app: str, model: str) -> None:
    """Ask for the permissions on parts that a body replaces with the record."""
    if member in body:
        names = tuple(f"{app}.{verb}_{model}" for verb in ("add", "change", "delete"))
        ask_permissions(request, names)
