"""Filters that several sets have: of slips, parties, value, and when something is due."""

from django.db.models import Q

from deals import choices
from deliveries.filters import conditions as so
from deliveries.filters import values as takes
from deliveries.filters.conditions import RULERS, On, Ruler
from deliveries.filters.values import codes, words
from deliveries.filters.wanted import Wanted, Where


def is_(column: str) -> Where:
    """Rows that have one of the values in a column."""
    return lambda values, on: Q(**{f"{column}__in": values})


def _slip(ruler: Ruler, *, least: bool) -> Where:
    def where(days: int, on: On) -> Q:
        return so.slipped(ruler, days if least else None, None if least else days, on)

    return where


_SLIPS = {
    "total": ("slip", "Its total slip"),
    "current": ("slip_current", "Its slip against the current baseline"),
    "in_period": ("slip_in_period", "Its slip in the period (see `period`)"),
    "outturn": ("slip_outturn", "How late it was, once met, against the original baseline,"),
}


def slips() -> dict[str, Wanted]:
    """By each of the four rulers, at least and at most."""
    found: dict[str, Wanted] = {}
    for ruler in RULERS:
        name, meaning = _SLIPS[ruler]
        found[f"{name}__gte"] = Wanted(
            takes.DAYS,
            f"{meaning} is so many days at least. Where there is no last day it is reckoned with "
            "what it comes to at least.",
            _slip(ruler, least=True),
            of="milestone",
        )
        found[f"{name}__lte"] = Wanted(
            takes.DAYS,
            f"{meaning} is so many days at most.",
            _slip(ruler, least=False),
            of="milestone",
        )
    return found


def _party(name: str, role: str = "") -> Where:
    return lambda values, on: so.parties(name, values, role)


def parties() -> dict[str, Wanted]:
    """Organisations and their countries, in any role and in each."""
    found = {
        "organisation": Wanted(
            codes("an organisation"), "Deals that it is a party to.", _party("code")
        ),
        "country": Wanted(
            takes.COUNTRY, "Deals that a party from there has a part in.", _party("country")
        ),
    }
    for role in choices.Role:
        said = role.label
        found[role.value] = Wanted(
            codes("an organisation"), f"Deals with this {said}.", _party("code", role)
        )
        found[f"{role.value}_country"] = Wanted(
            takes.COUNTRY, f"Deals with a {said} from there.", _party("country", role)
        )
    return found


def of_deals() -> dict[str, Wanted]:
    """What a deal is, whoever asks."""
    return {
        "route": Wanted(words(choices.Route.values), "Its procedure.", is_("deal__route")),
        "category": Wanted(
            words(choices.Category.values), "What it is about.", is_("deal__category")
        ),
        **parties(),
        "currency": Wanted(
            takes.CURRENCY,
            "The currency of its value, by the word on that which was held last.",
            is_("currency"),
            of="value",
        ),
        "value__gte": Wanted(
            takes.AMOUNT,
            "Its value is this at least; asks for one `currency`.",
            lambda amount, on: so.worth(least=amount),
            of="value",
        ),
        "value__lte": Wanted(
            takes.AMOUNT,
            "Its value is this at most; asks for one `currency`.",
            lambda amount, on: so.worth(most=amount),
            of="value",
        ),
    }


def due(whose: str) -> dict[str, Wanted]:
    """When something is due: the last day of its estimate as stated, before the day moves it."""
    said = "with an estimate, as stated, that ends"
    return {
        "due__before": Wanted(
            takes.A_DAY,
            f"{whose} {said} before this day.",
            lambda day, on: so.due(before=day),
            of="due",
        ),
        "due__after": Wanted(
            takes.A_DAY,
            f"{whose} {said} after this day.",
            lambda day, on: so.due(after=day),
            of="due",
        ),
        "due__within": Wanted(
            takes.A_TIME,
            f"{whose} {said} on the day of the answer or within this time from it: P90D, P3M.",
            so.due_within,
            of="due",
        ),
    }
