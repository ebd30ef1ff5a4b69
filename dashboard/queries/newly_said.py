"""The claims that are new between two days, on the page of changes and as rows of a file.

Those that were reported in between; and those that were entered here in between and had been
reported before, so that whoever looked on an earlier day could not have seen them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import chain, islice

from django.db.models import QuerySet
from django.utils.timezone import localdate, make_aware

from dashboard.cells import date_cells
from dashboard.figures import DateShown, date_shown
from dashboard.naming import buyers_of, with_parties
from dashboard.queries.claims import ClaimKindDate, kind_and_date
from dashboard.statements import SourceShown, source_shown
from dashboard.tables import AT_ONCE, Columns, Row
from deals.dates import Window
from deals.models import Actor, Claim, Deal
from deliveries.facts import DAY

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
    "entered_on": "Entered here",
    "source": "Source",
    "url": "Source, address",
}


@dataclass(frozen=True, slots=True)
class Said:
    """A claim that is new."""

    claim: Claim
    what: ClaimKindDate
    reported: DateShown | None
    source: SourceShown | None

    @property
    def entered_on(self) -> date:
        """The day on which it was entered here."""
        return localdate(self.claim.entered_at)


def reported(day: date, since: date) -> QuerySet[Claim]:
    """The claims that were reported in between."""
    return Claim.objects.standing().filter(reported_on__gt=since, reported_on__lte=day)


def said_between(actor: Actor, day: date, since: date) -> QuerySet[Claim]:
    """Those of them that `actor` may know of, the latest first."""
    return _visible(reported(day, since), actor).order_by("-reported_on", "-pk")


def entered_late(actor: Actor, day: date, since: date) -> QuerySet[Claim]:
    """Claims that were entered in between and had been reported before, the last entered first.

    Not of deals that were entered in between themselves: of these everything is new.
    """
    begins, ends = (make_aware(datetime.combine(of + DAY, time())) for of in (since, day))
    late = Claim.objects.standing().filter(
        entered_at__gte=begins,
        entered_at__lt=ends,
        reported_on__lte=since,
        milestone__deal__created_at__lt=begins,
    )
    return _visible(late, actor).order_by("-entered_at", "-pk")


def _visible(claims: QuerySet[Claim], actor: Actor) -> QuerySet[Claim]:
    visible = Deal.objects.visible_to(actor)
    related = ("milestone__deal", "anchor", "source")
    return claims.filter(milestone__deal__in=visible).select_related(*related)


def said_shown(claim: Claim, day: date) -> Said:
    """A claim with its source, if that had appeared by the day."""
    return Said(
        claim,
        kind_and_date(claim),
        date_shown(claim.reported),
        source_shown(claim.source, day),
    )


def said_rows(actor: Actor, day: date, since: date) -> Iterator[Row]:
    """One row a claim: those reported in between, then those that were entered late."""
    claims = (said_between(actor, day, since), entered_late(actor, day, since))
    found = chain.from_iterable(some.iterator(chunk_size=AT_ONCE) for some in claims)
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
        said.entered_on,
        source.publisher if source else "",
        source.url if source else "",
    )


def _relative(said: Said) -> Row:
    """A date that is counted from another, or none: the words alone."""
    return said.what.quote, said.what.date.words if said.what.date else "", "", ""
