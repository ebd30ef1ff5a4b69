"""Claims that contradict each other, side by side, with what decides between them."""

from dataclasses import dataclass
from datetime import date

from dashboard.queries.claims import ClaimShown, ClaimsOn
from dashboard.queries.disputes import Dispute
from dashboard.queries.told import Told
from deals.choices import Credibility
from deals.dates import Window
from deliveries.folding import AGREED
from deliveries.weighing import Word
from deliveries.words import Reading


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two claims on one milestone whose dates do not meet, and which of them decides, and why.

    `decides` is the number of a claim; it may be neither of the two.
    """

    code: str
    title: str
    sides: tuple[ClaimShown, ClaimShown]
    decides: int | None
    because: str


def contradictions(told: Told) -> list[Contradiction]:
    """The contradictions that stand on the day, in the order of the plan."""
    readings = readings_of(told)
    return [
        _contradiction(group, reading, dispute)
        for group in told.groups
        if (reading := readings.get(group.on.milestone.pk))
        for dispute in reading.disputes
    ]


def readings_of(told: Told) -> dict[int, Reading]:
    """By milestone, of those that are contested: what was said of it, by the rules."""
    contested = [g for g in told.groups if g.on.span.knowledge == "contested"]
    return {g.on.milestone.pk: told.reading(g) for g in contested}


def _contradiction(group: ClaimsOn, reading: Reading, dispute: Dispute) -> Contradiction:
    one, other = dispute
    decides, because = _decided(reading, one, other)
    milestone = group.on.milestone
    return Contradiction(
        code=milestone.code,
        title=milestone.title,
        sides=(group.of(one.said.key), group.of(other.said.key)),
        decides=decides.said.key if decides else None,
        because=because,
    )


def _decided(reading: Reading, one: Word, other: Word) -> tuple[Word | None, str]:
    """The claim that decides, and why: by the order of the rules."""
    pair = (one, other)
    if reading.actual_word is not None:
        won, why = reading.actual_word, _of_actuals
        otherwise = "Neither of them: another claim on what happened is believed more."
    elif all(w.said.kind in AGREED for w in pair):
        won, why = reading.original or one, _of_contracts
        otherwise = "Neither of them: another claim on the contract is more credible."
    elif reading.rests_on is not None:
        won, why = reading.rests_on, _of_sides
        otherwise = "Neither of them: another claim was held later."
    else:
        return None, "Neither of them: there is no expected date."
    if won not in pair:
        return won, f"{otherwise} It is claim {won.said.key}."
    return won, why(won, other if won == one else one)


def _of_contracts(won: Word, lost: Word) -> str:
    if won.said.credibility != lost.said.credibility:
        return f"On the contract the more credible is the baseline: {_graded(won, lost)}."
    if won.said.held != lost.said.held:
        return "On the contract, of equally credible claims that which was held first stands."
    return "On the contract, of claims alike and of one day the earlier date stands."


def _of_actuals(won: Word, lost: Word) -> str:
    if won.said.rank == "preferred":
        return "Of what is said to have happened the preferred claim is believed."
    if won.said.credibility != lost.said.credibility:
        return f"Of what is said to have happened the more credible holds: {_graded(won, lost)}."
    if _length(won.window) != _length(lost.window):
        return (
            "Of what is said to have happened, of equally credible claims the more precise holds."
        )
    return "Of what is said to have happened, of claims alike the later holds."


def _of_sides(won: Word, lost: Word) -> str:
    if won.said.held != lost.said.held:
        return "Between two sides the expected date is that which was said later."
    if won.said.credibility != lost.said.credibility:
        return f"Said on one day, so that the more credible counts: {_graded(won, lost)}."
    return "Said on one day and equally credible, so that the later date counts."


def _graded(won: Word, lost: Word) -> str:
    """Two credibilities in words: probably true against possibly true."""
    labels = [Credibility(w.said.credibility).label.partition(": ")[2] for w in (won, lost)]
    return " against ".join(labels)


def _length(window: Window | None) -> int:
    if window is None or window.earliest is None or window.latest is None:
        return date.max.toordinal()
    return (window.latest - window.earliest).days
