"""What a catalogue file may say: the keys of each entry and what each of them accepts.

docs/catalogue-format.md tells people the same; a test holds the two together.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from deals import choices, dates
from deliveries.models import CountKind, Mode
from vendors.codes import COUNTRIES, CURRENCIES
from vendors.models import OrganisationKind


@dataclass(frozen=True, slots=True)
class Plain:
    """A key with one value. `read` turns its text into the value; ValueError: not accepted."""

    accepts: str
    read: Callable[[str], Any]
    required: bool = True
    default: Any = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Words:
    """A key with a list of texts; it may be absent."""

    accepts: str


@dataclass(frozen=True, slots=True)
class Many:
    """A key with a list of entries; it may be absent."""

    form: "Form"


@dataclass(frozen=True, slots=True)
class One:
    """A key with one entry inside the entry; it may be absent."""

    form: "Form"


Form = Mapping[str, Plain | Words | Many | One]

_NUMBER = re.compile(r"[+-]?\d[\d_]*(\.\d+)?(e\+?\d\d?)?", re.IGNORECASE | re.ASCII)
_EXAMPLES = ", ".join(form.split(";")[0] for form, _ in dates.ACCEPTED_FORMS)


def _text(accepts: str = "a text", *, required: bool = True) -> Plain:
    return Plain(accepts, lambda said: " ".join(said.split()), required)


def _prose() -> Plain:
    return Plain("a text", str.strip, required=False)


def _code(what: str) -> Plain:
    return _text(f"the code of {what}")


def _slug() -> Plain:
    return _text("a code of letters, digits and hyphens, at most 80")


def _choice(of: Iterable[str], *, default: str | None = None) -> Plain:
    values = tuple(of)

    def read(said: str) -> str:
        if said not in values:
            raise ValueError
        return said

    accepts = f"one of {', '.join(values)}"
    return Plain(accepts, read, default is None, default or "", values)


def _listed(accepts: str, codes: Collection[str], *, required: bool = True) -> Plain:
    """A code of a list that is kept by others and too long to be shown."""
    return Plain(accepts, _choice(codes).read, required)


def _whole(accepts: str, least: int = 0, most: int = 2**31 - 1) -> Plain:
    def read(said: str) -> int:
        number = int(said)
        if not least <= number <= most:
            raise ValueError
        return number

    return Plain(accepts, read)


def _read_number(said: str) -> Decimal:
    if not _NUMBER.fullmatch(said):
        raise ValueError
    return Decimal(said)


def _number(accepts: str, *, required: bool = True) -> Plain:
    return Plain(accepts, _read_number, required, None)


def _day(*, required: bool = True) -> Plain:
    """A date of its own."""
    own = _EXAMPLES.rpartition(", ")[0]
    return Plain(f"a date such as {own}", dates.read_window, required, None)


def _date() -> Plain:
    """A date, or one relative to another milestone; some kinds of claims go without."""
    return Plain(f"a date such as {_EXAMPLES}", dates.read, required=False, default=None)


def _credibility() -> Plain:
    return _whole("1 (confirmed by others) to 5 (improbable), or 6 (cannot be judged)", 1, 6)


SHAREHOLDER: Form = {
    "organisation": _code("an organisation"),
    "percent": _number("a number above 0, at most 100"),
    "source": _code("a source"),
}
ORGANISATION: Form = {
    "code": _slug(),
    "name": _text(),
    "aliases": Words("a list of other names"),
    "country": _listed("a two-letter code of ISO 3166-1, such as IN", COUNTRIES),
    "kind": _choice(OrganisationKind.values),
    "shareholders": Many(SHAREHOLDER),
}
SPEAKER: Form = {
    "speaker": _text("name and office of a voice"),
    "also": Words("a list of other names of the same voice"),
    "reason": _text("a text: why they are the same"),
}
SOURCE: Form = {
    "code": _slug(),
    "publisher": _text(),
    "url": _text("an address, or null", required=False),
    "published_on": _day(),
    "reliability": _choice(choices.Reliability.values),
}
PARTY: Form = {
    "organisation": _code("an organisation"),
    "role": _choice(choices.Role.values),
}
LOT: Form = {
    "item": _text(),
    "quantity": _whole("a whole number above 0", 1),
    "mode": _choice(Mode.values),
}
MILESTONE: Form = {
    "code": _slug(),
    "title": _text(),
    "kind": _choice(choices.MilestoneKind.values),
    "after": Words("a list of codes of milestones of the deal"),
    "lot": One(LOT),
}
CLAIM: Form = {
    "on": _code("a milestone of the deal"),
    "kind": _choice(choices.ClaimKind.values),
    "date": _date(),
    "text": _text("the words as stated", required=False),
    "threshold": _day(required=False),
    "reported_on": _day(),
    "in_force_from": _day(required=False),
    "said_by": _text("name and office of the voice"),
    "side": _choice(choices.Side.values),
    "source": _code("a source"),
    "credibility": _credibility(),
    "rank": _choice(choices.Rank.values, default=choices.Rank.NORMAL),
    "note": _prose(),
}
TERM: Form = {
    "term": _choice(choices.TermKind.values),
    "amount": _number("a number, without unit", required=False),
    "currency": _listed("a three-letter code of ISO 4217, such as USD", CURRENCIES, required=False),
    "value": _choice(choices.Stage.values, default=""),
    "text": _text("the words as stated"),
    "reported_on": _day(),
    "in_force_from": _day(required=False),
    "said_by": _text("name and office of the voice"),
    "side": _choice(choices.Side.values),
    "source": _code("a source"),
    "credibility": _credibility(),
    "note": _prose(),
}
COUNT: Form = {
    "on": _code("a milestone of the deal with a lot"),
    "kind": _choice(CountKind.values),
    "total": _whole("a whole number"),
    "by": _day(),
    "reported_on": _day(),
    "said_by": _text("name and office of the voice"),
    "side": _choice(choices.Side.values),
    "source": _code("a source"),
    "credibility": _credibility(),
    "note": _prose(),
}
EVENT: Form = {
    "code": _slug(),
    "kind": _choice(choices.EventKind.values),
    "title": _text(),
    "date": _day(),
    "reported_on": _day(),
    "said_by": _text("name and office of the voice"),
    "source": _code("a source"),
    "note": _prose(),
}
DEAL: Form = {
    "ref": _slug(),
    "designation": _text(),
    "title": _text(),
    "kind": _choice(choices.DealKind.values),
    "route": _choice(choices.Route.values),
    "category": _choice(choices.Category.values),
    "unit": _text("a singular noun, or null", required=False),
    "summary": _prose(),
    "parties": Many(PARTY),
    "milestones": Many(MILESTONE),
    "claims": Many(CLAIM),
    "terms": Many(TERM),
    "counts": Many(COUNT),
    "events": Many(EVENT),
    "sources": Many(SOURCE),
}
FORMS: dict[str, Form] = {
    "deal": DEAL,
    "party": PARTY,
    "milestone": MILESTONE,
    "lot": LOT,
    "claim": CLAIM,
    "term": TERM,
    "count": COUNT,
    "event": EVENT,
    "source": SOURCE,
    "organisation": ORGANISATION,
    "shareholder": SHAREHOLDER,
    "speaker": SPEAKER,
}
