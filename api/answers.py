"""From the rows of one page to what goes over the wire: so many queries, whatever their number."""

from collections.abc import Iterable, Sequence

from api.known import Known
from api.plans import open_flags, plans
from api.wire import deals as wire
from api.wire import statements
from api.wire.values import Wire, exact_instant
from deals.models import Claim, Event, Party, Source, Statement, Term
from deliveries.dossiers import Dossier
from deliveries.models import Count, DealSpan, Span
from deliveries.standings import deals_on, milestones_on, usual_period
from vendors.models import Organisation, Shareholding


def milestones(known: Known, spans: Sequence[Span]) -> list[Wire]:
    """The milestones of `spans` as they stood."""
    suspended = suspended_deals(known, {span.deal_id for span in spans})
    flags = flags_on(known, spans, suspended)
    return [
        wire.milestone(
            on, is_suspended=on.span.deal_id in suspended, flags=flags.get(on.milestone.pk, ())
        )
        for on in milestones_on(spans, known.day, known.asked.period)
    ]


def deals(known: Known, spans: Sequence[DealSpan]) -> list[Wire]:
    """The deals of `spans` as they stood."""
    suspended = _suspended(known, spans)
    if "milestones" in known.asked.expand:
        return _with_milestones(known, spans, suspended)
    parties = _parties(span.deal_id for span in spans)
    return [
        wire.deal(on, parties.get(on.deal.pk, []), is_suspended=on.deal.pk in suspended)
        for on in deals_on(spans, known.day, known.asked.period)
    ]


def _with_milestones(known: Known, spans: Sequence[DealSpan], suspended: set[int]) -> list[Wire]:
    day, period = known.day, known.asked.period or usual_period()
    deals = {span.deal_id: span.deal for span in spans}
    flags = open_flags({"deal__in": deals}) if known.asked.is_today else None
    found = plans(deals, day, period, suspended, flags)
    parties = _parties(deals)
    return [
        {
            **wire.deal_of(
                span,
                wire.Telling(day, period, plan.brief(span.worst_id), plan.brief(span.next_id)),
                parties.get(span.deal_id, []),
                is_suspended=span.deal_id in suspended,
            ),
            "milestones": [told.text for told in plan.told.values()],
        }
        for span, plan in ((span, found[span.deal_id]) for span in spans)
    ]


def _parties(deals: Iterable[int]) -> dict[int, list[Wire]]:
    """The parties to these deals, by the number of the deal and as they were entered."""
    found: dict[int, list[Wire]] = {}
    columns = ("deal", "organisation__code", "organisation__name", "role")
    for deal, *party in Party.objects.filter(deal__in=set(deals)).values_list(*columns):
        found.setdefault(deal, []).append(wire.party(*party))
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
    suspended = dossier.is_suspended(on.span, day)
    flags = flags_on(known, [m.span for m in found], {on.deal.pk} if suspended else set())
    return {
        **wire.deal(on, _parties([on.deal.pk]).get(on.deal.pk, []), is_suspended=suspended),
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
    return _suspended(known, spans)


def _suspended(known: Known, spans: Iterable[DealSpan]) -> set[int]:
    by_person = known.asked.is_today
    return {s.deal_id for s in spans if s.is_suspended or (by_person and s.deal.is_suspended)}


def flags_on(known: Known, spans: Sequence[Span], suspended: set[int]) -> dict[int, list[str]]:
    """The kinds of the flags of each milestone: those found open today, else those of the span.

    A suspended deal opens none: of another day than today its milestones have none.
    """
    if known.asked.known_at or not known.asked.is_today:
        return {s.milestone_id: s.flags for s in spans if s.deal_id not in suspended}
    return open_flags({"milestone__in": [span.milestone_id for span in spans]})


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
