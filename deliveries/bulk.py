"""Many claims recorded at once: the checks of one at a time, at a fraction of the cost."""

from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError
from django.db.models import Model, UniqueConstraint

from deals.models import Claim, Milestone
from deliveries import checks, drafts
from deliveries.recordings import Book
from journal.snapshots import snapshot

AT_ONCE = 500  # rows of one statement
Refusals = dict[int, dict[str, list[str]]]


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


def record_claims(book: Book, wanted: Iterable[drafts.ClaimDraft]) -> list[Claim]:
    """Record claims about any milestones of any deals, all or none; returns them in their order.

    Each is checked as if those before it were on record. The deals are locked in the order of
    their numbers; whoever records several batches in one recording names all their deals to it.
    Raises DraftsRefused with everything that is wrong, before anything is written.
    """
    wanted = list(wanted)
    deals = {draft.milestone.deal_id for draft in wanted}
    refs = {deal.pk: deal.ref for deal in book.lock(*sorted(deals))}
    claims = _checked(book, wanted)
    for claim in claims:
        claim.origin, claim.entered_by = book.origin, book.by.user
    Claim.objects.bulk_create(claims, batch_size=AT_ONCE)
    for claim in claims:
        book.hear(claim.milestone.deal_id, claim.reported_on)
        ref = refs[claim.milestone.deal_id]
        book.ledger.note("record", "claim", claim.pk, deal=ref, after=snapshot(claim))
    return claims


def _checked(book: Book, wanted: Sequence[drafts.ClaimDraft]) -> list[Claim]:
    on_record = _OnRecord({draft.milestone.pk for draft in wanted})
    plans = _Plans({draft.milestone.deal_id for draft in wanted})
    claims: list[Claim] = []
    refused: Refusals = {}
    for place, draft in enumerate(wanted):
        try:
            claim = drafts.claim(draft, book.today, plans.of, on_record.has)
            plans.follow(claim)
        except ValidationError as wrong:
            refused[place] = wrong.message_dict
        else:
            on_record.add(claim)
            claims.append(claim)
    if refused:
        raise DraftsRefused(refused)
    return claims


class _OnRecord:
    """What tells standing claims apart: of those on record, and of those about to be."""

    def __init__(self, milestones: set[int]) -> None:
        self.once = next(c for c in Claim._meta.constraints if c.name == "claim_once")
        assert isinstance(self.once, UniqueConstraint)
        self.columns = [Claim._meta.get_field(name).attname for name in self.once.fields]
        self.found: set[tuple[object, ...]] = set()
        for some in _in_parts(sorted(milestones)):
            standing = Claim.objects.standing().filter(milestone__in=some).order_by()
            self.found.update(standing.values_list(*self.columns))

    def has(self, constraint: UniqueConstraint, record: Model) -> bool:
        """Whether there is one like it, as `drafts.claim` asks."""
        assert constraint is self.once
        return self._key(record) in self.found

    def add(self, claim: Claim) -> None:
        self.found.add(self._key(claim))

    def _key(self, record: Model) -> tuple[object, ...]:
        return tuple(getattr(record, column) for column in self.columns)


class _Plans:
    """The plans of deals, read where a relative date asks for them, and what waits for what."""

    def __init__(self, deals: set[int]) -> None:
        self.deals = deals
        self.plans: dict[int, dict[str, Milestone]] = {}
        self.waits: checks.Waits | None = None

    def of(self, milestone: Milestone) -> drafts.Plan:
        """The milestones of its deal, by code."""
        if not self.plans:
            self.plans = {deal: {} for deal in self.deals}
            for some in _in_parts(sorted(self.deals)):
                for one in Milestone.objects.filter(deal__in=some):
                    self.plans[one.deal_id][one.code] = one
        return self.plans[milestone.deal_id]

    def follow(self, claim: Claim) -> None:
        """Let the milestone of a relative date wait for its anchor; refuse a circle."""
        if claim.anchor is None:
            return
        if self.waits is None:
            self.waits = checks.Waits(self.deals)
        self.waits.add(claim.milestone.deal_id, claim.milestone.code, claim.anchor.code)


def _in_parts(numbers: Sequence[int]) -> Iterable[Sequence[int]]:
    return (numbers[i : i + AT_ONCE] for i in range(0, len(numbers), AT_ONCE))
