"""Keeping the open flags of a deal exactly what its spans say for a day."""

from collections.abc import Collection, Iterable
from datetime import date

from django.utils import timezone

from deals.models import Deal, Milestone
from deliveries import waking
from deliveries.derivation import FlagsStood
from deliveries.models import DealSpan, Flag, Span
from deliveries.verdicts import LEVELS
from journal.ledger import Ledger

Place = tuple[int, str]  # a milestone's number and a kind of flag
Found = tuple[Deal, int]  # a flag, by its number


def settle(deal: Deal, today: date, ledger: Ledger) -> int:
    """Open, escalate, ease, wake and close flags for `today`; return how many times.

    Run it in the transaction that holds the deal's lock. A suspended deal opens no new flag.
    """
    return settle_many([deal], today, ledger)


def settle_many(
    deals: Collection[Deal],
    today: date,
    ledger: Ledger,
    stood: Iterable[FlagsStood] | None = None,
) -> int:
    """The same for several deals, in as many queries as for one where nothing changes.

    `stood` are the flags that stand on `today`, where whoever calls has just derived them.
    """
    wanted, standing = _wanted(_stood(deals, today) if stood is None else stood), _standing(deals)
    gone, turned, new = list[Found](), list[Found](), list[tuple[Deal, Place]]()
    seen = list[Found]()
    for deal in deals:
        wants, has = wanted.get(deal.pk, {}), standing.get(deal.pk, {})
        new += [(deal, place) for place in wants if place not in has]
        for place, (number, level, is_acknowledged) in has.items():
            if place not in wants:
                gone.append((deal, number))
                continue
            if wants[place] != level:
                turned.append((deal, number))
            if is_acknowledged:
                seen.append((deal, number))
    _turn(turned, wanted, ledger)
    woken = waking.wake(loaded(seen), {number for _, number in turned}, today, ledger)
    _close(gone, today, ledger)
    return len(turned) + woken + len(gone) + _open(new, wanted, today, ledger)


def suspended(deals: Collection[Deal], today: date) -> set[int]:
    """Numbers of the deals that a person has suspended, or their stage on `today`."""
    by_stage = DealSpan.objects.on(today).filter(deal__in=deals, is_suspended=True)
    return {d.pk for d in deals if d.is_suspended} | set(by_stage.values_list("deal_id", flat=True))


def _stood(deals: Collection[Deal], today: date) -> Iterable[FlagsStood]:
    spans = Span.objects.on(today).filter(deal__in=deals).order_by("milestone_id")
    return spans.values_list("deal_id", "milestone_id", "level", "flags")


def _wanted(stood: Iterable[FlagsStood]) -> dict[int, dict[Place, str]]:
    """By deal: the flags that stand, each with its level; only a slip has one."""
    found = dict[int, dict[Place, str]]()
    for number, milestone, level, flags in stood:
        of_deal = found.setdefault(number, {})
        of_deal.update({(milestone, kind): level if kind == "slip" else "" for kind in flags})
    return found


def _standing(deals: Collection[Deal]) -> dict[int, dict[Place, tuple[int, str, bool]]]:
    """By deal: its open flags, each with its number, its level and whether it is acknowledged."""
    found = dict[int, dict[Place, tuple[int, str, bool]]]()
    rows = Flag.objects.open().filter(deal__in=deals).order_by("pk")
    for deal, milestone, kind, number, level, acknowledged_at in rows.values_list(
        "deal_id", "milestone_id", "kind", "pk", "level", "acknowledged_at"
    ):
        of_deal = found.setdefault(deal, {})
        of_deal[milestone, kind] = (number, level, acknowledged_at is not None)
    return found


def loaded(found: list[Found]) -> list[tuple[Deal, Flag]]:
    """The flags themselves, with their milestones."""
    if not found:
        return []
    flags = Flag.objects.select_related("milestone").in_bulk([number for _, number in found])
    return [(deal, flags[number]) for deal, number in found]


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
        after = waking.told(flag, codes[flag.milestone_id])
        ledger.note("open", "flag", flag.pk, deal=deal.ref, after=after)
    return len(opened)


def _close(found: list[Found], today: date, ledger: Ledger) -> None:
    for deal, flag in loaded(found):
        ledger.note("close", "flag", flag.pk, deal=deal.ref, before=waking.said(flag))
    if found:
        numbers = [number for _, number in found]
        Flag.objects.filter(pk__in=numbers).update(closed_on=today, closed_at=timezone.now())


def _turn(found: list[Found], levels: dict[int, dict[Place, str]], ledger: Ledger) -> None:
    """Give each of the flags its level of today."""
    for deal, flag in loaded(found):
        before, level = waking.said(flag), levels[deal.pk][flag.milestone_id, flag.kind]
        worse = LEVELS.index(level) > LEVELS.index(flag.level)
        flag.level = level
        flag.save(update_fields=["level"])
        verb = "escalate" if worse else "ease"
        ledger.note(verb, "flag", flag.pk, deal=deal.ref, before=before, after=waking.said(flag))
