"""From the deals of one page to what their OCDS releases are made of, in so many queries."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any, TypeVar

from django.db.models import QuerySet, prefetch_related_objects
from django.db.models.functions import Coalesce

from api.answers import flags_on
from api.known import Known
from api.ocds.facts import Counted, DealOn, Fixed, Happened, Paper, Part, Piece, Said, Step
from deals.choices import ClaimKind, Rank, TermKind
from deals.dates import from_edtf
from deals.models import Claim, Deal, Event, Statement, Term
from deliveries.facts import plus
from deliveries.models import Count, DealSpan, Span
from deliveries.standings import spans_on

R = TypeVar("R")
ByDeal = dict[int, list[R]]
_OF_SOURCE = ("code", "publisher", "url", "published_edtf", "published_on", "reliability")
_FIXED = (ClaimKind.CONTRACTED, ClaimKind.AMENDED)


def deals(known: Known, spans: Sequence[DealSpan]) -> list[DealOn]:
    """The deals of `spans` as they stood, with what had been said of them."""
    prefetch_related_objects([span.deal for span in spans], "parties__organisation")
    numbers = [span.deal_id for span in spans]
    suspended = {span.deal_id for span in spans if span.is_suspended}
    steps = _steps(known, numbers, suspended)
    fixed, counts = _fixed(known, numbers), _counts(known, numbers)
    terms, events, papers = _terms(known, numbers), _events(known, numbers), _papers(known, numbers)
    return [
        DealOn(
            ref=span.deal.ref,
            designation=span.deal.designation,
            title=span.deal.title,
            kind=span.deal.kind,
            route=span.deal.route,
            category=span.deal.category,
            unit=span.deal.unit,
            summary=span.deal.summary if known.asked.is_today else "",
            day=known.day,
            stood_since=span.from_on,
            state=span.state,
            stage=span.stage,
            is_suspended=span.is_suspended or (known.asked.is_today and span.deal.is_suspended),
            parts=_parts(span.deal),
            steps=steps[span.deal_id],
            fixed=fixed[span.deal_id],
            value=terms[span.deal_id].get(TermKind.VALUE),
            quantity=terms[span.deal_id].get(TermKind.QUANTITY),
            local_content=terms[span.deal_id].get(TermKind.LOCAL_CONTENT),
            counts=counts[span.deal_id],
            events=events[span.deal_id],
            papers=papers[span.deal_id],
        )
        for span in spans
    ]


def _parts(deal: Deal) -> list[Part]:
    return [
        Part(o.code, o.name, o.country, o.country_name, o.kind, party.role)
        for party in deal.parties.all()
        for o in (party.organisation,)
    ]


def _steps(known: Known, numbers: Sequence[int], suspended: set[int]) -> ByDeal[Step]:
    spans = list(spans_on(known.actor, known.day).filter(deal__in=numbers))
    flags = flags_on(known, spans, suspended)
    found: ByDeal[Step] = defaultdict(list)
    for span in spans:
        found[span.deal_id].append(_step(span, known.day, flags.get(span.milestone_id, [])))
    return found


def _step(span: Span, day: date, flags: list[str]) -> Step:
    milestone = span.milestone
    latest, floor = span.estimate_latest, span.floor
    lot = getattr(milestone, "lot", None)
    return Step(
        code=milestone.code,
        title=milestone.title,
        kind=milestone.kind,
        progress=span.progress,
        state=span.state,
        level=span.level,
        knowledge=span.knowledge,
        inferred=span.inferred,
        stood_since=span.from_on,
        original=span.figure("original"),
        baseline=span.figure("baseline"),
        promised=span.figure("promised"),
        assessed=span.figure("assessed"),
        estimate=span.figure("estimate"),
        actual=span.figure("actual"),
        objective=span.objective,
        threshold=span.threshold,
        is_growing=latest is not None and floor is not None and latest < plus(day, floor),
        last_word_on=span.last_word_on,
        flags=sorted(flags),
        claims=list(dict.fromkeys(key for why in span.reasons for key in why["claims"])),
        lot=Piece(lot.item, lot.quantity, lot.mode) if lot else None,
    )


def _fixed(known: Known, numbers: Sequence[int]) -> ByDeal[Fixed]:
    claims = Claim.objects.standing().reported_by(known.day).exclude(rank=Rank.DEPRECATED)
    claims = claims.filter(milestone__deal__in=numbers, kind__in=_FIXED)
    found: ByDeal[Fixed] = defaultdict(list)
    for claim in claims.select_related("milestone", "source").order_by("pk"):
        found[claim.milestone.deal_id].append(
            Fixed(
                claim=claim.pk,
                milestone=claim.milestone.code,
                title=claim.milestone.title,
                text=claim.text,
                is_amended=claim.kind == ClaimKind.AMENDED,
                held_on=claim.held_on,
                reported_on=claim.reported_on,
                said_by=claim.said_by,
                source=_cited(known, claim),
                note=claim.note if known.asked.is_today else "",
            )
        )
    return found


def _terms(known: Known, numbers: Sequence[int]) -> dict[int, dict[str, Said]]:
    """By deal and kind, the word that was held last, as the filters on values have it."""
    terms = Term.objects.standing().reported_by(known.day).filter(deal__in=numbers)
    terms = terms.filter(amount__isnull=False).select_related("source")
    found: dict[int, dict[str, Said]] = defaultdict(dict)
    for term in terms.order_by(Coalesce("in_force_on", "reported_on"), "-credibility", "pk"):
        assert term.amount is not None
        found[term.deal_id][term.kind] = Said(
            kind=term.kind,
            amount=term.amount,
            currency=term.currency,
            text=term.text,
            side=term.side,
            credibility=term.credibility,
            said_by=term.said_by,
            reported=term.reported,
            reported_on=term.reported_on,
            source=_cited(known, term),
        )
    return found


def _counts(known: Known, numbers: Sequence[int]) -> ByDeal[Counted]:
    counts = Count.objects.standing().reported_by(known.day)
    counts = counts.filter(lot__milestone__deal__in=numbers)
    found: ByDeal[Counted] = defaultdict(list)
    for count in counts.select_related("lot__milestone").order_by("pk"):
        milestone = count.lot.milestone
        found[milestone.deal_id].append(
            Counted(
                milestone.code, count.kind, count.total, count.by, count.by_on, count.reported_on
            )
        )
    return found


def _events(known: Known, numbers: Sequence[int]) -> ByDeal[Happened]:
    links = _links(known, numbers).select_related("event__source")
    found: ByDeal[Happened] = defaultdict(list)
    for link in links.order_by("event__reported_on", "event__code"):
        event = link.event
        found[link.deal_id].append(
            Happened(
                event.code,
                event.kind,
                event.title,
                event.date,
                event.reported_on,
                _cited(known, event),
            )
        )
    return found


def _links(known: Known, numbers: Sequence[int]) -> "QuerySet[Any]":
    """Events that had been reported, each with the deals that it is told of."""
    return Event.deals.through.objects.filter(
        deal__in=numbers, event__retracted_at__isnull=True, event__reported_on__lte=known.day
    )


def _papers(known: Known, numbers: Sequence[int]) -> ByDeal[Paper]:
    """What each deal cites, of what was public."""
    cited: set[tuple[Any, ...]] = set()
    for model, deal in (
        (Claim, "milestone__deal"),
        (Term, "deal"),
        (Count, "lot__milestone__deal"),
    ):
        said = model.objects.standing().reported_by(known.day)
        cited.update(_sources(said.filter(**{f"{deal}__in": numbers}), deal, "source", known.day))
    cited.update(_sources(_links(known, numbers), "deal", "event__source", known.day))
    found: ByDeal[Paper] = defaultdict(list)
    for number, code, publisher, url, edtf, published_on, reliability in sorted(cited):
        published = from_edtf(edtf)
        found[number].append(Paper(code, publisher, url, published, published_on, reliability))
    return found


def _sources(
    said: "QuerySet[Any]", deal: str, source: str, day: date
) -> "QuerySet[Any, tuple[Any, ...]]":
    """The sources of statements that were public, each with the deal."""
    columns = (f"{source}__{name}" for name in _OF_SOURCE)
    public = said.filter(**{f"{source}__published_on__lte": day}).order_by()
    return public.values_list(deal, *columns).distinct()


def _cited(known: Known, said: Statement) -> str:
    return said.source.code if known.is_published(said.source) else ""
