"""What has changed between two days: milestones, flags and dates, new claims, new deals."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.db.models import (
    Case,
    DateField,
    Exists,
    F,
    IntegerField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models import Count as Number

from dashboard.asof import AsOf
from dashboard.figures import NO_DATE, DateShown, reckoned_with, signed
from dashboard.naming import with_parties
from dashboard.queries.change_notes import changes_beside, unseen, why
from dashboard.queries.newly_said import Said, entered_late, reported, said_between, said_shown
from deals.models import Actor, Deal, Milestone
from deliveries import wording
from deliveries.models import DealSpan, Span
from deliveries.slips import slip
from deliveries.standings import deal_spans_on, spans_on
from deliveries.wording import Named

PAGE = 100  # milestones on a page
LATEST = 100  # claims that are listed, and deals that are new
_FLAGS = tuple(wording.FLAGS)
_RAN_PAST = Q(ran_past=True, severity=F("severity_then"))
_WORSE = Q(severity__lt=F("severity_then")) | _RAN_PAST


@dataclass(frozen=True, slots=True)
class Changed:
    """One milestone that is not what it was. `before` is None where it was not known of then.

    `now` has its date, and `was` the one before, where that is another. `by` is how far its date
    has moved, which is so many `days`; `more` how far it has run past its date, which nobody moved;
    `notes` are changes that neither state nor date show: a row has one at least where it would say
    nothing else. It is worse, too, where it is in the same state but has run past its date.
    """

    milestone: Milestone
    before: Named | None
    after: Named
    is_worse: bool
    is_eased: bool
    ran_past: bool
    was: Span | None
    now: Span
    by: str
    more: str
    days: int
    is_later: bool
    opened: list[Named]
    closed: list[Named]
    notes: list[str]
    reason: str

    @property
    def was_shown(self) -> DateShown | None:
        """The date that stood before; that none was given is said, too."""
        if self.was is None:
            return None
        return reckoned_with(self.was) or DateShown(NO_DATE.lower(), "", "", "")

    @property
    def now_shown(self) -> DateShown | None:
        """The date that stands; None where none is given."""
        return reckoned_with(self.now)


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """A page of what has changed, with the totals: milestones, those worse and eased, claims.

    `slipped` are those that now have a later date, `passed` those that have run past theirs;
    `late` claims, of which there are `entered`, that had been reported before. `by_days` are those
    that are worse while nothing new was said of their deal: days went by. `last_on` is the day of
    the last change before, where there was none since.
    """

    rows: list[Changed]
    pages: Page[Span]
    slipped: int
    passed: int
    worse: int
    by_days: int
    eased: int
    claims: list[Said]
    said: int
    late: list[Said]
    entered: int
    new: list[Deal]
    added: int
    last_on: date | None = None


def changes_page(actor: Actor, when: AsOf, since: date, page: str = "1") -> ChangesPage:
    """What `actor` may know of that changed after `since`, up to the day; what is worse first.

    Its cost follows what turned between the two days, not what there is.
    """
    found = turned(actor, when.day, since)
    spoken = Exists(reported(when.day, since).filter(milestone__deal=OuterRef("deal")))
    totals = (
        found.order_by()
        .annotate(is_spoken=spoken)
        .aggregate(
            slipped=Number("pk", filter=Q(estimate_latest__gt=F("latest_then"))),
            passed=Number("pk", filter=Q(ran_past=True)),
            worse=Number("pk", filter=_WORSE),
            by_days=Number("pk", filter=_WORSE & Q(is_spoken=False)),
            eased=Number("pk", filter=Q(severity__gt=F("severity_then"))),
        )
    )
    shown = Paginator(found, PAGE).get_page(page)
    claims, late = (find(actor, when.day, since) for find in (said_between, entered_late))
    new = deal_spans_on(actor, when.day).exclude(deal__in=DealSpan.objects.on(since).values("deal"))
    rows = changed_of(list(shown), when.day, since, is_today=when.is_today)
    said, entered = list(claims[:LATEST]), list(late[:LATEST])
    added = [span.deal for span in new[:LATEST]]
    milestones = [row.milestone for row in rows] + [c.milestone for c in (*said, *entered)]
    with_parties([*(milestone.deal for milestone in milestones), *added])
    return ChangesPage(
        rows=rows,
        pages=shown,
        claims=[said_shown(claim, when.day) for claim in said],
        said=claims.count(),
        late=[said_shown(claim, when.day) for claim in entered],
        entered=late.count(),
        new=added,
        added=new.count(),
        last_on=None if shown.paginator.count else _last_on(actor, when.day),
        **totals,
    )


def _last_on(actor: Actor, day: date) -> date | None:
    """The last day by `day` on which anything changed."""
    found: date | None = spans_on(actor, day).order_by().aggregate(last=Max("from_on"))["last"]
    return found


def changed_of(spans: Sequence[Span], day: date, since: date, *, is_today: bool) -> list[Changed]:
    """What each of these stands for on the day, beside what stood then; three queries for all."""
    suspended = _suspended({s.deal_id for s in spans}, day, is_today=is_today)
    then = Span.objects.on(since).filter(milestone__in=[s.milestone_id for s in spans])
    before = {span.milestone_id: span for span in then.order_by()}
    said = reported(day, since).filter(milestone__deal__in={s.deal_id for s in spans})
    spoken = set(said.order_by().values_list("milestone__deal", flat=True).distinct())
    return [
        _changed(
            span,
            before.get(span.milestone_id),
            day,
            since,
            is_spoken=span.deal_id in spoken,
            is_suspended=span.deal_id in suspended,
        )
        for span in spans
    ]


def turned(actor: Actor, day: date, since: date) -> QuerySet[Span]:
    """What stands on the day for milestones of which a span has begun since; the worse first."""
    milestone = Span.objects.on(since).filter(milestone=OuterRef("milestone"))
    then = Subquery(milestone.order_by().values("severity")[:1], output_field=IntegerField())
    latest = milestone.order_by().values("estimate_latest")[:1]
    # As `overdue` has it (deliveries.plans), by columns.
    passed = Q(progress="open", estimate_latest__lt=day)
    turn = Case(
        When(_WORSE, then=Value(0)),
        When(severity_then=None, then=Value(1)),
        When(severity=F("severity_then"), then=Value(2)),
        default=Value(3),
    )
    begun = Span.objects.beginning(since, day).values("milestone")
    return (
        spans_on(actor, day)
        .filter(milestone__in=begun)
        .annotate(
            severity_then=then,
            latest_then=Subquery(latest, output_field=DateField()),
            ran_past=Case(
                When(
                    passed & ~Exists(milestone.filter(progress="open", estimate_latest__lt=since)),
                    then=Value(True),
                ),
                default=Value(False),
            ),
        )
        .order_by(turn, "severity", "deal__ref", "milestone__position", "milestone_id")
    )


def _suspended(deals: Collection[int], day: date, *, is_today: bool) -> set[int]:
    """Numbers of those deals that were suspended: by their stage or, today, by a person."""
    is_so = Q(is_suspended=True)
    if is_today:
        is_so |= Q(deal__is_suspended=True)
    found = DealSpan.objects.on(day).filter(is_so, deal__in=deals).order_by()
    return set(found.values_list("deal_id", flat=True))


def _changed(
    span: Span,
    before: Span | None,
    day: date,
    since: date,
    *,
    is_spoken: bool,
    is_suspended: bool,
) -> Changed:
    was, now = (s.figure("estimate") if s else None for s in (before, span))
    moved = slip(now, was)
    days = (moved.days or 0) if moved else 0
    has_moved = (was and was.edtf) != (now and now.edtf)
    severity = span.severity if before is None else before.severity
    flags = set(before.flags) if before else set()
    opened = [kind for kind in span.flags if kind not in flags]
    ran_past = before is not None and "overdue" in opened
    is_worse = span.severity < severity or (ran_past and span.severity == severity)
    notes = list(changes_beside(span, before, day)) if before else []
    if is_worse and not is_spoken:
        notes.append("no new claim on the deal: days went by")
    if opened and is_suspended:
        opened = []
        notes.append("no flag opened: the deal is suspended")
    is_same = before is not None and before.state == span.state and not has_moved
    if before and is_same and flags == set(span.flags) and not notes:
        notes.append(unseen(span, before, day, since))
    return Changed(
        milestone=span.milestone,
        before=wording.STATES[before.state] if before else None,
        after=wording.STATES[span.state],
        is_worse=is_worse,
        is_eased=span.severity > severity,
        ran_past=ran_past,
        was=before if has_moved else None,
        now=span,
        by=signed(days) if days else "",
        more=_overdue(span, day, since),
        days=days,
        is_later=days > 0,
        opened=_named(opened),
        closed=_named(flags - set(span.flags)),
        notes=notes,
        reason=why(span),
    )


def _overdue(span: Span, day: date, since: date) -> str:
    """By how much an open one has run past its last day in this time: overdue, +12 days."""
    latest = span.estimate_latest
    if span.progress != "open" or latest is None or latest >= day:
        return ""
    return f"overdue, {signed((day - max(latest, since)).days)}"


def _named(kinds: Iterable[str]) -> list[Named]:
    return [wording.FLAGS[kind] for kind in sorted(kinds, key=_FLAGS.index)]
