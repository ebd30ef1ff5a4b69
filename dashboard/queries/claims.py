"""Claims about the dates of a deal's milestones, and how each date moved."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from django.urls import reverse
from django.utils.http import urlencode

from dashboard.asof import PARAMETER, AsOf
from dashboard.figures import DateShown, date_shown, signed
from dashboard.queries.in_force import confirmed_by
from dashboard.queries.said import is_word
from dashboard.statements import Voice, voice
from deals import dates
from deals.choices import ClaimKind, Credibility, Rank, Side
from deals.dates import Relative, Window
from deals.models import Claim
from deliveries import wording
from deliveries.dossiers import Dossier
from deliveries.slips import slip
from deliveries.standings import MilestoneOn
from deliveries.wording import Named

_ENDS = (ClaimKind.ACTUAL, ClaimKind.UNDONE, ClaimKind.CANCELLED)
_BELIEVED = (
    ClaimKind.CONTRACTED,
    ClaimKind.AMENDED,
    ClaimKind.PROMISED,
    ClaimKind.ACTUAL,
    ClaimKind.UNDONE,
)
_ANOTHER = "called unchanged, but the date was another before: it counts as a new promise"
_EXPECTING = (
    ClaimKind.PROMISED,
    ClaimKind.ASSESSED,
    ClaimKind.UNCHANGED,
    ClaimKind.DELAYED,
)
_AGREED_OR_DONE = (ClaimKind.CONTRACTED, ClaimKind.AMENDED, *_ENDS)


@dataclass(frozen=True, slots=True)
class ClaimShown:
    """One claim. `against_baseline` is how far its date lies from the original baseline.

    `days_off` is the same in days; None where that cannot be told.
    """

    number: int
    kind: Named
    date: DateShown | None
    quote: str
    against_baseline: str
    days_off: int | None
    is_baseline: bool
    threshold: DateShown | None
    rank: str
    bears_verdict: bool
    voice: Voice


@dataclass(frozen=True, slots=True)
class ClaimKindDate:
    """What a claim says, without its voice: its kind, and its date or words."""

    kind: Named
    date: DateShown | None
    quote: str


@dataclass(slots=True)
class Move:
    """A word that gave another date. `by` is how far from the word before; `again` counts repeats.

    `note` is for a word whose kind alone would mislead. `last_as` is the date as the last of the
    repeats gave it, where that is not the same.
    """

    claim: ClaimShown
    by: str
    is_later: bool = False
    note: str = ""
    again: int = 0
    last_again: Voice | None = None
    last_as: str = ""

    def repeat(self, claim: ClaimShown) -> None:
        """Count a word that says this date again, or confirms it."""
        words = claim.date.words if claim.date else ""
        self.again += 1
        self.last_again = claim.voice
        self.last_as = words if self.claim.date and words != self.claim.date.words else ""


@dataclass(frozen=True)
class ClaimsOn:
    """What was said about one milestone, the oldest first.

    `made` are the claims; they are made ready to be shown when asked for, since there may be
    hundreds, of which a page shows some.
    """

    on: MilestoneOn
    state: Named
    made: list[Claim]
    when: AsOf

    @cached_property
    def claims(self) -> list[ClaimShown]:
        """All of them."""
        return [claim_shown(c, self.on, self.when) for c in self.made]

    def of(self, number: int) -> ClaimShown:
        """One of them, by its number."""
        return next(claim_shown(c, self.on, self.when) for c in self.made if c.pk == number)

    def moves(self, windows: Mapping[int, Window]) -> list[Move]:
        """The words that gave another date; reckoned when asked for, of one milestone in many.

        `windows` are the dates of the claims of its deal by their numbers.
        """
        shown = dict(zip((c.pk for c in self.made), self.claims, strict=True))
        told = ((c, shown[c.pk]) for c in _telling(self.made))
        return _moves(told, confirmed_by(self.made, windows))


def claims_of(dossier: Dossier, when: AsOf) -> list[Claim]:
    """The claims of a deal that were public by the day, in the order they held."""
    return sorted(
        dossier.claims(when.day),
        key=lambda c: (c.held_on, c.reported_on, -c.credibility, c.pk),
    )


def claims_on(on: MilestoneOn, claims: Sequence[Claim], when: AsOf) -> ClaimsOn:
    """The claims about one milestone, of those of its deal."""
    mine = _as_they_came([c for c in claims if c.milestone_id == on.milestone.pk])
    return ClaimsOn(on=on, state=wording.STATES[on.span.state], made=mine, when=when)


def _as_they_came(held: list[Claim]) -> list[Claim]:
    """Claims in the order they held, but for one of which only the month or year is known.

    It counts from the last day of that. Where it still expects what had happened by then, it was
    made before: it stands before the first report that it had happened.
    """
    told: list[Claim] = []
    for claim in held:
        place = len(told)
        if claim.kind in _EXPECTING and not claim.in_force_on:
            since = claim.reported.earliest
            later = (n for n, c in enumerate(told) if since and c.held_on >= since)
            done = (n for n in later if told[n].kind == ClaimKind.ACTUAL)
            is_vague = since != claim.reported_on and not any(
                c.kind == ClaimKind.UNDONE for c in told
            )
            place = next(done, place) if is_vague else place
        told.insert(place, claim)
    return told


def claim_shown(claim: Claim, on: MilestoneOn | None, when: AsOf) -> ClaimShown:
    """A claim beside where its milestone stands; None where that stands nowhere yet."""
    stated, original = claim.date, on.figure("original") if on else None
    is_baseline = on is not None and on.span.claim_of("original") == claim.pk
    days = None
    if isinstance(stated, Window) and not is_baseline:
        moved = slip(stated, original)
        days = moved.days if moved else None
    shown = _date_shown(stated)
    limit = claim.threshold_edtf
    return ClaimShown(
        number=claim.pk,
        kind=wording.CLAIMS[claim.kind],
        date=shown,
        quote=shown.quote if shown else _words(claim),
        against_baseline="" if days is None else signed(days),
        days_off=days,
        is_baseline=is_baseline,
        threshold=date_shown(dates.from_edtf(limit)) if limit else None,
        rank="" if claim.rank == Rank.NORMAL else claim.rank,
        bears_verdict=on is not None and claim.pk in on.claims,
        voice=_voice(claim, when),
    )


def _voice(claim: Claim, when: AsOf) -> Voice:
    """Its voice, which leads to all words of the speaker; not of an instant, which no list has."""
    shown = voice(claim, when.day, with_note=when.is_present)
    if when.known_at is not None or not is_word(claim):
        return shown
    speaker = getattr(claim, "speaker", claim.said_by)  # as `with_speaker` has it
    pairs = [("said_by", speaker)]
    if not when.is_today:
        pairs.append((PARAMETER, when.day.isoformat()))
    address = f"{reverse('dashboard:voices')}?{urlencode(pairs)}"
    return replace(shown, words_at=address, also=speaker if speaker != claim.said_by else "")


def kind_and_date(claim: Claim) -> ClaimKindDate:
    """What a claim says; its anchor is loaded."""
    shown = _date_shown(claim.date)
    return ClaimKindDate(wording.CLAIMS[claim.kind], shown, shown.quote if shown else _words(claim))


def _words(claim: Claim) -> str:
    """The words of a claim without a date; its kind stands there where none were given."""
    return "" if claim.text == claim.kind else claim.text


def _date_shown(stated: Window | Relative | None) -> DateShown | None:
    """A date of a claim; a relative one as its milestone and offset: contract + 36 months."""
    if not isinstance(stated, Relative):
        return date_shown(stated)
    words = Relative(stated.anchor, stated.months, stated.days).text
    return DateShown(words, "" if stated.text == words else stated.text, "", "")


def _telling(claims: Iterable[Claim]) -> list[Claim]:
    """The claims that say how a date moved: of buyer and supplier, and of what was agreed or done.

    Where these give no date at all, the outside estimates too. Doubtful outsiders never count.
    """
    used = [c for c in claims if c.rank != Rank.DEPRECATED and not _is_doubtful(c)]
    own = [c for c in used if c.side != Side.THIRD_PARTY or c.kind in _AGREED_OR_DONE]
    return own if any(c.date for c in own) else used


def _is_doubtful(claim: Claim) -> bool:
    """Whether it is outside talk that moves nothing; what was agreed or done is believed of all."""
    is_talk = claim.kind not in _BELIEVED
    return is_talk and claim.side == Side.THIRD_PARTY and claim.credibility >= Credibility.DOUBTFUL


def _moves(told: Iterable[tuple[Claim, ClaimShown]], confirmed: Mapping[int, int]) -> list[Move]:
    """The words that gave another date; those that repeat or confirm one are counted on it."""
    moves: list[Move] = []
    by_claim: dict[int, Move] = {}
    last: Window | None = None
    said: tuple[object, ...] = ()
    for claim, shown in told:
        window = claim.date if isinstance(claim.date, Window) else None
        says = (claim.kind in _ENDS, window.latest if window else shown.date or claim.kind)
        is_unchanged = claim.kind == ClaimKind.UNCHANGED
        again = by_claim.get(confirmed.get(claim.pk, 0))
        if again is None and moves and (says == said or _is_vaguer(claim, window, moves, last)):
            again = moves[-1]
        if again:
            again.repeat(shown)
            by_claim[claim.pk] = again
            continue
        if is_unchanged and (claim.pk in confirmed or shown.date is None):
            continue  # of a date that is not told here, or of none
        moved = slip(window, last)
        days = (moved and moved.days) or 0
        note = _ANOTHER if is_unchanged and days else ""
        moves.append(Move(shown, signed(days) if days else "", is_later=days > 0, note=note))
        by_claim[claim.pk] = moves[-1]
        said, last = says, window or last
    return moves


def _is_vaguer(
    claim: Claim, window: Window | None, moves: Sequence[Move], last: Window | None
) -> bool:
    """Whether it says less closely when it happened than the word before, and nothing else."""
    is_so = claim.kind == moves[-1].claim.kind.code == ClaimKind.ACTUAL
    if not is_so or window is None or last is None:
        return False
    begins = window.earliest is None or (last.earliest and window.earliest <= last.earliest)
    ends = window.latest is None or (last.latest and window.latest >= last.latest)
    return bool(begins and ends)
