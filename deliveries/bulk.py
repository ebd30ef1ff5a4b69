"""Many claims recorded at once: the checks of one at a time, at a fraction of the cost."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property

from django.core.exceptions import ValidationError
from django.db.models import Model, UniqueConstraint

from deals.models import Claim, Milestone
from deliveries import checks, drafts
from deliveries.recordings import Book
from journal.snapshots import snapshot

AT_ONCE = 500  # rows of one statement
Refusals = dict[int, dict[str, list[str]]]
Key = tuple[object, ...]

# By the columns of one of these two standing claims are the same.
_ONCE = tuple(
    c
    for c in Claim._meta.constraints
    if isinstance(c, UniqueConstraint) and c.name in ("claim_once", "claim_once_relative")
)
_COLUMNS = tuple(
    field.attname
    for field in Claim._meta.concrete_fields
    if any(field.name in constraint.fields for constraint in _ONCE)
)
# What is wrong with a claim that is on record already, and nothing else.
ON_RECORD = {"__all__": [str(_ONCE[0].get_violation_error_message())]}


class DraftsRefused(ValidationError):
    """Some drafts of a batch are refused, and nothing of it was written.

    `found` has, by the place of the draft in the batch (from 0) and by field, all messages: those
    that `record_claim` would give. As a plain ValidationError it is the list of them in words.
    """

    def __init__(self, found: Refusals) -> None:
        self.found = found
        super().__init__(
            [
                f"{place}: {name}: {message}"
                for place, by_name in found.items()
                for name, messages in by_name.items()
                for message in messages
            ]
        )


def record_claims(
    book: Book, wanted: Iterable[drafts.ClaimDraft], *, skip_recorded: bool = False
) -> list[Claim]:
    """Record claims about any milestones of any deals, all or none; returns them in their order.

    Each is checked as if those before it were on record; with `skip_recorded` those that are on
    record are left out. The deals are locked in the order of their numbers; whoever records
    several batches in one recording names all their deals to it. Raises DraftsRefused with
    everything that is wrong, before anything is written.
    """
    wanted = list(wanted)
    deals = book.lock(*sorted({draft.milestone.deal_id for draft in wanted}))
    refs = {deal.pk: deal.ref for deal in deals}
    claims, refused = Checking(book.today).check(wanted)
    if skip_recorded:
        refused = {at: found for at, found in refused.items() if found != ON_RECORD}
    if refused:
        raise DraftsRefused(refused)
    for claim in claims:
        claim.origin, claim.entered_by = book.origin, book.by.user
    Claim.objects.bulk_create(claims, batch_size=AT_ONCE)
    for claim in claims:
        deal = claim.milestone.deal_id
        book.hear(deal, claim.reported_on)
        book.ledger.note("record", "claim", claim.pk, deal=refs[deal], after=snapshot(claim))
    return claims


class Checking:
    """Drafts of claims checked in batches, each as if all the sound ones before were on record."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.keys: set[Key] = set()
        self.links: dict[int, list[tuple[str, str]]] = defaultdict(list)

    def check(self, wanted: Sequence[drafts.ClaimDraft]) -> tuple[list[Claim], Refusals]:
        """The claims of the sound ones, not saved, and what is wrong with the others."""
        on_record = _OnRecord({draft.milestone.pk for draft in wanted}, self.keys)
        plans = _Plans({draft.milestone.deal_id for draft in wanted}, self.links)
        claims: list[Claim] = []
        refused: Refusals = {}
        for place, draft in enumerate(wanted):
            try:
                claim = drafts.claim(draft, self.today, plans.of, on_record.has)
                plans.follow(claim)
            except ValidationError as wrong:
                refused[place] = wrong.message_dict
            else:
                self.keys.add(_key(claim))
                claims.append(claim)
        return claims, refused


class _OnRecord:
    """What tells standing claims apart: of those on record, and of `others` that are to be."""

    def __init__(self, milestones: set[int], others: set[Key]) -> None:
        self.others = others
        self.found: set[Key] = set()
        for some in _in_parts(sorted(milestones)):
            standing = Claim.objects.standing().filter(milestone__in=some).order_by()
            self.found.update(standing.values_list(*_COLUMNS))

    def has(self, constraint: UniqueConstraint, record: Model) -> bool:
        """Whether there is one like it, as `drafts.claim` asks."""
        assert constraint in _ONCE
        key = _key(record)
        return key in self.found or key in self.others


def _key(record: Model) -> Key:
    return tuple(getattr(record, column) for column in _COLUMNS)


class _Plans:
    """The plans of deals, read where a relative date asks for them, and what waits for what."""

    def __init__(self, deals: set[int], links: dict[int, list[tuple[str, str]]]) -> None:
        self.deals, self.links = deals, links

    def of(self, milestone: Milestone) -> drafts.Plan:
        """The milestones of its deal, by code."""
        return self._plans[milestone.deal_id]

    def follow(self, claim: Claim) -> None:
        """Let the milestone of a relative date wait for its anchor; refuse a circle."""
        if claim.anchor is not None:
            deal, link = claim.milestone.deal_id, (claim.milestone.code, claim.anchor.code)
            self._waits.add(deal, *link)
            self.links[deal].append(link)

    @cached_property
    def _plans(self) -> dict[int, dict[str, Milestone]]:
        plans: dict[int, dict[str, Milestone]] = {deal: {} for deal in self.deals}
        for some in _in_parts(sorted(self.deals)):
            for milestone in Milestone.objects.filter(deal__in=some):
                plans[milestone.deal_id][milestone.code] = milestone
        return plans

    @cached_property
    def _waits(self) -> checks.Waits:
        waits = checks.Waits(self.deals)
        for deal in self.deals:
            for link in self.links.get(deal, ()):
                waits.add(deal, *link)
        return waits


def _in_parts(numbers: Sequence[int]) -> Iterable[Sequence[int]]:
    return (numbers[i : i + AT_ONCE] for i in range(0, len(numbers), AT_ONCE))
