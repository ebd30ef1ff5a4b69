"""The admin's pages of what was agreed and what was said."""

from deals.admin.claims import ClaimAdmin
from deals.admin.context import EventAdmin, TermAdmin
from deals.admin.deals import DealAdmin
from deals.admin.parts import MilestoneAdmin, PartyAdmin, PrecedenceAdmin
from deals.admin.sources import SourceAdmin
from deals.admin.speakers import AliasAdmin

__all__ = [
    "AliasAdmin",
    "ClaimAdmin",
    "DealAdmin",
    "EventAdmin",
    "MilestoneAdmin",
    "PartyAdmin",
    "PrecedenceAdmin",
    "SourceAdmin",
    "TermAdmin",
]
