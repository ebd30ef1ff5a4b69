"""Which deals, milestones and statements are asked for: filters that pages and API share.

    values      what one filter takes, and how it is read and described
    conditions  what it lets through, as a condition for a query of spans
    wanted      one filter, and a set of them
    parts       filters that several sets have
    sets        the filters of deals, milestones and flags, as FilterSets
    statements  those of what was said, of sources and of organisations

All of them go by what stood, or had been said, on a day.
"""

from deliveries.filters.sets import DealFilters, FlagFilters, MilestoneFilters
from deliveries.filters.statements import (
    ClaimFilters,
    CountFilters,
    EventFilters,
    OrganisationFilters,
    SourceFilters,
    TermFilters,
)
from deliveries.filters.wanted import Filters, Wanted

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
