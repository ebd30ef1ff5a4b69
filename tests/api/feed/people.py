"""People who record at random, each in a thread of its own."""

import random
from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import OperationalError, connection
from django.utils import timezone

from deals.choices import Role
from deals.models import Claim, Deal, Event, Milestone, Party, Precedence, Source, Term
from deliveries.actions import (
    Book,
    acknowledge,
    add,
    change,
    link_event,
    record_claim,
    record_count,
    record_event,
    record_term,
    recording,
    remove,
    restrict,
    retract,
    unlink_event,
)
from deliveries.drafts import ClaimDraft, CountDraft, EventDraft, TermDraft, Voice
from deliveries.models import Flag, Lot
from tests.factories import BY
from vendors.models import Organisation, Shareholding


class Person:
    """Does one thing after another, some of which are refused."""

    def __init__(self, name: str, seed: int) -> None:
        self.name, self.chance, self.number = name, random.Random(f"{seed} {name}"), 0
        self.verbs: list[Callable[[Book], None]] = [
            self.add_deal,
            self.add_shared,
            self.add_part,
            self.add_part,
            self.change_something,
            self.remove_something,
            self.restrict,
            self.claim,
            self.claim,
            self.say,
            self.say,
            self.event,
            self.relink,
            self.retract,
            self.acknowledge,
        ]

    def live(self, things: int, faults: list[BaseException]) -> None:
        """So many things done, then gone."""
        try:
            for _ in range(things):
                self.do()
        except BaseException as fault:
            faults.append(fault)
            raise
        finally:
            connection.close()

    def do(self) -> None:
        self.number += 1
        today = timezone.localdate()
        try:
            with recording(by=BY, today=today) as book:
                for _ in range(self.chance.randint(1, 3)):
                    self.chance.choice(self.verbs)(book)
        except (ValidationError, Deal.DoesNotExist, Milestone.DoesNotExist):
            pass  # refused, or another was first
        except (Flag.DoesNotExist, Lot.DoesNotExist, Event.DoesNotExist):
            pass
        except OperationalError as fault:
            if "deadlock" not in str(fault):
                raise

    def any(self, rows: Any) -> Any:
        """One of the rows; where there is none the recording is given up."""
        found = list(rows.order_by("pk").values_list("pk", flat=True))
        if not found:
            raise ValidationError("There is none.")
        row = rows.filter(pk=self.chance.choice(found)).first()
        if row is None:
            raise ValidationError("Another was first.")
        return row

    @property
    def new(self) -> str:
        self.number += 1
        return f"{self.name}-{self.number}"

    def add_deal(self, book: Book) -> None:
        choices = {"kind": "supply", "route": "direct", "category": "air_defence"}
        deal = Deal(ref=self.new, designation="D", title="T", unit="piece", **choices)
        add(book, deal)
        if self.chance.random() < 0.3:
            restrict(book, deal, [Group.objects.get(name="cleared")])

    def add_shared(self, book: Book) -> None:
        if self.chance.random() < 0.5:
            organisation = Organisation(code=self.new, name="O", country="IN", kind="ministry")
            add(book, organisation)
            if self.chance.random() < 0.6:
                venture = self.any(Organisation.objects.exclude(pk=organisation.pk))
                source = self.any(Source.objects.all()).code
                share = Shareholding(
                    venture=venture, holder=organisation, percent=10, source=source
                )
                add(book, share)
        else:
            source = Source(code=self.new, publisher="P", published_edtf="2019", reliability="B")
            add(book, source)

    def add_part(self, book: Book) -> None:
        deal = self.any(Deal.objects.all())
        what = self.chance.randrange(4)
        if what == 0:
            organisation = self.any(Organisation.objects.all())
            role = self.chance.choice(Role.values)
            add(book, Party(deal=deal, organisation=organisation, role=role))
        elif what == 1:
            milestone = self.any(Milestone.objects.filter(deal=deal))
            add(book, Lot(milestone=milestone, item="I", quantity=5, mode="kit"))
        elif what == 2:
            one, other = (self.any(Milestone.objects.filter(deal=deal)) for _ in range(2))
            add(book, Precedence(milestone=one, predecessor=other))
        else:
            add(book, Milestone(deal=deal, code=self.new, title="M", kind="delivery"))

    def change_something(self, book: Book) -> None:
        model, column = self.chance.choice(
            (
                (Deal, "title"),
                (Milestone, "title"),
                (Milestone, "code"),
                (Lot, "item"),
                (Source, "publisher"),
                (Organisation, "name"),
            )
        )
        record = self.any(model._default_manager.all())
        setattr(record, column, self.new)
        change(book, record)

    def remove_something(self, book: Book) -> None:
        models = (Deal, Milestone, Precedence, Party, Lot, Source, Organisation, Shareholding)
        model: Any = self.chance.choice(models)
        remove(book, self.any(model._default_manager.all()))

    def restrict(self, book: Book) -> None:
        groups = self.chance.choice(([], [], ["cleared"], ["others"], ["cleared", "others"]))
        deal = self.any(Deal.objects.all())
        restrict(book, deal, list(Group.objects.filter(name__in=groups)))

    def voice(self) -> Voice:
        return Voice(
            reported_on=date(2019, 1, self.chance.randint(1, 28)).isoformat(),
            said_by=self.new,
            source=self.any(Source.objects.all()),
            side="buyer",
            credibility=2,
        )

    def claim(self, book: Book) -> None:
        milestone = self.any(Milestone.objects.all())
        kind = self.chance.choice(("contracted", "promised", "amended", "actual", "assessed"))
        when = f"20{self.chance.randint(10, 18)}-05"
        record_claim(
            book, ClaimDraft(milestone=milestone, kind=kind, date=when, voice=self.voice())
        )

    def say(self, book: Book) -> None:
        if self.chance.random() < 0.5:
            lot = self.any(Lot.objects.select_related("milestone"))
            draft = CountDraft(lot=lot, kind="delivered", total=2, by="2018", voice=self.voice())
            record_count(book, draft)
        else:
            deal = self.any(Deal.objects.all())
            values = {"amount": "5", "currency": "USD", "text": self.new}
            record_term(book, TermDraft(deal=deal, kind="value", voice=self.voice(), **values))

    def event(self, book: Book) -> None:
        deal = self.any(Deal.objects.all())
        draft = EventDraft(
            code=self.new,
            kind="dispute",
            title="E",
            date="2018",
            voice=self.voice(),
            deals=(deal,),
        )
        record_event(book, draft)

    def relink(self, book: Book) -> None:
        event, deal = self.any(Event.objects.all()), self.any(Deal.objects.all())
        # As whoever links: under the deal's lock, so that nobody does the same at once.
        book.touch(deal)
        is_linked = event.deals.filter(pk=deal.pk).exists()
        (unlink_event if is_linked else link_event)(book, event, deal)

    def retract(self, book: Book) -> None:
        model = self.chance.choice((Claim, Term, Event))
        retract(book, self.any(model.objects.standing()), reason="misread")

    def acknowledge(self, book: Book) -> None:
        acknowledge(book, self.any(Flag.objects.open()), note=self.new)
