"""Words, and how many of them were kept: what people said of dates, against what came.

A word is a promise, an assessment or an “unchanged” with a date, or that confirmed one. Its time
has come once the milestone is met, or once the last day of the date has passed without it. It was
kept where the milestone was met by that last day, however imprecise its date; it was not kept where
it certainly came later, or is still open. What one speaker says for one side of one milestone, as
one source reported it of one day, is one word where it is for the same day: “by the end of 2021”
and “no change in the deadline” of one briefing are not two. What had been in force before it was
reported is told of the past, and nobody's word of that day.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count as Number
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from dashboard.figures import share_of
from dashboard.queries.in_force import due_of_claims
from deals.choices import ClaimKind, Rank
from deals.models import Actor, Claim, Deal

PAGE = 100  # speakers, or words of one, on a page
LEAST = 5  # words whose time has come; of fewer no share is told
_KINDS = (ClaimKind.PROMISED, ClaimKind.ASSESSED, ClaimKind.UNCHANGED)
_OF_ITS_DAY = Q(in_force_on__isnull=True) | Q(in_force_on=F("reported_on"))
_IS_WORD = Q(kind=ClaimKind.UNCHANGED) | ~Q(edtf="") | Q(anchor__isnull=False)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many words; of how many the time has come, and how many of those were kept."""

    words: int
    come: int
    kept: int

    @property
    def share(self) -> str:
        """The share that was kept, in per cent; empty where there are too few to say."""
        return share_of(self.kept, self.come) if self.come >= LEAST else ""


def words_by(actor: Actor, day: date) -> QuerySet[Claim]:
    """The words by the day: who spoke, the day each was for, and what stands for its milestone.

    An “unchanged” without a date is for that which was in force when it was reported.
    """
    spans = Q(milestone__spans__to_on__isnull=True) | Q(milestone__spans__to_on__gt=day)
    words: QuerySet[Claim] = (
        Claim.objects.standing()
        .with_speaker()
        .filter(
            spans,
            milestone__spans__from_on__lte=day,
            milestone__deal__in=Deal.objects.visible_to(actor),
            kind__in=_KINDS,
            reported_on__lte=day,
        )
        .filter(_OF_ITS_DAY)
        .exclude(rank=Rank.DEPRECATED)
        .annotate(
            span=F("milestone__spans__pk"),
            progress=F("milestone__spans__progress"),
            first=F("milestone__spans__estimate_earliest"),
            last_day=F("milestone__spans__estimate_latest"),
            due=due_of_claims(),
        )
        .filter(_IS_WORD)
    )
    return words.filter(_is_first())


def is_word(claim: Claim) -> bool:
    """Whether a claim that stands is a word, so that its speaker has a page."""
    has_date = claim.kind == ClaimKind.UNCHANGED or claim.edtf or claim.anchor_id
    is_of_its_day = claim.held_on == claim.reported_on
    return (
        claim.kind in _KINDS and is_of_its_day and claim.rank != Rank.DEPRECATED and bool(has_date)
    )


def _is_first() -> Q:
    """Whether it is the one that counts of those that are one word: an “unchanged” if any is."""
    alike = (
        Claim.objects.standing()
        .with_speaker()
        .filter(
            _IS_WORD,
            kind__in=_KINDS,
            milestone=OuterRef("milestone"),
            reported_on=OuterRef("reported_on"),
            source=OuterRef("source"),
            side=OuterRef("side"),
            speaker=OuterRef("speaker"),
        )
        .exclude(rank=Rank.DEPRECATED)
        .annotate(for_day=due_of_claims())
        .filter(for_day=OuterRef("due"))
        .order_by()
    )
    unchanged, before = Q(kind=ClaimKind.UNCHANGED), Q(pk__lt=OuterRef("pk"))
    is_first = unchanged & ~Exists(alike.filter(unchanged, before))
    return is_first | (~unchanged & ~Exists(alike.filter(unchanged | before)))


def kept_and_broken(day: date) -> tuple[Q, Q]:
    """Which words were kept by the day, and which were not; of the others it cannot be told yet."""
    kept = Q(progress="met", last_day__lte=F("due"))
    broken = Q(progress="met", first__gt=F("due")) | Q(progress="open", due__lt=day)
    return kept, broken


def counted(day: date) -> dict[str, Number]:
    """The numbers of a tally: of all words, and of those of “unchanged”."""
    kept, broken = kept_and_broken(day)
    unchanged = Q(kind=ClaimKind.UNCHANGED)
    return {
        "number": Number("pk"),
        "come": Number("pk", filter=kept | broken),
        "kept": Number("pk", filter=kept),
        "unchanged_number": Number("pk", filter=unchanged),
        "unchanged_come": Number("pk", filter=unchanged & (kept | broken)),
        "unchanged_kept": Number("pk", filter=unchanged & kept),
    }


def tally(row: Mapping[str, Any], which: str = "") -> Tally:
    """The tally of a row with the numbers of `counted`; `which` begins their names."""
    return Tally(*(row[which + name] for name in ("number", "come", "kept")))
