"""The watch-list: every deal with what stands for it, the worst first."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet

from dashboard.asof import AsOf
from dashboard.figures import Expected, SlipShown, ago, expected, slip_shown
from dashboard.queries.parties import Between, between
from dashboard.reasons import brief
from deals.models import Actor, Deal
from deliveries import wording
from deliveries.models import DealSpan
from deliveries.standings import DealOn, deal_spans_on, deals_on
from deliveries.wording import Named

PAGE = 100  # deals on a page
_JOINED = "\N{NO-BREAK SPACE}"

# How the sentence of totals names those in a state: "7 are critical, 2 in breach".
_IN_TOTALS = {
    "critical": "critical",
    "breach": "in breach",
    "slipping": "slipping",
    "unknown_delay": "late with no date",
    "at_risk": "at risk",
    "not_contracted": "not contracted",
    "due_soon": "due soon",
    "on_track": "on track",
    "undated": "undated",
    "met_late": "met late",
    "met": "met",
    "met_on_time": "met on time",
    "cancelled": "cancelled",
}


@dataclass(frozen=True, slots=True)
class Watched:
    """One deal in the list. `decides` is the milestone that it stands as, `next` the next one."""

    ref: str
    designation: str
    between: Between
    state: Named
    is_suspended: bool
    knowledge: Named | None
    decides: str
    reason: str
    next_title: str
    next: Expected | None
    slip: SlipShown | None
    measured: str
    last_word_on: date | None
    age: str


@dataclass(frozen=True, slots=True)
class WatchList:
    """The list, a page of it, with its totals in a sentence.

    `unspoken` are deals of which nothing is said yet.
    """

    totals: str
    deals: list[Watched]
    pages: Page[DealSpan]
    unspoken: list[Deal]


def watch_list(actor: Actor, when: AsOf, page: str = "1") -> WatchList:
    """What `actor` may know of, as it stood on the day; the worst first, then the most slipped.

    What it costs does not depend on how many deals there are beside those of the page.
    """
    spans = deal_spans_on(actor, when.day)
    shown = Paginator(spans.prefetch_related("deal__parties__organisation"), PAGE).get_page(page)
    unspoken = Deal.objects.visible_to(actor).filter(spans=None)[:PAGE] if when.is_today else ()
    return WatchList(
        totals=_totals(
            _counted(spans, is_open=True), _counted(spans, is_open=False), _stale(spans)
        ),
        deals=[watched(deal, is_today=when.is_today) for deal in deals_on(shown, when.day)],
        pages=shown,
        unspoken=list(unspoken),
    )


def watched(deal: DealOn, *, is_today: bool) -> Watched:
    """A deal with its parties, as a row of the list."""
    worst, span = deal.worst, deal.span
    return Watched(
        ref=deal.deal.ref,
        designation=deal.deal.designation,
        between=between(deal.deal.parties.all()),
        state=wording.STATES[span.state],
        is_suspended=span.is_suspended or (is_today and deal.deal.is_suspended),
        knowledge=wording.KNOWLEDGE[worst.span.knowledge] if worst else None,
        decides=worst.milestone.title if worst else "",
        reason=" ".join(brief(r["text"]) for r in worst.span.reasons) if worst else "",
        next_title=deal.next.milestone.title if deal.next else "",
        next=expected(deal.next) if deal.next else None,
        slip=slip_shown(worst.total) if worst else None,
        measured=wording.INFERRED[worst.span.inferred] if worst else "",
        last_word_on=span.last_word_on,
        age=ago((deal.day - span.last_word_on).days) if span.last_word_on else "",
    )


def _counted(spans: QuerySet[DealSpan], *, is_open: bool) -> Counter[str]:
    """How many deals stand in which state, of those with something open or of the others."""
    rows = spans.filter(open__gt=0) if is_open else spans.filter(open=0)
    return Counter(dict(rows.order_by().values_list("state").annotate(Count("pk"))))


def _stale(spans: QuerySet[DealSpan]) -> str:
    """On how many deals the word about what decides is stale."""
    number = spans.filter(is_stale=True).count()
    return f" The word is stale on{_JOINED}{number}." if number else ""


def _totals(going: Counter[str], ended: Counter[str], stale: str) -> str:
    """The list in a sentence: Of 20 deals, 7 are critical, 2 in breach and 3 on track."""
    number, over = going.total() + ended.total(), ended.total()
    if not number:
        return ""
    if number == 1:
        (state,) = going or ended
        return f"One deal, and it is {_IN_TOTALS[state]}.{stale}"
    counted = _listed(going)
    if counted:
        first, _, rest = counted.partition(_JOINED)
        counted = f", {first} {'is' if first == '1' else 'are'} {rest}"
    if over:
        joint = ";" if counted else ","
        counted += f"{joint} {over} {'has' if over == 1 else 'have'} nothing open: {_listed(ended)}"
    return f"Of {number:,} deals{counted}.{stale}"


def _listed(states: Counter[str]) -> str:
    named = ((states[code], words) for code, words in _IN_TOTALS.items())
    parts = [f"{number:,}{_JOINED}{words}" for number, words in named if number]
    return " and ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))
