"""What the shapes of a drawing mean, where it leaves the site without the page that says so."""

from collections.abc import Iterable
from typing import Any

from dashboard.charts.frame import Legend
from dashboard.charts.steps import StepsChart
from dashboard.charts.strip import StripChart
from dashboard.charts.trend import TrendChart
from deliveries import wording
from deliveries.models import CountKind

_STATED = (
    "A thin outline is a date that has passed while the milestone is open: then the ring is the "
    "day. "
)
_PLAN = (
    "The dotted line is what a steady plan asks for, the dashed line what is needed from the day "
    "on, the dash-dotted line what the best rate ever reached would bring."
)


def of_trend(chart: TrendChart) -> Legend:
    """The kinds of statements that are drawn."""
    used = {mark.kind for mark in chart.marks}
    shapes = [(f"mark-{kind}", n.word) for kind, n in wording.CLAIMS.items() if kind in used]
    return Legend(
        shapes,
        "Each shape is a statement: the further right, the later it was reported; the higher, the "
        "later the date it gave. A bar is an imprecise date, with dashes where it is open. A line "
        "is the last day to reckon with, as known then. A dashed arrow is a contract’s date that "
        "was moved; a pale shape a known misreport. Each line has a letter and dashes of its own; "
        "where it breaks off, no last day was left: a delay without a new date, of it or of what "
        "must come first. Behind a name: the total slip.",
    )


def of_timeline(chart: Any) -> Legend:
    """Rings and circles, and what lies around them; the words of states stand in the drawing."""
    return Legend(
        [("mark-promised", "open"), ("mark-actual", "met")],
        "The pale box is the baseline, dotted where it was before an amendment; the flag its "
        "threshold. The dark bar is the date to reckon with; the line between them is the slip. "
        f"{_STATED}"
        "Arrows lead from what comes first to what waits for it.",
    )


def of_deliveries(chart: StepsChart) -> Legend:
    """The kinds of totals that are drawn."""
    used = {point.kind for panel in chart.panels for point in panel.points}
    shapes = [(f"mark-{kind}", kind) for kind in CountKind.values if kind in used]
    notes = "Each shape is a running total, as reported; steps join those that are believed."
    return Legend(shapes, f"{notes} {_PLAN}" if chart.has_plan else notes)


def of_states(chart: StripChart) -> Legend:
    """The states that are drawn, the worst first."""
    used = {box.state for row in chart.rows for box in row.boxes}
    return Legend(
        _states(used),
        "A strip is a milestone: what it stood as, by what was known on each day. The worse, the "
        "stronger its fill.",
    )


def of_calendar(states: Iterable[str]) -> Legend:
    """The ring on the last day, and the states that are drawn."""
    return Legend(
        [("mark-promised", "last day"), *_states(set(states))],
        "A bar is all the days that it may be, up to the ring on its last; dashes lead beyond what "
        "is shown, or to where nobody said. A flag is the objective, where that is shown.",
    )


def of_compare(align: str) -> Legend:
    """Rings and circles, and what lies around them."""
    day_0 = "Day 0 is the signature of each contract; the upright stroke in a deal is the day. "
    return Legend(
        [("mark-promised", "open"), ("mark-actual", "met")],
        f"{day_0 if align == 'contract' else ''}The pale box is the baseline; the dark bar is the "
        f"date to reckon with; dashes are an end that nobody has given. {_STATED}".rstrip(),
    )


def _states(used: set[str]) -> list[tuple[str, str]]:
    return [(f"shape-{code}", n.word) for code, n in wording.STATES.items() if code in used]
