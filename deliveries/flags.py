"""Keeping the open flags of a deal exactly what its spans say for a day."""

from datetime import date

from django.db.models import Q
from django.utils import timezone

from deals.models import Deal
from deliveries import acknowledgements
from deliveries.models import DealSpan, Flag, Span, Until
from deliveries.verdicts import LEVELS
from journal.ledger import Ledger


def settle(deal: Deal, today: date, ledger: Ledger) -> int:
    """Open, escalate, ease, wake and close flags for `today`; return how many times.

    Run it in the transaction that holds the deal's lock. A suspended deal opens no new flag.
    """
    wanted = _wanted(deal, today)
    open_flags = {
        (f.milestone_id, f.kind): f
        for f in Flag.objects.open().filter(deal=deal).select_related("milestone")
    }
    changes = 0
    turned: list[Flag] = []
    for place, flag in open_flags.items():
        if place not in wanted:
            _close(flag, today, ledger, deal)
            changes += 1
        elif wanted[place] != flag.level:
            _turn(flag, wanted[place], ledger, deal)
            turned.append(flag)
            changes += 1
    changes += _wake(deal, [f for p, f in open_flags.items() if p in wanted], turned, today, ledger)
    new = [place for place in wanted if place not in open_flags]
    if new and not is_suspended(deal, today):
        for milestone, kind in new:
            _open(deal, milestone, kind, wanted[milestone, kind], today, ledger)
        changes += len(new)
    return changes


def _wake(deal: Deal, standing: list[Flag], turned: list[Flag], today: date, ledger: Ledger) -> int:
    """Let acknowledgements end whose day has come, and foretell those of the others.

    A day that was stored counts even where the history has changed since: had the scan run on
    each day, the flag would have woken then.
    """
    changes = 0
    ahead = _ahead(deal, today) if any(_may_change(f) for f in standing) else {}
    for flag in filter(lambda f: f.acknowledged_at is not None, standing):
        has_changed = flag in turned and flag.acknowledged_until == Until.CHANGE
        if not has_changed and not _is_due(flag, today):
            acknowledgements.foretell(flag, ahead.get(flag.milestone_id, ()), today)
        if has_changed or _is_due(flag, today):
            before = {**_said(flag), **acknowledgements.said(flag), "note": flag.note}
            acknowledgements.end(flag)
            ledger.note("wake", "flag", flag.pk, deal=deal.ref, before=before, after=_said(flag))
            changes += 1
    return changes


def _may_change(flag: Flag) -> bool:
    return flag.acknowledged_at is not None and flag.acknowledged_until != Until.DAY


def _is_due(flag: Flag, today: date) -> bool:
    return flag.wakes_on is not None and flag.wakes_on <= today


def _ahead(deal: Deal, today: date) -> dict[int, list[Span]]:
    """By milestone, the spans that end after `today`, in order."""
    found: dict[int, list[Span]] = {}
    coming = Span.objects.filter(Q(to_on__isnull=True) | Q(to_on__gt=today), deal=deal)
    for span in coming.order_by("from_on"):
        found.setdefault(span.milestone_id, []).append(span)
    return found


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


def _turn(flag: Flag, level: str, ledger: Ledger, deal: Deal) -> None:
    before = _said(flag)
    worse = LEVELS.index(level) > LEVELS.index(flag.level)
    flag.level = level
    flag.save(update_fields=["level"])
    verb = "escalate" if worse else "ease"
    ledger.note(verb, "flag", flag.pk, deal=deal.ref, before=before, after=_said(flag))
