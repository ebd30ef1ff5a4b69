"""Two to six deals side by side, on one axis of dates or of days from their contracts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from django.db.models import QuerySet

from dashboard.asof import AsOf
from dashboard.charts.compare import CompareChart, Course, Step, compare
from dashboard.charts.rows import NARROW, Sides
from dashboard.figures import (
    DateShown,
    Expected,
    SlipShown,
    date_shown,
    expected,
    passed,
    slip_shown,
)
from dashboard.naming import name_of, with_parties
from dashboard.queries.asked_deals import written
from dashboard.queries.contract_day import contract_days, day_zero
from deals.dates import Window
from deals.models import Actor, Deal
from deliveries import wording
from deliveries.models import DealSpan
from deliveries.reasons import spelt
from deliveries.standings import MilestoneOn, deal_spans_on, paired, spans_on, usual_period
from deliveries.wording import Named

FEWEST, MOST = 2, 6
OTHERS = 12  # deals that are offered to compare with
NEAR, LOOKED_AT = 3, 2000  # deals that a wrong ref may mean, of so many
NAMES = 200  # names that a field suggests
ALIGN = {"date": "by date", "contract": "by contract day"}


class CannotCompare(ValueError):
    """`value` cannot be compared, and `why`; `accepted` says what can."""

    def __init__(self, value: str, why: str) -> None:
        super().__init__(value)
        self.value, self.why = value, why
        self.accepted = (
            f"{FEWEST} to {MOST} deals that are known on the day, by their names or by the last "
            "parts of the addresses of their pages: s-400,ka-226t"
        )


@dataclass(frozen=True, slots=True)
class Placed:
    """A milestone in the table. `contract_day` is so many days after the signature; "" untold."""

    code: str
    title: str
    baseline: DateShown | None
    reckoned: DateShown | None
    expected: Expected | None
    contract_day: str
    state: Named
    slip: SlipShown | None


@dataclass(frozen=True, slots=True)
class Compared:
    """A deal, called `name` beside the others.

    `signed` is how its day 0 is told, or why it has none.
    """

    deal: Deal
    name: str
    state: Named
    signed_on: date | None
    signed: str
    counts: str
    next_title: str
    next: Expected | None
    slip: SlipShown | None
    rows: list[Placed]


@dataclass(frozen=True, slots=True)
class ComparePage:
    """The deals in the order asked for, and the drawing, None where nothing can be drawn.

    `narrow` is the same drawing for a phone.
    """

    deals: list[Compared]
    align: str
    says: str
    worst: Named | None
    chart: CompareChart | None
    narrow: CompareChart | None
    without: list[Compared]


def compare_page(actor: Actor, when: AsOf, refs: Sequence[str], align: str) -> ComparePage:
    """The deals of these refs that `actor` may know of, as known on the day.

    Raises CannotCompare for fewer or more than can be, and for one that is not known.
    """
    stood = standing(actor, when, refs)
    with_parties(s.deal for s in stood)
    by_deal = milestones(actor, when.day, [s.deal_id for s in stood])
    courses = [(s, by_deal.get(s.deal_id, [])) for s in stood]
    shown = [_compared(span, on) for span, on in courses]
    by_contract = align == "contract"
    drawn = [_course(c, on) for c, (_, on) in zip(shown, courses, strict=True)]
    return ComparePage(
        deals=shown,
        align=align,
        says=_says(shown, by_contract=by_contract),
        worst=wording.STATES[min(stood, key=lambda s: s.severity).state],
        chart=compare(drawn, when.day, by_contract=by_contract),
        narrow=compare(drawn, when.day, by_contract=by_contract, room=NARROW),
        without=[c for c in shown if by_contract and c.signed_on is None],
    )


def standing(actor: Actor, when: AsOf, refs: Sequence[str]) -> list[DealSpan]:
    """The spans of the deals, in the order of the refs. Raises CannotCompare."""
    said = ",".join(refs)
    number = f"{len(refs)} deal{'s' * (len(refs) != 1)}"
    if len(refs) < FEWEST:
        raise CannotCompare(said, f"names {number}; it takes {FEWEST} at least")
    if len(refs) > MOST:
        raise CannotCompare(said, f"names {number}; {MOST} at most can be told apart")
    spans = deal_spans_on(actor, when.day).filter(deal__ref__in=written(refs))
    found = {s.deal.ref: s for s in spans}
    for ref in refs:
        if ref not in found:
            why = f"is no deal of which anything was known on {spelt(when.day)}"
            raise CannotCompare(ref, f"{why}{_near(actor, when, ref)}")
    return [found[ref] for ref in refs]


def _near(actor: Actor, when: AsOf, ref: str) -> str:
    """The deals with the most similar refs or names, of those that may be known of."""
    spans = deal_spans_on(actor, when.day).order_by("deal__ref")
    known = dict(spans.values_list("deal__ref", "deal__designation")[:LOOKED_AT])
    asked = ref.lower()
    refs = get_close_matches(asked, known, n=NEAR)
    names = {name.lower(): ref for ref, name in known.items()}
    refs += [names[name] for name in get_close_matches(asked, names, n=NEAR)]
    near = list(dict.fromkeys(refs))[:NEAR]
    return f"; perhaps {' or '.join(near)} is meant" if near else ""


def milestones(actor: Actor, day: date, deals: list[int]) -> dict[int, list[MilestoneOn]]:
    """By deal: its milestones on the day, in the order of the plan."""
    spans = spans_on(actor, day).filter(deal__in=deals)
    found: dict[int, list[MilestoneOn]] = {}
    for on in paired(spans, (), day, usual_period()):
        found.setdefault(on.span.deal_id, []).append(on)
    return found


def _compared(span: DealSpan, on: list[MilestoneOn]) -> Compared:
    signed_on, signed = day_zero(on)
    by_number = {m.milestone.pk: m for m in on}
    worst, following = by_number.get(span.worst_id or 0), by_number.get(span.next_id or 0)
    counted = ((span.open, "open"), (span.met, "met"), (span.cancelled, "cancelled"))
    return Compared(
        deal=span.deal,
        name=name_of(span.deal),
        state=wording.STATES[span.state],
        signed_on=signed_on,
        signed=signed,
        counts=", ".join(f"{n} {word}" for n, word in counted if n),
        next_title=following.milestone.title if following else "",
        next=expected(following) if following else None,
        slip=slip_shown(worst.total) if worst else None,
        rows=[_placed(m, signed_on) for m in on],
    )


def _placed(on: MilestoneOn, signed_on: date | None) -> Placed:
    actual = on.figure("actual")
    return Placed(
        code=on.milestone.code,
        title=on.milestone.title,
        baseline=date_shown(on.figure("baseline")),
        reckoned=date_shown(actual) if actual else None,
        expected=expected(on),
        contract_day=contract_days(reckoned(on), signed_on),
        state=wording.STATES[on.span.state],
        slip=slip_shown(on.total),
    )


def reckoned(on: MilestoneOn) -> Window | None:
    """When it happened, or is to be reckoned with on the day."""
    return on.figure("actual") or on.estimate


def _course(shown: Compared, on: Sequence[MilestoneOn]) -> Course:
    steps = [_step(m, row) for m, row in zip(on, shown.rows, strict=True)]
    name = f"{shown.name}: {shown.state.word.lower()}"
    return Course(shown.deal.ref, name, shown.signed_on, steps)


def _step(on: MilestoneOn, row: Placed) -> Step:
    date_ = row.reckoned or (row.expected.date if row.expected else None)
    parts = [f"{row.title}: {row.state.word}", date_.words if date_ else "no date"]
    if row.contract_day:
        parts.append(f"contract day {row.contract_day}")
    if row.slip:
        parts.append(f"total slip {row.slip.days}")
    return Step(
        code=row.code,
        title=row.title,
        baseline=_sides(on.figure("baseline")),
        reckoned=_sides(reckoned(on)),
        is_met=on.span.progress == "met",
        state=row.state.code,
        word=row.state.word,
        words=", ".join(parts),
        stated=_sides(passed(on)),
    )


def _sides(window: Window | None) -> Sides | None:
    return (window.earliest, window.latest) if window else None


def _says(deals: Sequence[Compared], *, by_contract: bool) -> str:
    parts = [f"{c.name} is {c.state.word.lower()}" for c in deals]
    on = "by days from the signature of each contract" if by_contract else "on one axis of dates"
    return f"{len(deals)} deals {on}: {', '.join(parts)}."


def chosen(actor: Actor, when: AsOf, refs: Sequence[str]) -> list[tuple[str, str]]:
    """What is chosen already, each as it was asked for and by its name, if that is known then."""
    spans = deal_spans_on(actor, when.day).filter(deal__ref__in=written(refs)).order_by()
    deals = [span.deal for span in spans]
    with_parties(deals)
    names = {deal.ref: name_of(deal) for deal in deals}
    return [(ref, names.get(ref, ref)) for ref in refs]


def others(actor: Actor, when: AsOf, refs: Sequence[str]) -> list[Deal]:
    """Deals to compare with: of the same categories as those, the worst first; any, of none."""
    spans: QuerySet[DealSpan] = deal_spans_on(actor, when.day).exclude(deal__ref__in=written(refs))
    if refs:
        alike = Deal.objects.visible_to(actor).filter(ref__in=written(refs)).values("category")
        spans = spans.filter(deal__category__in=alike)
    found = [span.deal for span in spans[:OTHERS]]
    with_parties(found)
    return found


def suggested(actor: Actor, when: AsOf, refs: Sequence[str]) -> list[str]:
    """Names of deals of any category, of the worst: what a field suggests to be typed."""
    spans = deal_spans_on(actor, when.day).exclude(deal__ref__in=written(refs))
    found = [span.deal for span in spans[:NAMES]]
    with_parties(found)
    return [name_of(deal) for deal in found]
