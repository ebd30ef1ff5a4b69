"""What the charts of one deal are drawn from: all that was known of it by the day, read once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from urllib.parse import urlencode

from dashboard.asof import KNOWN_AT, PARAMETER, AsOf
from dashboard.queries.claims import ClaimsOn, claims_of, claims_on
from dashboard.queries.disputes import reading_of
from deals.dates import Window, from_edtf
from deals.models import Actor, Claim, Deal, Event, Milestone
from deliveries.dossiers import Dossier, dossier_of
from deliveries.facts import plus
from deliveries.models import Count, DealSpan, Span
from deliveries.standings import MilestoneOn, standing_since
from deliveries.words import Reading

AFTERWARDS = 60  # days that are drawn after the last word on a deal that has ended
_CLOCKS = ("original", "baseline", "promised", "assessed")


@dataclass(frozen=True)
class Told:
    """A deal by the day: where it stands, its milestones, what was said, and what stood when.

    `span` is None while nothing has been said of it. `groups` are the claims by milestone, as pages
    show them. What not every page needs is read when it is asked for, once.
    """

    dossier: Dossier
    when: AsOf
    span: DealSpan | None
    on: list[MilestoneOn]
    claims: list[Claim]
    groups: list[ClaimsOn]

    @cached_property
    def spans(self) -> dict[int, list[Span]]:
        """What stood up to the day, by milestone and in the order of days."""
        found: dict[int, list[Span]] = {m.milestone.pk: [] for m in self.on}
        for stood in self.dossier.begun(self.day):
            found.setdefault(stood.milestone_id, []).append(stood)
        return found

    @cached_property
    def events(self) -> list[Event]:
        """What had been reported around it."""
        return self.dossier.events(self.day)

    @cached_property
    def counts(self) -> list[Count]:
        """What had been counted of its lots."""
        return self.dossier.counts(self.day)

    @cached_property
    def unused(self) -> list[tuple[Milestone, list[Claim]]]:
        """The claims about milestones that stand nowhere yet, in the order of the plan.

        They are known misreports: any other word has its milestone stand.
        """
        shown = {m.milestone.pk for m in self.on}
        beside = {c.milestone_id: c.milestone for c in self.claims if c.milestone_id not in shown}
        plan = sorted(beside.values(), key=lambda m: (m.position, m.pk))
        return [(m, [c for c in self.claims if c.milestone_id == m.pk]) for m in plan]

    @property
    def deal(self) -> Deal:
        """The deal, as it was at the instant where one is asked for."""
        return self.dossier.deal

    @property
    def day(self) -> date:
        """The day that the page is about."""
        return self.when.day

    @property
    def until(self) -> date:
        """Up to when to draw: the day; where nothing is open, soon after the last word on it."""
        said = [c.reported_on for c in self.claims]
        if not said or any(m.span.progress == "open" for m in self.on):
            return self.day
        return min(self.day, plus(max(said), AFTERWARDS))

    @property
    def query(self) -> str:
        """What an address carries so that it shows the same: the day and the instant asked for."""
        asked = {} if self.when.day == self.when.today else {PARAMETER: self.day.isoformat()}
        if self.when.known_at is not None:
            asked = {PARAMETER: self.day.isoformat(), KNOWN_AT: self.when.known_at.isoformat()}
        return f"?{urlencode(asked)}" if asked else ""

    def decides(self, on: MilestoneOn) -> bool:
        """Whether the deal stands as this milestone does."""
        return self.span is not None and on.milestone.pk == self.span.worst_id

    def flagged_since(self) -> dict[int, dict[str, date]]:
        """By milestone and kind of flag: since when it stands on the day."""
        in_turn = (s for spans in self.spans.values() for s in spans)
        return standing_since((s.milestone_id, s.from_on, s.flags) for s in in_turn)

    def reading(self, group: ClaimsOn) -> Reading:
        """All that was said of one of the milestones, by the rules; each is read once."""
        number = group.on.milestone.pk
        if number not in self._readings:
            self._readings[number] = reading_of(group.made, self.windows)
        return self._readings[number]

    @cached_property
    def _readings(self) -> dict[int, Reading]:
        return {}

    @cached_property
    def windows(self) -> dict[int, Window]:
        """The dates of claims by their numbers; relative ones as they were worked out first."""
        found: dict[int, Window] = {}
        relative = {c.pk for c in self.claims if c.anchor_id is not None}
        if relative:
            found = _worked_out((s for spans in self.spans.values() for s in spans), relative)
        return found | {c.pk: c.date for c in self.claims if isinstance(c.date, Window)}


def told(actor: Actor, ref: str, when: AsOf) -> Told | None:
    """All of a deal by the day; None for one that `actor` may not know of, or not yet.

    Today a deal of which nothing is said yet is there, too.
    """
    found = Deal.objects.visible_to(actor).filter(ref=ref).first()
    dossier = dossier_of(found, when.today, when.known_at) if found else None
    if dossier is None:
        return None
    span = dossier.deal_span(when.day)
    if span is None and not when.is_present:
        return None
    on = dossier.milestones_on(when.day)
    claims = claims_of(dossier, when)
    return Told(
        dossier=dossier,
        when=when,
        span=span,
        on=on,
        claims=claims,
        groups=[claims_on(m, claims, when) for m in on],
    )


def _worked_out(spans: Iterable[Span], wanted: set[int]) -> dict[int, Window]:
    found: dict[int, Window] = {}
    for span in spans:
        for name in _CLOCKS:
            edtf, text, claim = span.figures.get(name) or ("", "", 0)
            if claim in wanted and claim not in found:
                found[claim] = from_edtf(edtf, text=text)
    return found
