"""The page of one deal: who promised what, when it moved, where it stands."""

from dataclasses import dataclass
from datetime import date

from dashboard.asof import AsOf
from dashboard.figures import DateShown, ago, date_shown
from dashboard.queries.claims import ClaimsOn, claims_of, claims_on
from dashboard.queries.flags import Finding, findings_of
from dashboard.queries.lots import LotShown, lots_shown
from dashboard.queries.parties import Between, PartyShown, between, parties_shown
from dashboard.queries.retracted import Retracted, retracted
from dashboard.queries.schedule import Scheduled, scheduled
from dashboard.queries.terms import TermsOfKind, terms_shown
from dashboard.statements import Voice, voice
from deals.choices import Stage
from deals.models import Actor, Deal
from deliveries import wording
from deliveries.dossiers import Dossier, dossier_of
from deliveries.models import DealSpan
from deliveries.wording import Named


@dataclass(frozen=True, slots=True)
class EventShown:
    """Something around the deal, with who reported it."""

    kind: str
    title: str
    date: DateShown | None
    voice: Voice


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the deal stands; the milestone that decides it, and how the date of that moved."""

    state: Named
    stage: str
    is_suspended: bool
    last_word_on: date | None
    age: str
    counts: str
    decides: Scheduled | None
    moves: ClaimsOn | None


@dataclass(frozen=True, slots=True)
class DealPage:
    """All that the page shows. `standing` is None while nothing has been said of the deal."""

    deal: Deal
    between: Between
    standing: Standing | None
    schedule: list[Scheduled]
    findings: list[Finding]
    claims: list[ClaimsOn]
    lots: list[LotShown]
    terms: list[TermsOfKind]
    events: list[EventShown]
    parties: list[PartyShown]
    retracted: list[Retracted]

    @property
    def number_of_claims(self) -> int:
        """How many claims the page lists."""
        return sum(len(group.claims) for group in self.claims)


def deal_page(actor: Actor, ref: str, when: AsOf) -> DealPage | None:
    """The page of a deal; None for one that `actor` may not know of, or of which nothing was said.

    Today a deal of which nothing is said yet has its page, too.
    """
    found = Deal.objects.visible_to(actor).filter(ref=ref).first()
    dossier = dossier_of(found, when.today, when.known_at) if found else None
    if dossier is None:
        return None
    deal, span = dossier.deal, dossier.deal_span(when.day)
    if span is None and not when.is_present:
        return None
    on = dossier.milestones_on(when.day)
    claims = claims_of(dossier, when)
    lots = lots_shown(dossier, [m.milestone for m in on], when)
    by_number = {c.pk: c for c in claims}
    schedule = [
        scheduled(
            m,
            decides=span is not None and m.milestone.pk == span.worst_id,
            claims=by_number,
            lot=lots.get(m.milestone.pk),
        )
        for m in on
    ]
    told = [claims_on(m, claims, when) for m in on]
    parties = list(deal.parties.select_related("organisation"))
    return DealPage(
        deal=deal,
        between=between(parties),
        standing=_standing(dossier, span, schedule, told, when) if span else None,
        schedule=schedule,
        findings=findings_of(dossier, on, when),
        claims=[group for group in told if group.claims],
        lots=[lot for lot in lots.values() if lot.counts],
        terms=terms_shown(dossier, when),
        events=_events(dossier, when),
        parties=parties_shown(parties, when),
        retracted=retracted(deal) if when.is_today else [],
    )


def _standing(
    dossier: Dossier, span: DealSpan, schedule: list[Scheduled], told: list[ClaimsOn], when: AsOf
) -> Standing:
    last = span.last_word_on
    pairs = zip(schedule, told, strict=True)
    decides, moves = next(((s, c) for s, c in pairs if s.decides), (None, None))
    return Standing(
        state=wording.STATES[span.state],
        stage=Stage(span.stage).label if span.stage else "",
        is_suspended=dossier.is_suspended(span, when.day),
        last_word_on=last,
        age=ago((when.day - last).days) if last else "",
        counts=_counts(span),
        decides=decides,
        moves=moves,
    )


def _counts(span: DealSpan) -> str:
    """How many milestones are open, met and cancelled: 3 open, 9 met."""
    counted = ((span.open, "open"), (span.met, "met"), (span.cancelled, "cancelled"))
    return ", ".join(f"{number} {word}" for number, word in counted if number)


def _events(dossier: Dossier, when: AsOf) -> list[EventShown]:
    """What happened around the deal, the latest first."""
    rows = sorted(
        dossier.events(when.day),
        key=lambda e: (e.latest or e.earliest or e.reported_on, e.pk),
        reverse=True,
    )
    return [
        EventShown(
            kind=event.get_kind_display(),
            title=event.title,
            date=date_shown(event.date),
            voice=voice(event, when.day, with_note=when.is_present),
        )
        for event in rows
    ]
