"""Letting acknowledgements end: on their day, by a change, or once it is worse."""

from collections.abc import Collection
from datetime import date

from django.db.models import Q

from deals.models import Deal
from deliveries import acknowledgements
from deliveries.models import Flag, Span, Until
from journal.ledger import Ledger


def wake(
    seen: Collection[tuple[Deal, Flag]], turned: Collection[int], today: date, ledger: Ledger
) -> int:
    """Let acknowledgements end whose day has come, and foretell those of the others.

    `seen` are acknowledged flags that stand; `turned` the numbers of those whose level has just
    changed. Returns how many woke. A day that was stored counts even where the history has
    changed since: had the scan run on each day, the flag would have woken then.
    """
    changes = 0
    ahead = _ahead([f.milestone_id for _, f in seen if f.acknowledged_until != Until.DAY], today)
    for deal, flag in seen:
        has_changed = flag.pk in turned and flag.acknowledged_until == Until.CHANGE
        if not has_changed and not _is_due(flag, today):
            acknowledgements.foretell(flag, ahead.get(flag.milestone_id, ()), today)
        if has_changed or _is_due(flag, today):
            before = {**said(flag), **acknowledgements.said(flag), "note": flag.note}
            acknowledgements.end(flag)
            ledger.note("wake", "flag", flag.pk, deal=deal.ref, before=before, after=said(flag))
            changes += 1
    return changes


def said(flag: Flag) -> dict[str, str]:
    """The flag for the journal."""
    return told(flag, flag.milestone.code)


def told(flag: Flag, milestone: str) -> dict[str, str]:
    """The same, where the code of its milestone is known."""
    return {"milestone": milestone, "kind": flag.kind, "level": flag.level}


def _is_due(flag: Flag, today: date) -> bool:
    return flag.wakes_on is not None and flag.wakes_on <= today


def _ahead(milestones: Collection[int], today: date) -> dict[int, list[Span]]:
    """By milestone, the spans that end after `today`, in order."""
    found: dict[int, list[Span]] = {}
    if not milestones:
        return found
    coming = Span.objects.filter(Q(to_on__isnull=True) | Q(to_on__gt=today))
    for span in coming.filter(milestone__in=milestones).order_by("from_on"):
        found.setdefault(span.milestone_id, []).append(span)
    return found
