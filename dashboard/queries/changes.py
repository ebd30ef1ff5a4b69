"""What has changed between two days: milestones, flags and dates, new claims, new deals."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.db.models import Case, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models import Count as Number

from dashboard.asof import AsOf
from dashboard.figures import DateShown, date_shown, signed
from dashboard.queries.claims import ClaimKindDate, kind_and_date
from dashboard.reasons import brief
from dashboard.statements import SourceShown, source_shown
from deals.models import Actor, Claim, Deal, Milestone
from deliveries import wording
from deliveries.models import DealSpan, Span
from deliveries.slips import slip
from deliveries.standings import deal_spans_on, spans_on
from deliveries.wording import Named

PAGE = 100  # milestones on a page
LATEST = 100  # claims that are listed, and deals that are new
_FLAGS = tuple(wording.FLAGS)
_FLAGGED = {"stale", "contested"}  # what is known of a milestone, where a flag says so


@dataclass(frozen=True, slots=True)
class Changed:
    """One milestone that is not what it was. `before` is None where it was not known of then.

    `by` is how far its date has moved, which is so many `days`; `notes` are changes that neither
    state nor date show.
    """

    milestone: Milestone
    before: Named | None
    after: Named
    is_worse: bool
    is_eased: bool
    was: DateShown | None
    now: DateShown | None
    by: str
    days: int
    is_later: bool
    opened: list[Named]
    closed: list[Named]
    notes: list[str]
    reason: str


@dataclass(frozen=True, slots=True)
class Said:
    """A claim that was reported in between."""

    claim: Claim
    what: ClaimKindDate
    source: SourceShown | None


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """A page of what has changed, with the totals: milestones, those worse and eased, claims."""

    rows: list[Changed]
    pages: Page[Span]
    worse: int
    eased: int
    claims: list[Said]
    said: int
    new: list[Deal]
    added: int


def changes_page(actor: Actor, when: AsOf, since: date, page: str = "1") -> ChangesPage:
    """What `actor` may know of that changed after `since`, up to the day; what is worse first.

    Its cost follows what turned between the two days, not what there is.
    """
    found = turned(actor, when.day, since)
    totals = found.order_by().aggregate(
        worse=Number("pk", filter=Q(severity__lt=F("severity_then"))),
        eased=Number("pk", filter=Q(severity__gt=F("severity_then"))),
    )
    shown = Paginator(found, PAGE).get_page(page)
    claims = _said(actor, when.day, since)
    new = deal_spans_on(actor, when.day).exclude(deal__in=DealSpan.objects.on(since).values("deal"))
    return ChangesPage(
        rows=changed_of(list(shown), since),
        pages=shown,
        claims=[
            Said(claim, kind_and_date(claim), source_shown(claim.source, when.day))
            for claim in claims[:LATEST]
        ],
        said=claims.count(),
        new=[span.deal for span in new[:LATEST]],
        added=new.count(),
        **totals,
    )


def changed_of(spans: Sequence[Span], since: date) -> list[Changed]:
    """What each of these stands for now, beside what stood then."""
    then = Span.objects.on(since).filter(milestone__in=[s.milestone_id for s in spans])
    before = {span.milestone_id: span for span in then}
    return [_changed(span, before.get(span.milestone_id)) for span in spans]


def turned(actor: Actor, day: date, since: date) -> QuerySet[Span]:
    """What stands on the day for milestones of which a span has begun since; the worse first."""
    milestone = Span.objects.on(since).filter(milestone=OuterRef("milestone"))
    then = Subquery(milestone.order_by().values("severity")[:1], output_field=IntegerField())
    turn = Case(
        When(severity__lt=F("severity_then"), then=Value(0)),
        When(severity_then=None, then=Value(1)),
        When(severity=F("severity_then"), then=Value(2)),
        default=Value(3),
    )
    begun = Span.objects.beginning(since, day).values("milestone")
    return (
        spans_on(actor, day)
        .filter(milestone__in=begun)
        .annotate(severity_then=then)
        .order_by(turn, "severity", "deal__ref", "milestone__position", "milestone_id")
    )


def _said(actor: Actor, day: date, since: date) -> QuerySet[Claim]:
    visible = Deal.objects.visible_to(actor)
    return (
        Claim.objects.standing()
        .filter(milestone__deal__in=visible, reported_on__gt=since, reported_on__lte=day)
        .select_related("milestone__deal", "anchor", "source")
        .order_by("-reported_on", "-pk")
    )


def _changed(span: Span, before: Span | None) -> Changed:
    was, now = (s.figure("estimate") if s else None for s in (before, span))
    moved = slip(now, was)
    days = (moved.days or 0) if moved else 0
    has_moved = (was and was.edtf) != (now and now.edtf)
    severity = span.severity if before is None else before.severity
    flags = set(before.flags) if before else set()
    return Changed(
        milestone=span.milestone,
        before=wording.STATES[before.state] if before else None,
        after=wording.STATES[span.state],
        is_worse=span.severity < severity,
        is_eased=span.severity > severity,
        was=date_shown(was) if has_moved else None,
        now=date_shown(now),
        by=signed(days) if days else "",
        days=days,
        is_later=days > 0,
        opened=_named(kind for kind in span.flags if kind not in flags),
        closed=_named(flags - set(span.flags)),
        notes=list(_notes(span, before)),
        reason=" ".join(brief(r["text"]) for r in span.reasons),
    )


def _named(kinds: Iterable[str]) -> list[Named]:
    return [wording.FLAGS[kind] for kind in sorted(kinds, key=_FLAGS.index)]


def _notes(span: Span, before: Span | None) -> Iterable[str]:
    """What has changed beside state, date and flags."""
    if before is None:
        return
    if before.claim_of("baseline") != span.claim_of("baseline"):
        yield "new baseline"
    if before.knowledge != span.knowledge and not _FLAGGED & {before.knowledge, span.knowledge}:
        words = wording.KNOWLEDGE[span.knowledge].word
        yield f"now {words}, was {wording.KNOWLEDGE[before.knowledge].word}"
    is_same = before.figure("estimate") == span.figure("estimate")
    if is_same and before.latest_claim != span.latest_claim:
        yield "a new word, the same date"
