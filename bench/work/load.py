"""Claims loaded in bulk, and row by row through the same action."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain, repeat
from typing import Any

from django.db import connection

from bench.work.clock import timed
from deals.dates import from_edtf
from deals.models import Claim
from deliveries import actions, drafts
from deliveries.actions import recording
from journal.ledger import By
from journal.models import Door

BY = By(None, Door.COMMAND)
# Claims in one turn: a sample that is recorded row by row, a recording in bulk.
_TURNS = (("by row", 60), ("bulk", 1_000))


def run(today: str, runs: int) -> dict[str, Any]:
    """Seconds a claim of both, and how many claims of each, on deals of which nothing is said yet.

    Needs a portfolio without histories, and takes its claims for what is to be loaded.
    """
    day = date.fromisoformat(today)
    by_deal = _taken_out()
    deals = iter(by_deal)
    taken: dict[str, list[float]] = {name: [] for name, _ in _TURNS}
    loaded = dict.fromkeys(taken, 0)
    for name, limit in chain(_TURNS * runs, repeat(_TURNS[-1])):
        claims = _some(deals, by_deal, limit)
        if not claims:
            return {**taken, "loaded": loaded}
        seconds, _ = timed(_in_bulk if name == "bulk" else _by_row, claims, day)
        taken[name].append(seconds / len(claims))
        loaded[name] += len(claims)
    raise AssertionError("the deals end")


def _taken_out() -> dict[int, list[int]]:
    """The numbers of claims by deal; they are copied beside, and taken out of the product's table.

    A made portfolio has them in the order of milestones; a load may have any.
    """
    found: dict[int, list[int]] = {}
    columns = ("milestone__deal_id", "pk")
    for deal, claim in Claim.objects.order_by(*columns).values_list(*columns).iterator():
        found.setdefault(deal, []).append(claim)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_claim AS SELECT * FROM deals_claim")
        cursor.execute("CREATE INDEX ON bench_claim (id)")
        cursor.execute("TRUNCATE deals_claim")
    return found


def _some(
    deals: Iterator[int], by_deal: dict[int, list[int]], limit: int
) -> list[drafts.ClaimDraft]:
    """The claims of the next deals, until there are so many."""
    numbers: list[int] = []
    for deal in deals:
        numbers += by_deal[deal]
        if len(numbers) >= limit:
            break
    return list(_drafts(numbers))


def _drafts(numbers: Iterable[int]) -> Iterator[drafts.ClaimDraft]:
    """As somebody would type them."""
    rows = Claim.objects.raw("SELECT * FROM bench_claim WHERE id = ANY(%s)", [list(numbers)])
    chosen = rows.prefetch_related("milestone__deal", "source", "anchor")
    for claim in chosen:
        voice = drafts.Voice(
            reported_on=claim.reported.text,
            said_by=claim.said_by,
            source=claim.source,
            side=claim.side,
            credibility=claim.credibility,
            in_force_from=from_edtf(claim.in_force_edtf).text if claim.in_force_edtf else "",
        )
        yield drafts.ClaimDraft(
            milestone=claim.milestone,
            kind=claim.kind,
            voice=voice,
            date=_typed(claim),
            text=claim.text,
            rank=claim.rank,
        )


def _typed(claim: Claim) -> str:
    if claim.anchor is not None:
        return f"{claim.anchor.code} + {claim.offset_months} months"
    return from_edtf(claim.edtf).text if claim.edtf else ""


def _by_row(claims: list[drafts.ClaimDraft], day: date) -> None:
    for claim in claims:
        with recording(by=BY, today=day) as book:
            actions.record_claim(book, claim)


def _in_bulk(claims: list[drafts.ClaimDraft], day: date) -> None:
    deals = {claim.milestone.deal_id: claim.milestone.deal for claim in claims}
    with recording(by=BY, today=day, lock=deals.values()) as book:
        actions.record_claims(book, claims)
