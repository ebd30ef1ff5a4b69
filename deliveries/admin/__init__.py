"""The admin's pages of what is due and what follows, and the manners that all of it shares."""

from deliveries.admin.counts import CountAdmin, LotAdmin
from deliveries.admin.derived import DealSpanAdmin, ScanAdmin, SpanAdmin
from deliveries.admin.flags import FlagAdmin
from deliveries.admin.rebuilds import RebuildAdmin, RebuildRangeAdmin

__all__ = [
    "CountAdmin",
    "DealSpanAdmin",
    "FlagAdmin",
    "LotAdmin",
    "RebuildAdmin",
    "RebuildRangeAdmin",
    "ScanAdmin",
    "SpanAdmin",
]
