"""What the API says of itself: words, rules, margins, and how new everything is."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api import shapes
from api.descriptions import described
from api.known import Known
from api.listing import Shape
from api.reading import Reading
from api.serializers.meta import MetaSerializer
from api.wire.values import Wire, day, instant
from deals import choices
from deals.dates import ACCEPTED_FORMS
from deliveries import wording
from deliveries.derivation import margins
from deliveries.derived_under import RULES, in_force
from deliveries.models import CountKind, Mode, Scan, Until
from deliveries.wording import Named
from vendors.models import OrganisationKind

_CHOICES: dict[str, Any] = {
    "DealKind": choices.DealKind,
    "Route": choices.Route,
    "Category": choices.Category,
    "Role": choices.Role,
    "MilestoneKind": choices.MilestoneKind,
    "Reliability": choices.Reliability,
    "Credibility": choices.Credibility,
    "Side": choices.Side,
    "Rank": choices.Rank,
    "TermKind": choices.TermKind,
    "Stage": choices.Stage,
    "EventKind": choices.EventKind,
    "Mode": Mode,
    "Until": Until,
    "CountKind": CountKind,
    "OrganisationKind": OrganisationKind,
}


@described("meta_retrieve", "Words, rules, margins, and how new everything is", MetaSerializer)
class Meta(Reading):
    """What the words mean, how dates are written, which margins hold, and what is how new."""

    def get(self, request: Request) -> Response:
        """All of it, for today."""
        scan = Scan.objects.first()
        return Response(
            {
                "today": day(self.known.day),
                "zone": settings.TIME_ZONE,
                "rules": RULES,
                "margins": {**in_force(), "period_days": settings.PERIOD_DAYS},
                "scan": {
                    "last_on": day(scan.last_on) if scan else None,
                    "reaching_on": day(scan.reaching_on) if scan else None,
                },
                "updated": list(_updated(self.known)),
                "words": _words(),
                "date_forms": [{"text": t, "meaning": m} for t, m in ACCEPTED_FORMS],
                "dictionary": _dictionary(),
            }
        )


def _updated(known: Known) -> Iterator[Wire]:
    """By the highest number of each kind: numbers are given out in the order of entry."""
    newest: list[tuple[str, QuerySet[Any], str]] = [
        ("deals", known.deals(), "created_at"),
        ("claims", known.claims(), "entered_at"),
        ("terms", known.terms(), "entered_at"),
        ("counts", known.counts(), "entered_at"),
        ("events", known.events(), "entered_at"),
        ("flags", known.flags(), "opened_at"),
    ]
    for name, rows, column in newest:
        at = rows.order_by("-pk").values_list(column, flat=True).first()
        yield {"name": name, "at": _instant(at)}


def _instant(at: datetime | None) -> str | None:
    return instant(at) if at else None


def _words() -> list[Wire]:
    in_use = margins()
    explained: dict[str, Iterable[Named]] = {
        "State": wording.states_explained(in_use),
        "Knowledge": wording.knowledge_explained(in_use),
        "FlagKind": wording.FLAGS.values(),
        "ClaimKind": wording.CLAIMS.values(),
    }
    said = {
        name: [{"code": word.code, "meaning": word.meaning} for word in words]
        for name, words in explained.items()
    }
    for name, words in _CHOICES.items():
        said[name] = [{"code": str(code), "meaning": label} for code, label in words.choices]
    return [{"name": name, "words": words} for name, words in sorted(said.items())]


@cache
def _dictionary() -> list[Wire]:
    """Every field of every list, with what it means."""
    lists = [shape for shape in vars(shapes).values() if isinstance(shape, Shape)]
    return [
        {
            "name": shape.name,
            "meaning": _meaning(shape.item.__doc__),
            "fields": [
                {"name": ".".join(path), "meaning": _meaning(field.help_text)}
                for path, field in _fields(shape.item())
            ],
        }
        for shape in lists
    ]


def _fields(
    item: serializers.Serializer[Any], path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], serializers.Field[Any, Any, Any, Any]]]:
    for name, field in item.fields.items():
        here = (*path, str(name))
        yield here, field
        if isinstance(field, serializers.Serializer):
            yield from _fields(field, here)


def _meaning(text: object) -> str:
    return " ".join(str(text or "").split())
