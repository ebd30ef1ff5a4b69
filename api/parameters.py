"""The parameters of an address: each is declared once, to be read and to be described.

What is not declared for an address is refused by name: a filter that is misspelt must not answer
with everything.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import QueryDict
from drf_spectacular.utils import OpenApiParameter

from api.problems import Fault, Refused, echo
from deals.dates import FIRST_YEAR, LAST_YEAR

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
OF_A_LIST = (DEAL, AS_OF, LIMIT, CURSOR)
OF_ONE = (AS_OF,)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request asks for. `day` is the day of the answer, `today` that of the clock."""

    day: date
    today: date
    deals: tuple[str, ...] = ()
    limit: int = DEFAULT_LIMIT
    cursor: str = ""

    @property
    def is_today(self) -> bool:
        """Whether the answer is for the present: then it has what has no history."""
        return self.day == self.today


def read(query: QueryDict, taken: Sequence[Parameter], today: date) -> Asked:
    """Read the parameters of an address that takes `taken`.

    Raises Refused with every fault: unknown, given twice, or not accepted.
    """
    by_name = {parameter.name: parameter for parameter in taken}
    faults = [_unknown(name, query, by_name) for name in query if name not in by_name]
    for parameter in taken:
        faults += parameter.faults(query.getlist(parameter.name))
    day = _day(query, faults) if AS_OF in taken else None
    limit = _limit(query, faults) if LIMIT in taken else None
    if faults:
        raise Refused(faults)
    return Asked(
        day=day or today,
        today=today,
        deals=tuple(dict.fromkeys(query.getlist(DEAL.name))),
        limit=limit or DEFAULT_LIMIT,
        cursor=query.get(CURSOR.name) or "",
    )


def _unknown(name: str, query: QueryDict, taken: Mapping[str, Parameter]) -> Fault:
    return Fault(
        f"There is no parameter “{echo(name)}” here.",
        echo(str(query[name])),
        tuple(taken) or ("no parameter",),
        parameter=echo(name),
    )


def _day(query: QueryDict, faults: list[Fault]) -> date | None:
    text = query.get(AS_OF.name)
    if text is None or any(fault.parameter == AS_OF.name for fault in faults):
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        faults.append(AS_OF.fault("as_of is not a day of the calendar.", text))
        return None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        faults.append(AS_OF.fault("as_of is out of range.", text))
    return day


def _limit(query: QueryDict, faults: list[Fault]) -> int | None:
    text = query.get(LIMIT.name)
    if text is None or any(fault.parameter == LIMIT.name for fault in faults):
        return None
    if not 1 <= int(text) <= MOST:
        faults.append(LIMIT.fault("limit is out of range.", text))
    return int(text)
