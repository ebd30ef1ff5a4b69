"""Claims, terms and counts: entered, or retracted and replaced, unless a person has a hand in it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q

from deals.choices import Origin
from deals.models import Claim, Source, Term
from deliveries.actions import record_claim, record_count, record_term, retract
from deliveries.catalogue import identity
from deliveries.catalogue.identity import Content, Identity, stated
from deliveries.catalogue.nodes import Entry
from deliveries.catalogue.outcome import ADDED, CHANGED, RETRACTED
from deliveries.catalogue.plan import Plan
from deliveries.catalogue.records import Run
from deliveries.drafts import ClaimDraft, CountDraft, TermDraft, Voice
from deliveries.models import Count

Say = Callable[[Run, Entry, Plan, Source], bool]


@dataclass(frozen=True, slots=True)
class Kind:
    """How statements of one kind are told apart, compared and recorded.

    `say` records one; it returns False where what it is about is not there.
    """

    name: str
    of_entry: Callable[[Entry], Identity]
    of_record: Callable[[Any], Identity]
    content: Callable[[Entry], Content]
    names: tuple[str, ...]
    say: Say


def keep_statements(
    run: Run, entry: Entry, plan: Plan, sources: Mapping[str, Source]
) -> None:
    """Make the catalogue's standing statements of a deal those of its file."""
    ref = plan.deal.ref
    matters = Q(retracted_at__isnull=True) | Q(retracted_origin=Origin.PERSON)
    claims = Claim.objects.filter(matters, milestone__deal__ref=ref)
    terms = Term.objects.filter(matters, deal__ref=ref)
    counts = Count.objects.filter(matters, lot__milestone__deal__ref=ref)
    for kind, entries, rows in (
        (CLAIM, entry["claims"], claims.select_related("milestone__deal", "source", "anchor")),
        (TERM, entry["terms"], terms.select_related("deal", "source")),
        (COUNT, entry["counts"], counts.select_related("lot__milestone__deal", "source")),
    ):
        _Statements(run, kind, plan, sources).keep(entries, list(rows), entry.file)


@dataclass(frozen=True, slots=True)
class _Statements:
    run: Run
    kind: Kind
    plan: Plan
    sources: Mapping[str, Source]

    def keep(self, entries: list[Entry], rows: list[Any], file: str) -> None:
        standing = {self.kind.of_record(row): row for row in rows if not row.is_retracted}
        denied = {self.kind.of_record(row): row for row in rows if row.is_retracted}
        wanted = {self.kind.of_entry(entry): entry for entry in entries if entry.sound}
        for same, row in standing.items():
            if same not in wanted and row.origin == Origin.CATALOGUE:
                why = f"No longer in {PurePath(file).name}."
                retract(self.run.book, row, reason=why)
                self.run.outcome.did(RETRACTED, self.kind.name, self.key(same), why)
        for same, entry in wanted.items():
            self.one(entry, same, standing.get(same), denied.get(same))

    def one(self, entry: Entry, same: Identity, row: Any, denied: Any) -> None:
        """Bring the record to one entry; `denied` is one that a person retracted."""
        outcome, key = self.run.outcome, self.key(same)
        if row is None:
            if denied is not None:
                why = f"a person has retracted it: {denied.retraction_reason}"
                outcome.keep(self.kind.name, key, why)
            elif self.say(entry):
                outcome.did(ADDED, self.kind.name, key)
            return
        there = identity.content_of(row, self.kind.names)
        here = self.kind.content(entry)
        turned = [n for n in self.kind.names if there[n] != here[n]]
        if row.origin == Origin.PERSON:
            other = f"; {entry.file}:{entry.line} differs in {', '.join(turned)}" if turned else ""
            outcome.keep(self.kind.name, key, f"entered by a person and left alone{other}")
        elif turned:
            detail = ", ".join(f"{n} “{there[n]}” → “{here[n]}”" for n in turned)
            reason = f"Replaced: {PurePath(entry.file).name} has changed. {detail}"
            retract(self.run.book, row, reason=reason)
            if self.say(entry):
                outcome.did(CHANGED, self.kind.name, key, detail)
        else:
            outcome.same(self.kind.name)

    def say(self, entry: Entry) -> bool:
        source = self.sources.get(entry["source"])
        if source is None:
            return False
        try:
            return self.kind.say(self.run, entry, self.plan, source)
        except ValidationError as error:
            self.run.refuse(entry, error)
            return False

    def key(self, same: Identity) -> str:
        """The statement in words, for people."""
        return " ".join((self.plan.deal.ref, *filter(None, same)))


def voice(entry: Entry, source: Source) -> Voice:
    """Who says it, as a draft takes it."""
    return Voice(
        reported_on=stated(entry["reported_on"]),
        said_by=entry["said_by"],
        source=source,
        side=entry.values.get("side", ""),
        credibility=entry.values.get("credibility", 0),
        in_force_from=stated(entry.values.get("in_force_from")),
        note=entry["note"],
    )


def _say_claim(run: Run, entry: Entry, plan: Plan, source: Source) -> bool:
    milestone = plan.milestones.get(entry["on"])
    if milestone is None:
        return False
    draft = ClaimDraft(
        milestone=milestone,
        kind=entry["kind"],
        voice=voice(entry, source),
        date=stated(entry["date"]),
        text=entry["text"],
        threshold=stated(entry["threshold"]),
        rank=entry["rank"],
    )
    record_claim(run.book, draft)
    return True


def _say_term(run: Run, entry: Entry, plan: Plan, source: Source) -> bool:
    amount = entry["amount"]
    draft = TermDraft(
        deal=plan.deal,
        kind=entry["term"],
        voice=voice(entry, source),
        text=entry["text"],
        amount=None if amount is None else identity.plain_number(amount),
        currency=entry["currency"],
        stage=entry["value"],
    )
    record_term(run.book, draft)
    return True


def _say_count(run: Run, entry: Entry, plan: Plan, source: Source) -> bool:
    lot = plan.lots.get(entry["on"])
    if lot is None:
        return False
    draft = CountDraft(
        lot=lot,
        kind=entry["kind"],
        voice=voice(entry, source),
        total=entry["total"],
        by=stated(entry["by"]),
    )
    record_count(run.book, draft)
    return True


CLAIM = Kind(
    "claim",
    identity.claim_entry,
    identity.claim_record,
    identity.claim_content,
    identity.CLAIM_CONTENT,
    _say_claim,
)
TERM = Kind(
    "term",
    identity.term_entry,
    identity.term_record,
    identity.term_content,
    identity.TERM_CONTENT,
    _say_term,
)
COUNT = Kind(
    "count",
    identity.count_entry,
    identity.count_record,
    identity.count_content,
    identity.COUNT_CONTENT,
    _say_count,
)
