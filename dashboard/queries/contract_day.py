"""Contract days: so many days after the contract of a deal was signed, which is day 0."""

from collections.abc import Sequence
from datetime import date

from dashboard.figures import date_shown
from deals.choices import MilestoneKind
from deals.dates import Window
from deliveries.reasons import spelt
from deliveries.standings import MilestoneOn

_CONTRACT = "contract"


def signature(on: Sequence[MilestoneOn]) -> MilestoneOn | None:
    """The milestone that the contract is signed by.

    That of the code from which dates are counted ("contract + 36 months"); else, of several
    signatures, the last in the plan before the first delivery; None where there is none.
    """
    found = next((m for m in on if m.milestone.code == _CONTRACT), None)
    if found is not None and found.milestone.kind == MilestoneKind.SIGNATURE:
        return found
    found = None
    for milestone in on:
        if milestone.milestone.kind == MilestoneKind.SIGNATURE:
            found = milestone
        if milestone.milestone.kind == MilestoneKind.DELIVERY and found:
            break
    return found


def day_zero(on: Sequence[MilestoneOn]) -> tuple[date | None, str]:
    """The day of the contract's signature, the last that it may have been, and how it is told."""
    signed = signature(on)
    if signed is None:
        return None, "no signature is in its plan"
    title, actual = signed.milestone.title, signed.figure("actual")
    if actual is not None and actual.latest is not None:
        exact = actual.earliest == actual.latest
        shown = date_shown(actual)
        words = "" if exact or shown is None else f", the last day of {shown.words}"
        return actual.latest, f"“{title}”: {spelt(actual.latest)}{words}"
    if signed.span.progress == "met":
        return None, f"“{title}” happened, and nobody has said when"
    if signed.span.progress == "cancelled":
        return None, f"“{title}” was cancelled"
    return None, f"“{title}” is still awaited"


def contract_days(window: Window | None, signed_on: date | None) -> str:
    """How many days after the signature: 1,180; 1,096 – 1,187 where that is not exact."""
    if window is None or signed_on is None:
        return ""
    first, last = (
        f"{(d - signed_on).days:,}".replace("-", "−") if d else ""
        for d in (window.earliest, window.latest)
    )
    if not first or not last:
        return f"by {last}" if last else f"from {first}"
    return first if first == last else f"{first} – {last}"


def day_of(window: Window | None, signed_on: date | None) -> object:
    """The contract day of a window's last day."""
    if window is None or window.latest is None or signed_on is None:
        return ""
    return (window.latest - signed_on).days
