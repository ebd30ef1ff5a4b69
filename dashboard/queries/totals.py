"""The watch-list in a sentence, each figure a link to the deals that it counts."""

from collections import Counter
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from dashboard.asking import Asking
from deliveries.facets import Tallied

_JOINED = "\N{NO-BREAK SPACE}"
# How the sentence names those in a state: "7 are critical, 2 in breach".
_IN_TOTALS = {
    "critical": "critical",
    "breach": "in breach",
    "slipping": "slipping",
    "unknown_delay": "late with no date",
    "at_risk": "at risk",
    "not_contracted": "not contracted",
    "due_soon": "due soon",
    "on_track": "on track",
    "undated": "undated",
    "met_late": "met late",
    "met": "met",
    "met_on_time": "met on time",
    "cancelled": "cancelled",
}
ENDED = ("met_late", "met", "met_on_time", "cancelled")  # states of deals with nothing open


@dataclass(frozen=True, slots=True)
class Totals:
    """How many deals there are; the sentence; and in a word how many are worst, for a title."""

    number: int
    says: SafeString
    worst: str


def totals(tallied: Tallied, asking: Asking) -> Totals:
    """Of 20 deals, 7 are critical, 2 in breach and 3 on track."""
    states = +tallied.states
    if not states:
        return Totals(0, SafeString(), "")
    worst = next(code for code in _IN_TOTALS if states[code])
    counted = f"{states[worst]:,} {_IN_TOTALS[worst]}"
    return Totals(
        number=tallied.number,
        says=_sentence(states, tallied.stale, asking),
        worst="" if worst in ENDED else counted,
    )


def _sentence(states: Counter[str], stale: int, asking: Asking) -> SafeString:
    number = states.total()
    of = " that these filters leave" if asking.narrows else ""
    said = _stale(stale, asking)
    if number == 1:
        (state,) = states
        named = _linked(_IN_TOTALS[state], asking.with_values("state", [state]))
        return format_html("One deal{}, and it is {}.{}", of, named, said)
    going = _listed([code for code in _IN_TOTALS if code not in ENDED], states, asking, verb=True)
    over = sum(states[code] for code in ENDED)
    counted = format_html(", {}", going) if going else SafeString()
    if over:
        rest = format_html(
            "{} {} nothing open",
            _linked(f"{over:,}", asking.with_values("state", [c for c in ENDED if states[c]])),
            "has" if over == 1 else "have",
        )
        how = _listed(ENDED, states, asking)
        counted = format_html("{}{} {}: {}", counted, ";" if going else ",", rest, how)
    return format_html("Of {} deals{}{}.{}", f"{number:,}", of, counted, said)


def _stale(number: int, asking: Asking) -> SafeString:
    """On how many deals the word about what decides is stale."""
    if not number:
        return SafeString()
    linked = _linked(f"{number:,}", asking.with_values("stale", ["true"]))
    return format_html(" The word is stale on{}{}.", _JOINED, linked)


def _listed(
    codes: "list[str] | tuple[str, ...]",
    states: Counter[str],
    asking: Asking,
    *,
    verb: bool = False,
) -> SafeString:
    """Those of the states that any deal is in: 7 are critical, 2 in breach and 3 on track."""
    parts: list[SafeString] = []
    for code in codes:
        if number := states[code]:
            is_first = verb and not parts
            words = f"{'is' if number == 1 else 'are'} " * is_first + _IN_TOTALS[code]
            # The first has a plain space, so that the line can break before the verb.
            figure = f"{number:,}{' ' if is_first else _JOINED}{words}"
            parts.append(_linked(figure, asking.with_values("state", [code])))
    joined = ", ".join(parts[:-1])
    return mark_safe(" and ".join(filter(None, (joined, *parts[-1:]))))  # noqa: S308 - made of links


def _linked(words: str, address: str) -> SafeString:
    return format_html('<a href="{}">{}</a>', address, words)
