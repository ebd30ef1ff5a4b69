"""From the rows of one page to what goes over the wire: so many queries, whatever their number."""

from collections.abc import Iterable, Sequence

from django.db.models import prefetch_related_objects

from api.known import Known
from api.wire import deals as wire
from api.wire import statements
from api.wire.values import Wire, exact_instant
from deals.models import Claim, Event, Source, Statement, Term
from deliveries.dossiers import Dossier
from deliveries.models import Count, DealSpan, Flag, Span
from deliveries.standings import deals_on, milestones_on, spans_on
from vendors.models import Organisation, Shareholding


def milestones(known: Known, spans: Sequence[Span]) -> list[Wire]:
    """The milestones of `spans` as they stood."""
    suspended = suspended_deals(known, {span.deal_id for span in spans})
    flags = _flags(known, spans)
    return [
        wire.milestone(
            on, is_suspended=on.span.deal_id in suspended, flags=flags.get(on.milestone.pk, ())
        )
        for on in milestones_on(spans, known.day, known.asked.period)
    ]


def deals(known: Known, spans: Sequence[DealSpan]) -> list[Wire]:
    """The deals of `spans` as they stood."""
    prefetch_related_objects([span.deal for span in spans], "parties__organisation")
    suspended = suspended_deals(known, {span.deal_id for span in spans})
    found = [
        wire.deal(on, is_suspended=on.deal.pk in suspended)
        for on in deals_on(spans, known.day, known.asked.period)
    ]
    if "milestones" in known.asked.expand:
        plans = _plans(known, [span.deal_id for span in spans])
        return [{**row, "milestones": plans.get(row["ref"], [])} for row in found]
    return found


def _plans(known: Known, deals: Sequence[int]) -> dict[str, list[Wire]]:
    """The milestones of these deals, by the ref of the deal and in the order of the plan."""
    found: dict[str, list[Wire]] = {}
    of_deals = spans_on(known.actor, known.day).filter(deal__in=deals)
    for row in milestones(known, list(of_deals)):
        found.setdefault(row["deal"], []).append(row)
    return found


def deal(known: Known, dossier: Dossier) -> Wire | None:
    """One deal with all that is known of it; its summary has no history and is for today alone.

    None where nobody had spoken of it yet.
    """
    day, period, is_today = known.day, known.asked.period, known.asked.is_today
    found = dossier.milestones_on(day, period)
    on = dossier.deal_on(found, day, period)
    if on is None:
        return None
    prefetch_related_objects([on.deal], "parties__organisation")
    suspended = dossier.is_suspended(on.span, day)
    flags = _flags(known, [m.span for m in found])
    return {
        **wire.deal(on, is_suspended=suspended),
        "known_at": known.asked.known_at and exact_instant(known.asked.known_at),
        "summary": (on.deal.summary or None) if is_today else None,
        "milestones": [
            wire.milestone(m, is_suspended=suspended, flags=flags.get(m.milestone.pk, ()))
            for m in found
        ],
        "terms": [term(known, record) for record in dossier.terms(day)],
        "counts": [count(known, record) for record in dossier.counts(day)],
        "events": [event(known, record) for record in dossier.events(day)],
    }


def suspended_deals(known: Known, numbers: Iterable[int]) -> set[int]:
    """Numbers of those deals that were suspended: by their stage or, today, by a person."""
    spans = DealSpan.objects.on(known.day).filter(deal__in=set(numbers)).select_related("deal")
    by_person = known.asked.is_today
    return {s.deal_id for s in spans if s.is_suspended or (by_person and s.deal.is_suspended)}


def _flags(known: Known, spans: Sequence[Span]) -> dict[int, list[str]]:
    """The kinds of the flags of each milestone: those found open today, else those of the span."""
    if known.asked.known_at or not known.asked.is_today:
        return {span.milestone_id: span.flags for span in spans}
    numbers = [span.milestone_id for span in spans]
    found: dict[int, list[str]] = {}
    rows = Flag.objects.open().filter(milestone__in=numbers).order_by("id")
    for number, kind in rows.values_list("milestone", "kind"):
        found.setdefault(number, []).append(kind)
    return found


def claims(known: Known, records: Iterable[Claim]) -> list[Wire]:
    """Claims as they were stated."""
    return [
        statements.claim(record, source=_cited(known, record), has_notes=known.asked.is_today)
        for record in records
    ]


def term(known: Known, record: Term) -> Wire:
    """A term as it was stated."""
    return statements.term(record, source=_cited(known, record), has_notes=known.asked.is_today)


def count(known: Known, record: Count) -> Wire:
    """A count as it was reported."""
    return statements.count(record, source=_cited(known, record), has_notes=known.asked.is_today)


def event(known: Known, record: Event) -> Wire:
    """An event as it was reported."""
    return statements.event(record, source=_cited(known, record), has_notes=known.asked.is_today)


def events(known: Known, records: Sequence[Event]) -> list[Wire]:
    """Events, each with the deals that it is told of."""
    deals = known.deals_of(records)
    return [{**event(known, record), "deals": deals.get(record.pk, [])} for record in records]


def lots(known: Known, spans: Sequence[Span]) -> list[Wire]:
    """The lots of the milestones of `spans`, and how they came along."""
    return [wire.lot(on) for on in milestones_on(spans, known.day, known.asked.period)]


def _cited(known: Known, record: Statement) -> statements.Cited:
    if not known.is_published(record.source):
        return None
    if "source" in known.asked.expand:
        return statements.source(record.source)
    return record.source.code


def sources(records: Iterable[Source]) -> list[Wire]:
    """Publications."""
    return [statements.source(record) for record in records]


def organisations(known: Known, records: Sequence[Organisation]) -> list[Wire]:
    """Organisations, each with its shareholders, the largest first."""
    shares: dict[int, list[Shareholding]] = {}
    numbers = [record.pk for record in records]
    held = known.shareholdings().filter(venture__in=numbers).select_related("holder")
    for share in held.order_by("-percent", "holder__code"):
        shares.setdefault(share.venture_id, []).append(share)
    return [wire.organisation(record, shares.get(record.pk, ())) for record in records]
