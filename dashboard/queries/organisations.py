"""Organisations: the deals in which each takes part, what came of them, and its side's word."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from statistics import median
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count as Number
from django.db.models import QuerySet

from dashboard.asof import AsOf
from dashboard.figures import share_of, signed
from dashboard.queries.ended import AllEnded, ended
from dashboard.queries.last_words import last_words
from dashboard.queries.parties import SUPPLYING, Stake, stakes_of
from dashboard.queries.promises import Promises, promises_of
from dashboard.queries.said import LEAST, Tally
from dashboard.queries.voices import tally_of
from dashboard.queries.watched import Watched, watched
from deals.choices import Role, Side
from deals.models import Actor, Deal, Party
from deliveries import wording
from deliveries.filters.conditions import among
from deliveries.models import DealSpan, Span
from deliveries.standings import deal_spans_on, deals_on
from vendors.models import Organisation

PAGE = 100  # organisations, or deals of one, on a page
_ON_TIME, _LATE = "met_on_time", "met_late"
# How late what it supplies came, by the last days: the first that applies.
_BUCKETS = (
    (0, "on the day or before"),
    (183, "up to half a year late"),
    (365, "up to a year late"),
    (730, "up to two years late"),
)
_BEYOND = "later still"
_SIDES = (
    ("as a buyer", Side.BUYER, (Role.BUYER, Role.END_USER)),
    ("as a supplier", Side.SUPPLIER, SUPPLYING),
)


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Of the milestones that ended: how many on time, how many late."""

    on_time: int = 0
    late: int = 0

    @property
    def ended(self) -> int:
        """Of how many it can be told."""
        return self.on_time + self.late

    @property
    def share(self) -> str:
        """The share on time, in per cent; empty where there are too few to say."""
        return share_of(self.on_time, self.ended) if self.ended >= LEAST else ""


@dataclass(frozen=True, slots=True)
class OrganisationShown:
    """One organisation in the list; `supplied` is what came of the deals that it supplies."""

    code: str
    name: str
    country: str
    kind: str
    deals: int
    roles: list[str]
    supplied: Outcomes


@dataclass(frozen=True, slots=True)
class OrganisationsPage:
    """The organisations, those with the most deals first."""

    rows: list[OrganisationShown]
    pages: Page[Organisation]


@dataclass(frozen=True, slots=True)
class OrganisationPage:
    """One organisation.

    `late` are the milestones it supplied by how late they came, and `ended` names them.
    """

    organisation: Organisation
    country: str
    stakes: list[Stake]
    deals: list[tuple[Watched, list[str]]]
    pages: Page[DealSpan]
    supplied: Outcomes
    ended: AllEnded
    late: list[tuple[str, int]]
    median_days: int | None
    words: list[tuple[str, Tally, Tally]]
    promises: list[Promises]

    @property
    def middle(self) -> str:
        """The median of how late they came; empty where there are too few to say."""
        return "" if self.median_days is None else signed(self.median_days)


@dataclass(frozen=True, slots=True)
class Takes:
    """The deals that an organisation has a part in, the worst first; its roles by their numbers.

    `parts` are the numbers with the role itself. They are asked for once: of the deals of a query
    PostgreSQL guessed that they are few, and took a minute to look up two thousand.
    """

    organisation: Organisation
    parts: list[tuple[int, str]]
    spans: QuerySet[DealSpan]
    roles: dict[int, list[str]]

    def deals_as(self, roles: Collection[str]) -> list[int]:
        """Numbers of the deals in which it has one of these roles."""
        return sorted({deal for deal, role in self.parts if role in roles})


def organisations_page(actor: Actor, when: AsOf, page: str = "1") -> OrganisationsPage:
    """The parties to the deals that `actor` may know of."""
    shown = Paginator(_by_deals(actor, when), PAGE).get_page(page)
    return OrganisationsPage(rows=_shown(list(shown), actor, when), pages=shown)


def number_of(actor: Actor, when: AsOf) -> int:
    """How many they are."""
    number: int = _by_deals(actor, when).count()
    return number


def of_all(actor: Actor, when: AsOf, at_once: int) -> Iterator[OrganisationShown]:
    """All of them in the same order, so many read at once."""
    found = _by_deals(actor, when).iterator(chunk_size=at_once)
    while some := list(islice(found, at_once)):
        yield from _shown(some, actor, when)


def _by_deals(actor: Actor, when: AsOf) -> Any:
    """The organisations, each with the number of its deals, those with the most first."""
    return (
        Organisation.objects.filter(parts__deal__in=_known(actor, when.day))
        .annotate(number=Number("parts__deal", distinct=True))
        .order_by("-number", "name", "pk")
    )


def _shown(found: Sequence[Any], actor: Actor, when: AsOf) -> list[OrganisationShown]:
    numbers = [o.pk for o in found]
    roles = _roles(Party.objects.filter(organisation__in=numbers), actor, when.day)
    supplied = _outcomes(numbers, actor, when.day)
    return [
        OrganisationShown(
            code=o.code,
            name=o.name,
            country=wording.country(o.country_name),
            kind=o.get_kind_display(),
            deals=o.number,
            roles=roles[o.pk],
            supplied=supplied.get(o.pk, Outcomes()),
        )
        for o in found
    ]


def organisation_page(
    actor: Actor, when: AsOf, code: str, page: str = "1"
) -> OrganisationPage | None:
    """One organisation; None where it is party to no deal that `actor` may know of."""
    takes = takes_part(actor, when, code)
    if takes is None:
        return None
    organisation = takes.organisation
    spans = takes.spans.prefetch_related("deal__parties__organisation")
    shown = Paginator(spans, PAGE).get_page(page)
    supplying = takes.deals_as(SUPPLYING)
    slips = _slips(supplying, when.day)
    deals = deals_on(shown, when.day)
    said = last_words(deals, when.day)
    supplied = _outcomes([organisation.pk], actor, when.day).get(organisation.pk, Outcomes())
    return OrganisationPage(
        organisation=organisation,
        country=wording.country(organisation.country_name),
        stakes=stakes_of([organisation.pk], when).get(organisation.pk, []),
        deals=[
            (
                watched(deal, said.get(deal.deal.pk), is_today=when.is_today),
                takes.roles[deal.deal.pk],
            )
            for deal in deals
        ],
        pages=shown,
        supplied=supplied,
        ended=ended(supplying, (_ON_TIME, _LATE), when, supplied.ended),
        late=_by_bucket(slips),
        median_days=round(median(slips)) if len(slips) >= LEAST else None,
        words=_words(takes, actor, when.day),
        promises=_promises(takes, actor, when.day),
    )


def takes_part(actor: Actor, when: AsOf, code: str) -> Takes | None:
    """In what one organisation takes part; None for no deal that `actor` may know of."""
    parts = Party.objects.filter(organisation__code=code, deal__in=_known(actor, when.day))
    mine = list(parts.select_related("organisation"))
    if not mine:
        return None
    roles: dict[int, list[str]] = defaultdict(list)
    for part in mine:
        roles[part.deal_id].append(part.get_role_display())
    spans = deal_spans_on(actor, when.day).filter(among("deal", roles))
    return Takes(mine[0].organisation, [(p.deal_id, p.role) for p in mine], spans, roles)


def _known(actor: Actor, day: date) -> QuerySet[DealSpan, tuple[int]]:
    """Numbers of the deals that had been spoken of by the day."""
    visible = Deal.objects.visible_to(actor)
    return DealSpan.objects.on(day).filter(deal__in=visible).order_by().values_list("deal")


def _roles(parts: QuerySet[Party], actor: Actor, day: date) -> dict[int, list[str]]:
    """By organisation, its roles and in how many deals each: supplier 3."""
    rows = parts.filter(deal__in=_known(actor, day)).order_by()
    found: dict[int, list[str]] = defaultdict(list)
    counted = rows.values_list("organisation", "role").annotate(number=Number("pk"))
    order = Role.values.index
    for number, role, deals in sorted(counted, key=lambda row: order(row[1])):
        found[number].append(f"{Role(role).label} {deals:,}")
    return found


def _outcomes(organisations: Sequence[int], actor: Actor, day: date) -> dict[int, Outcomes]:
    """What came of the milestones of the deals that these supply."""
    spans = Span.objects.on(day).filter(
        state__in=(_ON_TIME, _LATE),
        deal__in=Deal.objects.visible_to(actor),
        deal__parties__organisation__in=organisations,
        deal__parties__role__in=SUPPLYING,
    )
    rows = spans.order_by().values_list("deal__parties__organisation", "state")
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    for number, state, milestones in rows.annotate(number=Number("milestone", distinct=True)):
        counts[number][state] += milestones
    return {n: Outcomes(c[_ON_TIME], c[_LATE]) for n, c in counts.items()}


def _slips(deals: Sequence[int], day: date) -> list[int]:
    """Days from the objective to the last day of what was met, of those that can be told."""
    met = Span.objects.on(day).filter(
        among("deal", deals),
        state__in=(_ON_TIME, _LATE),
        objective__isnull=False,
        estimate_latest__isnull=False,
    )
    days = met.order_by().values_list("estimate_latest", "objective")
    return [(latest - objective).days for latest, objective in days if latest and objective]


def _by_bucket(slips: Iterable[int]) -> list[tuple[str, int]]:
    """How many came how late; those ranges alone in which any did."""
    found = Counter(next((words for most, words in _BUCKETS if s <= most), _BEYOND) for s in slips)
    order = [words for _, words in _BUCKETS] + [_BEYOND]
    return [(words, found[words]) for words in order if found[words]]


def _words(takes: Takes, actor: Actor, day: date) -> list[tuple[str, Tally, Tally]]:
    """What was said for its side, where it buys and where it supplies, and how much was kept."""
    found = []
    for words, side, roles in _SIDES:
        all_words, unchanged = tally_of(actor, day, side, takes.deals_as(roles))
        if all_words.words:
            found.append((words, all_words, unchanged))
    return found


def _promises(takes: Takes, actor: Actor, day: date) -> list[Promises]:
    """What was promised for its side, where it buys and where it supplies."""
    found = [
        promises_of(actor, day, words, side, takes.deals_as(roles)) for words, side, roles in _SIDES
    ]
    return [promises for promises in found if promises.given]
