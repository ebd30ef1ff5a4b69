"""Whose word holds: everybody who has spoken of a date, and each side."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import sqrt
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Max

from dashboard.asof import AsOf
from dashboard.figures import DateShown, date_shown
from dashboard.queries.said import LEAST, PAGE, Tally, counted, tally, words_by
from deals.choices import Side
from deals.dates import from_edtf
from deals.models import Actor, Claim, Deal
from deliveries.filters.conditions import among

USUAL = "-kept"
_Z = 1.959964  # of the standard normal distribution, 95 % within
_COMPARED = 3  # speakers of whom a share is told; of fewer nobody keeps most
_NAMED = 3  # names of those who kept as much as each other; of more it is said how many


@dataclass(frozen=True, slots=True)
class Voice:
    """Who has spoken, with all words and with those of “unchanged” alone; the day of the last."""

    name: str
    sides: tuple[str, ...]
    all: Tally
    unchanged: Tally
    last: date

    @property
    def cautious(self) -> float | None:
        """What they keep at least, most probably; None before the time of any word has come.

        The lower bound of the score interval at 95 % (Wilson, *Probable Inference, the Law of
        Succession, and Statistical Inference*, JASA 22, 1927). So 2 of 2 come before 1 of 4 and
        after 20 of 22, and who kept none is at nought.
        """
        kept, come = self.all.kept, self.all.come
        if not kept:
            return 0.0 if come else None
        around = _Z * sqrt(kept * (come - kept) / come + _Z * _Z / 4)
        return (kept + _Z * _Z / 2 - around) / (come + _Z * _Z)


def _by_kept(voice: Voice, sign: int) -> tuple[Any, ...]:
    """Of equals, which but for twins are those who kept none, who broke fewer comes first."""
    come, bound = voice.all.come, voice.cautious
    return (bound is None, sign * (bound or 0), -sign * come, -voice.all.words, voice.name)


ORDERS: Mapping[str, Callable[[Voice], tuple[Any, ...]]] = {
    "-kept": lambda voice: _by_kept(voice, -1),
    "kept": lambda voice: _by_kept(voice, 1),
    "-words": lambda voice: (-voice.all.words, -voice.all.come, voice.name),
    "words": lambda voice: (voice.all.words, voice.all.come, voice.name),
    "name": lambda voice: (voice.name.lower(), voice.name),
    "-name": lambda voice: (voice.name.lower(), voice.name),  # and then the other way
    "-last_word_on": lambda voice: (-voice.last.toordinal(), voice.name),
    "last_word_on": lambda voice: (voice.last, voice.name),
}


@dataclass(frozen=True, slots=True)
class Speaker:
    """A voice as it is shown: its sides in words, and its last word as precise as it is known."""

    name: str
    sides: list[str]
    all: Tally
    unchanged: Tally
    last: date
    last_word: DateShown | None


@dataclass(frozen=True, slots=True)
class VoicesPage:
    """The speakers in the order that is asked for; each side; who keeps their word, in words."""

    says: str
    sides: list[tuple[str, Tally, Tally]]
    speakers: list[Speaker]
    pages: Page[Voice]


def voices_page(actor: Actor, when: AsOf, page: str = "1", ordering: str = USUAL) -> VoicesPage:
    """Everybody who has spoken of a date by the day, of what `actor` may know of.

    All words are gone through once; there are few voices, which are sorted here.
    """
    voices, sides = _spoken(actor, when.day)
    shown = Paginator(_ordered(voices, ordering), PAGE).get_page(page)
    return VoicesPage(
        says=_says(voices),
        sides=sides,
        speakers=_speakers(list(shown), actor),
        pages=shown,
    )


def sides_of(actor: Actor, when: AsOf) -> list[tuple[str, Tally, Tally]]:
    """What was said for each side: all words, and those of “unchanged” alone."""
    return _spoken(actor, when.day)[1]


def number_of_speakers(actor: Actor, when: AsOf) -> int:
    """How many have spoken."""
    return len(_spoken(actor, when.day)[0])


def every_speaker(
    actor: Actor, when: AsOf, at_once: int, ordering: str = USUAL
) -> Iterator[Speaker]:
    """All of them in the order of the page; of so many at once it is read how they are shown."""
    voices = _ordered(_spoken(actor, when.day)[0], ordering)
    for first in range(0, len(voices), at_once):
        yield from _speakers(voices[first : first + at_once], actor)


def _spoken(actor: Actor, day: date) -> tuple[list[Voice], list[tuple[str, Tally, Tally]]]:
    """Every voice, in no order, and the sum for each side; one query."""
    by_day: Any = words_by(actor, day).order_by()
    words = by_day.values("speaker", "side")
    by_name: dict[str, list[Any]] = defaultdict(list)
    by_side: dict[str, list[Any]] = defaultdict(list)
    for row in words.annotate(last=Max("reported_on"), **counted(day)):
        by_name[row["speaker"]].append(row)
        by_side[row["side"]].append(row)
    voices = [
        Voice(
            name=name,
            sides=tuple(sorted(row["side"] for row in rows)),
            all=_sum(rows),
            unchanged=_sum(rows, "unchanged_"),
            last=max(row["last"] for row in rows),
        )
        for name, rows in by_name.items()
    ]
    in_turn = sorted(by_side, key=Side.values.index)
    sides = [
        (str(Side(s).label), _sum(by_side[s]), _sum(by_side[s], "unchanged_")) for s in in_turn
    ]
    return voices, sides


def _sum(rows: Iterable[Mapping[str, Any]], which: str = "") -> Tally:
    tallies = [tally(row, which) for row in rows]
    return Tally(*(sum(getattr(t, of) for t in tallies) for of in ("words", "come", "kept")))


def _ordered(voices: Iterable[Voice], ordering: str) -> list[Voice]:
    return sorted(voices, key=ORDERS[ordering], reverse=ordering == "-name")


def _says(voices: Iterable[Voice]) -> str:
    """Who keeps most and who keeps least, of those of whom a share is told."""
    told = [voice for voice in voices if voice.all.come >= LEAST]
    if not told:
        return "Nobody has given five or more dates whose time has come."
    if len(told) < _COMPARED:
        who = "One has" if len(told) == 1 else "Two have"
        given = f"{who} given five or more dates whose time has come, too few to say who keeps most"
        told.sort(key=lambda v: (-_share(v), v.name))
        return f"{given}: {' and '.join(_kept(voice) for voice in told)}."
    best, worst = (
        sorted(told, key=lambda v: (sign * _share(v), -v.all.come, -v.all.words, v.name))
        for sign in (-1, 1)
    )
    begun = f"Of the {len(told):,} who gave five or more dates whose time has come"
    if _share(best[0]) == _share(worst[0]):
        return f"{begun}, all kept as many of them: {best[0].all.share}."
    return f"{begun}, most were kept by {_named(best)}, fewest by {_named(worst)}."


def _kept(voice: Voice) -> str:
    return f"{voice.name} kept {voice.all.kept} of {voice.all.come}"


def _named(voices: Sequence[Voice]) -> str:
    """The first of these, and those who kept the same share, each with the numbers."""
    same = [voice for voice in voices if _share(voice) == _share(voices[0])]
    told = [(voice.name, voice.all) for voice in same[:_NAMED]]
    names = [f"{name} ({t.kept} of {t.come}, {t.share})" for name, t in told]
    if len(same) > _NAMED:
        return f"{', '.join(names)} and others"
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _share(voice: Voice) -> Fraction:
    return Fraction(voice.all.kept, voice.all.come)


def tally_of(actor: Actor, day: date, side: Side, deals: Iterable[int]) -> tuple[Tally, Tally]:
    """What was said for a side in these deals: all words, and those of “unchanged” alone."""
    words = words_by(actor, day).filter(among("milestone__deal", deals), side=side)
    numbers = words.order_by().aggregate(**counted(day))
    return tally(numbers), tally(numbers, "unchanged_")


def _speakers(voices: Sequence[Voice], actor: Actor) -> list[Speaker]:
    """As they are shown; one query for all."""
    said: Any = Claim.objects.standing().with_speaker()
    last = said.filter(
        milestone__deal__in=Deal.objects.visible_to(actor),
        speaker__in=[voice.name for voice in voices],
        reported_on__in={voice.last for voice in voices},
    ).order_by()
    reports: dict[tuple[str, date], set[str]] = defaultdict(set)
    for name, day, edtf in last.values_list("speaker", "reported_on", "reported_edtf"):
        reports[name, day].add(edtf)
    return [
        Speaker(
            voice.name,
            [str(Side(side).label) for side in voice.sides],
            voice.all,
            voice.unchanged,
            voice.last,
            date_shown(from_edtf(max(reports[voice.name, voice.last], key=len))),
        )
        for voice in voices
    ]
