"""The claims that were reported between two days, on the page of changes and as rows of a file."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice

from django.db.models import QuerySet

from dashboard.cells import date_cells
from dashboard.figures import DateShown, date_shown
from dashboard.naming import buyers_of, with_parties
from dashboard.queries.claims import ClaimKindDate, kind_and_date
from dashboard.statements import SourceShown, source_shown
from dashboard.tables import AT_ONCE, Columns, Row
from deals.dates import Window
from deals.models import Actor, Claim, Deal

SAID: Columns = {
    "deal": "Deal, reference",
    "designation": "Deal",
    "buyers": "Buyers",
    "milestone": "Milestone, code",
    "title": "Milestone",
    "claim": "Claim",
    "kind": "Kind, code",
    "kind_label": "Kind",
    "stated": "Date, as stated",
    "date": "Date",
    "earliest": "Date, earliest",
    "latest": "Date, latest",
    "rank": "Rank",
    "said_by": "Said by",
    "side": "Side, code",
    "side_label": "Side",
    "reported_on": "Reported, latest",
    "source": "Source",
    "url": "Source, address",
}


@dataclass(frozen=True, slots=True)
class Said:
    """A claim that was reported in between."""

    claim: Claim
    what: ClaimKindDate
    reported: DateShown | None
    source: SourceShown | None


def reported(day: date, since: date) -> QuerySet[Claim]:
    """The claims that were reported in between."""
    return Claim.objects.standing().filter(reported_on__gt=since, reported_on__lte=day)


def said_between(actor: Actor, day: date, since: date) -> QuerySet[Claim]:
    """Those of them that `actor` may know of, the latest first."""
    visible = Deal.objects.visible_to(actor)
    return (
        reported(day, since)
        .filter(milestone__deal__in=visible)
        .select_related("milestone__deal", "anchor", "source")
        .order_by("-reported_on", "-pk")
    )


def said_shown(claim: Claim, day: date) -> Said:
    """A claim with its source, if that had appeared by the day."""
    return Said(
        claim,
        kind_and_date(claim),
        date_shown(claim.reported),
        source_shown(claim.source, day),
    )


def said_rows(claims: QuerySet[Claim], day: date) -> Iterator[Row]:
    """One row a claim, in the order of the claims."""
    found = claims.iterator(chunk_size=AT_ONCE)
    while some := list(islice(found, AT_ONCE)):
        with_parties(claim.milestone.deal for claim in some)
        for claim in some:
            yield _said(said_shown(claim, day))


def _said(said: Said) -> Row:
    claim, deal, source = said.claim, said.claim.milestone.deal, said.source
    date_ = date_cells(claim.date) if isinstance(claim.date, Window) else _relative(said)
    return (
        deal.ref,
        deal.designation,
        ", ".join(buyers_of(deal)),
        claim.milestone.code,
        claim.milestone.title,
        claim.pk,
        claim.kind,
        said.what.kind.word,
        *date_,
        claim.rank,
        claim.said_by,
        claim.side,
        claim.get_side_display(),
        claim.reported_on,
        source.publisher if source else "",
        source.url if source else "",
    )


def _relative(said: Said) -> Row:
    """A date that is counted from another, or none: the words alone."""
    return said.what.quote, said.what.date.words if said.what.date else "", "", ""
