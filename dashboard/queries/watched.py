"""A deal with what stands for it, as the lists of deals show it."""

from dataclasses import dataclass

from dashboard.figures import DateShown, Expected, SlipShown, expected, slip_shown
from dashboard.queries.last_words import LastWord
from dashboard.queries.parties import Between, between
from dashboard.reasons import brief
from deliveries import wording
from deliveries.reasons import spelt
from deliveries.standings import DealOn, MilestoneOn
from deliveries.wording import Named


@dataclass(frozen=True, slots=True)
class Watched:
    """One deal in the list. `decides` is the milestone that it stands as, `next` the next one.

    `measured` says since which day its slip counts, and how that came about. `last_word` is as
    precise as its report.
    """

    ref: str
    designation: str
    between: Between
    state: Named
    is_suspended: bool
    knowledge: Named | None
    decides: str
    reason: str
    next_title: str
    next: Expected | None
    slip: SlipShown | None
    measured: str
    last_word: DateShown | None
    age: str


def watched(deal: DealOn, said: LastWord | None, *, is_today: bool) -> Watched:
    """A deal with its parties and the last word on it, as a row of the list."""
    worst, span = deal.worst, deal.span
    return Watched(
        ref=deal.deal.ref,
        designation=deal.deal.designation,
        between=between(deal.deal.parties.all()),
        state=wording.STATES[span.state],
        is_suspended=span.is_suspended or (is_today and deal.deal.is_suspended),
        knowledge=wording.KNOWLEDGE[worst.span.knowledge] if worst else None,
        decides=worst.milestone.title if worst else "",
        reason=" ".join(brief(r["text"]) for r in worst.span.reasons) if worst else "",
        next_title=deal.next.milestone.title if deal.next else "",
        next=expected(deal.next) if deal.next else None,
        slip=slip_shown(worst.total) if worst else None,
        measured=_measured(worst) if worst else "",
        last_word=said.day if said else None,
        age=said.age if said else "",
    )


def _measured(worst: MilestoneOn) -> str:
    """Since the first date (30 Apr 2023); since the first promise, where none was contracted."""
    original = worst.figure("original")
    if original is None or original.latest is None:
        return ""
    what = worst.span.inferred or "date"
    return f"since the first {what} ({spelt(original.latest)})"
