"""What a filter takes: the form of its text, how that is read, and how it is described."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from typing_extensions import override

from deals.dates import FIRST_YEAR, LAST_YEAR
from deliveries import periods
from deliveries.periods import read_period
from vendors.codes import COUNTRIES, CURRENCIES

CODE = r"[-a-zA-Z0-9_]{1,80}"
DAY = r"^(19|20|21)\d{2}-\d{2}-\d{2}$"
MOST_DAYS = 36_500
_LONGEST = 100  # characters that are searched for


@dataclass(frozen=True, slots=True)
class Takes:
    """One form of values. `pattern` is what a text must match; `accepted` says so in words.

    `read` gives the value and raises ValueError for a text that matches and is none all the same.
    """

    pattern: str
    accepted: str
    schema: Mapping[str, Any]
    read: Callable[[str], Any]
    is_list: bool = False

    def takes(self, text: str) -> bool:
        """Whether a text is a value of this form."""
        try:
            return bool(re.fullmatch(self.pattern, text, re.ASCII)) and self.read(text) is not None
        except ValueError:
            return False


class Values(forms.Field):
    """The texts given for one filter, read: a list of values, or one."""

    widget = forms.MultipleHiddenInput

    def __init__(self, *, takes: Takes, **options: Any) -> None:
        super().__init__(**options)
        self.takes = takes

    @override
    def clean(self, value: Sequence[str] | None) -> Any:
        """The values; None where none is given. Raises ValidationError for the first bad one."""
        texts = value or []
        if len(texts) > 1 and not self.takes.is_list:
            raise ValidationError("is given more than once", params={"value": texts[-1]})
        found = [self._read(text) for text in texts]
        if not found:
            return None
        return list(dict.fromkeys(found)) if self.takes.is_list else found[0]

    def _read(self, text: str) -> Any:
        if not re.fullmatch(self.takes.pattern, text, re.ASCII):
            raise ValidationError("has a value that is not accepted", params={"value": text})
        try:
            return self.takes.read(text)
        except ValueError:
            raise ValidationError("has a value that is not accepted", params={"value": text}) from (
                None
            )


def words(values: Iterable[str]) -> Takes:
    """Some of a closed list; several mean one or the other."""
    listed = list(values)
    return Takes(
        "|".join(listed),
        f"one or several of {', '.join(listed)}",
        {"type": "string", "enum": listed},
        str,
        is_list=True,
    )


def codes(of: str) -> Takes:
    """Codes of records; several mean one or the other, and one that is not there finds nothing."""
    return Takes(
        CODE,
        f"the code of {of}; several mean one or the other",
        {"type": "string", "pattern": f"^{CODE}$"},
        str,
        is_list=True,
    )


def _one_of(known: Mapping[str, str]) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in known:
            raise ValueError(text)
        return text

    return read


COUNTRY = Takes(
    "[A-Z]{2}",
    "the code of a country in ISO 3166-1, such as IN; several mean one or the other",
    {"type": "string", "pattern": "^[A-Z]{2}$"},
    _one_of(COUNTRIES),
    is_list=True,
)
CURRENCY = Takes(
    "[A-Z]{3}",
    "the code of a currency in ISO 4217, such as USD; several mean one or the other",
    {"type": "string", "pattern": "^[A-Z]{3}$"},
    _one_of(CURRENCIES),
    is_list=True,
)


def _day(text: str) -> date:
    day = date.fromisoformat(text)
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(text)
    return day


A_DAY = Takes(
    r"\d{4}-\d{2}-\d{2}",
    f"a day, YYYY-MM-DD, from {FIRST_YEAR}-01-01 to {LAST_YEAR}-12-31",
    {"type": "string", "format": "date", "pattern": DAY},
    _day,
)


def _year(text: str) -> int:
    if not FIRST_YEAR <= int(text) <= LAST_YEAR:
        raise ValueError(text)
    return int(text)


A_YEAR = Takes(
    r"\d{4}",
    f"a year, {FIRST_YEAR} to {LAST_YEAR}; several mean one or the other",
    {"type": "integer", "minimum": FIRST_YEAR, "maximum": LAST_YEAR},
    _year,
    is_list=True,
)
A_TIME = Takes(
    periods.PATTERN,
    periods.ACCEPTED,
    {"type": "string", "pattern": f"^{periods.PATTERN}$"},
    read_period,
)


def _days(text: str) -> int:
    if abs(int(text)) > MOST_DAYS:
        raise ValueError(text)
    return int(text)


DAYS = Takes(
    r"-?\d{1,9}",
    f"a whole number of days, -{MOST_DAYS} to {MOST_DAYS}",
    {"type": "integer", "minimum": -MOST_DAYS, "maximum": MOST_DAYS},
    _days,
)
AMOUNT = Takes(
    r"\d{1,18}(?:\.\d{1,3})?",
    "an amount in units of the currency, such as 5430000000",
    {"type": "string", "pattern": r"^\d{1,18}(\.\d{1,3})?$"},
    Decimal,
)
YES_OR_NO = Takes(
    "true|false", "true or false", {"type": "string", "enum": ["true", "false"]}, "true".__eq__
)


def _searched(text: str) -> str:
    if not text.strip() or not text.isprintable():
        raise ValueError(text)
    return text


WORDS = Takes(
    rf"[\s\S]{{1,{_LONGEST}}}",
    f"words to be found, {_LONGEST} characters at most",
    {"type": "string", "minLength": 1, "maxLength": _LONGEST},
    _searched,
)
