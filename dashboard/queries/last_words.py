"""The last word on a deal, as precise as it is known: of a report of 2025 not its last day."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, OuterRef, Q, Subquery

from dashboard.figures import DateShown, ago, date_shown
from deals.dates import between, from_edtf
from deals.models import Claim, Milestone
from deliveries.filters.conditions import among
from deliveries.models import Count, Lot
from deliveries.standings import DealOn


@dataclass(frozen=True, slots=True)
class LastWord:
    """When it was, and how long ago; at least so long where its day is not known."""

    day: DateShown | None
    age: str


def last_word(said_on: date, day: date, said: Iterable[Claim | Count]) -> LastWord:
    """The word that is as old as `said_on`, of all that had been said by the day."""
    return _shown(said_on, day, (_edtf(s) for s in said if s.held_on == said_on))


def last_words(deals: Sequence[DealOn], day: date) -> dict[int, LastWord]:
    """By deal: its last word; three queries for all.

    Lots are found first, for each milestone by itself: PostgreSQL went through all counts, and
    through all lots, to find those of some deals.
    """
    days = {d.deal.pk: d.span.last_word_on for d in deals if d.span.last_word_on}
    on = set(days.values())
    held = Q(in_force_on__in=on) | Q(in_force_on__isnull=True, reported_on__in=on)
    found: dict[tuple[int, date], list[str]] = defaultdict(list)
    claims = Claim.objects.standing().filter(held, milestone__deal__in=days)
    lot = Subquery(Lot.objects.filter(milestone=OuterRef("pk")).values("pk"))
    lots = Milestone.objects.filter(deal__in=days).order_by().values_list(lot, flat=True)
    counts = Count.objects.standing().filter(held, among("lot", filter(None, lots)))
    for rows, deal in ((claims, "milestone__deal"), (counts, "lot__milestone__deal")):
        for said in rows.filter(reported_on__lte=day).annotate(of=F(deal)).order_by():
            found[said.of, said.held_on].append(_edtf(said))
    return {deal: _shown(on, day, found[deal, on]) for deal, on in days.items()}


def _edtf(said: Claim | Count) -> str:
    return said.in_force_edtf or said.reported_edtf


def _shown(said_on: date, day: date, edtf: Iterable[str]) -> LastWord:
    """Of several the one that is known most closely."""
    stated = max(edtf, key=len, default="")
    window = from_edtf(stated) if stated else between(said_on, said_on)
    age = ago((day - said_on).days)
    is_vague = window.earliest != window.latest and day > said_on
    return LastWord(date_shown(window), f"at least {age}" if is_vague else age)
