"""What its milestones make of a deal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from deliveries.verdicts import WORST_FIRST, Standing

SUSPENDED = "suspended"


@dataclass(frozen=True, slots=True)
class DealStanding:
    """What stands for a deal: as its worst open milestone does or, with none open, as it ended.

    `worst` and `next` are codes of milestones: the one that decides, and the first open one with
    a date. The last word is the latest on any milestone.

    `slip` is the total slip of what decides in days, or what it comes to at least, before the day
    does anything to it; `grows_from` the day (its ordinal) from which it is a day more each day.
    `is_stale`: so is the word on what decides.
    """

    state: str
    severity: int
    worst: str
    next: str
    stage: str
    is_suspended: bool
    last_word_on: date | None
    open: int
    met: int
    cancelled: int
    slip: int | None
    grows_from: int | None
    is_stale: bool


def deal_standing(
    planned: Sequence[Standing], kinds: Mapping[str, str], stage: str
) -> DealStanding:
    """The deal of which these milestones exist, in the order of the plan; `kinds` by code."""
    opened = [s for s in planned if s.progress == "open"]
    decides = _decides(planned, opened, kinds)
    state = decides.state if decides else "undated"
    slip, grows_from = _slipped(decides) if decides else (None, None)
    return DealStanding(
        state=state,
        severity=WORST_FIRST.index(state),
        worst=decides.milestone if decides else "",
        next=next((s.milestone for s in opened if s.estimate), ""),
        stage=stage,
        is_suspended=stage == SUSPENDED,
        last_word_on=max(filter(None, (s.last_word_on for s in planned)), default=None),
        open=len(opened),
        met=sum(s.progress == "met" for s in planned),
        cancelled=sum(s.progress == "cancelled" for s in planned),
        slip=slip,
        grows_from=grows_from,
        is_stale=decides is not None and "stale" in decides.flags,
    )


def _slipped(decides: Standing) -> tuple[int | None, int | None]:
    since = decides.original.window.latest if decides.original else None
    if since is None or decides.estimate is None:
        return None, None
    until = decides.estimate.latest or decides.estimate.earliest
    slip = (until - since).days if until else None
    return slip, None if decides.floor is None else since.toordinal() - decides.floor


# What a deal is for: if it has none of the first, the second.
DELIVERING = ("delivery", "acceptance", "induction", "completion", "service_entry", "expiry")
AGREEING = ("signature", "ratification", "entry_into_force")


def _decides(
    planned: Sequence[Standing], opened: Sequence[Standing], kinds: Mapping[str, str]
) -> Standing | None:
    """The worst open milestone, or how it ended.

    Of equally bad ones one that is contracted, then the last of the plan.

    It ended late if anything that the deal is for was met late, else as its last milestone did: a
    carrier handed over five years late has not come on time because its voyage home did.
    """
    if opened:
        return min(reversed(opened), key=lambda s: (s.severity, s.inferred != ""))
    for purpose in (DELIVERING, AGREEING):
        met = [s for s in planned if kinds[s.milestone] in purpose and s.progress == "met"]
        late = [s for s in met if s.state == "met_late"]
        if late:
            return late[-1]
        if met:
            break
    return max(planned, key=lambda s: (s.progress == "met", _ended(s)), default=None)


def _ended(standing: Standing) -> date:
    return (standing.actual and standing.actual.latest) or date.min
