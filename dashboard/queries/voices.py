"""Whose word holds: what people said of dates, against what came.

A word is a promise, an assessment or an “unchanged” with a date, or that confirmed one. Its time
has come once the milestone is met, or once the last day of the date has passed without it. It was
kept where the milestone was met by that last day, however imprecise its date; it was not kept where
it certainly came later, or is still open.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count as Number
from django.db.models import DateField, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from dashboard.asof import AsOf
from dashboard.figures import DateShown, date_shown
from dashboard.queries.claims import ClaimKindDate, kind_and_date
from deals.choices import ClaimKind, Rank, Side
from deals.dates import between
from deals.models import Actor, Claim, Deal, Milestone
from deliveries.models import Span

PAGE = 100  # speakers, or words of one, on a page
LEAST = 5  # words whose time has come; of fewer no share is told
_KINDS = (ClaimKind.PROMISED, ClaimKind.ASSESSED, ClaimKind.UNCHANGED)
KEPT, BROKEN, COMING, UNTOLD = "kept", "not kept", "to come", "cannot be told"


@dataclass(frozen=True, slots=True)
class Tally:
    """How many words; of how many the time has come, and how many of those were kept."""

    words: int
    come: int
    kept: int

    @property
    def share(self) -> str:
        """The share that was kept, in per cent; empty where there are too few to say."""
        return f"{self.kept / self.come:.0%}" if self.come >= LEAST else ""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who has spoken, for which sides, with all words and with those of “unchanged” alone."""

    name: str
    sides: list[str]
    all: Tally
    unchanged: Tally
    last: date


@dataclass(frozen=True, slots=True)
class WordShown:
    """One word and what came of it: `outcome` is kept, not kept, to come or cannot be told.

    `due` is the day that it was for where it names none itself, `stands` the date of the day.
    """

    claim: Claim
    what: ClaimKindDate
    due: DateShown | None
    stands: DateShown | None
    is_met: bool
    outcome: str


@dataclass(frozen=True, slots=True)
class VoicesPage:
    """The speakers, those of whose words most have had their time first; and each side."""

    sides: list[tuple[str, Tally, Tally]]
    speakers: list[Speaker]
    pages: Page[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class SpeakerPage:
    """The words of one speaker, the latest first."""

    name: str
    all: Tally
    words: list[WordShown]
    pages: Page[Claim]


def voices_page(actor: Actor, when: AsOf, page: str = "1") -> VoicesPage:
    """Everybody who has spoken of a date by the day, of what `actor` may know of."""
    words = _words(actor, when.day).order_by()
    shown = Paginator(_by_name(words, when.day), PAGE).get_page(page)
    return VoicesPage(
        sides=sides_of(actor, when),
        speakers=_speakers(shown, words),
        pages=shown,
    )


def sides_of(actor: Actor, when: AsOf) -> list[tuple[str, Tally, Tally]]:
    """What was said for each side: all words, and those of “unchanged” alone."""
    words = _words(actor, when.day).order_by()
    by_side: Any = words.values("side").annotate(**_counted(when.day))
    return [
        (str(Side(row["side"]).label), _tally(row), _tally(row, "unchanged_"))
        for row in sorted(by_side, key=lambda row: Side.values.index(row["side"]))
    ]


def number_of_speakers(actor: Actor, when: AsOf) -> int:
    """How many have spoken."""
    number: int = _by_name(_words(actor, when.day).order_by(), when.day).count()
    return number


def every_speaker(actor: Actor, when: AsOf, at_once: int) -> Iterator[Speaker]:
    """All of them in the order of the page, so many read at once."""
    words = _words(actor, when.day).order_by()
    found = _by_name(words, when.day).iterator(chunk_size=at_once)
    while some := list(islice(found, at_once)):
        yield from _speakers(some, words)


def _by_name(words: QuerySet[Claim], day: date) -> Any:
    """Speakers with their numbers; the columns are known at run time alone."""
    grouped: Any = words.values("said_by").annotate(last=Max("reported_on"), **_counted(day))
    return grouped.order_by("-come", "-number", "said_by")


def speaker_page(actor: Actor, when: AsOf, name: str, page: str = "1") -> SpeakerPage | None:
    """What one speaker said, and what came of each word; None where nothing was said."""
    words = _words_of(actor, when, name)
    counted = words.order_by().aggregate(**_counted(when.day))
    if not counted["number"]:
        return None
    shown = Paginator(words, PAGE).get_page(page)
    return SpeakerPage(
        name=name,
        all=_tally(counted),
        words=_shown(shown, when.day),
        pages=shown,
    )


def number_of_words(actor: Actor, when: AsOf, name: str) -> int:
    """How many words one speaker said."""
    return _words_of(actor, when, name).count()


def every_word(actor: Actor, when: AsOf, name: str, at_once: int) -> Iterator[WordShown]:
    """What one speaker said, the latest first, so many words read at once."""
    found = _words_of(actor, when, name).iterator(chunk_size=at_once)
    while some := list(islice(found, at_once)):
        yield from _shown(some, when.day)


def _words_of(actor: Actor, when: AsOf, name: str) -> QuerySet[Claim]:
    words = _words(actor, when.day)
    if "\0" in name:
        return words.none()  # no text holds it, and PostgreSQL refuses to look for it
    said = words.filter(said_by=name)
    return said.select_related("milestone__deal", "anchor").order_by("-reported_on", "-pk")


def latest_word_come(actor: Actor, when: AsOf, milestone: Milestone) -> WordShown | None:
    """The last word on a milestone for a day that has passed, and what came of it."""
    words: Any = _words(actor, when.day).filter(milestone=milestone)
    said = (
        words.filter(due__lt=when.day)
        .select_related("milestone__deal", "anchor")
        .order_by("-reported_on", "-pk")[:1]
    )
    return next(iter(_shown(said, when.day)), None)


def tally_of(actor: Actor, day: date, side: Side, deals: QuerySet[Any]) -> tuple[Tally, Tally]:
    """What was said for a side in these deals: all words, and those of “unchanged” alone."""
    words = _words(actor, day).filter(side=side, milestone__deal__in=deals)
    counted = words.order_by().aggregate(**_counted(day))
    return _tally(counted), _tally(counted, "unchanged_")


def _words(actor: Actor, day: date) -> QuerySet[Claim]:
    """The words by the day, each with the day it was for and what stands for its milestone.

    An “unchanged” without a date is for that which stood when it was reported.
    """
    stood = Q(to_on__isnull=True) | Q(to_on__gt=OuterRef("reported_on"))
    then = Span.objects.filter(
        stood, milestone=OuterRef("milestone"), from_on__lte=OuterRef("reported_on")
    ).order_by()
    spans = Q(milestone__spans__to_on__isnull=True) | Q(milestone__spans__to_on__gt=day)
    return (
        Claim.objects.standing()
        .filter(
            spans,
            milestone__spans__from_on__lte=day,
            milestone__deal__in=Deal.objects.visible_to(actor),
            kind__in=_KINDS,
            reported_on__lte=day,
        )
        .exclude(rank=Rank.DEPRECATED)
        .annotate(
            span=F("milestone__spans__pk"),
            progress=F("milestone__spans__progress"),
            first=F("milestone__spans__estimate_earliest"),
            last_day=F("milestone__spans__estimate_latest"),
            due=Coalesce(
                "latest",
                Subquery(then.values("estimate_latest")[:1]),
                output_field=DateField(),
            ),
        )
        .filter(Q(kind=ClaimKind.UNCHANGED) | ~Q(edtf="") | Q(anchor__isnull=False))
    )


def _counted(day: date) -> dict[str, Number]:
    """The numbers of a tally: of all words, and of those of “unchanged”."""
    kept = Q(progress="met", last_day__lte=F("due"))
    broken = Q(progress="met", first__gt=F("due")) | Q(progress="open", due__lt=day)
    unchanged = Q(kind=ClaimKind.UNCHANGED)
    return {
        "number": Number("pk"),
        "come": Number("pk", filter=kept | broken),
        "kept": Number("pk", filter=kept),
        "unchanged_number": Number("pk", filter=unchanged),
        "unchanged_come": Number("pk", filter=unchanged & (kept | broken)),
        "unchanged_kept": Number("pk", filter=unchanged & kept),
    }


def _tally(row: dict[str, Any], which: str = "") -> Tally:
    return Tally(*(row[which + name] for name in ("number", "come", "kept")))


def _speakers(rows: Iterable[dict[str, Any]], words: QuerySet[Claim]) -> list[Speaker]:
    rows = list(rows)
    sides: dict[str, list[str]] = {row["said_by"]: [] for row in rows}
    spoken = words.filter(said_by__in=sides).values_list("said_by", "side").distinct()
    for name, side in sorted(spoken):
        sides[name].append(str(Side(side).label))
    return [
        Speaker(
            row["said_by"],
            sides[row["said_by"]],
            _tally(row),
            _tally(row, "unchanged_"),
            row["last"],
        )
        for row in rows
    ]


def _shown(claims: Iterable[Any], day: date) -> list[WordShown]:
    claims = list(claims)
    spans = Span.objects.in_bulk([claim.span for claim in claims])
    return [_word(claim, spans[claim.span], day) for claim in claims]


def _word(claim: Any, span: Span, day: date) -> WordShown:
    return WordShown(
        claim=claim,
        what=kind_and_date(claim),
        due=None if claim.date or claim.due is None else date_shown(between(None, claim.due)),
        stands=date_shown(span.figure("estimate")),
        is_met=span.progress == "met",
        outcome=_outcome(span, claim.due, day),
    )


def _outcome(span: Span, due: date | None, day: date) -> str:
    """What has come of a word for `due`, by the rule that `_counted` has for the database."""
    if due is None or span.progress == "cancelled":
        return UNTOLD
    if span.progress == "open":
        return BROKEN if due < day else COMING
    if span.estimate_latest is not None and span.estimate_latest <= due:
        return KEPT
    late = span.estimate_earliest is not None and span.estimate_earliest > due
    return BROKEN if late else UNTOLD
