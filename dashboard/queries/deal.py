"""The page of one deal: who promised what, when it moved, where it stands."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.asof import AsOf
from dashboard.figures import DateShown, date_shown
from dashboard.queries.claims import ClaimShown, ClaimsOn, Move, claim_shown
from dashboard.queries.contradictions import Contradiction, contradictions, readings_of
from dashboard.queries.deliveries import Deliveries, deliveries_shown
from dashboard.queries.doubts import doubts_of
from dashboard.queries.flags import Finding, findings_of
from dashboard.queries.last_words import last_word
from dashboard.queries.lots import LotShown, lots_shown
from dashboard.queries.parties import Between, PartyShown, between, parties_shown
from dashboard.queries.retracted import Retracted, retracted
from dashboard.queries.schedule import Scheduled, scheduled
from dashboard.queries.states import States, states_shown
from dashboard.queries.terms import TermsOfKind, terms_shown
from dashboard.queries.timeline import Timeline, timeline_shown
from dashboard.queries.told import Told
from dashboard.queries.told import told as all_told
from dashboard.queries.trend import Trend, trend_shown
from dashboard.statements import Voice, voice
from deals.choices import Stage
from deals.models import Actor, Deal
from deliveries import wording
from deliveries.models import DealSpan
from deliveries.wording import Named

LATEST = 10  # claims on the page
MOVES = 12  # of the date that decides


@dataclass(frozen=True, slots=True)
class EventShown:
    """Something around the deal, with who reported it."""

    number: int
    kind: str
    title: str
    date: DateShown | None
    voice: Voice


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the deal stands; the milestone that decides it, and what was said of the date of that.

    `moves` are the latest words that gave another, and there were `moved_before` before them;
    `outside` is the word of others that the expected date rests on, where it is none of them.
    """

    state: Named
    stage: str
    is_suspended: bool
    last_word: DateShown | None
    age: str
    counts: str
    decides: Scheduled | None
    moves: list[Move]
    moved_before: int
    outside: ClaimShown | None


@dataclass(frozen=True, slots=True)
class Latest:
    """One of the claims that were reported last, with the title of its milestone."""

    title: str
    claim: ClaimShown


@dataclass(frozen=True, slots=True)
class DealPage:
    """All that the page shows. `standing` is None while nothing has been said of the deal.

    It has the `latest` claims; the page of the evidence has all of them.

    `query` is what an address carries so that it shows the deal by the same day and instant.
    """

    deal: Deal
    query: str
    between: Between
    standing: Standing | None
    schedule: list[Scheduled]
    findings: list[Finding]
    trend: Trend | None
    timeline: Timeline | None
    deliveries: Deliveries | None
    states: States | None
    contradictions: list[Contradiction]
    latest: list[Latest]
    number_of_claims: int
    lots: list[LotShown]
    terms: list[TermsOfKind]
    events: list[EventShown]
    parties: list[PartyShown]
    retracted: list[Retracted]


def deal_page(actor: Actor, ref: str, when: AsOf) -> DealPage | None:
    """The page of a deal; None for one that `actor` may not know of, or of which nothing was said.

    Today a deal of which nothing is said yet has its page, too.
    """
    told = all_told(actor, ref, when)
    return _page(told) if told else None


def _page(told: Told) -> DealPage:
    deal, dossier, when, on = told.deal, told.dossier, told.when, told.on
    lots = lots_shown(told.counts, [m.milestone for m in on], when)
    by_number, doubts = {c.pk: c for c in told.claims}, doubts_of(told)
    schedule = [
        scheduled(
            m,
            decides=told.decides(m),
            claims=by_number,
            doubt=doubts.get(m.milestone.pk, ""),
            lot=lots.get(m.milestone.pk),
        )
        for m in on
    ]
    parties = list(deal.parties.select_related("organisation"))
    standing = _standing(told, told.span, schedule) if told.span else None
    return DealPage(
        deal=deal,
        query=told.query,
        between=between(parties),
        standing=standing,
        schedule=schedule,
        findings=findings_of(
            on,
            told.flagged_since(),
            {number: reading.disputes for number, reading in readings_of(told).items()},
            when,
            is_suspended=standing is not None and standing.is_suspended,
        ),
        trend=trend_shown(told),
        timeline=timeline_shown(told),
        deliveries=deliveries_shown(told),
        states=states_shown(told),
        contradictions=contradictions(told),
        latest=_latest(told),
        number_of_claims=len(told.claims),
        lots=[lot for lot in lots.values() if lot.counts],
        terms=terms_shown(dossier, when),
        events=_events(told),
        parties=parties_shown(parties, when),
        retracted=retracted(deal) if when.is_today else [],
    )


def _latest(told: Told) -> list[Latest]:
    """The claims that were reported last, the newest first."""
    shown = {c.number: Latest(g.on.milestone.title, c) for g in told.groups for c in g.claims}
    for milestone, claims in told.unused:
        shown |= {c.pk: Latest(milestone.title, claim_shown(c, None, told.when)) for c in claims}
    newest = sorted(told.claims, key=lambda c: (c.reported_on, c.pk), reverse=True)
    return [shown[c.pk] for c in newest][:LATEST]


def _standing(told: Told, span: DealSpan, schedule: list[Scheduled]) -> Standing:
    last, when = span.last_word_on, told.when
    said = last_word(last, when.day, [*told.claims, *told.counts]) if last else None
    pairs = zip(schedule, told.groups, strict=True)
    decides, group = next(((s, c) for s, c in pairs if s.decides), (None, None))
    moves = group.moves(told.windows) if group else []
    return Standing(
        state=wording.STATES[span.state],
        stage=Stage(span.stage).label if span.stage else "",
        is_suspended=told.dossier.is_suspended(span, when.day),
        last_word=said.day if said else None,
        age=said.age if said else "",
        counts=_counts(span),
        decides=decides,
        moves=moves[-MOVES:],
        moved_before=max(len(moves) - MOVES, 0),
        outside=_outside(told, group, moves) if group else None,
    )


def _outside(told: Told, group: ClaimsOn, moves: Sequence[Move]) -> ClaimShown | None:
    """The word that the date of an open milestone rests on, where it is none of the moves."""
    if group.on.span.progress != "open" or not moves:
        return None
    rests_on = told.reading(group).rests_on
    if rests_on is None or rests_on.said.is_own_word:
        return None
    number = rests_on.said.key
    return None if number in {m.claim.number for m in moves} else group.of(number)


def _counts(span: DealSpan) -> str:
    """How many milestones are open, met and cancelled: 3 open, 9 met."""
    counted = ((span.open, "open"), (span.met, "met"), (span.cancelled, "cancelled"))
    return ", ".join(f"{number} {word}" for number, word in counted if number)


def _events(told: Told) -> list[EventShown]:
    """What happened around the deal, the latest first."""
    rows = sorted(
        told.events,
        key=lambda e: (e.latest or e.earliest or e.reported_on, e.pk),
        reverse=True,
    )
    return [
        EventShown(
            number=event.pk,
            kind=event.get_kind_display(),
            title=event.title,
            date=date_shown(event.date),
            voice=voice(event, told.day, with_note=told.when.is_present),
        )
        for event in rows
    ]
