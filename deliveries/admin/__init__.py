"""The admin's pages of what is due and what follows, and the manners that all of it shares."""

from deliveries.admin.counts import CountAdmin, LotAdmin
from deliveries.admin.derived import DealSpanAdmin, FlagAdmin, ScanAdmin, SpanAdmin

__all__ = ["CountAdmin", "DealSpanAdmin", "FlagAdmin", "LotAdmin", "ScanAdmin", "SpanAdmin"]
