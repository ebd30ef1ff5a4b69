"""One claim recorded, to its flags and journal, and one row of it inserted by Django."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from bench.work.clock import timed
from deals.choices import Origin
from deals.models import Claim, Deal, Milestone
from deliveries import drafts
from deliveries.actions import record_claim, recording, retract
from deliveries.models import Span
from journal.ledger import By
from journal.models import Door

BY = By(None, Door.COMMAND)
MILESTONES, CLAIMS = 10, 30
_REASON = "Recorded by the bench to take its time."


def run(today: str, runs: int, refs: list[str]) -> dict[str, Any]:
    """Seconds of both, on deals of ten milestones and thirty claims, or near it.

    `refs` names the deals; without them they are chosen. What was written is retracted.
    """
    day = date.fromisoformat(today)
    refs = refs or chosen(runs + 1)
    taken: dict[str, list[float]] = {"recorded": [], "inserted": []}
    sizes = []
    for place, ref in enumerate(refs):
        deal = Deal.objects.get(ref=ref)
        milestone = open_milestone(deal, day)
        said = draft(milestone, day, "Synthetic bench: recorded")
        recorded, _ = timed(record, said, day)
        row = drafts.claim(draft(milestone, day, "Synthetic bench: a row"), day)
        row.origin = Origin.PERSON
        inserted, _ = timed(row.save)  # commits by itself
        take_back(milestone, day)
        if place:  # the first one warms up
            taken["recorded"].append(recorded)
            taken["inserted"].append(inserted)
        sizes.append((deal.milestones.count(), _standing(deal)))
    return {**taken, "refs": refs, "sizes": sizes}


def chosen(number: int) -> list[str]:
    """The deals that are nearest to the size, those with something open before others."""
    claims = Claim.objects.standing().values_list("milestone__deal")
    counts = dict(claims.annotate(number=Count("pk")).order_by())
    deals = Deal.objects.annotate(number=Count("milestones")).values_list("pk", "ref", "number")
    going = set(Span.objects.filter(to_on=None, progress="open").values_list("deal_id", flat=True))

    def apart(deal: tuple[int, str, int]) -> tuple[int, bool, str]:
        pk, ref, milestones = deal
        off = abs(milestones - MILESTONES) * CLAIMS // MILESTONES + abs(counts.get(pk, 0) - CLAIMS)
        return (off, pk not in going, ref)

    return [ref for _, ref, _ in sorted(deals, key=apart)[:number]]


def _standing(deal: Deal) -> int:
    return Claim.objects.standing().filter(milestone__deal=deal).count()


def open_milestone(deal: Deal, day: date) -> Milestone:
    """One that is open on the day, else the last of the plan."""
    spans = Span.objects.on(day).filter(deal=deal, progress="open").select_related("milestone")
    span = spans.first()
    milestone = span.milestone if span else deal.milestones.last()
    assert milestone is not None
    return Milestone.objects.select_related("deal").get(pk=milestone.pk)


def draft(milestone: Milestone, day: date, who: str) -> drafts.ClaimDraft:
    """A promise for the next year, with a source that the deal has."""
    said = Claim.objects.filter(milestone__deal=milestone.deal).select_related("source")
    voice = drafts.Voice(
        reported_on=day.isoformat(),
        said_by=who,
        source=said[0].source,
        side="supplier",
        credibility=2,
    )
    when = f"Q3 {day.year + 1}"
    return drafts.ClaimDraft(milestone=milestone, kind="promised", voice=voice, date=when)


def record(said: drafts.ClaimDraft, day: date) -> None:
    """By the verb of the product, to its flags and journal."""
    with recording(by=BY, today=day) as book:
        record_claim(book, said)


def take_back(milestone: Milestone, day: date) -> None:
    """Take both back, so that the deal is what it was."""
    ours = Claim.objects.standing().filter(
        milestone=milestone, said_by__startswith="Synthetic bench"
    )
    recorded = ours.get(said_by__endswith="recorded")
    with transaction.atomic():
        rest = ours.exclude(pk=recorded.pk)
        rest.retract(at=timezone.now(), user=None, reason=_REASON, origin=Origin.PERSON)
        with recording(by=BY, today=day) as book:
            retract(book, recorded, reason=_REASON)
