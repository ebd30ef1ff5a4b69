"""Keeping the open flags of a deal exactly what its spans say for a day."""

from datetime import date

from django.utils import timezone

from deals.models import Deal
from deliveries.models import DealSpan, Flag, Span
from deliveries.verdicts import LEVELS
from journal.ledger import Ledger


def settle(deal: Deal, today: date, ledger: Ledger) -> int:
    """Open, escalate, ease and close flags for `today`; return how many changed.

    Run it in the transaction that holds the deal's lock. A suspended deal opens no new flag.
    """
    wanted = _wanted(deal, today)
    open_flags = {
        (f.milestone_id, f.kind): f
        for f in Flag.objects.open().filter(deal=deal).select_related("milestone")
    }
    changes = 0
    for place, flag in open_flags.items():
        if place not in wanted:
            _close(flag, today, ledger, deal)
            changes += 1
        elif wanted[place] != flag.level:
            _turn(flag, wanted[place], ledger, deal)
            changes += 1
    new = [place for place in wanted if place not in open_flags]
    if new and not is_suspended(deal, today):
        for milestone, kind in new:
            _open(deal, milestone, kind, wanted[milestone, kind], today, ledger)
        changes += len(new)
    return changes


def is_suspended(deal: Deal, today: date) -> bool:
    """Whether a person has suspended the deal, or its stage on `today` says so."""
    return (
        deal.is_suspended
        or DealSpan.objects.on(today).filter(deal=deal, is_suspended=True).exists()
    )


def _wanted(deal: Deal, today: date) -> dict[tuple[int, str], str]:
    """The flags that stand on `today`, each with its level; only a slip has one."""
    return {
        (span.milestone_id, kind): span.level if kind == "slip" else ""
        for span in Span.objects.on(today).filter(deal=deal)
        for kind in span.flags
    }


def _said(flag: Flag) -> dict[str, str]:
    return {"milestone": flag.milestone.code, "kind": flag.kind, "level": flag.level}


def _open(deal: Deal, milestone: int, kind: str, level: str, today: date, ledger: Ledger) -> None:
    flag = Flag.objects.create(
        deal=deal,
        milestone_id=milestone,
        kind=kind,
        level=level,
        opened_on=today,
        opened_at=timezone.now(),
    )
    ledger.note("open", "flag", flag.pk, deal=deal.ref, after=_said(flag))


def _close(flag: Flag, today: date, ledger: Ledger, deal: Deal) -> None:
    before = _said(flag)
    flag.closed_on, flag.closed_at = today, timezone.now()
    flag.save(update_fields=["closed_on", "closed_at"])
    ledger.note("close", "flag", flag.pk, deal=deal.ref, before=before)


def _wake(flag: Flag) -> None:
    flag.acknowledged_at, flag.acknowledged_by, flag.note = None, None, ""
    flag.save(update_fields=["acknowledged_at", "acknowledged_by", "note"])


def _turn(flag: Flag, level: str, ledger: Ledger, deal: Deal) -> None:
    before = _said(flag)
    worse = LEVELS.index(level) > LEVELS.index(flag.level)
    flag.level = level
    flag.save(update_fields=["level"])
    if flag.acknowledged_at is not None and flag.wakes_on is None:  # "until it changes"
        _wake(flag)
    verb = "escalate" if worse else "ease"
    ledger.note(verb, "flag", flag.pk, deal=deal.ref, before=before, after=_said(flag))
