"""What is derived: spans and the scan. Looked at here, and never written."""

import json
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from typing_extensions import override

from deals.models import Deal
from deliveries.admin.pages import person
from deliveries.admin.showing import (
    DealFilter,
    OfDeals,
    ReadOnly,
    TodayFilter,
)
from deliveries.models import CatalogueEntry, DealSpan, Scan, Span


def as_json(value: Any) -> SafeString:
    """A plain value, laid out to be read."""
    return format_html("<pre>{}</pre>", json.dumps(value, indent=2, ensure_ascii=False))


@admin.register(Span)
class SpanAdmin(OfDeals[Span], ReadOnly[Span]):
    """What stood for milestones."""

    has_history = False
    list_display = (
        "milestone",
        "deal",
        "from_on",
        "to_on",
        "state",
        "knowledge",
        "objective",
        "threshold",
        "last_word_on",
    )
    list_filter = (TodayFilter, "state", "level", "progress", "knowledge", DealFilter)
    list_select_related = ("milestone", "deal")
    search_fields = ("deal__ref", "deal__designation", "milestone__code", "milestone__title")
    list_per_page = 50
    fields = (
        "deal",
        "milestone",
        ("from_on", "to_on"),
        ("state", "level", "progress", "knowledge", "inferred"),
        ("estimate_earliest", "estimate_latest", "floor"),
        ("objective", "threshold", "last_word_on"),
        "flags",
        "shown_reasons",
        "shown_figures",
    )
    readonly_fields = ("shown_reasons", "shown_figures")

    @admin.display(description="reasons")
    def shown_reasons(self, span: Span) -> SafeString:
        """Why, with the numbers of the claims."""
        told = ((why["text"], ", ".join(map(str, why["claims"]))) for why in span.reasons)
        return format_html_join("", "<p>{} (claims: {})</p>", told)

    @admin.display(description="figures")
    def shown_figures(self, span: Span) -> SafeString:
        """The windows, each with the number of its claim."""
        return as_json(span.figures)


@admin.register(DealSpan)
class DealSpanAdmin(OfDeals[DealSpan], ReadOnly[DealSpan]):
    """What stood for deals."""

    has_history = False
    list_display = (
        "deal",
        "from_on",
        "to_on",
        "state",
        "stage",
        "is_suspended",
        "open",
        "met",
        "cancelled",
        "last_word_on",
    )
    list_filter = (TodayFilter, "state", "stage", "is_suspended", DealFilter)
    list_select_related = ("deal",)
    search_fields = ("deal__ref", "deal__designation")
    list_per_page = 50


@admin.register(Scan)
class ScanAdmin(ReadOnly[Scan]):
    """How far the scan has come."""

    has_history = False
    list_display = ("id", "reaching_on", "last_on")
    search_fields = ("id",)


@admin.register(CatalogueEntry)
class CatalogueEntryAdmin(ReadOnly[CatalogueEntry]):
    """What the catalogue last wrote: by it the loader tells people's hands from its own."""

    has_history = False
    list_display = ("kind", "key", "deal", "file")
    list_filter = ("kind",)
    search_fields = ("key", "deal", "file")
    fields = ("kind", "key", "deal", "file", "shown_values")
    readonly_fields = ("shown_values",)

    @override
    def get_queryset(self, request: HttpRequest) -> QuerySet[CatalogueEntry]:
        refs = Deal.objects.visible_to(person(request)).values("ref")
        return super().get_queryset(request).filter(Q(deal="") | Q(deal__in=refs))

    @admin.display(description="values")
    def shown_values(self, entry: CatalogueEntry) -> SafeString:
        """What it wrote."""
        return as_json(entry.values)
