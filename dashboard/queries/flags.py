"""The open findings about milestones: those recorded here for today, those that stood on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils import timezone

from dashboard.asof import AsOf
from dashboard.figures import SlipShown, days_of, slip_shown
from dashboard.reasons import SAID_BY_THE_VERDICT, why
from deals.models import Actor, Deal, Milestone
from deliveries import wording
from deliveries.models import DealSpan, Flag, Until
from deliveries.reasons import spelt
from deliveries.standings import (
    MilestoneOn,
    deal_spans_on,
    flagged_since,
    milestones_on,
    spans_on,
)
from deliveries.verdicts import WORST_FIRST
from deliveries.wording import Named

PAGE = 200  # findings on a page
_KINDS = tuple(wording.FLAGS)


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
    """One open flag. `since` is the day from which it stands, `found_on` the day it was found."""

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

    @property
    def is_acknowledged(self) -> bool:
        """Whether somebody has said of it that it is seen, and that still holds."""
        return self.acknowledged is not None and not self.acknowledged.has_ended

    @property
    def order(self) -> tuple[object, ...]:
        """The worst first: by kind, then by level, then by how far it has slipped."""
        level = WORST_FIRST.index(self.level.code) if self.level else 0
        kind = _KINDS.index(self.kind.code)
        return (kind, level, -self.slipped, self.deal.ref, self.milestone.position)


@dataclass(frozen=True, slots=True)
class FlagsPage:
    """The findings by kind, the worst kind first; `suspended` are deals that open no new flag."""

    total: int
    pages: Page[Finding]
    deals: int
    acknowledged: int
    kinds: list[tuple[Named, list[Finding]]]
    suspended: list[Deal]


def flags_page(actor: Actor, when: AsOf, page: str = "1") -> FlagsPage:
    """The findings that `actor` may know of, a page of them."""
    found = findings(actor, when)
    shown = Paginator(found, PAGE).get_page(page)
    by_kind = {code: [f for f in shown if f.kind.code == code] for code in _KINDS}
    return FlagsPage(
        total=len(found),
        pages=shown,
        deals=len({f.deal.pk for f in found}),
        acknowledged=sum(f.is_acknowledged for f in found),
        kinds=[(wording.FLAGS[code], rows) for code, rows in by_kind.items() if rows],
        suspended=_suspended(deal_spans_on(actor, when.day), when),
    )


def _suspended(spans: Iterable[DealSpan], when: AsOf) -> list[Deal]:
    by_hand = when.is_today
    return [s.deal for s in spans if s.is_suspended or (by_hand and s.deal.is_suspended)]


def findings(actor: Actor, when: AsOf) -> list[Finding]:
    """The findings about milestones that `actor` may know of."""
    spans = spans_on(actor, when.day)
    if when.is_today:
        flagged = Flag.objects.open().filter(milestone__in=spans.values("milestone"))
        stood = milestones_on(spans.filter(milestone__in=flagged.values("milestone")), when.day)
        stand = _recorded(flagged, stood)
    else:
        stand = _stood(milestones_on(spans, when.day))
    since = flagged_since({s.on.milestone.pk for s in stand}, when.day)
    return sorted((_finding(s, since, when) for s in stand), key=lambda f: f.order)


def findings_of(
    on: list[MilestoneOn], since: dict[int, dict[str, date]], when: AsOf
) -> list[Finding]:
    """The findings about the milestones of one deal; `since` when they stand (see `standings`)."""
    if when.is_today:
        numbers = [m.milestone.pk for m in on]
        stand = _recorded(Flag.objects.open().filter(milestone__in=numbers), on)
    else:
        stand = _stood(on)
    return sorted((_finding(s, since, when) for s in stand), key=lambda f: f.order)


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


def _finding(stands: _Stands, since: dict[int, dict[str, date]], when: AsOf) -> Finding:
    on, flag = stands.on, stands.flag
    return Finding(
        deal=on.milestone.deal,
        milestone=on.milestone,
        kind=wording.FLAGS[stands.kind],
        level=wording.STATES[stands.level] if stands.level else None,
        since=since.get(on.milestone.pk, {}).get(stands.kind),
        found_on=flag.opened_on if flag else None,
        reason=why(on, stands.kind),
        claims=on.claims if stands.kind in SAID_BY_THE_VERDICT else [],
        slip=slip_shown(on.total),
        slipped=days_of(on.total),
        acknowledged=_acknowledged(flag, when.today) if flag else None,
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
