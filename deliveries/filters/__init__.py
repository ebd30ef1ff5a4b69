"""Which deals, milestones and statements are asked for: filters that pages and API share.

    values      what one filter takes, and how it is read and described
    conditions  what it lets through, as a condition for a query of spans
    sets        the filters of deals, milestones and flags, as FilterSets
    statements  those of what was said, of sources and of organisations

All of them go by what stood, or had been said, on a day.
"""

from deliveries.filters.sets import DealFilters, Filters, FlagFilters, MilestoneFilters, Wanted
from deliveries.filters.statements import (
    ClaimFilters,
    CountFilters,
    EventFilters,
    OrganisationFilters,
    SourceFilters,
    TermFilters,
)

__all__ = [
    "ClaimFilters",
    "CountFilters",
    "DealFilters",
    "EventFilters",
    "Filters",
    "FlagFilters",
    "MilestoneFilters",
    "OrganisationFilters",
    "SourceFilters",
    "TermFilters",
    "Wanted",
]
