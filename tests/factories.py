"""The smallest valid objects, without randomness. Keyword arguments change what a test is about."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import Any

from accounts.models import User
from deals.models import Alias, Claim, Deal, Event, Milestone, Party, Precedence, Source, Term
from deliveries.actions import (
    Book,
    add,
    record_claim,
    record_count,
    record_event,
    record_term,
    recording,
)
from deliveries.drafts import ClaimDraft, CountDraft, EventDraft, TermDraft, Voice
from deliveries.models import Count, Lot
from journal.ledger import By
from journal.models import Door
from vendors.models import Organisation, Shareholding

TODAY = date(2026, 11, 22)
BY = By(None, Door.COMMAND)
_together: list[Book] = []


@contextmanager
def together() -> Iterator[None]:
    """One recording of all that is made in it, derived once at its end: for many rows at once."""
    with writing() as book:
        _together.append(book)
        try:
            yield
        finally:
            _together.pop()


@contextmanager
def writing(today: date = TODAY) -> Iterator[Book]:
    """The recording that is open, or one for what is made now."""
    if _together:
        assert _together[-1].today == today
        yield _together[-1]
    else:
        with recording(by=BY, today=today) as book:
            yield book


def a_user(name: str = "ada", **fields: Any) -> User:
    return User.objects.create_user(name, password="correct horse battery", **fields)


def an_admin(name: str = "root") -> User:
    return User.objects.create_superuser(name, password="correct horse battery")


def an_organisation(code: str = "buyer-mod", **fields: Any) -> Organisation:
    record = Organisation(
        **{"code": code, "name": code.title(), "country": "IN", "kind": "ministry", **fields}
    )
    with writing() as book:
        add(book, record)
    return record


def a_source(code: str = "gazette-2019-01-02", **fields: Any) -> Source:
    record = Source(
        **{
            "code": code,
            "publisher": "Gazette",
            "published_edtf": "2019-01-02",
            "reliability": "B",
            **fields,
        }
    )
    with writing() as book:
        add(book, record)
    return record


def an_alias(said_by: str = "A. Lovelace", speaker: str = "Ada") -> Alias:
    record = Alias(said_by=said_by, speaker=speaker, reason="The same signature.")
    with writing() as book:
        add(book, record)
    return record


def a_deal(ref: str = "radar", **fields: Any) -> Deal:
    record = Deal(
        **{
            "ref": ref,
            "designation": ref.title(),
            "title": f"{ref.title()} for somebody",
            "kind": "supply",
            "route": "direct",
            "category": "air_defence",
            "unit": "radar",
            **fields,
        }
    )
    with writing() as book:
        add(book, record)
    return record


def a_milestone(
    deal: Deal, code: str = "first", *, after: tuple[Milestone, ...] = (), **fields: Any
) -> Milestone:
    record = Milestone(
        **{"deal": deal, "code": code, "title": code.title(), "kind": "delivery", **fields}
    )
    with writing() as book:
        add(book, record)
        for predecessor in after:
            add(book, Precedence(milestone=record, predecessor=predecessor))
    return record


def a_lot(milestone: Milestone, quantity: int = 10) -> Lot:
    record = Lot(milestone=milestone, item="Radar", quantity=quantity, mode="fly_away")
    with writing() as book:
        add(book, record)
    return record


def a_voice(source: Source | None = None, **fields: Any) -> Voice:
    return Voice(
        **{
            "reported_on": "2019-01-02",
            "said_by": "the minister",
            "source": source or Source.objects.first() or a_source(),
            "side": "buyer",
            "credibility": 2,
            **fields,
        }
    )


def a_claim(
    milestone: Milestone,
    kind: str = "contracted",
    when: str = "2020-10",
    *,
    reported: str = "2019-01-02",
    today: date = TODAY,
    **voice: Any,
) -> Claim:
    draft = ClaimDraft(
        milestone=milestone, kind=kind, date=when, voice=a_voice(reported_on=reported, **voice)
    )
    with writing(today) as book:
        return record_claim(book, draft)


def a_term(deal: Deal, kind: str = "value", **fields: Any) -> Term:
    values: dict[str, Any] = {"amount": "1000000", "currency": "USD", "text": "a million"}
    if kind == "stage":
        values = {"stage": "signed", "text": "signed"}
    voice = a_voice(**fields.pop("voice", {}))
    with writing() as book:
        return record_term(book, TermDraft(deal=deal, kind=kind, voice=voice, **values | fields))


def a_count(lot: Lot, total: int = 3, by: str = "2021", **voice: Any) -> Count:
    draft = CountDraft(lot=lot, kind="delivered", total=total, by=by, voice=a_voice(**voice))
    with writing() as book:
        return record_count(book, draft)


def an_event(*deals: Deal, code: str = "sanctions-2018", **voice: Any) -> Event:
    draft = EventDraft(
        code=code,
        kind="sanctions",
        title="Sanctions threatened",
        date="2018-10",
        voice=a_voice(**voice),
        deals=deals,
    )
    with writing() as book:
        return record_event(book, draft)


def a_party(deal: Deal, organisation: Organisation, role: str = "buyer") -> Party:
    record = Party(deal=deal, organisation=organisation, role=role)
    with writing() as book:
        add(book, record)
    return record


def a_shareholding(
    venture: Organisation, holder: Organisation, percent: str = "50.5", source: str = ""
) -> Shareholding:
    record = Shareholding(venture=venture, holder=holder, percent=Decimal(percent), source=source)
    with writing() as book:
        add(book, record)
    return record
