"""Deals that turn on many days, for scans to have something to do."""

from datetime import date

from deals.models import Deal, Milestone, Precedence, Source
from deliveries.actions import Book, add, record_claim, recording
from deliveries.drafts import ClaimDraft, Voice
from deliveries.scanning import full_scan
from tests.factories import BY

EARLY = date(2019, 2, 1)
DEALS = 20


def voice(source: Source, reported: date, said_by: str = "the minister") -> Voice:
    """Word of the buyer's side."""
    return Voice(
        reported_on=reported.isoformat(),
        said_by=said_by,
        source=source,
        side="buyer",
        credibility=2,
    )


def make(deals: int = DEALS) -> None:
    """Deals of two milestones, due in the months from March 2019 on; settled for EARLY."""
    with recording(by=BY, today=EARLY) as book:
        source = Source(
            code="gazette", publisher="Gazette", published_edtf="2019-01-02", reliability="B"
        )
        add(book, source)
        for number in range(deals):
            deal = _deal(f"deal-{number}")
            add(book, deal)
            first, second = (_milestone(deal, code) for code in ("first", "second"))
            add(book, first)
            add(book, second)
            add(book, Precedence(milestone=second, predecessor=first))
            month = 2 + number % 24
            _contract(book, source, first, month)
            _contract(book, source, second, month + 6)
    full_scan(EARLY, BY)


def _deal(ref: str) -> Deal:
    return Deal(
        ref=ref,
        designation=ref.title(),
        title=f"{ref.title()} for somebody",
        kind="supply",
        route="direct",
        category="air_defence",
        unit="radar",
    )


def _milestone(deal: Deal, code: str) -> Milestone:
    return Milestone(deal=deal, code=code, title=code.title(), kind="delivery")


def _contract(book: Book, source: Source, milestone: Milestone, month: int) -> None:
    """A date by contract; `month` counts from January 2019 as 0."""
    when = f"{2019 + month // 12}-{month % 12 + 1:02}"
    said = voice(source, date(2019, 1, 2))
    record_claim(book, ClaimDraft(milestone=milestone, kind="contracted", date=when, voice=said))
