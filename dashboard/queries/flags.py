"""The open findings about milestones: those recorded here for today, those that stood on a day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.functional import cached_property
from typing_extensions import override

from dashboard.asking import Fault
from dashboard.asof import AsOf
from dashboard.figures import SlipShown, days_of, slip_shown
from dashboard.naming import with_parties
from dashboard.queries.disputes import Dispute, disputes_on, told_of
from dashboard.queries.flagged import (
    CLOSED,
    KINDS,
    OPEN,
    SHOWS,
    Numbers,
    Place,
    Recorded,
    Stood,
    of,
)
from dashboard.queries.past import StripOf, past_of
from dashboard.reasons import SAID_BY_THE_VERDICT, why
from deals.models import Actor, Deal, Milestone
from deliveries import wording
from deliveries.models import Flag, Until
from deliveries.reasons import spelt
from deliveries.standings import MilestoneOn, deal_spans_on, milestones_on, spans_on
from deliveries.verdicts import WORST_FIRST
from deliveries.wording import Named

PAGE = 200  # findings on a page
CONTESTED = "contested"
Disputes = Mapping[int, tuple[Dispute, ...]]  # by milestone


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """What a person said of a flag, and until what that holds, in words.

    `has_ended` once that has come.
    """

    by: str
    on: date
    holds: str
    note: str
    has_ended: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """One flag. `since` is the day from which it stands, `found_on` the day it was found here.

    `number` is that of its record here, for today; `strip` what its milestone stood as.
    """

    deal: Deal
    milestone: Milestone
    kind: Named
    level: Named | None
    since: date | None
    found_on: date | None
    reason: str
    claims: list[int]
    slip: SlipShown | None
    slipped: int
    acknowledged: Acknowledged | None
    number: int | None = None
    closed_on: date | None = None
    now: Named | None = None
    strip: StripOf | None = None

    @property
    def is_acknowledged(self) -> bool:
        """Whether somebody has said of it that it is seen, and that still holds."""
        return self.acknowledged is not None and not self.acknowledged.has_ended

    @property
    def order(self) -> tuple[object, ...]:
        """The worst first: by kind, then by level, then by how far it has slipped."""
        level = WORST_FIRST.index(self.level.code) if self.level else 0
        kind = KINDS.index(self.kind.code)
        return (kind, level, -self.slipped, self.deal.ref, self.milestone.position)


@dataclass(frozen=True, slots=True)
class FlagsPage:
    """The findings by kind, the worst kind first; of what is closed, all as one, the latest first.

    `kinds` has those of the page, `numbers` how many there are in all. `suspended` are deals that
    open no new flag: of another day than today they show none.
    """

    show: str
    kind: str
    numbers: Numbers
    pages: Page[Place]
    kinds: list[tuple[Named, list[Finding]]]
    every_kind: list[tuple[Named, int]]
    closed: list[Finding]
    suspended: list[Deal]


class UnknownShow(ValueError):
    """A page of flags was asked for what there is not."""

    def __init__(self, parameter: str, value: str, accepted: Iterable[str]) -> None:
        super().__init__(value)
        self.faults = [
            Fault(parameter, value, "has a value that is not accepted", ", ".join(accepted))
        ]


class _Places(Paginator[Place]):
    """Pages of findings that have been counted already and are fetched a page at a time."""

    def __init__(self, found: "Recorded | Stood", number: int) -> None:
        super().__init__([], PAGE)
        self.found, self.number_of_findings = found, number

    @override
    @cached_property
    def count(self) -> int:
        """How many findings there are."""
        return self.number_of_findings

    @override
    def page(self, number: int | str) -> Page[Place]:
        """One page of them."""
        number = self.validate_number(number)
        first = (number - 1) * PAGE
        return Page(self.found.places(first, first + PAGE), number, self)


def flags_page(
    actor: Actor, when: AsOf, page: str = "1", *, show: str = "", kind: str = ""
) -> FlagsPage:
    """The findings that `actor` may know of, a page of them. Raises UnknownShow.

    What is not of the page is counted and sorted by the database, and not read.
    """
    found = sought(actor, when, show=show, kind=kind)
    show, numbers = show or OPEN, found.numbers()
    shown = _Places(found, numbers.of(kind)).get_page(page)
    findings = findings_at(list(shown), actor, when)
    by_kind = {code: [f for f in findings if f.kind.code == code] for code in KINDS}
    return FlagsPage(
        show=show,
        kind=kind,
        numbers=numbers,
        pages=shown,
        kinds=[(wording.FLAGS[code], rows) for code, rows in by_kind.items() if rows],
        every_kind=[(wording.FLAGS[k], numbers.kinds[k]) for k in KINDS if numbers.kinds.get(k)],
        closed=findings if show == CLOSED else [],
        suspended=_suspended(actor, when) if show == OPEN else [],
    )


def sought(actor: Actor, when: AsOf, *, show: str = "", kind: str = "") -> Recorded | Stood:
    """The findings that are asked for. Raises UnknownShow; only today has any but open ones."""
    shows = SHOWS if when.is_today else (OPEN,)
    show = show or OPEN
    if show not in shows:
        raise UnknownShow("show", show, shows)
    if kind and kind not in KINDS:
        raise UnknownShow("kind", kind, KINDS)
    if when.is_today:
        return Recorded(actor, when.today, show, kind)
    return Stood(actor, when.day, kind)


def _suspended(actor: Actor, when: AsOf) -> list[Deal]:
    """The deals that open no new flag, so many as a page has."""
    is_so = Q(is_suspended=True)
    if when.is_today:
        is_so |= Q(deal__is_suspended=True)
    found = [s.deal for s in deal_spans_on(actor, when.day).filter(is_so)[:PAGE]]
    with_parties(found)
    return found


def findings_at(places: list[Place], actor: Actor, when: AsOf) -> list[Finding]:
    """The findings at these places, in their order, with the spans that say why."""
    numbers = of(places)
    spans = spans_on(actor, when.day).filter(milestone__in=numbers)
    by_milestone = {on.milestone.pk: on for on in milestones_on(spans, when.day)}
    with_parties(on.milestone.deal for on in by_milestone.values())
    past = past_of(numbers, when.day)
    contested = {p.milestone for p in places if p.kind == CONTESTED}
    disputes = disputes_on([on.span for n, on in by_milestone.items() if n in contested], when.day)
    stand = [
        _Stands(by_milestone[p.milestone], p.kind, p.level, p.flag)
        for p in places
        if p.milestone in by_milestone
    ]
    return [
        replace(_finding(s, past.since, disputes, when), strip=past.strips.get(s.on.milestone.pk))
        for s in stand
    ]


def findings_of(
    on: list[MilestoneOn],
    since: dict[int, dict[str, date]],
    disputes: Disputes,
    when: AsOf,
    *,
    is_suspended: bool = False,
) -> list[Finding]:
    """The findings about the milestones of one deal; `since` when they stand (see `standings`).

    `disputes` are what its milestones are contested about.
    While a deal is suspended it opens none: of another day than today there are none then.
    """
    if when.is_today:
        numbers = [m.milestone.pk for m in on]
        stand = _recorded(Flag.objects.open().filter(milestone__in=numbers), on)
    else:
        stand = [] if is_suspended else _stood(on)
    return sorted((_finding(s, since, disputes, when) for s in stand), key=lambda f: f.order)


@dataclass(frozen=True, slots=True)
class _Stands:
    """A finding that stands: on what, of which kind and level; its record here, for today."""

    on: MilestoneOn
    kind: str
    level: str
    flag: Flag | None = None


def _stood(milestones: Iterable[MilestoneOn]) -> list[_Stands]:
    """What the spans of another day than today say, or those of what was once on record."""
    return [
        _Stands(on, kind, on.span.level if kind == "slip" else "")
        for on in milestones
        for kind in on.span.flags
    ]


def _recorded(flags: QuerySet[Flag], milestones: Iterable[MilestoneOn]) -> list[_Stands]:
    """What the scan has recorded for today, with the milestones whose spans say why."""
    by_milestone = {on.milestone.pk: on for on in milestones}
    return [
        _Stands(by_milestone[flag.milestone_id], flag.kind, flag.level, flag)
        for flag in flags.select_related("acknowledged_by")
    ]


def _finding(
    stands: _Stands, since: dict[int, dict[str, date]], disputes: Disputes, when: AsOf
) -> Finding:
    on, flag = stands.on, stands.flag
    begun = since.get(on.milestone.pk, {}).get(stands.kind)
    about = disputes.get(on.milestone.pk, ()) if stands.kind == CONTESTED else ()
    claims = [word.said.key for pair in about for word in pair]
    return Finding(
        deal=on.milestone.deal,
        milestone=on.milestone,
        kind=wording.FLAGS[stands.kind],
        level=wording.STATES[stands.level] if stands.level else None,
        since=begun,
        found_on=flag.opened_on if flag else None,
        reason=told_of(about, begun) or why(on, stands.kind),
        claims=on.claims if stands.kind in SAID_BY_THE_VERDICT else list(dict.fromkeys(claims)),
        slip=slip_shown(on.total),
        slipped=days_of(on.total),
        acknowledged=_acknowledged(flag, when.today) if flag else None,
        number=flag.pk if flag else None,
        closed_on=flag.closed_on if flag else None,
        now=wording.STATES[on.span.state],
    )


def _acknowledged(flag: Flag, today: date) -> Acknowledged | None:
    if flag.acknowledged_at is None:
        return None
    wakes = flag.wakes_on
    has_ended = wakes is not None and wakes <= today
    return Acknowledged(
        by=str(flag.acknowledged_by or ""),
        on=timezone.localtime(flag.acknowledged_at).date(),
        holds=f"held until {spelt(wakes)}" if wakes and has_ended else _holds(flag),
        note=flag.note,
        has_ended=has_ended,
    )


def _holds(flag: Flag) -> str:
    """Until what, and when that comes if nobody says anything new: until it changes."""
    comes = spelt(flag.wakes_on) if flag.wakes_on else ""
    if flag.acknowledged_until == Until.DAY:
        return f"until {comes}"
    until = "until it changes"
    if flag.acknowledged_until == Until.WORSE and flag.worse_by:
        until = f"until it is worse by {flag.worse_by:,} day{'s' * (flag.worse_by != 1)}"
    return f"{until}, on {comes} without a new word" if comes else until
