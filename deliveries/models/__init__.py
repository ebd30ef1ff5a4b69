"""What is due and what follows: lots and counts; spans and flags, which are derived."""

from deliveries.models.catalogue import CatalogueEntry
from deliveries.models.flags import Flag, FlagQuerySet, Scan, Until
from deliveries.models.lots import Count, CountKind, Lot, Mode
from deliveries.models.rebuilds import Rebuild, RebuildRange
from deliveries.models.spans import DealSpan, DealSpanQuerySet, Figured, Span, SpanQuerySet

__all__ = [
    "CatalogueEntry",
    "Count",
    "CountKind",
    "DealSpan",
    "DealSpanQuerySet",
    "Figured",
    "Flag",
    "FlagQuerySet",
    "Lot",
    "Mode",
    "Rebuild",
    "RebuildRange",
    "Scan",
    "Span",
    "SpanQuerySet",
    "Until",
]
