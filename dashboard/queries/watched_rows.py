"""The deals of the watch-list, and those of one organisation, as rows of a file."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice, pairwise

from django.db.models import QuerySet

from dashboard.asof import AsOf
from dashboard.cells import between_cells, days_cell, expected_cells, slip_cells, yes
from dashboard.charts.spark import Step
from dashboard.figures import signed
from dashboard.queries.organisations import Takes
from dashboard.queries.rows import FlagsOfDeal, Listed, listed
from dashboard.tables import AT_ONCE, Columns, Row
from deals.models import Claim
from deliveries.models import DealSpan
from deliveries.periods import Period
from deliveries.standings import DealOn

WATCHED: Columns = {
    "deal": "Deal, reference",
    "designation": "Deal",
    "title": "Title",
    "kind": "Kind, code",
    "kind_label": "Kind",
    "category": "Category, code",
    "category_label": "Category",
    "buyers": "Buyers",
    "suppliers": "Suppliers",
    "state": "State, code",
    "state_label": "State",
    "knowledge": "Knowledge, code",
    "knowledge_label": "Knowledge",
    "stage": "Stage, code",
    "stage_label": "Stage",
    "suspended": "Suspended",
    "decides": "Decided by, code",
    "decides_title": "Decided by",
    "reason": "Why",
    "total_slip_days": "Slip, calendar days",
    "total_slip_at_least": "Slip is that at least",
    "total_slip_min_days": "Slip, fewest calendar days",
    "total_slip_max_days": "Slip, most calendar days",
    "total_slip_measured": "Slip, counted",
    "in_period_slip_days": "Slip in the period, calendar days",
    "in_period_slip_at_least": "Slip in the period is that at least",
    "period": "Period, ISO 8601",
    "period_label": "Period",
    "period_from": "Period, from",
    "in_period_was": "Expected when the period began",
    "in_period_remark": "Slip in the period, remark",
    "moves": "Moves, number",
    "moves_listed": "Moves, each",
    "moved": "How it moved",
    "next": "Next, code",
    "next_title": "Next",
    "next_date": "Next date",
    "next_stated": "Next date, as stated",
    "next_remark": "Next date, remark",
    "next_earliest": "Next date, earliest",
    "next_latest": "Next date, latest",
    "next_in_days": "Next date in, calendar days",
    "open": "Milestones open",
    "met": "Milestones met",
    "cancelled": "Milestones cancelled",
    "last_word_on": "Last word, at the latest",
    "last_word_days_ago": "Last word, calendar days ago at least",
    "last_word_by": "Last word by",
    "last_word_side": "Last word, side, code",
    "last_word_side_label": "Last word, side",
    "last_word_claim": "Last word, claim",
    "flags_open": "Flags open",
    "flags_acknowledged": "Flags acknowledged",
    "flags": "Flags, codes",
    "flags_label": "Flags",
}
OF_ONE: Columns = {"roles": "Roles", **WATCHED}
_Words = dict[int, tuple[str, str, str]]  # by claim: who said it, for which side, in a word


def watched_rows(
    spans: QuerySet[DealSpan], when: AsOf, period: Period | None = None
) -> Iterator[Row]:
    """One row a deal, in the order of the spans; its slip in a period, the usual one if None."""
    return (_watched(deal, when, words) for deal, words in _stood(spans, when, period))


def part_rows(takes: Takes, when: AsOf) -> Iterator[Row]:
    """One row a deal of one organisation, with its roles."""
    for deal, words in _stood(takes.spans, when, None):
        yield (", ".join(takes.roles[deal.on.deal.pk]), *_watched(deal, when, words))


def _stood(
    spans: QuerySet[DealSpan], when: AsOf, period: Period | None
) -> Iterator[tuple[Listed, _Words]]:
    """The deals as the page lists them, so many read at once."""
    related = spans.select_related("deal").prefetch_related("deal__parties__organisation")
    stood = related.iterator(chunk_size=AT_ONCE)
    while some := list(islice(stood, AT_ONCE)):
        deals = listed(some, when, period)
        words = _words([deal.word for deal in deals if deal.word])
        yield from ((deal, words) for deal in deals)


def _words(claims: Sequence[int]) -> _Words:
    found = Claim.objects.filter(pk__in=claims).order_by()
    return {
        claim.pk: (claim.said_by, claim.side, claim.get_side_display())
        for claim in found.only("said_by", "side")
    }


def _watched(row: Listed, when: AsOf, words: _Words) -> Row:
    on, shown = row.on, row.deal
    deal, span, worst = on.deal, on.span, on.worst
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
        row.stage,
        yes(shown.is_suspended),
        worst.milestone.code if worst else "",
        shown.decides,
        shown.reason,
        *_slips(row),
        *_moves(row.moved.given),
        row.moved.says,
        on.next.milestone.code if on.next else "",
        shown.next_title,
        *_next_date(on),
        span.open,
        span.met,
        span.cancelled,
        *_last_word(row, words),
        *_flags(row.flags, when),
    )


def _slips(row: Listed) -> Row:
    """The total slip, then that in the period: since when, and what was expected then.

    The remark says how much of it nobody moved.
    """
    worst, shown = row.on.worst, row.deal
    total = worst.total if worst else None
    period = row.on.period
    return (
        *slip_cells(total),
        *between_cells(total),
        shown.measured if shown.slip else "",
        *slip_cells(worst.in_period if worst else None),
        period.iso,
        period.words,
        period.before(row.on.day),
        row.in_period_was or "",
        row.in_period_overdue,
    )


def _moves(given: Sequence[Step]) -> tuple[object, str]:
    """How often the last day moved, and each move: 2020-11-12: 2020-10-31 → 2021-12-31, +426 days.

    A first date is no move; without any there is nothing to count.
    """
    if not given:
        return "", ""
    return len(given) - 1, "; ".join(_move(was, now) for was, now in pairwise(given))


def _move(was: Step, now: Step) -> str:
    days = f", {signed((now.until - was.until).days)}" if was.until and now.until else ""
    return f"{now.from_on}: {_named(was.until)} → {_named(now.until)}{days}"


def _named(day: date | None) -> str:
    return day.isoformat() if day else "no date"


def _next_date(on: DealOn) -> Row:
    """The next date as the page has it, a day where it is one, and as it was stated.

    Then its remark, its first and last day, and in how many days that is; less than 0 once passed.
    """
    text, words, first, last, remark = expected_cells(on.next)
    ahead = (last - on.day).days if isinstance(last, date) else ""
    return words, text, remark, first, last, ahead


def _last_word(row: Listed, words: _Words) -> Row:
    """When something was said last, how many days ago, by whom, for which side, in which claim."""
    said_on = row.on.span.last_word_on
    if said_on is None:
        return "", "", "", "", "", ""
    said = words.get(row.word or 0, ("", "", ""))
    return said_on, (row.on.day - said_on).days, *said, days_cell(row.word)


def _flags(flags: Sequence[FlagsOfDeal], when: AsOf) -> Row:
    """How many flags are open and acknowledged, the latter today alone; their kinds; in words."""
    seen = sum(f.acknowledged for f in flags) if when.is_today else ""
    kinds = " ".join(f.kind.code for f in flags)
    return sum(f.number for f in flags), seen, kinds, ", ".join(map(_flag, flags))


def _flag(flag: FlagsOfDeal) -> str:
    """Overdue 2 (1 acknowledged)."""
    number = f" {flag.number}" if flag.number > 1 else ""
    seen = f" ({flag.acknowledged} acknowledged)" if flag.acknowledged else ""
    return f"{flag.kind.word}{number}{seen}"
