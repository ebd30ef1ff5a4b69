"""One speaker: each word and what came of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from dashboard.asof import AsOf
from dashboard.figures import DateShown, date_shown, reckoned_with
from dashboard.naming import with_parties
from dashboard.queries.claims import ClaimKindDate, kind_and_date
from dashboard.queries.said import PAGE, Tally, counted, tally, words_by
from deals.dates import Window, between
from deals.models import Actor, Alias, Claim, Milestone
from deliveries.models import Span

KEPT, BROKEN, COMING, UNTOLD = "kept", "not kept", "to come", "cannot be told"


@dataclass(frozen=True, slots=True)
class WordShown:
    """One word and what came of it: `outcome` is kept, not kept, to come or cannot be told.

    `due_on` is the day that it was for, `due` the same where it names none itself; `came` is the
    date of the day, `stands` the same as it reads.
    """

    claim: Claim
    what: ClaimKindDate
    reported: DateShown | None
    due: DateShown | None
    due_on: date | None
    came: Window | None
    stands: DateShown | None
    is_met: bool
    outcome: str


@dataclass(frozen=True, slots=True)
class SpeakerPage:
    """The words of one speaker, the latest first; `also` are their other names, with why."""

    name: str
    also: list[Alias]
    all: Tally
    words: list[WordShown]
    pages: Page[Claim]


def speaker_page(actor: Actor, when: AsOf, name: str, page: str = "1") -> SpeakerPage | None:
    """What one speaker said, and what came of each word; None where nothing was said.

    Any of their names will do.
    """
    speaker, also = _who(name)
    words = _words_of(actor, when, [speaker, *(alias.said_by for alias in also)])
    numbers = words.order_by().aggregate(**counted(when.day))
    if not numbers["number"]:
        return None
    spoken = set(words.order_by().values_list("said_by", flat=True).distinct())
    shown = Paginator(words, PAGE).get_page(page)
    said = _shown(shown, when.day)
    with_parties(word.claim.milestone.deal for word in said)
    return SpeakerPage(
        name=speaker,
        also=[alias for alias in also if alias.said_by in spoken],
        all=tally(numbers),
        words=said,
        pages=shown,
    )


def number_of_words(actor: Actor, when: AsOf, name: str) -> int:
    """How many words one speaker said."""
    return _words_of(actor, when, _names(name)).count()


def every_word(actor: Actor, when: AsOf, name: str, at_once: int) -> Iterator[WordShown]:
    """What one speaker said, the latest first, so many words read at once."""
    found = _words_of(actor, when, _names(name)).iterator(chunk_size=at_once)
    while some := list(islice(found, at_once)):
        with_parties(claim.milestone.deal for claim in some)
        yield from _shown(some, when.day)


def _who(name: str) -> tuple[str, list[Alias]]:
    """The speaker who goes by a name, and their other names."""
    if "\0" in name:
        return name, []  # no text holds it, and PostgreSQL refuses to look for it
    known = Alias.objects.filter(said_by=name).first()
    speaker = known.speaker if known else name
    return speaker, list(Alias.objects.filter(speaker=speaker))


def _names(name: str) -> list[str]:
    speaker, also = _who(name)
    return [speaker, *(alias.said_by for alias in also)]


def _words_of(actor: Actor, when: AsOf, names: list[str]) -> QuerySet[Claim]:
    words = words_by(actor, when.day)
    if any("\0" in name for name in names):
        return words.none()
    said = words.filter(said_by__in=names)
    return said.select_related("milestone__deal", "anchor").order_by("-reported_on", "-pk")


def latest_word_come(actor: Actor, when: AsOf, milestone: Milestone) -> WordShown | None:
    """The last word on a milestone for a day that has passed, and what came of it."""
    words: Any = words_by(actor, when.day).filter(milestone=milestone)
    said = (
        words.filter(due__lt=when.day)
        .select_related("milestone__deal", "anchor")
        .order_by("-reported_on", "-pk")[:1]
    )
    return next(iter(_shown(said, when.day)), None)


def _shown(claims: Iterable[Any], day: date) -> list[WordShown]:
    claims = list(claims)
    spans = Span.objects.in_bulk([claim.span for claim in claims])
    return [_word(claim, spans[claim.span], day) for claim in claims]


def _word(claim: Any, span: Span, day: date) -> WordShown:
    return WordShown(
        claim=claim,
        what=kind_and_date(claim),
        reported=date_shown(claim.reported),
        due=None if claim.date or claim.due is None else date_shown(between(None, claim.due)),
        due_on=claim.due,
        came=span.figure("estimate"),
        stands=reckoned_with(span),
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
