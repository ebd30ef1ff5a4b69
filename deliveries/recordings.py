"""A recording: one transaction in which verbs record facts, and what it leaves in step."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from deals.choices import Origin
from deals.models import Deal
from deliveries import flags
from deliveries.derivation import derive_many
from deliveries.scanning import day_to_settle, follow
from journal.ledger import By, Ledger


@dataclass(slots=True)
class Book:
    """What one recording has touched so far. Made by `recording`, handed to every verb."""

    by: By
    today: date
    ledger: Ledger
    origin: Origin = Origin.PERSON
    touched: dict[int, Deal] = field(default_factory=dict)
    since: dict[int, date] = field(default_factory=dict)
    settled: dict[int, tuple[Deal, date]] = field(default_factory=dict)

    def touch(self, *deals: Deal) -> None:
        """Lock the deals for the rest of the transaction, and settle them at its end.

        For whatever may change their history from its beginning: the plan, a threshold.
        """
        self.lock(*(deal.pk for deal in deals))
        self.since |= {deal.pk: date.min for deal in deals}

    def hear(self, number: int, reported: date) -> None:
        """Note that something reported on that day was added to a locked deal, or retracted.

        What stood before that day stays as it is: nothing leaks from the future.
        """
        self.since[number] = min(reported, self.since.get(number, date.max))

    def lock(self, *numbers: int) -> list[Deal]:
        """Lock the deals for the rest of the transaction; returns them as they are under it.

        Those named together are locked in the order of their numbers. Raises Deal.DoesNotExist
        where one is gone.
        """
        wanted = set(numbers) - self.touched.keys()
        if wanted:
            found = Deal.objects.select_for_update().filter(pk__in=wanted).order_by("pk")
            self.touched |= {deal.pk: deal for deal in found}
        if gone := set(numbers) - self.touched.keys():
            raise Deal.DoesNotExist(f"Deals that are gone: {sorted(gone)}.")
        return [self.touched[number] for number in numbers]

    def settle(self) -> None:
        """Derive the deals of which anything has changed, and settle every one that is locked.

        `recording` does so at its end.
        """
        if not self.touched:
            return
        today = day_to_settle(self.today)
        deals = list(self.touched.values())
        changed = [deal for deal in deals if deal.pk in self.since]
        if changed:
            since = min(self.since[deal.pk] for deal in changed)
            stood = derive_many(changed, today, since).flags
            flags.settle_many(changed, today, self.ledger, stood)
        if others := [deal for deal in deals if deal.pk not in self.since]:
            flags.settle_many(others, today, self.ledger)
        self.settled |= {deal.pk: (deal, today) for deal in deals}
        self.touched, self.since = {}, {}


class Overtaken(ValidationError):
    """Another's write at the same moment stands in the way; nothing of this one was kept."""


@contextmanager
def recording(
    *, by: By, today: date, origin: Origin = Origin.PERSON, lock: Iterable[Deal] = ()
) -> Iterator[Book]:
    """One transaction of recording. `lock` names deals to lock at once, in order of number.

    Whoever records on several deals names them here: locks taken in one order never cross.
    Raises ValidationError for what is refused, and Overtaken for what another made impossible.
    """
    try:
        with transaction.atomic():
            book = Book(by, today, Ledger(by), origin)
            book.lock(*(deal.pk for deal in lock))
            yield book
            book.settle()
            follow(book.settled.values(), today, book.ledger)  # last, for the journal's lock
    except IntegrityError as error:
        # All was checked; only what another wrote between check and write can still break it.
        raise Overtaken(
            "Somebody has written the same, or removed what this rests on, at the same moment. "
            "Nothing was saved; look again and repeat what is still needed."
        ) from error
