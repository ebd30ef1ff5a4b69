"""The filters of what was said, of sources and of organisations."""

from typing import Any

from django.db.models import Q

from deals import choices
from deliveries.filters import values as takes
from deliveries.filters.conditions import On, has
from deliveries.filters.parts import is_
from deliveries.filters.values import codes, words
from deliveries.filters.wanted import Filters, Wanted
from deliveries.models import CountKind
from vendors.models import OrganisationKind


def _cites(values: Any, on: On) -> Q:
    """Statements of these sources; one that was published later is not known to be theirs."""
    return Q(source__code__in=values, source__published_on__lte=on.day)


class Said(Filters):
    """What can be asked of every statement."""

    source = Wanted(codes("a source"), "Where it was published.", _cites)
    reported__after = Wanted(
        takes.A_DAY, "Reported after this day.", lambda day, on: Q(reported_on__gt=day)
    )
    reported__before = Wanted(
        takes.A_DAY, "Reported before this day.", lambda day, on: Q(reported_on__lt=day)
    )


class Spoken(Said):
    """What can be asked of a statement for one side."""

    side = Wanted(words(choices.Side.values), "Whose voice it is.", is_("side"))


class ClaimFilters(Spoken):
    """Filters of claims."""

    kind = Wanted(words(choices.ClaimKind.values), "What it says of the date.", is_("kind"))
    milestone = Wanted(codes("a milestone"), "What it is about.", is_("milestone__code"))
    rank = Wanted(words(choices.Rank.values), "How it is to be taken.", is_("rank"))


class TermFilters(Spoken):
    """Filters of terms."""

    kind = Wanted(words(choices.TermKind.values), "What it is about.", is_("kind"))
    currency = Wanted(takes.CURRENCY, "The currency of a value.", is_("currency"))
    stage = Wanted(words(choices.Stage.values), "The stage that it tells.", is_("stage"))


class CountFilters(Spoken):
    """Filters of counts."""

    kind = Wanted(words(CountKind.values), "What was counted.", is_("kind"))
    milestone = Wanted(
        codes("a milestone"), "What the lot belongs to.", is_("lot__milestone__code")
    )


class EventFilters(Said):
    """Filters of events."""

    kind = Wanted(words(choices.EventKind.values), "What sort of context it is.", is_("kind"))


class SourceFilters(Filters):
    """Filters of sources."""

    reliability = Wanted(
        words(choices.Reliability.values), "How far it can be relied on.", is_("reliability")
    )
    q = Wanted(
        takes.WORDS,
        "Sources that have each of these words in publisher, code or address.",
        lambda text, on: has(text, "publisher", "code", "url"),
    )


class OrganisationFilters(Filters):
    """Filters of organisations."""

    country = Wanted(takes.COUNTRY, "Where it is.", is_("country"))
    kind = Wanted(words(OrganisationKind.values), "What sort of body it is.", is_("kind"))
    q = Wanted(
        takes.WORDS,
        "Organisations that have each of these words in name or code.",
        lambda text, on: has(text, "name", "code"),
    )
