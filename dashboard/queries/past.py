"""What the milestones of a page stood as before, and since when a flag stands."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from dashboard.charts.small_strip import SmallStrip, small_strip
from deliveries import wording
from deliveries.models import Span
from deliveries.reasons import spelt
from deliveries.standings import standing_since


@dataclass(frozen=True, slots=True)
class StripOf:
    """The states of a milestone as a strip, in words, and each with the day that it began."""

    strip: SmallStrip
    says: str
    runs: Sequence[tuple[date, str]]


@dataclass(frozen=True, slots=True)
class Past:
    """By milestone: since when each kind of flag stands, and the strip of its states."""

    since: dict[int, dict[str, date]]
    strips: dict[int, StripOf]


def past_of(milestones: Collection[int], day: date) -> Past:
    """The past of these milestones up to a day, in one query."""
    spans = Span.objects.filter(milestone__in=milestones, from_on__lte=day)
    in_turn = spans.order_by("milestone", "from_on")
    rows = list(in_turn.values_list("milestone", "from_on", "flags", "state"))
    runs: dict[int, list[tuple[date, str]]] = defaultdict(list)
    for number, from_on, _, state in rows:
        if not runs[number] or runs[number][-1][1] != state:
            runs[number].append((from_on, state))
    return Past(
        since=standing_since((number, from_on, flags) for number, from_on, flags, _ in rows),
        strips={
            number: StripOf(strip, _says(of_one), of_one)
            for number, of_one in runs.items()
            if (strip := small_strip(of_one, day))
        },
    )


def _says(runs: Sequence[tuple[date, str]]) -> str:
    """On track from 1 Jan 2019, slipping from 1 Nov 2020."""
    turns = ", ".join(f"{wording.STATES[s].word.lower()} from {spelt(day)}" for day, s in runs)
    return turns[:1].upper() + turns[1:]
