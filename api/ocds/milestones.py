"""What is to happen: its status, when it is due and when it was met."""

from collections.abc import Sequence
from datetime import date

from api.ocds.facts import Counted, DealOn, Step
from api.ocds.values import Json, end_of, slip, start_of, told, window
from api.ocds.words import MILESTONE_TYPES
from deliveries.slips import slip as moved

_DELIVERED = ("delivered", "accepted", "inducted")


def milestones(deal: DealOn, steps: Sequence[Step]) -> list[Json]:
    """Those of one section, in the order of the plan."""
    return [_milestone(step, latest(step, deal.counts), deal.day) for step in steps]


def due_on(step: Step) -> date | None:
    """The objective: the last day of the current baseline; without one that of the estimate."""
    if step.objective is not None or step.estimate is None or step.progress != "open":
        return step.objective
    return step.estimate.latest


def status(step: Step, counts: Sequence[Counted], day: date) -> str:
    """One of the standard's four.

    Met; partially met, where some of the lot had come; not met, where it was due before the day
    or is cancelled; else scheduled.
    """
    if step.progress == "met":
        return "met"
    if step.progress == "cancelled":
        return "notMet"
    if any(count.total for count in counts if count.kind in _DELIVERED):
        return "partiallyMet"
    due = due_on(step)
    return "notMet" if due is not None and due < day else "scheduled"


def latest(step: Step, counts: Sequence[Counted]) -> list[Counted]:
    """Of each kind of count of its lot, that of the latest point; of equals the last reported."""
    found: dict[str, Counted] = {}
    for count in sorted(counts, key=lambda c: (c.by_on, c.reported_on)):
        if count.milestone == step.code:
            found[count.kind] = count
    return [found[kind] for kind in sorted(found)]


def met_on(step: Step) -> date | None:
    """The last day on which it can have been met; None where none is known."""
    return step.actual.latest if step.progress == "met" and step.actual else None


def _milestone(step: Step, counts: Sequence[Counted], day: date) -> Json:
    return told(
        {
            "id": step.code,
            "title": step.title,
            "type": MILESTONE_TYPES.get(step.kind),
            "code": step.kind,
            "dueDate": end_of(due_on(step)),
            "dateMet": end_of(met_on(step)),
            "dateModified": start_of(step.last_word_on),
            "status": status(step, counts, day),
            "slipwatch": _beyond(step, counts),
        }
    )


def _beyond(step: Step, counts: Sequence[Counted]) -> Json:
    reckoned = None if step.is_growing else step.estimate
    return told(
        {
            "state": step.state,
            "progress": step.progress,
            "level": step.level,
            "knowledge": "" if step.knowledge == "none" else step.knowledge,
            "baselineOriginal": window(step.original),
            "baseline": window(step.baseline),
            "baselineInferred": step.inferred,
            "promised": window(step.promised),
            "assessed": window(step.assessed),
            "statedEstimate": window(step.estimate),
            "growing": step.is_growing,
            "actual": window(step.actual),
            "threshold": step.threshold and step.threshold.isoformat(),
            "slipTotal": slip(moved(reckoned, step.original)),
            "slipCurrent": slip(moved(reckoned, step.baseline)),
            "flags": list(step.flags),
            "claims": list(step.claims),
            "counts": [
                {"kind": count.kind, "total": count.total, "by": window(count.by)}
                for count in counts
            ],
        }
    )
