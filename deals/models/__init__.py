"""What was agreed and what was said."""

from deals.models.claims import Claim, Event, Term
from deals.models.deals import Actor, Deal, Milestone, Party, Precedence, may_see
from deals.models.speakers import Alias
from deals.models.statements import Source, Statement, StatementQuerySet, Voiced

__all__ = [
    "Actor",
    "Alias",
    "Claim",
    "Deal",
    "Event",
    "Milestone",
    "Party",
    "Precedence",
    "Source",
    "Statement",
    "StatementQuerySet",
    "Term",
    "Voiced",
    "may_see",
]
