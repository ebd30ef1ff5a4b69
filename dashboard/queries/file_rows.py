"""The lists of pages as rows of files, read some at a time."""

from collections.abc import Iterator
from datetime import date
from itertools import islice

from django.db.models import QuerySet

from dashboard.asof import AsOf
from dashboard.figures import NO_DATE, expected, slip_cells
from dashboard.queries.changes import Changed, changed_of, turned
from dashboard.queries.organisations import OrganisationPage, Takes, of_all
from dashboard.queries.watched import watched
from deals.choices import Stage
from deals.models import Actor
from deliveries.models import DealSpan, Span
from deliveries.standings import DealOn, deals_on

AT_ONCE = 500  # rows that are read at once
WATCHED = (
    "deal",
    "designation",
    "title",
    "kind",
    "kind_label",
    "category",
    "category_label",
    "buyers",
    "suppliers",
    "state",
    "state_label",
    "knowledge",
    "knowledge_label",
    "stage",
    "stage_label",
    "suspended",
    "decides",
    "decides_title",
    "reason",
    "total_slip_days",
    "total_slip_at_least",
    "total_slip_min_days",
    "total_slip_max_days",
    "total_slip_measured",
    "next",
    "next_title",
    "next_date",
    "next_remark",
    "next_earliest",
    "next_latest",
    "open",
    "met",
    "cancelled",
    "last_word_on",
)
CHANGED = (
    "deal",
    "milestone",
    "title",
    "state_before",
    "state_before_label",
    "state",
    "state_label",
    "date_before",
    "date",
    "moved_days",
    "flags_opened",
    "flags_closed",
    "notes",
    "reason",
)
OF_ONE = ("roles", *WATCHED)
RECORD = ("figure", "of", "number", "out_of")
ORGANISATIONS = (
    "organisation",
    "title",
    "kind",
    "country",
    "deals",
    "roles",
    "on_time",
    "late",
)
Row = tuple[object, ...]


def watched_rows(spans: QuerySet[DealSpan], when: AsOf) -> Iterator[Row]:
    """One row a deal, in the order of the spans."""
    return (_watched(deal, when) for deal in _stood(spans, when))


def part_rows(takes: Takes, when: AsOf) -> Iterator[Row]:
    """One row a deal of one organisation, with its roles."""
    for on in _stood(takes.spans, when):
        yield (", ".join(takes.roles[on.deal.pk]), *_watched(on, when))


def _stood(spans: QuerySet[DealSpan], when: AsOf) -> Iterator[DealOn]:
    related = spans.select_related("deal").prefetch_related("deal__parties__organisation")
    stood = related.iterator(chunk_size=AT_ONCE)
    while some := list(islice(stood, AT_ONCE)):
        yield from deals_on(some, when.day)


def _watched(on: DealOn, when: AsOf) -> Row:
    deal, span, worst = on.deal, on.span, on.worst
    shown = watched(on, is_today=when.is_today)
    total = worst.total if worst else None
    return (
        deal.ref,
        deal.designation,
        deal.title,
        deal.kind,
        deal.get_kind_display(),
        deal.category,
        deal.get_category_display(),
        ", ".join(shown.between.buyers),
        ", ".join(shown.between.suppliers),
        span.state,
        shown.state.word,
        shown.knowledge.code if shown.knowledge else "",
        shown.knowledge.word if shown.knowledge else "",
        span.stage,
        str(Stage(span.stage).label) if span.stage else "",
        "yes" if shown.is_suspended else "no",
        worst.milestone.code if worst else "",
        shown.decides,
        shown.reason,
        *slip_cells(total),
        _days(total.min_days if total else None),
        _days(total.max_days if total else None),
        shown.measured if shown.slip else "",
        on.next.milestone.code if on.next else "",
        shown.next_title,
        *_next_date(on),
        span.open,
        span.met,
        span.cancelled,
        span.last_word_on or "",
    )


def _next_date(on: DealOn) -> tuple[object, object, object, object]:
    """The next date as the page has it, a day where it is one; its remark; first and last day."""
    stated = on.next.figure("estimate") if on.next else None
    shown = expected(on.next) if on.next else None
    if stated is None or shown is None:
        return "", "", "", ""
    first, last = stated.earliest or "", stated.latest or ""
    if first and first == last:
        return first, shown.remark, first, last
    return shown.date.words if shown.date else NO_DATE, shown.remark, first, last


def _days(number: int | None) -> object:
    return "" if number is None else number


def changed_rows(actor: Actor, when: AsOf, since: date) -> Iterator[Row]:
    """One row a milestone that changed, what got worse first."""
    stood: Iterator[Span] = turned(actor, when.day, since).iterator(chunk_size=AT_ONCE)
    while some := list(islice(stood, AT_ONCE)):
        for change in changed_of(some, when.day, since, is_today=when.is_today):
            yield _changed(change)


def _changed(change: Changed) -> Row:
    return (
        change.milestone.deal.ref,
        change.milestone.code,
        change.milestone.title,
        change.before.code if change.before else "",
        change.before.word if change.before else "",
        change.after.code,
        change.after.word,
        change.was.words if change.was else "",
        change.now.words if change.now else "",
        _days(change.days or None),
        " ".join(f.code for f in change.opened),
        " ".join(f.code for f in change.closed),
        "; ".join(change.notes),
        change.reason,
    )


def organisation_rows(actor: Actor, when: AsOf) -> Iterator[Row]:
    """One row an organisation, those with the most deals first."""
    for o in of_all(actor, when, AT_ONCE):
        roles = ", ".join(o.roles)
        late = o.supplied.late
        yield (o.code, o.name, o.kind, o.country, o.deals, roles, o.supplied.on_time, late)


def record_rows(page: OrganisationPage) -> Iterator[Row]:
    """What came of what one organisation supplies, and of its word: one row a figure."""
    ended = page.supplied.ended
    if ended:
        yield ("on time", "what it supplies", page.supplied.on_time, ended)
    for words, number in page.late:
        yield ("came", words, number, sum(n for _, n in page.late))
    if page.median_days is not None:
        yield ("median days from the objective", "what it supplies", page.median_days, "")
    for promises in page.promises:
        yield ("promises", promises.role, promises.given, "")
        yield ("promises kept", promises.role, promises.kept, promises.come)
        yield ("promises that came later", promises.role, len(promises.late), promises.come)
        yield ("promises still open", promises.role, len(promises.behind), promises.come)
        if promises.median_days is not None:
            of = promises.median_days, promises.broken
            yield ("median days after the day promised", promises.role, *of)
    for words, whole, unchanged in page.words:
        yield ("words", words, whole.words, "")
        yield ("words kept", words, whole.kept, whole.come)
        yield ("no change kept", words, unchanged.kept, unchanged.come)
