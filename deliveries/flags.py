"""Keeping the open flags of a deal exactly what its spans say for a day."""

from collections.abc import Collection
from datetime import date

from django.utils import timezone

from deals.models import Deal, Milestone
from deliveries.models import DealSpan, Flag, Span
from deliveries.verdicts import LEVELS
from journal.ledger import Ledger

Place = tuple[int, str]  # a milestone's number and a kind of flag
Found = tuple[Deal, int]  # a flag, by its number


def settle(deal: Deal, today: date, ledger: Ledger) -> int:
    """Open, escalate, ease and close flags for `today`; return how many changed.

    Run it in the transaction that holds the deal's lock. A suspended deal opens no new flag.
    """
    return settle_many([deal], today, ledger)


def settle_many(deals: Collection[Deal], today: date, ledger: Ledger) -> int:
    """The same for several deals, in as many queries as for one where nothing changes."""
    wanted, standing = _wanted(deals, today), _standing(deals)
    gone, turned, new = list[Found](), list[Found](), list[tuple[Deal, Place]]()
    for deal in deals:
        wants, has = wanted.get(deal.pk, {}), standing.get(deal.pk, {})
        gone += [(deal, number) for place, (number, _) in has.items() if place not in wants]
        new += [(deal, place) for place in wants if place not in has]
        turned += [
            (deal, number)
            for place, (number, level) in has.items()
            if wants.get(place, level) != level
        ]
    _turn(turned, wanted, ledger)
    _close(gone, today, ledger)
    return len(turned) + len(gone) + _open(new, wanted, today, ledger)


def suspended(deals: Collection[Deal], today: date) -> set[int]:
    """Numbers of the deals that a person has suspended, or their stage on `today`."""
    by_stage = DealSpan.objects.on(today).filter(deal__in=deals, is_suspended=True)
    return {d.pk for d in deals if d.is_suspended} | set(by_stage.values_list("deal_id", flat=True))


def _wanted(deals: Collection[Deal], today: date) -> dict[int, dict[Place, str]]:
    """By deal: the flags that stand on `today`, each with its level; only a slip has one."""
    spans = Span.objects.on(today).filter(deal__in=deals).order_by("milestone")
    found = dict[int, dict[Place, str]]()
    for number, milestone, level, flags in spans.values_list(
        "deal_id", "milestone_id", "level", "flags"
    ):
        of_deal = found.setdefault(number, {})
        of_deal.update({(milestone, kind): level if kind == "slip" else "" for kind in flags})
    return found


def _standing(deals: Collection[Deal]) -> dict[int, dict[Place, tuple[int, str]]]:
    """By deal: its open flags, each with its number and level."""
    found = dict[int, dict[Place, tuple[int, str]]]()
    rows = Flag.objects.open().filter(deal__in=deals).order_by("pk")
    for deal, milestone, kind, number, level in rows.values_list(
        "deal_id", "milestone_id", "kind", "pk", "level"
    ):
        found.setdefault(deal, {})[milestone, kind] = (number, level)
    return found


def _loaded(found: list[Found]) -> list[tuple[Deal, Flag]]:
    """The flags themselves, with their milestones."""
    if not found:
        return []
    flags = Flag.objects.select_related("milestone").in_bulk([number for _, number in found])
    return [(deal, flags[number]) for deal, number in found]


def _said(flag: Flag) -> dict[str, str]:
    return _told(flag, flag.milestone.code)


def _told(flag: Flag, milestone: str) -> dict[str, str]:
    return {"milestone": milestone, "kind": flag.kind, "level": flag.level}


def _open(
    places: list[tuple[Deal, Place]],
    levels: dict[int, dict[Place, str]],
    today: date,
    ledger: Ledger,
) -> int:
    """Open a flag at each of the places, but for deals that are suspended; return how many."""
    if not places:
        return 0
    still = suspended([deal for deal, _ in places], today)
    opened = [
        (
            deal,
            Flag(
                deal=deal,
                milestone_id=place[0],
                kind=place[1],
                level=levels[deal.pk][place],
                opened_on=today,
                opened_at=timezone.now(),
            ),
        )
        for deal, place in places
        if deal.pk not in still
    ]
    Flag.objects.bulk_create([flag for _, flag in opened], batch_size=500)
    codes = dict(
        Milestone.objects.filter(pk__in={f.milestone_id for _, f in opened}).values_list(
            "pk", "code"
        )
    )
    for deal, flag in opened:
        after = _told(flag, codes[flag.milestone_id])
        ledger.note("open", "flag", flag.pk, deal=deal.ref, after=after)
    return len(opened)


def _close(found: list[Found], today: date, ledger: Ledger) -> None:
    for deal, flag in _loaded(found):
        ledger.note("close", "flag", flag.pk, deal=deal.ref, before=_said(flag))
    if found:
        numbers = [number for _, number in found]
        Flag.objects.filter(pk__in=numbers).update(closed_on=today, closed_at=timezone.now())


def _wake(flag: Flag) -> None:
    flag.acknowledged_at, flag.acknowledged_by, flag.note = None, None, ""
    flag.save(update_fields=["acknowledged_at", "acknowledged_by", "note"])


def _turn(found: list[Found], levels: dict[int, dict[Place, str]], ledger: Ledger) -> None:
    """Give each of the flags its level of today."""
    for deal, flag in _loaded(found):
        before, level = _said(flag), levels[deal.pk][flag.milestone_id, flag.kind]
        worse = LEVELS.index(level) > LEVELS.index(flag.level)
        flag.level = level
        flag.save(update_fields=["level"])
        if flag.acknowledged_at is not None and flag.wakes_on is None:  # "until it changes"
            _wake(flag)
        verb = "escalate" if worse else "ease"
        ledger.note(verb, "flag", flag.pk, deal=deal.ref, before=before, after=_said(flag))
