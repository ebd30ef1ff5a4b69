"""Whose word holds: everybody who has spoken of a date, and each side."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import islice
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Case, F, FloatField, Max, QuerySet, Value, When
from django.db.models.functions import Cast, Lower, Sqrt

from dashboard.asof import AsOf
from dashboard.figures import DateShown, date_shown
from dashboard.queries.said import LEAST, PAGE, Tally, counted, tally, words_by
from deals.choices import Side
from deals.dates import from_edtf
from deals.models import Actor

USUAL = "-kept"
_Z = 1.959964  # of the standard normal distribution, 95 % within
# Of equals, which but for twins are those who kept none, who broke fewer comes first; then names.
ORDERS: Mapping[str, tuple[Any, ...]] = {
    "-kept": (F("cautious").desc(nulls_last=True), "come", "-number", "speaker"),
    "kept": (F("cautious").asc(nulls_last=True), "-come", "-number", "speaker"),
    "-words": ("-number", "-come", "speaker"),
    "words": ("number", "come", "speaker"),
    "name": (Lower("speaker"), "speaker"),
    "-name": (Lower("speaker").desc(), "-speaker"),
    "-last_word_on": ("-last", "speaker"),
    "last_word_on": ("last", "speaker"),
}
_SHARES = ("-come", "-number", "speaker")
_COMPARED = 3  # speakers of whom a share is told; of fewer nobody keeps most
_NAMED = 3  # names of those who kept as much as each other; of more it is said how many


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who has spoken, for which sides, with all words and with those of “unchanged” alone."""

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
    pages: Page[dict[str, Any]]


def voices_page(actor: Actor, when: AsOf, page: str = "1", ordering: str = USUAL) -> VoicesPage:
    """Everybody who has spoken of a date by the day, of what `actor` may know of."""
    words = words_by(actor, when.day).order_by()
    grouped = _by_name(words, when.day)
    shown = Paginator(grouped.order_by(*ORDERS[ordering]), PAGE).get_page(page)
    return VoicesPage(
        says=_says(grouped),
        sides=sides_of(actor, when),
        speakers=_speakers(shown, words),
        pages=shown,
    )


def sides_of(actor: Actor, when: AsOf) -> list[tuple[str, Tally, Tally]]:
    """What was said for each side: all words, and those of “unchanged” alone."""
    words = words_by(actor, when.day).order_by()
    by_side: Any = words.values("side").annotate(**counted(when.day))
    return [
        (str(Side(row["side"]).label), tally(row), tally(row, "unchanged_"))
        for row in sorted(by_side, key=lambda row: Side.values.index(row["side"]))
    ]


def number_of_speakers(actor: Actor, when: AsOf) -> int:
    """How many have spoken."""
    number: int = _by_name(words_by(actor, when.day).order_by(), when.day).count()
    return number


def every_speaker(
    actor: Actor, when: AsOf, at_once: int, ordering: str = USUAL
) -> Iterator[Speaker]:
    """All of them in the order of the page, so many read at once."""
    words = words_by(actor, when.day).order_by()
    grouped = _by_name(words, when.day).order_by(*ORDERS[ordering])
    found = grouped.iterator(chunk_size=at_once)
    while some := list(islice(found, at_once)):
        yield from _speakers(some, words)


def _by_name(words: Any, day: date) -> Any:
    """Speakers with their numbers; the columns are known at run time alone.

    `cautious` is what they keep at least, most probably: the lower bound of the score interval at
    95 % (Wilson, *Probable Inference, the Law of Succession, and Statistical Inference*, JASA 22,
    1927). So 2 of 2 come before 1 of 4 and after 20 of 22, and who kept none is at nought.
    """
    grouped: Any = words.values("speaker").annotate(last=Max("reported_on"), **counted(day))
    kept, come = (Cast(F(name), FloatField()) for name in ("kept", "come"))
    middle = kept + Value(_Z * _Z / 2)
    around = Value(_Z) * Sqrt(kept * (come - kept) / come + Value(_Z * _Z / 4))
    bound = (middle - around) / (come + Value(_Z * _Z))
    return grouped.annotate(
        share=Case(When(come__gte=LEAST, then=kept / come), output_field=FloatField()),
        cautious=Case(
            When(kept__gt=0, then=bound),
            When(come__gt=0, then=Value(0.0)),
            output_field=FloatField(),
        ),
    ).order_by()


def _says(grouped: Any) -> str:
    """Who keeps most and who keeps least, of those of whom a share is told."""
    told = grouped.filter(come__gte=LEAST)
    number = told.count()
    if not number:
        return "Nobody has given five or more dates whose time has come."
    if number < _COMPARED:
        who = "One has" if number == 1 else "Two have"
        given = f"{who} given five or more dates whose time has come"
        return f"{given}: too few to say who keeps most."
    best, worst = (
        list(told.order_by(order, *_SHARES)[: _NAMED + 1]) for order in ("-share", "share")
    )
    begun = f"Of the {number:,} who gave five or more dates whose time has come"
    if _share(best[0]) == _share(worst[0]):
        return f"{begun}, all kept as many of them: {tally(best[0]).share}."
    return f"{begun}, most were kept by {_named(best)}, fewest by {_named(worst)}."


def _named(rows: list[dict[str, Any]]) -> str:
    """The first of these, and those who kept the same share, each with the numbers."""
    same = [row for row in rows if _share(row) == _share(rows[0])]
    told = [(row["speaker"], tally(row)) for row in same[:_NAMED]]
    names = [f"{name} ({t.kept} of {t.come}, {t.share})" for name, t in told]
    if len(same) > _NAMED:
        return f"{', '.join(names)} and others"
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _share(row: dict[str, Any]) -> Fraction:
    return Fraction(row["kept"], row["come"])


def tally_of(actor: Actor, day: date, side: Side, deals: QuerySet[Any]) -> tuple[Tally, Tally]:
    """What was said for a side in these deals: all words, and those of “unchanged” alone."""
    words = words_by(actor, day).filter(side=side, milestone__deal__in=deals)
    numbers = words.order_by().aggregate(**counted(day))
    return tally(numbers), tally(numbers, "unchanged_")


def _speakers(rows: Iterable[dict[str, Any]], words: Any) -> list[Speaker]:
    rows = list(rows)
    sides: dict[str, list[str]] = {row["speaker"]: [] for row in rows}
    spoken = words.filter(speaker__in=sides).values_list("speaker", "side").distinct()
    for name, side in sorted(spoken):
        sides[name].append(str(Side(side).label))
    reports: dict[tuple[str, date], set[str]] = defaultdict(set)
    last = words.filter(speaker__in=sides, reported_on__in={row["last"] for row in rows})
    for name, day, edtf in last.values_list("speaker", "reported_on", "reported_edtf"):
        reports[name, day].add(edtf)
    return [
        Speaker(
            row["speaker"],
            sides[row["speaker"]],
            tally(row),
            tally(row, "unchanged_"),
            row["last"],
            date_shown(from_edtf(max(reports[row["speaker"], row["last"]], key=len))),
        )
        for row in rows
    ]
