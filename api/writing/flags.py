"""Acknowledging a flag, so that all see who has seen it and what is being done."""

from datetime import date
from functools import partial
from typing import Any

from django.http import HttpResponse
from rest_framework import exceptions
from rest_framework.request import Request

from api.known import Known
from api.pagination import LARGEST
from api.problems import Fault, Unrecordable
from api.records import flags, one_flag
from api.writing import shapes
from api.writing.flow import Names, Outcome, Writing
from deliveries.acknowledgements import MOST_DAYS
from deliveries.actions import Book, acknowledge

_DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_ACCEPTED = "a day to come, as 2027-01-31"
SHAPE = shapes.record(
    {"note": shapes.text(10_000, "What is being done about it.")},
    {
        "until": shapes.maybe(
            {
                "type": "string",
                "maxLength": 10,
                "pattern": _DAY,
                "description": "A day to come. Without it and `worse_by`: until the flag changes.",
            }
        ),
        "worse_by": shapes.maybe(
            shapes.whole(1, MOST_DAYS, "Until its total slip is so many days more than today.")
        ),
    },
)


class Acknowledge(Writing):
    """Where a flag is acknowledged; it stays open, and says who has seen it."""

    http_method_names = ["post"]
    names = Names(accepted={"until": (_ACCEPTED,)})
    needs = {"post": ("deliveries.change_flag",)}

    def post(self, request: Request, number: int) -> HttpResponse:
        """Acknowledge it, until a day, until it is worse, or until it changes."""
        _find(request, number)
        body = self.sent(request, SHAPE)
        until = _day(body.get("until"))
        return self.write(request, partial(self.acknowledged, request, number, body, until), body)

    def acknowledged(
        self, request: Request, number: int, body: Any, until: date | None, book: Book
    ) -> Outcome:
        """Acknowledge it under the lock of its deal; Unrecordable where it is closed."""
        flag = _find(request, number)
        acknowledge(book, flag, note=body["note"], until=until, worse_by=body.get("worse_by"))
        known = Known(request.user, self.asked)
        return Outcome(lambda: one_flag(known, number)[0])


def _find(request: Request, number: int) -> Any:
    found = flags(request.user).filter(pk=number).first() if number <= LARGEST else None
    if found is None:
        raise exceptions.NotFound(f"There is no flag {number}.")
    return found


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        told = Fault("There is no such day.", text, (_ACCEPTED,), pointer="/until")
        raise Unrecordable([told]) from None
