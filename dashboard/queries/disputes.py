"""What a contested milestone is contested about: each pair of words whose dates do not meet."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.conf import settings

from dashboard.figures import date_shown
from deals.choices import Side
from deals.dates import Window, from_edtf
from deals.models import Claim
from deliveries.facts import Said
from deliveries.folding import AGREED
from deliveries.models import Span
from deliveries.reasons import spelt
from deliveries.weighing import Word
from deliveries.words import Reading, read

Dispute = tuple[Word, ...]
_CLOCKS = ("original", "baseline", "promised", "assessed", "actual")


def reading_of(claims: Iterable[Claim], windows: Mapping[int, Window]) -> Reading:
    """All that was said of one milestone, by the rules; the dates of its claims by number."""
    words = [word_of(claim, windows.get(claim.pk)) for claim in claims]
    return read(words, contest_days=settings.CONTEST_DAYS)


def disputes_on(spans: Sequence[Span], day: date) -> dict[int, tuple[Dispute, ...]]:
    """By milestone: what each of those that are contested is contested about; a query for all.

    A relative date is known here where the span has it as a date that stands.
    """
    contested = {span.milestone_id: span for span in spans if span.knowledge == "contested"}
    if not contested:
        return {}
    claims: dict[int, list[Claim]] = {number: [] for number in contested}
    said = Claim.objects.standing().reported_by(day).filter(milestone__in=contested)
    for claim in said.select_related("source").order_by():
        claims[claim.milestone_id].append(claim)
    return {
        number: reading_of(claims[number], _windows(claims[number], span)).disputes
        for number, span in contested.items()
    }


def told_of(disputes: Iterable[Dispute], since: date | None) -> str:
    """Each of them in a sentence, with its day where that is not `since`."""
    return " ".join(_sentence(*dispute, since=since) for dispute in disputes)


def _sentence(one: Word, other: Word, *, since: date | None) -> str:
    begun = max(one.said.reported, other.said.reported)
    when = "" if since is None or begun <= since else f", since {spelt(begun)}"
    if all(word.said.kind in AGREED for word in (one, other)):
        return f"Contracted for {_date(one)} by one source, {_date(other)} by another{when}."
    own = sorted((one, other), key=lambda word: word.said.side == Side.THIRD_PARTY)
    first, second = (f"{_whose(word)}: {_date(word)}" for word in own)
    return f"{first}. {second}{when}."


def _whose(word: Word) -> str:
    if word.said.kind == "actual":
        return f"Done, by the {Side(word.said.side).label}"
    if word.said.side == Side.THIRD_PARTY:
        return "Assessed by others"
    if word.said.kind == "unchanged" and word.said.when is None:
        return f"Called unchanged by the {Side(word.said.side).label}"
    return f"Promised by the {Side(word.said.side).label}"


def _date(word: Word) -> str:
    shown = date_shown(word.window)
    return shown.words if shown else ""


def _windows(claims: Iterable[Claim], span: Span) -> dict[int, Window]:
    found: dict[int, Window] = {}
    for name in _CLOCKS:
        edtf, text, claim = span.figures.get(name) or ("", "", 0)
        if claim:
            found[claim] = from_edtf(edtf, text=text)
    stated = {c.pk: c.date for c in claims if c.anchor_id is None}
    return found | {number: w for number, w in stated.items() if isinstance(w, Window)}


def word_of(claim: Claim, window: Window | None) -> Word:
    """A claim as the rules have it, with its date in days; its source is loaded."""
    said = Said(
        key=claim.pk,
        milestone="",
        kind=claim.kind,
        when=window,
        reported=claim.reported_on,
        held=claim.held_on,
        side=claim.side,
        source=claim.source.code,
        said_by=claim.said_by,
        credibility=claim.credibility,
        rank=claim.rank,
    )
    return Word(said, window)
