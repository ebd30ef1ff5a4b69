"""The second derivation: a whole deal on one day, its milestones and what they come to."""

from dataclasses import dataclass
from datetime import date

from deliveries.facts import Facts
from tests.deliveries.naive.plan import Plan, exists, known_by
from tests.deliveries.naive.verdicts import NaiveStanding, judged

WORST_FIRST = (
    "critical",
    "breach",
    "slipping",
    "unknown_delay",
    "at_risk",
    "not_contracted",
    "due_soon",
    "on_track",
    "undated",
)

# What a deal is for: that something is handed over and used; of an agreement, that it holds.
HANDED_OVER = ("delivery", "acceptance", "induction", "completion", "service_entry", "expiry")
AGREED = ("signature", "ratification", "entry_into_force")


@dataclass(frozen=True, slots=True)
class NaiveDeal:
    """What stands for a deal on one day. `worst`: the milestone that decides."""

    state: str
    worst: str
    stage: str
    is_suspended: bool
    last_word_on: date | None
    open: int
    met: int
    cancelled: int
    knowledge: str


class NaiveHistory:
    """A deal on any day, each from scratch.

    All that is kept from one day to another is what a set of facts comes to before the day is
    looked at; another set, known on another day, is another plan.
    """

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self._plans: dict[tuple[int, int], Plan] = {}

    def plan(self, day: date) -> Plan:
        found = known_by(self.facts, day)
        # What was reported by a day only ever grows, so its size says which facts they are.
        return self._plans.setdefault((len(found.claims), len(found.counts)), found)

    def on(self, day: date) -> dict[str, NaiveStanding]:
        """What stands for each milestone on the day; those not yet spoken of are absent."""
        plan = self.plan(day)
        return {code: judged(plan, code, day) for code in plan.steps if exists(plan, code)}

    def deal_on(self, day: date, milestones: dict[str, NaiveStanding]) -> NaiveDeal | None:
        """What those come to for the deal; None before the first word."""
        stages = sorted(
            (s for s in self.facts.stages if s.reported <= day),
            key=lambda s: (s.held, -s.credibility, s.stage),
        )
        if not milestones and not stages:
            return None
        stage = stages[-1].stage if stages else ""
        worst = deciding(self.facts, milestones)
        progress = [m.progress for m in milestones.values()]
        return NaiveDeal(
            state=milestones[worst].state if worst else "undated",
            worst=worst,
            stage=stage,
            is_suspended=stage == "suspended",
            last_word_on=max(
                (m.last_word_on for m in milestones.values() if m.last_word_on), default=None
            ),
            open=progress.count("open"),
            met=progress.count("met"),
            cancelled=progress.count("cancelled"),
            knowledge=milestones[worst].knowledge if worst else "",
        )


def deciding(facts: Facts, milestones: dict[str, NaiveStanding]) -> str:
    """The milestone that the deal stands as; "" where there is none."""
    kinds = {step.code: step.kind for step in facts.steps}
    plan = [code for code in kinds if code in milestones]
    if still := [code for code in plan if milestones[code].progress == "open"]:
        worst = min(WORST_FIRST.index(milestones[code].state) for code in still)
        bad = [c for c in still if WORST_FIRST.index(milestones[c].state) == worst]
        contracted = [c for c in bad if is_contracted(milestones[c])]
        return (contracted or bad)[-1]
    if not plan:
        return ""
    purpose = [c for c in plan if kinds[c] in HANDED_OVER] or [
        c for c in plan if kinds[c] in AGREED
    ]
    if late := [c for c in purpose if milestones[c].state == "met_late"]:
        return late[-1]
    return max(plan, key=lambda code: ended_on(milestones[code]))


def is_contracted(milestone: NaiveStanding) -> bool:
    return bool(milestone.baseline and not milestone.inferred)


def ended_on(milestone: NaiveStanding) -> date:
    return milestone.actual.latest if milestone.actual else date.min
