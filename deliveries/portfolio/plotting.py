"""From shapes to the course of one deal, in days from its beginning."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from deliveries.portfolio.shapes import Plan, Shapes, Step, Track

_MILESTONES = 13  # of a whole course, on average
_PREPARES = ("approval", "negotiation", "signature", "ratification", "entry_into_force", "payment")
_OVERLAP = 3  # a further tranche begins after this part of the one before
_AT_LEAST = 60  # days between the beginnings of two tranches


@dataclass(frozen=True, slots=True)
class Leg:
    """A milestone on its course: its track begins on day `due`, its days `pace` times as long."""

    step: Step
    track: Track
    due: int
    pace: float

    def day(self, at: int) -> int:
        """The day of the course on which a day of the track falls."""
        return self.due + round(at * self.pace)


@dataclass(frozen=True, slots=True)
class Course:
    """A deal on its course; its terms take `pace` times as long."""

    plan: Plan
    legs: tuple[Leg, ...]
    pace: float

    @property
    def first_report(self) -> int:
        """The day of the first report."""
        spoken = ((leg, leg.track.spoken) for leg in self.legs)
        return min(leg.day(s.voice.reported.at) for leg, track in spoken for s in track)

    @property
    def length(self) -> int:
        """The day of the last report."""
        return max(leg.day(leg.track.last_report) for leg in self.legs)


def plot(shapes: Shapes, random: Random) -> Course:
    """The course of a deal: the plan of one real deal, each milestone with the track of another.

    A milestone is met when those before it are, or later; one whose track has no end gets one.
    """
    plan = random.choice(shapes.plans)
    pace = _around_one(random)
    legs: list[Leg] = []
    for step in _stretched(plan, shapes, random):
        track = random.choice(shapes.tracks[step.kind])
        if not track.has_ended:
            track = track.ended_as(random.choice(shapes.endings))
        own = pace * _around_one(random)
        leg = Leg(step, track, round(step.due * pace), own)
        earliest = max((legs[p].day(legs[p].track.ends_at) for p in step.after), default=0)
        wait = max(earliest - leg.day(track.ends_at), 0)
        legs.append(Leg(step, track, leg.due + wait, own))
    return Course(plan, tuple(legs), pace)


def _around_one(random: Random) -> float:
    return min(max(random.lognormvariate(0, 0.2), 0.5), 2.0)


def _stretched(plan: Plan, shapes: Shapes, random: Random) -> Sequence[Step]:
    """The steps of the plan, with further tranches of what it delivers, or cut short."""
    mean = sum(len(p.steps) for p in shapes.plans) / len(shapes.plans)
    wanted = max(2, round(len(plan.steps) * _MILESTONES / mean * random.uniform(0.5, 1.5)))
    steps = list(plan.steps)
    start = _first_delivering(plan.steps)
    tranche = plan.steps[start:]
    dues = [s.due for s in tranche]
    apart = max((max(dues) - min(dues)) // _OVERLAP, _AT_LEAST)
    for number in range(1, (wanted - start) // len(tranche) + 1):
        moved = number * len(tranche)
        for place, step in enumerate(tranche, start):
            after = tuple(p + moved for p in step.after if p >= start)
            # One tranche follows the one before, milestone for milestone.
            before = (place + moved - len(tranche),)
            steps.append(Step(step.kind, step.due + number * apart, after or before))
    return steps[:wanted]


def _first_delivering(steps: Sequence[Step]) -> int:
    """The place of the first step after all that prepares; of the last step if all do."""
    last = max((p for p, step in enumerate(steps) if step.kind in _PREPARES), default=-1)
    return min(last + 1, len(steps) - 1)
