"""The watch-list: the deals that are asked for with what stands for them, the worst first."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.functional import cached_property
from typing_extensions import override

from dashboard.asking import ORDERS, Asking
from dashboard.queries.facets import Facet, facets_shown, shown_codes
from dashboard.queries.rows import Listed, listed
from dashboard.queries.totals import Totals, totals
from dashboard.saying import Part, parts
from deals.models import Actor, Deal, Party
from deliveries import facets
from deliveries.models import DealSpan
from deliveries.standings import deal_spans_on
from deliveries.verdicts import WORST_FIRST
from vendors.models import Organisation

PAGE = 100  # deals on a page


@dataclass(frozen=True, slots=True)
class WatchList:
    """A page of the list, its totals in a sentence, its facets, and its filter in words.

    `unspoken` are deals of which nothing is said yet, after the last page; they pass no filter.
    """

    totals: Totals
    deals: list[Listed]
    pages: Page[DealSpan]
    facets: list[Facet]
    parts: list[Part]
    unspoken: list[Deal]


class _Pages(Paginator[DealSpan]):
    """Pages of a list that has been counted already, each read by itself.

    First the numbers of its deals are found, which an index alone can tell, and then what the page
    shows of them. Those of few deals are known since they were counted. Where the worst come first,
    those of states that the page does not reach need not be sorted.
    """

    def __init__(self, asked: facets.Asked, ordering: str, tallied: facets.Tallied) -> None:
        super().__init__([], PAGE)
        self.asked, self.ordering, self.tallied = asked, ordering, tallied

    @override
    @cached_property
    def count(self) -> int:
        """How many deals the list has."""
        return self.tallied.number

    @override
    def page(self, number: int | str) -> Page[DealSpan]:
        """One page of them."""
        number = self.validate_number(number)
        first = (number - 1) * PAGE
        if self.tallied.passing is None:
            deals = self._sought(first)
        else:
            deals = self.tallied.passing[first : first + PAGE]
        spans = DealSpan.objects.on(self.asked.day).filter(deal__in=deals).order_by()
        whole = spans.select_related("deal").prefetch_related("deal__parties__organisation")
        by_deal = {span.deal_id: span for span in whole}
        return Page([by_deal[deal] for deal in deals], number, self)

    def _sought(self, first: int) -> list[int]:
        """The numbers of the deals from one place on."""
        order = ORDERS[self.ordering]
        found = self.asked.in_order(order)
        if order[0] == "severity":
            states, passed = _reached(self.tallied.states, first, first + PAGE)
            found, first = found.filter(state__in=states), first - passed
        return list(found.values_list("deal_id", flat=True)[first : first + PAGE])


def _reached(states: Counter[str], first: int, last: int) -> tuple[list[str], int]:
    """The states of the deals from one place to another, the worst first; how many come before."""
    reached, passed, place = [], 0, 0
    for state in WORST_FIRST:
        begins, place = place, place + states[state]
        if place <= first:
            passed = place
        elif begins < last:
            reached.append(state)
    return reached, passed


def watch_list(actor: Actor, asking: Asking) -> WatchList:
    """What `actor` may know of and asks for, as it stood on the day.

    The rows and what is told of them cost the same however many deals there are; what is counted
    goes through the spans of the day, two to four times (see `deliveries.facets`).
    """
    when = asking.when
    spans = deal_spans_on(actor, when.day, of_all=True)
    asked = facets.by_number(facets.Asked(spans, asking.given, when.day, asking.period))
    tallied = facets.tallied(asked, ORDERS[asking.ordering], whole=asking.counts_parties)
    shown = _Pages(asked, asking.ordering, tallied).get_page(asking.page)
    codes = shown_codes(tallied.facets.get("organisation", {}), [])
    names = _names(codes, _organisations(asking), spans)
    return WatchList(
        totals=totals(tallied, asking),
        deals=listed(list(shown), when, asking.period),
        pages=shown,
        facets=facets_shown(tallied.facets, asking, names),
        parts=parts(asking, names),
        unspoken=[] if shown.has_next() else _unspoken(actor, asking, tallied.number),
    )


def filter_in_words(actor: Actor, asking: Asking) -> list[Part]:
    """The filter of the list, part by part, as its page says it."""
    spans = deal_spans_on(actor, asking.when.day)
    return parts(asking, _names([], _organisations(asking), spans))


def _unspoken(actor: Actor, asking: Asking, spoken_of: int) -> list[Deal]:
    """Deals without a word, for the whole list of today; they are sought where some are missing."""
    visible = Deal.objects.visible_to(actor)
    if not asking.when.is_today or asking.narrows or visible.count() == spoken_of:
        return []
    words = DealSpan.objects.filter(deal=OuterRef("pk"))
    return list(visible.filter(~Exists(words))[:PAGE])


def _organisations(asking: Asking) -> list[str]:
    """Codes of organisations that the filters name."""
    roles = ("organisation", *facets.ROLES)
    return [code for role in roles for code in asking.given.getlist(role)]


def _names(
    counted: Sequence[str], named: Sequence[str], spans: QuerySet[DealSpan]
) -> dict[str, str]:
    """Names by code: of organisations that were counted, and of those that the filters name.

    These must take part in a deal of these spans: a filter may name one that is none of a reader's.
    """
    codes = set(counted)
    if named:
        deals = spans.order_by().values("deal")
        found = Party.objects.filter(organisation__code__in=named, deal__in=deals).order_by()
        codes.update(found.values_list("organisation__code", flat=True).distinct())
    return dict(Organisation.objects.filter(code__in=codes).values_list("code", "name"))
