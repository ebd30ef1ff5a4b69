"""The deals of one page of the watch-list, with what is told of them beside their verdict.

What is read here is of the deals on the page alone: eight queries however many they are.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import dropwhile

from dashboard.asof import AsOf
from dashboard.charts.spark import Spark, Step, spark
from dashboard.figures import SlipShown, grown, human, slip_shown
from dashboard.queries.last_words import last_words
from dashboard.queries.watched import Watched, watched
from deals.choices import Stage
from deals.dates import Window
from deliveries import wording
from deliveries.models import DealSpan, Flag, Span
from deliveries.periods import Period
from deliveries.reasons import spelt
from deliveries.standings import DealOn, MilestoneOn, deals_on
from deliveries.wording import Named


@dataclass(frozen=True, slots=True)
class Moved:
    """How the estimate of what decides moved: the line, and the same in a sentence.

    `short` says it in two lines of few words, where there is no line to be drawn; `given` are the
    last days themselves, the first that was given and each that it moved to.
    """

    line: Spark | None
    says: str
    short: tuple[str, ...] = ()
    given: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class FlagsOfDeal:
    """The flags of one kind on a deal, and how many of them are acknowledged."""

    kind: Named
    number: int
    acknowledged: int


@dataclass(frozen=True, slots=True)
class Listed:
    """One deal of the list, as it stood `on` the day.

    `off` is how far its next date lies ahead, `word` the last claim.

    `in_period_was` is the day from which the slip in the period counts: what was expected then;
    `in_period_overdue` how much of it comes of days going by alone. It `is_untold_in_period` where
    it has slipped, and no date stood a period before by which to tell how far since.
    """

    on: DealOn
    deal: Watched
    stage: str
    off: str
    in_period: SlipShown | None
    in_period_was: date | None
    in_period_overdue: str
    is_untold_in_period: bool
    moved: Moved
    word: int | None
    flags: list[FlagsOfDeal]


def listed(spans: Sequence[DealSpan], when: AsOf, period: Period | None = None) -> list[Listed]:
    """The deals of these spans, which have their parties with them."""
    deals = deals_on(spans, when.day, period)
    moves = _moves([d.worst.milestone.pk for d in deals if d.worst], when.day)
    said = last_words(deals, when.day)
    words, stood = _said([d.deal.pk for d in deals], when.day)
    flags = _recorded([d.deal.pk for d in deals]) if when.is_today else _opened(stood, deals)
    return [
        Listed(
            on=d,
            deal=watched(d, said.get(d.deal.pk), is_today=when.is_today),
            stage=str(Stage(d.span.stage).label) if d.span.stage else "",
            off=_off(d),
            in_period=slip_shown(d.worst.in_period) if d.worst else None,
            in_period_was=_was(d.worst) if d.worst else None,
            in_period_overdue=_overdue(d.worst) if d.worst else "",
            is_untold_in_period=_is_untold(d.worst) if d.worst else False,
            moved=_moved(moves[d.worst.milestone.pk], d) if d.worst else Moved(None, ""),
            word=words.get((d.deal.pk, d.span.last_word_on)),
            flags=_shown(flags[d.deal.pk]),
        )
        for d in deals
    ]


def _off(deal: DealOn) -> str:
    """How far ahead the next date lies: in 12 days, in 9 mo. Empty where it has none, or passed."""
    stated = deal.next.figure("estimate") if deal.next else None
    if stated is None or stated.latest is None or stated.latest < deal.day:
        return ""
    days = (stated.latest - deal.day).days
    if days == 0:
        return "today"
    return f"in {days} day{'s' * (days != 1)}" if days < 60 else f"in {human(days)}"


def _was(worst: MilestoneOn) -> date | None:
    """The day expected a period before, where it has moved since by more than days going by."""
    then, moved = _last(worst.past_estimate), worst.in_period
    is_stated = then is not None and then > worst.period.before(worst.day)
    days = moved.days or 0 if moved else 0
    has_moved = days < 0 or days > grown(worst)
    return then if is_stated and has_moved else None


def _is_untold(worst: MilestoneOn) -> bool:
    has_slipped = slip_shown(worst.total) is not None and worst.past is not None
    return has_slipped and slip_shown(worst.in_period) is None


def _overdue(worst: MilestoneOn) -> str:
    """How much of the slip in the period nobody moved: overdue, not moved; 12 of them overdue."""
    moved, more = worst.in_period, grown(worst)
    if not more or not moved or not moved.days or moved.days < 0:
        return ""
    latest = worst.span.estimate_latest
    why = "overdue" if latest and latest < worst.day else "waiting"
    return f"{why}, not moved" if more >= moved.days else f"{more:,} of them {why}"


def _moves(milestones: Sequence[int], day: date) -> dict[int, list[Step]]:
    """By milestone: what the last day of its estimate was said to be, from when on."""
    found: dict[int, list[Step]] = defaultdict(list)
    spans = Span.objects.filter(milestone__in=milestones, from_on__lte=day)
    in_turn = spans.order_by("milestone_id", "from_on")
    for number, from_on, latest in in_turn.values_list("milestone", "from_on", "estimate_latest"):
        steps = found[number]
        if not steps or steps[-1].until != latest:
            steps.append(Step(from_on, latest))
    return found


def _moved(steps: Sequence[Step], deal: DealOn) -> Moved:
    original = deal.worst.figure("original") if deal.worst else None
    given = list(dropwhile(lambda step: step.until is None, steps))
    if not given:
        return Moved(None, "No date.", ("No date",))
    growing = _growing(steps[-1], deal.worst) if deal.worst else ""
    times, was_none = len(given) - 1, len(given) < len(steps)
    first, last = _named(given[0]), _named(given[-1])
    line = spark(steps, _last(original), deal.day)
    short: tuple[str, ...]
    if times:
        counted = f"Moved {times} time{'s' * (times != 1)}"
        says, between = f"{counted}: from {first} to {last}", "; "
        short = (counted, f"now {last}")
    elif was_none:  # a first date is no move
        says, between, short = f"First given as {first}", "; ", ("First given as", first)
    else:
        says, between = "Never moved", ": "
        short, line = ("Never moved", *("slip grows daily",) * bool(growing)), None
    return Moved(line, f"{says}{between if growing else ''}{growing}.", short, tuple(given))


def _growing(last: Step, worst: MilestoneOn) -> str:
    """Why its slip grows while nobody moves its date; empty where it does not."""
    if not worst.is_growing or last.until is None:
        return ""
    why = f"{spelt(last.until)} has passed" if last.until < worst.day else "it has to wait"
    return f"{why}, and the slip grows daily"


def _named(step: Step) -> str:
    return spelt(step.until) if step.until else "no date"


def _last(window: Window | None) -> date | None:
    return window.latest if window else None


_Flags = dict[int, list[tuple[str, bool]]]  # by deal: kind, and whether acknowledged


def _said(deals: Sequence[int], day: date) -> tuple[dict[tuple[int, date | None], int], _Flags]:
    """By deal and day: the claim that was the last word; and the flags that stood."""
    words: dict[tuple[int, date | None], int] = {}
    flags: _Flags = defaultdict(list)
    rows = Span.objects.on(day).filter(deal__in=deals).order_by("milestone_id")
    for deal, said_on, claim, kinds in rows.values_list(
        "deal", "last_word_on", "latest_claim", "flags"
    ):
        if claim:
            words[deal, said_on] = max(claim, words.get((deal, said_on), 0))
        flags[deal] += [(kind, False) for kind in kinds]
    return words, flags


def _opened(stood: _Flags, deals: Iterable[DealOn]) -> _Flags:
    """Those that stood, but for deals that were suspended then, which open none."""
    return defaultdict(
        list, {d.deal.pk: stood[d.deal.pk] for d in deals if not d.span.is_suspended}
    )


def _recorded(deals: Sequence[int]) -> _Flags:
    """The flags that are open here, for today."""
    found: _Flags = defaultdict(list)
    rows = Flag.objects.open().filter(deal__in=deals).order_by("pk")
    for deal, kind, seen in rows.values_list("deal", "kind", "acknowledged_at"):
        found[deal].append((kind, seen is not None))
    return found


def _shown(flags: Iterable[tuple[str, bool]]) -> list[FlagsOfDeal]:
    """By kind, the worst first."""
    flags = list(flags)
    numbers = Counter(kind for kind, _ in flags)
    seen = Counter(kind for kind, is_seen in flags if is_seen)
    return [
        FlagsOfDeal(named, numbers[code], seen[code])
        for code, named in wording.FLAGS.items()
        if numbers[code]
    ]
