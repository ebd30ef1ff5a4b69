"""The date that an “unchanged” confirms: the promise in force or, without one, the baseline.

The rule is that of `deliveries.folding`. What names no date is for what was in force at the end of
the day of its report; while that is left open, or where others alone expect something, for nothing.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    DateField,
    F,
    OuterRef,
    Q,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Cast, Coalesce

from dashboard.queries.disputes import word_of
from deals.choices import ClaimKind, Rank
from deals.dates import Window
from deals.models import Claim
from deliveries.folding import AGREED, Fold
from deliveries.models import Span
from deliveries.weighing import Word, unsilenced

_UNDATED = Q(kind=ClaimKind.UNCHANGED, edtf="", anchor__isnull=True)
_DATED = ~Q(edtf="") | Q(anchor__isnull=False)


def confirmed_by(claims: Iterable[Claim], windows: Mapping[int, Window]) -> dict[int, int]:
    """By the number of each “unchanged” that confirms a date: that of the claim which gave it.

    They are the claims on one milestone, the dates by their numbers.
    """
    words = [word_of(c, windows.get(c.pk)) for c in claims if c.rank != Rank.DEPRECATED]
    confirming = [w for w in words if w.said.kind == ClaimKind.UNCHANGED]
    stood = {w.said.key: _stood(w, words) for w in confirming}
    return {number: word.said.key for number, word in stood.items() if word}


def _stood(word: Word, words: Iterable[Word]) -> Word | None:
    """What an “unchanged” confirms; one with a date that does not meet it confirms nothing."""
    heard = (w for w in words if w.said.reported <= word.said.reported)
    if word.window:
        heard = (w for w in heard if w.order <= word.order)
    fold = Fold()
    for before in unsilenced(sorted(heard, key=lambda w: w.order)):
        fold.take(before)
    stands = fold.in_force()
    if stands is None or fold.delay or stands.said.key == word.said.key:
        return None
    is_met = word.window is None or (stands.window and stands.window.meets(word.window))
    return stands if is_met else None


def due_of_claims() -> Case:
    """The last day that each claim is for: its own, or of what it confirms, by the database.

    A relative date is for the estimate as it stood when it was reported.
    """
    stood = Q(to_on__isnull=True) | Q(to_on__gt=OuterRef("reported_on"))
    then = Span.objects.filter(
        stood, milestone=OuterRef("milestone"), from_on__lte=OuterRef("reported_on")
    ).order_by()
    return Case(
        When(_UNDATED, then=Subquery(_days_in_force())),
        default=Coalesce("latest", Subquery(then.values("estimate_latest")[:1])),
        output_field=DateField(),
    )


def _days_in_force() -> Any:
    """The last day of what was in force when a claim was reported; none while that is left open.

    Of the promise that stood and all that was agreed the last decides: the promise, or the baseline
    as it then was. They are in the order of the rules.
    """
    spans, day = "milestone__spans__", OuterRef("reported_on")
    still = Q(**{f"{spans}to_on__isnull": True}) | Q(**{f"{spans}to_on__gt": day})
    promise = KeyTextTransform("2", KeyTransform("promised", f"{spans}figures"))
    is_promise, is_agreed = Q(pk=F("promise")), Q(kind__in=AGREED) & _DATED
    heard = (
        Claim.objects.standing()
        .filter(
            still,
            milestone=OuterRef("milestone"),
            reported_on__lte=day,
            **{f"{spans}from_on__lte": day},
        )
        .exclude(rank=Rank.DEPRECATED)
        .alias(
            promise=Cast(promise, BigIntegerField()),
            flags=Cast(f"{spans}flags", TextField()),
            held=Coalesce("in_force_on", "reported_on"),
            in_view=Case(When(is_promise, then=Value(1)), default=Value(0)),
        )
        .filter(is_promise | is_agreed, ~Q(flags__contains="unknown_delay"))
        .order_by("-held", "credibility", "-in_view", "pk")
    )
    its_day = Case(
        When(is_promise & Q(anchor__isnull=True), then=F("latest")),
        When(is_promise, then=F(f"{spans}estimate_latest")),
        default=F(f"{spans}objective"),
        output_field=DateField(),
    )
    return heard.values(day=its_day)[:1]
