"""Which flags a page of the list shows: found by the database, the worst first, and cut there.

Those recorded here for today, by what people did of them; those that stood on another day by the
spans of that day, since acknowledgements are of today alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)

from deals.models import Actor, Deal
from deliveries import wording
from deliveries.filters.conditions import has_flag
from deliveries.models import Flag, Span
from deliveries.standings import flagged, spans_on
from deliveries.verdicts import LEVELS

KINDS = tuple(wording.FLAGS)
OPEN, ACKNOWLEDGED, CLOSED = "open", "acknowledged", "closed"
SHOWS = (OPEN, ACKNOWLEDGED, CLOSED)
_WORST_LEVEL = {level: -place for place, level in enumerate(LEVELS)}


@dataclass(frozen=True, slots=True)
class Place:
    """A finding: the number of its milestone, its kind, its level, and its record for today."""

    milestone: int
    kind: str
    level: str
    flag: Flag | None = None


@dataclass(frozen=True, slots=True)
class Numbers:
    """How many findings there are of what is shown, by kind, and on how many deals.

    `shows` has how many of them are open, acknowledged and closed, for today.
    """

    kinds: dict[str, int]
    deals: int
    shows: dict[str, int]

    @property
    def total(self) -> int:
        """Of all kinds."""
        return sum(self.kinds.values())

    def of(self, kind: str) -> int:
        """Of one kind; "": of all."""
        return self.kinds.get(kind, 0) if kind else self.total


def _ranked(column: str, ranks: Mapping[Any, int]) -> Case:
    whens = [When(**{column: word}, then=Value(rank)) for word, rank in ranks.items()]
    return Case(*whens, default=Value(0), output_field=IntegerField())


@dataclass(frozen=True, slots=True)
class Recorded:
    """The flags that the scan has recorded here, as they stand today."""

    actor: Actor
    today: date
    show: str
    kind: str = ""

    @property
    def _visible(self) -> QuerySet[Flag]:
        """Those of milestones that stand for anything today."""
        stands = Span.objects.on(self.today).filter(milestone=OuterRef("milestone"))
        return Flag.objects.filter(
            Exists(stands), deal__in=Deal.objects.visible_to(self.actor)
        ).order_by()

    def _is(self, show: str) -> Q:
        seen = Q(acknowledged_at__isnull=False) & (
            Q(wakes_on__isnull=True) | Q(wakes_on__gt=self.today)
        )
        still_open = Q(closed_at__isnull=True)
        return {OPEN: still_open, ACKNOWLEDGED: still_open & seen, CLOSED: ~still_open}[show]

    def numbers(self) -> Numbers:
        """In two queries."""
        shows = self._visible.aggregate(
            deals=Count("deal", filter=self._is(self.show), distinct=True),
            **{show: Count("pk", filter=self._is(show)) for show in SHOWS},
        )
        kinds = self._visible.filter(self._is(self.show)).values_list("kind")
        return Numbers(dict(kinds.annotate(Count("pk"))), shows.pop("deals"), shows)

    def places(self, first: int, last: int) -> list[Place]:
        """From one to another of the list: the worst first, of what is closed the latest."""
        found = self._visible.filter(self._is(self.show)).select_related("acknowledged_by")
        if self.kind:
            found = found.filter(kind=self.kind)
        if self.show == CLOSED:
            found = found.order_by("-closed_at", "-pk")
        else:
            stood: Any = Span.objects.on(self.today).filter(milestone=OuterRef("milestone"))
            slipped = stood.order_by().reckoned(self.today).values("slipped")[:1]
            found = found.annotate(
                of_kind=_ranked("kind", {kind: n for n, kind in enumerate(KINDS)}),
                of_level=_ranked("level", _WORST_LEVEL),
                slipped=Subquery(slipped),
            ).order_by(
                "of_kind",
                "of_level",
                F("slipped").desc(nulls_last=True),
                "deal__ref",
                "milestone__position",
                "milestone_id",
            )
        return [Place(f.milestone_id, f.kind, f.level, f) for f in found[first:last]]


@dataclass(frozen=True)
class Stood:
    """The flags that stood on another day, but for deals that were suspended on it.

    They are counted once, and of a page those kinds alone are read that it reaches.
    """

    actor: Actor
    day: date
    kind: str = ""

    @property
    def _spans(self) -> QuerySet[Span]:
        return flagged(spans_on(self.actor, self.day), self.day).order_by()

    def numbers(self) -> Numbers:
        """In one query."""
        return self._numbers

    @cached_property
    def _numbers(self) -> Numbers:
        counted: dict[str, Any] = self._spans.aggregate(
            deals=Count("deal", distinct=True),
            **{f"of_{kind}": Count("pk", filter=has_flag([kind])) for kind in KINDS},
        )
        kinds = {kind: counted[f"of_{kind}"] for kind in KINDS if counted[f"of_{kind}"]}
        return Numbers(kinds, counted["deals"], {})

    def places(self, first: int, last: int) -> list[Place]:
        """From one to another of the list, the worst first: a union of the kinds it reaches."""
        parts, passed, begins = [], 0, 0
        for place, kind in enumerate([self.kind] if self.kind else KINDS):
            ends = begins + self._numbers.of(kind)
            if ends <= first:
                passed = ends
            elif begins < min(last, ends):
                parts.append(self._of(kind, place))
            begins = ends
        if not parts:
            return []
        found: Any = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
        rows = found.order_by("of_kind", "of_level", "most", "named", "position", "number")
        return [Place(row[5], row[6], row[7]) for row in rows[first - passed : last - passed]]

    def _of(self, kind: str, place: int) -> QuerySet[Any, Any]:
        spans: Any = self._spans.filter(has_flag([kind]))
        is_slip = kind == "slip"
        level = F("level") if is_slip else Value("", output_field=CharField())
        found: QuerySet[Any, Any] = (
            spans.reckoned(self.day)
            .annotate(
                of_kind=Value(place, output_field=IntegerField()),
                of_level=_ranked("level", _WORST_LEVEL) if is_slip else Value(0),
                most=-F("slipped"),
                named=F("deal__ref"),
                position=F("milestone__position"),
                number=F("milestone_id"),
                what=Value(kind, output_field=CharField()),
                how=level,
            )
            .values_list(
                "of_kind", "of_level", "most", "named", "position", "number", "what", "how"
            )
        )
        return found


def of(places: Sequence[Place]) -> list[int]:
    """The milestones of findings."""
    return list({place.milestone for place in places})
