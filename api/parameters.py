"""The parameters of an address: each is declared once, to be read and to be described.

What is not declared for an address is refused by name: a filter that is misspelt must not answer
with everything.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from drf_spectacular.utils import OpenApiParameter

from api.problems import Fault, echo
from deals.dates import FIRST_YEAR, LAST_YEAR
from deliveries import instants, periods
from deliveries.filters import Filters

SLUG = r"[-a-zA-Z0-9_]{1,80}"
DEFAULT_LIMIT, MOST = 50, 1000


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter. `pattern` is what its text must match; `accepted` says so in words.

    Several values are given as several parameters or, `with_commas`, as one. `reader` raises
    ValueError for a text that matches and is no value all the same.
    """

    name: str
    pattern: str
    accepted: str
    meaning: str
    schema: Mapping[str, Any]
    is_list: bool = False
    with_commas: bool = False
    reader: Callable[[str], Any] | None = None

    def described(self) -> OpenApiParameter:
        """For the description of the API."""
        schema = dict(self.schema)
        return OpenApiParameter(
            self.name,
            self._listed(schema) if self.is_list or self.with_commas else schema,
            description=self.meaning,
            explode=True if self.is_list else False if self.with_commas else None,
        )

    def faults(self, values: Sequence[str]) -> list[Fault]:
        """What is wrong with the values given for it."""
        if len(values) > 1 and not self.is_list:
            return [self.fault(f"{self.name} is given {len(values)} times.", values[-1])]
        return [
            self.fault(f"{self.name} has a value that is not accepted.", value)
            for value in values
            if not self._takes(value)
        ]

    def _takes(self, value: str) -> bool:
        parts = value.split(",") if self.with_commas else [value]
        if not all(re.fullmatch(self.pattern, part, re.ASCII) for part in parts):
            return False
        try:
            return self.reader is None or self.reader(value) is not None
        except ValueError:
            return False

    @staticmethod
    def _listed(schema: dict[str, Any]) -> dict[str, Any]:
        return {"type": "array", "items": schema}

    def fault(self, message: str, value: str) -> Fault:
        """A fault in this parameter."""
        return Fault(message, echo(value), (self.accepted,), parameter=self.name)


_A_DAY = r"(19|20|21)\d{2}-\d{2}-\d{2}"
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
    {"type": "string", "format": "date", "pattern": f"^{_A_DAY}$"},
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
COUNT = Parameter(
    "count",
    "true|false",
    "true or false",
    "Whether the answer says how many results the whole list has. It takes time on a long list.",
    {"type": "string", "enum": ["true", "false"], "default": "false"},
)
TWO_DAYS = Parameter(
    "as_of",
    r"\d{4}-\d{2}-\d{2}(?:,\d{4}-\d{2}-\d{2})?",
    f"{AS_OF.accepted}; or two, for what is different on the second: 2020-11-12,2022-01-31",
    f"{AS_OF.meaning} Two days, with a comma between them, give the difference: what has been "
    "added, removed and changed from the first to the second, with before and after.",
    {"type": "string", "pattern": f"^{_A_DAY}(,{_A_DAY})?$"},
)
FORMAT = Parameter(
    "format",
    "json|ndjson|csv",
    "json, ndjson or csv",
    "json: a page. ndjson and csv: everything from here on, up to `limit` where one is given, one "
    "result a line, from one state of the database. The same can be asked for by `Accept`.",
    {"type": "string", "enum": ["json", "ndjson", "csv"], "default": "json"},
)
NDJSON = Parameter(
    "format",
    "json|ndjson",
    "json or ndjson",
    "json: a page. ndjson: everything from here on, up to `limit` where one is given, one result "
    "a line, from one state of the database.",
    {"type": "string", "enum": ["json", "ndjson"], "default": "json"},
)
SINCE = Parameter(
    "since",
    r"\d{1,18}",
    "the number of a change, `seq`, or 0",
    "Changes after this one; without it, from the first.",
    {"type": "integer", "minimum": 0, "maximum": 10**18 - 1, "default": 0},
)
SEEN = Parameter(
    "seen",
    r"\d{1,18}",
    "the number in the `next` of the answer before",
    "The last change there was when `since` was read; comes with `next`.",
    {"type": "integer", "minimum": 0, "maximum": 10**18 - 1},
)
OF_A_DEAL = (TWO_DAYS, KNOWN_AT, PERIOD)
PAGED = (COUNT, LIMIT, CURSOR)


def one_of(name: str, values: Iterable[str], meaning: str) -> Parameter:
    """A parameter that takes one of a closed list."""
    listed = list(values)
    return Parameter(
        name,
        "|".join(map(re.escape, listed)),
        f"one of {' '.join(listed)}",
        meaning,
        {"type": "string", "enum": listed, "default": listed[0]},
    )


def some_of(name: str, values: Iterable[str], meaning: str) -> Parameter:
    """A parameter that takes some of a closed list, with commas between them."""
    listed = list(values)
    return Parameter(
        name,
        "|".join(map(re.escape, listed)),
        f"some of {', '.join(listed)}, with commas between them",
        meaning,
        {"type": "string", "enum": listed},
        with_commas=True,
    )


def of_filters(filters: type[Filters]) -> tuple[Parameter, ...]:
    """The filters of a list as parameters."""
    return tuple(
        Parameter(
            name,
            wanted.takes.pattern,
            wanted.takes.accepted,
            wanted.meaning,
            wanted.takes.schema,
            is_list=wanted.takes.is_list,
            reader=wanted.takes.read,
        )
        for name, wanted in filters.base_filters.items()
    )
