"""What was said of a deal here and then retracted, with the reason."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from dashboard.figures import DateShown, date_shown
from deals.models import Claim, Deal, Term
from deliveries.models import Count


@dataclass(frozen=True, slots=True)
class Retracted:
    """A statement that counts no more: what it said, and why and when it was retracted."""

    what: str
    text: str
    said_by: str
    reported: DateShown | None
    reason: str
    retracted_on: date


def retracted(deal: Deal) -> list[Retracted]:
    """The retracted claims, terms and counts of a deal, the latest retraction first.

    Retractions have no history in the days of the sources: this is for pages about today.
    """
    claims = Claim.objects.filter(milestone__deal=deal).select_related("milestone")
    terms = Term.objects.filter(deal=deal)
    counts = Count.objects.filter(lot__milestone__deal=deal).select_related("lot__milestone")
    found = [
        *((c, c.milestone.title, f"{c.kind} {c.text}") for c in claims.exclude(retracted_at=None)),
        *((t, t.get_kind_display(), t.text) for t in terms.exclude(retracted_at=None)),
        *(
            (n, n.lot.milestone.title, f"{n.total:,} {n.kind}")
            for n in counts.exclude(retracted_at=None)
        ),
    ]
    shown = [_shown(*row) for row in found]
    return sorted(shown, key=lambda row: row.retracted_on, reverse=True)


def _shown(statement: Any, what: str, text: str) -> Retracted:
    return Retracted(
        what=what,
        text=text,
        said_by=statement.said_by,
        reported=date_shown(statement.reported),
        reason=statement.retraction_reason,
        retracted_on=timezone.localtime(statement.retracted_at).date(),
    )
