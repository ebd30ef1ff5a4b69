"""Under which margins and rules the stored histories were derived, and whether they still hold."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from deliveries.derivation import margins
from deliveries.models import Rebuild, Scan
from journal.ledger import By

# Goes up by one with each change of a rule by which a stored history may come out differently.
RULES = 5
REMEDY = "run manage.py rebuild_history"


def in_force() -> dict[str, Any]:
    """The margins of this process, as plain values of JSON."""
    return asdict(margins())


def is_ours(rebuild: Rebuild) -> bool:
    """Whether it derives under the margins and rules of this process."""
    return rebuild.margins == in_force() and rebuild.rules == RULES


@dataclass(frozen=True, slots=True)
class Condition:
    """How the stored histories stand to the margins and rules of this process.

    `due` says in words why they are to be derived anew, without a full stop; empty where they
    are not. `under_way` is the rebuild that is being worked off, if there is one.
    """

    due: str
    under_way: Rebuild | None

    @property
    def advice(self) -> str:
        """`due`, and what to do about it; what is being done is not advised again."""
        if not self.due or (self.under_way and is_ours(self.under_way)):
            return ""
        return f"{self.due}: {REMEDY}."


def condition() -> Condition:
    """The condition of the stored histories; one query where all is well."""
    latest = Rebuild.objects.that_count().first()
    if latest is None:
        return Condition(_unknown(), None)
    if not latest.is_under_way:
        return Condition(_differs(latest), None)
    finished = Rebuild.objects.that_count().filter(is_under_way=False).first()
    return Condition(_differs(finished) if finished else _unknown(), latest)


def note_derived(today: date, by: By, done: tuple[int, int, int]) -> None:
    """Remember that every history has been derived in one go, where that was due.

    `done` are the numbers of deals, of changed spans and of changed flags. A rebuild that is under
    way goes on as if nothing had happened.
    """
    if Rebuild.objects.under_way().exists() or not (_is_first() or condition().due):
        return
    now = timezone.now()
    Rebuild.objects.create(
        **dict(zip(("deals", "spans", "flags"), done, strict=True)),
        **started(today, by, "full scan"),
        size=done[0],
        is_under_way=False,
        finished_at=now,
    )


def started(today: date, by: By, why: str) -> dict[str, Any]:
    """What a rebuild that starts now says of itself."""
    return {
        "started_at": timezone.now(),
        "started_by": by.user,
        "door": by.door,
        "why": why[:200],
        "asked_on": today,
        "margins": in_force(),
        "rules": RULES,
    }


def _is_first() -> bool:
    return not Rebuild.objects.that_count().exists()


def _unknown() -> str:
    """Why it is due where no rebuild is on record.

    Before the first scan nothing is: that scan derives everything and is remembered.
    """
    if not Scan.objects.filter(last_on__isnull=False).exists():
        return ""
    return "It is not known under which margins and rules the histories were derived"


def _differs(rebuild: Rebuild) -> str:
    """Why the histories that it derived do not hold."""
    if rebuild.failed:
        return f"Deals that could not be derived: {rebuild.failed:,} (the log names them)"
    now = in_force()
    then: dict[str, Any] = rebuild.margins
    changed = [
        f"SLIPWATCH_{name.upper()} was {_or_unset(then.get(name))} when the histories were derived"
        f" and is {_or_unset(now.get(name))} now"
        for name in sorted(now.keys() | then.keys())
        if now.get(name) != then.get(name)
    ]
    if rebuild.rules != RULES:
        changed.append(
            f"the histories were derived by version {rebuild.rules} of the rules, which are at"
            f" version {RULES} now"
        )
    words = "; ".join(changed)
    return words[:1].upper() + words[1:]


def _or_unset(value: Any) -> str:
    return "not known" if value is None else str(value)
