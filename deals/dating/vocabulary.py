"""The many ways to write one thing, made one: Dec., the 5th of December, first quarter."""

import re

from deals.dating.calendar_parts import PART_NAMES

Rules = tuple[tuple[re.Pattern[str], str], ...]

_NUMBERS = {name.lower(): number for number, name in PART_NAMES.items()}
_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july", "august"),
    *("september", "sept", "october", "november", "december"),
)
MONTH_NUMBERS = {form: _NUMBERS[name[:3]] for name in _MONTHS for form in (name, name[:3])}
MONTH = rf"(?P<month>{'|'.join(sorted(MONTH_NUMBERS, key=len, reverse=True))})\.?"
PART_NUMBERS = {name: number for name, number in _NUMBERS.items() if number > 12}
PART_NUMBERS["end"] = _NUMBERS["q4"]


def rules(*pairs: tuple[str, str]) -> Rules:
    """Patterns of plain ASCII, each with its text."""
    return tuple((re.compile(pattern, re.ASCII), text) for pattern, text in pairs)


_DASHES = rules(
    ("[‒–—―−]", " - "),  # stand between two dates, or for a minus
    ("[‐‑]", "-"),
    (" +", " "),
)
_ORDINALS = ((1, "1st|first"), (2, "2nd|second"), (3, "3rd|third"), (4, "4th|fourth"))
_SYNONYMS = rules(
    (r",|\b(the|of)\b", " "),
    (" +", " "),
    ("^ | $", ""),
    (r"\bu\.s\.(a\.)?", "us"),
    (r"\bu\.k\.", "uk"),
    *((rf"\b(?:{n}|{nth}) (q|h)(?:uarter|alf)\b", rf"\g<1>{n}") for n, nth in _ORDINALS),
    (r"\b(beginning|start)\b", "early"),
    (r"\bmiddle\b", "mid"),
    (r"\byear[ -]*end\b|\bend year\b", "end"),
    ("^(in|on|during) ", ""),
    (r"^\.\./(.+)$", r"until \1"),
    (r"^(.+)/\.\.$", r"from \1"),
    # Dec 5-8, 2021: the month is said once
    (
        r"\b([a-z]+)\.? (\d\d?)(?:st|nd|rd|th)? ?(?:-|to) ?(\d\d?)(?:st|nd|rd|th)? (\d{4})$",
        r"\2 \1 \4 to \3 \1 \4",
    ),
)
_ABOUT = re.compile(r"^(?:(?:about|around|circa|approximately|approx|roughly|ca|c)\b\.?|~) ?")


def tidied(text: str) -> str:
    """In lower case and single spaces, with one kind of dash; that between dates has spaces."""
    return _rewritten(" ".join(text.lower().split()), _DASHES).strip()


def simplified(words: str) -> str:
    """Tidied words of a date without those that say nothing, and of synonyms always the same."""
    return _rewritten(words, _SYNONYMS)


def without_about(words: str) -> tuple[str, bool]:
    """The words without about, circa or ~, and whether one was there."""
    words = words.strip()
    bare = _ABOUT.sub("", words).removesuffix("~").rstrip()
    return bare, bare != words


def _rewritten(text: str, by: Rules) -> str:
    for pattern, to in by:
        text = pattern.sub(to, text)
    return text
