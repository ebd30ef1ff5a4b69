"""The lists. Each asks `Known` for its rows and answers in plain values."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers
from typing_extensions import override

from api import answers, differences, findings, plans, shapes
from api.descriptions import described_list, either
from api.listing import Listing
from api.pagination import Cursor
from api.serializers.deals import MilestoneSerializer
from api.serializers.differences import DifferenceSerializer
from api.serializers.envelopes import page_of
from api.wire.values import Wire
from deals.models import Claim, Event, Source, Term
from deliveries.models import Count, DealSpan, Span
from vendors.models import Organisation


@described_list(shapes.DEALS, "Deals, the worst first")
class Deals(Listing):
    """Deals that somebody had spoken of, the worst state first and then by ref."""

    shape = shapes.DEALS

    @override
    def rows(self) -> "QuerySet[DealSpan]":
        spans = self.known.deal_spans()
        if not self.asked.ordering:
            return spans
        return spans.reckoned(self.known.day)  # type: ignore[attr-defined,no-any-return]

    @override
    def fetch(self, cursor: Cursor, count: int) -> list[DealSpan]:
        # First which deals, which an index alone can tell; then all that is told of them.
        beyond = self.order.all_beyond(self.found(), cursor)
        numbers = list(beyond.values_list("deal_id", flat=True)[:count])
        spans = {span.deal_id: span for span in self.rows().filter(deal__in=numbers).order_by()}
        return [spans[number] for number in numbers]

    @override
    def results(self, rows: list[DealSpan]) -> list[Wire]:
        return answers.deals(self.known, rows)


MILESTONES = either(
    "MilestonesOrDifferences", page_of(MilestoneSerializer), page_of(DifferenceSerializer)
)


@described_list(shapes.MILESTONES, "Milestones as they stood", answer=MILESTONES)
class Milestones(Listing):
    """Milestones that somebody had spoken of, by deal and in the order of the plan.

    For two days, those for which another verdict, date or word stood on the second.
    """

    shape = shapes.MILESTONES

    @override
    def found(self) -> "QuerySet[Span]":
        if self.asked.since is not None:
            spans = differences.spans(self.known)
        else:
            spans = self.known.chosen(self.known.spans())
        if not self.asked.ordering:
            return spans
        return spans.reckoned(self.known.day)  # type: ignore[attr-defined,no-any-return]

    @override
    def results(self, rows: list[Span]) -> list[Wire]:
        if self.asked.since is not None:
            return differences.of_spans(self.known, rows)
        return answers.milestones(self.known, rows)

    @override
    def _rows(self, cursor: Cursor, number: int) -> Iterator[Wire]:
        if self.asked.since is not None:
            yield from super()._rows(cursor, number)
            return
        spans = self.order.all_beyond(self.found(), cursor)[:number]
        yield from self._shown(plans.streamed(self.known, spans))

    @property
    @override
    def item(self) -> type[serializers.Serializer[Any]]:
        return super().item if self.asked.since is None else DifferenceSerializer


@described_list(shapes.LOTS, "Lots as they came along")
class Lots(Listing):
    """Quantities that milestones deliver, by deal and in the order of the plan."""

    shape = shapes.LOTS

    @override
    def rows(self) -> "QuerySet[Span]":
        return self.known.spans().filter(milestone__lot__isnull=False)

    @override
    def results(self, rows: list[Span]) -> list[Wire]:
        return answers.lots(self.known, rows)


@described_list(shapes.CLAIMS, "Claims as they were made")
class Claims(Listing):
    """Claims that stand, by the day of their report; a retracted one is not among them."""

    shape = shapes.CLAIMS

    @override
    def rows(self) -> "QuerySet[Claim]":
        return self.known.claims().select_related("milestone__deal", "source", "anchor")

    @override
    def results(self, rows: list[Claim]) -> list[Wire]:
        if self.asked.known_at is not None:
            rows = [self.known.recalled_claims[row.pk] for row in rows]
        return answers.claims(self.known, rows)


@described_list(shapes.TERMS, "Terms as they were stated")
class Terms(Listing):
    """What stands of value, quantity, local content and stage, by the day of the report."""

    shape = shapes.TERMS

    @override
    def rows(self) -> "QuerySet[Term]":
        return self.known.terms().select_related("deal", "source")

    @override
    def results(self, rows: list[Term]) -> list[Wire]:
        return [answers.term(self.known, row) for row in rows]


@described_list(shapes.COUNTS, "Counts of lots as they were reported")
class Counts(Listing):
    """Running totals of lots that stand, by the day of the report."""

    shape = shapes.COUNTS

    @override
    def rows(self) -> "QuerySet[Count]":
        return self.known.counts().select_related("lot__milestone__deal", "source")

    @override
    def results(self, rows: list[Count]) -> list[Wire]:
        return [answers.count(self.known, row) for row in rows]


@described_list(shapes.EVENTS, "Events around deals")
class Events(Listing):
    """Dated context of deals that stands, by the day of the report."""

    shape = shapes.EVENTS

    @override
    def rows(self) -> "QuerySet[Event]":
        return self.known.events().select_related("source")

    @override
    def results(self, rows: list[Event]) -> list[Wire]:
        return answers.events(self.known, rows)


@described_list(shapes.SOURCES, "Sources that are cited")
class Sources(Listing):
    """Publications that had appeared and that something here cites, by code."""

    shape = shapes.SOURCES

    @override
    def rows(self) -> "QuerySet[Source]":
        return self.known.sources()

    @override
    def results(self, rows: list[Source]) -> list[Wire]:
        return answers.sources(rows)


@described_list(shapes.ORGANISATIONS, "Organisations that take part")
class Organisations(Listing):
    """Parties to deals and who holds shares of them, by code."""

    shape = shapes.ORGANISATIONS

    @override
    def rows(self) -> "QuerySet[Organisation]":
        return self.known.organisations()

    @override
    def results(self, rows: list[Organisation]) -> list[Wire]:
        return answers.organisations(self.known, rows)


@described_list(shapes.FLAGS, "Flags that stand")
class Flags(Listing):
    """Findings about milestones, by deal, in the order of the plan, then by kind."""

    shape = shapes.FLAGS

    @override
    def fetch(self, cursor: Cursor, count: int) -> list[findings.Finding]:
        return findings.fetch(self.known, cursor, count)

    @override
    def number(self, cursor: Cursor) -> int:
        return findings.number(self.known, cursor)

    @override
    def results(self, rows: list[findings.Finding]) -> list[Wire]:
        return findings.answer(self.known, rows)
