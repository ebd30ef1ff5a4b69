"""What was counted of the lots of a deal, as rows: every count, as the page has them."""

from collections.abc import Iterator
from datetime import date

from dashboard.cells import yes
from dashboard.figures import percent
from dashboard.queries.deliveries import CountedLot, counted_lots, reached_on
from dashboard.queries.lots import CountShown, lots_shown
from dashboard.queries.told import Told
from dashboard.statements import source_shown
from dashboard.tables import Columns, Row
from deliveries.models import Count
from deliveries.pace import Pace

HEADINGS: Columns = {
    "deal": "Deal, reference",
    "milestone": "Milestone, code",
    "title": "Milestone",
    "item": "Item",
    "quantity": "Pieces of the lot",
    "count": "Count",
    "kind": "Kind of count",
    "total": "Total, pieces",
    "share": "Total, per cent of the lot",
    "by": "By, EDTF",
    "by_on": "By, latest",
    "planned_by_then": "Planned by then, pieces",
    "is_believed": "Believed",
    "is_latest": "Latest of its kind",
    "is_contradicted": "Contradicted",
    "reported": "Reported, EDTF",
    "reported_on": "Reported, latest",
    "said_by": "Said by",
    "side": "Side, code",
    "side_label": "Side",
    "credibility": "Credibility, 1 to 6",
    "source": "Source",
    "published_on": "Published, latest",
    "url": "Source, address",
    "reliability": "Reliability, A to F",
    "note": "Note",
}


def delivery_rows(told: Told) -> Iterator[Row]:
    """One row a count under `HEADINGS`, lot by lot; empty what is not given."""
    lots = lots_shown(told.counts, [m.milestone for m in told.on], told.when)
    shown = {count.number: count for lot in lots.values() for count in lot.counts}
    for of in counted_lots(told, fewest=1):
        for _, counts in of.counts:
            for count in counts:
                yield _row(told, of, count, shown[count.pk])


def _row(told: Told, of: CountedLot, count: Count, shown: CountShown) -> Row:
    source = source_shown(count.source, told.day)
    return (
        told.deal.ref,
        of.on.milestone.code,
        of.on.milestone.title,
        of.lot.item,
        of.lot.quantity,
        count.pk,
        count.kind,
        count.total,
        percent(count.total, of.lot.quantity),
        count.edtf,
        count.by_on,
        _planned(of.on.pace, reached_on(count)),
        yes(count.pk in of.believed),
        yes(shown.is_latest),
        yes(shown.is_contradicted),
        count.reported_edtf,
        count.reported_on,
        count.said_by,
        count.side,
        count.get_side_display(),
        count.credibility,
        source.publisher if source else "",
        count.source.published_on if source else "",
        source.url if source else "",
        count.source.reliability if source else "",
        shown.voice.note,
    )


def _planned(pace: Pace | None, day: date) -> object:
    """How many pieces a straight line gives by the day; empty where there is no such line."""
    if pace is None:
        return ""
    pieces = int((day - pace.starts_on).days * pace.planned)
    return min(max(pieces, 0), pace.quantity)
