"""The totals of the watch-list, under its filters."""

from collections import Counter
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from rest_framework.request import Request
from rest_framework.response import Response
from typing_extensions import override

from api.descriptions import described
from api.known import Known
from api.parameters import AS_OF, DEAL, PERIOD, Parameter, of_filters
from api.reading import Reading
from api.serializers.records import PortfolioSerializer
from api.wire.values import Wire, day
from deliveries.filters import DealFilters, Filters
from deliveries.models import Flag, Span
from deliveries.standings import flagged
from deliveries.verdicts import FLAGS, WORST_FIRST

_TAKEN = (DEAL, AS_OF, PERIOD, *of_filters(DealFilters))


@described("portfolio_retrieve", "The totals of the deals", PortfolioSerializer, taken=_TAKEN)
class Portfolio(Reading):
    """How many deals are in which state, of those that pass the filters of the list of deals."""

    @override
    @classmethod
    def takes(cls) -> tuple[Parameter, ...]:
        return _TAKEN

    @override
    @classmethod
    def sieves(cls) -> type[Filters]:
        return DealFilters

    def get(self, request: Request) -> Response:
        """The totals."""
        return Response(totals(self.known))


def totals(known: Known) -> Wire:
    """The totals of the deals that pass the filters, in three queries."""
    spans = known.chosen(known.deal_spans()).order_by()
    has_open = Q(open__gt=0)
    rows = spans.values("state").annotate(n=Count("pk"), going=Count("pk", filter=has_open))
    states = {row["state"]: (row["n"], row["going"]) for row in rows}
    counted = spans.aggregate(
        deals=Count("pk"),
        ended=Count("pk", filter=~has_open),
        stale=Count("pk", filter=Q(is_stale=True)),
        **{f"{name}_": Sum(name) for name in ("open", "met", "cancelled")},
    )
    flags = _flags(known, spans.values("deal"))
    none = (0, 0)
    return {
        "as_of": day(known.day),
        "deals": counted["deals"],
        "ended": counted["ended"],
        "stale": counted["stale"],
        "states": [
            {"state": s, "deals": states.get(s, none)[0], "open": states.get(s, none)[1]}
            for s in WORST_FIRST
        ],
        "milestones": {n: counted[f"{n}_"] or 0 for n in ("open", "met", "cancelled")},
        "flags": [{"kind": kind, "milestones": flags[kind]} for kind in FLAGS],
    }


def _flags(known: Known, deals: "QuerySet[Any]") -> Counter[str]:
    """How many milestones of the deals have a flag of each kind: today those that are open.

    On another day those that stood, but for deals that were suspended on it.
    """
    found = Counter[str]()
    rows: Any
    if known.asked.is_today:
        rows = Flag.objects.open().filter(deal__in=deals).order_by()
        found.update(dict(rows.values_list("kind").annotate(Count("pk"))))
    else:
        rows = flagged(Span.objects.on(known.day).filter(deal__in=deals), known.day).order_by()
        for kinds, number in rows.values_list("flags").annotate(Count("pk")):
            found.update(dict.fromkeys(kinds, number))
    return found
