"""The parameters of an address: each is declared once, to be read and to be described.

What is not declared for an address is refused by name: a filter that is misspelt must not answer
with everything.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any, TypeVar

from django.http import QueryDict
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter

from api.problems import Fault, Refused, echo
from deals.dates import FIRST_YEAR, LAST_YEAR
from deliveries import instants, periods
from deliveries.instants import NoInstant, read_instant
from deliveries.periods import Period, read_period

V = TypeVar("V")
SLUG = r"[-a-zA-Z0-9_]{1,80}"
DEFAULT_LIMIT, MOST = 50, 200


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter. `pattern` is what its text must match; `accepted` says so in words."""

    name: str
    pattern: str
    accepted: str
    meaning: str
    schema: Mapping[str, Any]
    is_list: bool = False

    def described(self) -> OpenApiParameter:
        """For the description of the API."""
        schema = dict(self.schema)
        return OpenApiParameter(
            self.name,
            {"type": "array", "items": schema} if self.is_list else schema,
            description=self.meaning,
            explode=True if self.is_list else None,
        )

    def faults(self, values: Sequence[str]) -> list[Fault]:
        """What is wrong with the values given for it."""
        if len(values) > 1 and not self.is_list:
            return [self.fault(f"{self.name} is given {len(values)} times.", values[-1])]
        found = []
        for value in values:
            if not re.fullmatch(self.pattern, value, re.ASCII):
                found.append(self.fault(f"{self.name} has a value that is not accepted.", value))
        return found

    def fault(self, message: str, value: str) -> Fault:
        """A fault in this parameter."""
        return Fault(message, echo(value), (self.accepted,), parameter=self.name)


DEAL = Parameter(
    "deal",
    SLUG,
    "the ref of a deal, such as s-400; several: deal=s-400&deal=ak-203",
    "Only what belongs to this deal, by its ref; several mean one or the other. A ref that does "
    "not exist (for you, on that day) finds nothing.",
    {"type": "string", "pattern": f"^{SLUG}$"},
    is_list=True,
)
AS_OF = Parameter(
    "as_of",
    r"\d{4}-\d{2}-\d{2}",
    f"a day, YYYY-MM-DD, from {FIRST_YEAR}-01-01 to {LAST_YEAR}-12-31",
    "The day for which the answer is given: what sources had said by it, judged as on that day. "
    f"Without it, today. A day to come (up to {LAST_YEAR}-12-31) shows what will stand then if "
    "nobody says anything new.",
    {"type": "string", "format": "date", "pattern": r"^(19|20|21)\d{2}-\d{2}-\d{2}$"},
)
LIMIT = Parameter(
    "limit",
    r"\d{1,9}",
    f"a whole number from 1 to {MOST}",
    "How many results a page has at most.",
    {"type": "integer", "minimum": 1, "maximum": MOST, "default": DEFAULT_LIMIT},
)
CURSOR = Parameter(
    "cursor",
    r"[-_A-Za-z0-9]{1,400}",
    "the cursor of a `next` or `previous` address of this list",
    "Where the page begins. Taken from `next` or `previous` as it is, never made up.",
    {"type": "string", "pattern": "^[-_A-Za-z0-9]{1,400}$"},
)
KNOWN_AT = Parameter(
    "known_at",
    instants.PATTERN,
    instants.ACCEPTED,
    "Of one deal: what was on record here at this instant. What was entered later is left out, "
    "what has been retracted since still counts, and the plan is as it was. Without an offset it "
    "is in the zone of this server; a day means its end. Without `as_of` the answer is for the day "
    "of the instant.",
    {"type": "string", "pattern": f"^{instants.PATTERN}$"},
)
PERIOD = Parameter(
    "period",
    periods.PATTERN,
    periods.ACCEPTED,
    "The time over which the slip in the period is measured: a duration of ISO 8601 in years, "
    "months and days. Months are calendar months. Without it, a setting of this server, by default "
    "P365D.",
    {"type": "string", "pattern": f"^{periods.PATTERN}$"},
)
OF_A_LIST = (DEAL, AS_OF, LIMIT, CURSOR)
OF_STANDINGS = (DEAL, AS_OF, PERIOD, LIMIT, CURSOR)
OF_CLAIMS = (DEAL, AS_OF, KNOWN_AT, LIMIT, CURSOR)
OF_A_DEAL = (AS_OF, KNOWN_AT, PERIOD)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request asks for. `day` is the day of the answer.

    `today` is the day that has what has no history: that of the clock or, of what was on record
    at an instant, that of the instant.
    """

    day: date
    today: date
    deals: tuple[str, ...] = ()
    limit: int = DEFAULT_LIMIT
    cursor: str = ""
    known_at: datetime | None = None
    period: Period | None = None

    @property
    def is_today(self) -> bool:
        """Whether the answer is for the present: then it has what has no history."""
        return self.day == self.today


def read(query: QueryDict, taken: Sequence[Parameter], now: datetime) -> Asked:
    """Read the parameters of an address that takes `taken`.

    Raises Refused with every fault: unknown, given twice, or not accepted.
    """
    by_name = {parameter.name: parameter for parameter in taken}
    faults = [_unknown(name, query, by_name) for name in query if name not in by_name]
    for parameter in taken:
        faults += parameter.faults(query.getlist(parameter.name))
    given = _Given(query, taken, faults)
    day, limit = given.read(AS_OF, _day), given.read(LIMIT, _limit)
    known_at = given.read(KNOWN_AT, partial(_instant, now=now))
    period = given.read(PERIOD, read_period)
    deals = tuple(dict.fromkeys(query.getlist(DEAL.name)))
    if known_at is not None and DEAL in taken and len(deals) != 1:
        text = str(query[KNOWN_AT.name])
        faults.append(KNOWN_AT.fault("known_at is for one deal; give its ref as deal.", text))
    if faults:
        raise Refused(faults)
    today = timezone.localdate(known_at or now)
    return Asked(
        day=day or today,
        today=today,
        deals=deals,
        limit=limit or DEFAULT_LIMIT,
        cursor=query.get(CURSOR.name) or "",
        known_at=known_at,
        period=period,
    )


@dataclass(frozen=True, slots=True)
class _Given:
    """The values of a query, to be read one by one; what cannot be read is a fault."""

    query: QueryDict
    taken: Sequence[Parameter]
    faults: list[Fault]

    def read(self, parameter: Parameter, reader: Callable[[str], V]) -> V | None:
        """The value of a parameter; None where it is not taken, not given, or at fault."""
        text = self.query.get(parameter.name) if parameter in self.taken else None
        if text is None or any(fault.parameter == parameter.name for fault in self.faults):
            return None
        try:
            return reader(text)
        except ValueError as refused:
            why = refused.args[0] if isinstance(refused, _Unfit) else "is not accepted"
            self.faults.append(parameter.fault(f"{parameter.name} {why}.", text))
            return None


class _Unfit(ValueError):
    """Why a value will not do."""


def _unknown(name: str, query: QueryDict, taken: Mapping[str, Parameter]) -> Fault:
    return Fault(
        f"There is no parameter “{echo(name)}” here.",
        echo(str(query[name])),
        tuple(taken) or ("no parameter",),
        parameter=echo(name),
    )


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise _Unfit("is not a day of the calendar") from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise _Unfit("is out of range")
    return day


def _limit(text: str) -> int:
    if not 1 <= int(text) <= MOST:
        raise _Unfit("is out of range")
    return int(text)


def _instant(text: str, now: datetime) -> datetime:
    try:
        return read_instant(text, now, timezone.get_current_timezone())
    except NoInstant as refused:
        raise _Unfit(refused.why) from None
