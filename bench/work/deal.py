"""The page of a deal of which much is said, and of one of which as much is said as usually."""

from datetime import date, timedelta
from typing import Any

from bench.work.browser import browser
from bench.work.clock import in_turn
from bench.work.record import chosen
from deals.models import Claim, Deal
from deliveries import actions, drafts
from deliveries.actions import recording
from journal.ledger import By
from journal.models import Door

BY = By(None, Door.COMMAND)
MANY = 300  # claims of a deal


def run(today: str, runs: int) -> dict[str, Any]:
    """Seconds of both pages, and how many claims the deals have; says more of one of them."""
    client = browser()
    usual, much = chosen(2)
    _say_more(much, date.fromisoformat(today))

    def page(ref: str) -> None:
        answer = client.get(f"/deals/{ref}/")
        if answer.status_code != 200:
            raise ValueError(f"{ref}: {answer.status_code}")

    taken = in_turn({"usual": lambda: page(usual), "much": lambda: page(much)}, runs)
    counted = [Claim.objects.filter(milestone__deal__ref=ref).count() for ref in (usual, much)]
    return {**taken, "claims": counted}


def _say_more(ref: str, today: date) -> None:
    """Promises for each milestone in turn, a week after the other, until there are so many."""
    deal = Deal.objects.get(ref=ref)
    milestones = list(deal.milestones.all())
    said = list(Claim.objects.filter(milestone__deal=deal).order_by("pk"))
    wanted = max(0, MANY - len(said))
    more = []
    for number in range(wanted):
        reported = today - timedelta(weeks=wanted - number)
        voice = drafts.Voice(
            reported_on=reported.isoformat(),
            said_by=said[number % len(said)].said_by,
            source=said[number % len(said)].source,
            side="supplier",
            credibility=2,
        )
        due = (reported + timedelta(days=400 + number)).isoformat()
        milestone = milestones[number % len(milestones)]
        more.append(drafts.ClaimDraft(milestone=milestone, kind="promised", voice=voice, date=due))
    with recording(by=BY, today=today, lock=[deal]) as book:
        actions.record_claims(book, more)
