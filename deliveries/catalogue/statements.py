"""Claims, terms and counts: entered, or retracted and replaced, but never over a person."""

from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q

from deals.choices import Origin
from deals.models import Claim, Source, Term
from deliveries.actions import retract
from deliveries.catalogue import identity
from deliveries.catalogue.identity import Identity
from deliveries.catalogue.kinds import CLAIM, COUNT, TERM, Kind
from deliveries.catalogue.nodes import Entry
from deliveries.catalogue.outcome import ADDED, CHANGED, RETRACTED, turned
from deliveries.catalogue.plan import Plan
from deliveries.catalogue.records import Run
from deliveries.models import Count


class Statements:
    """The statements of one deal, on record and in its file.

    What has gone is retracted first (`let_go`), so that the plan can be turned round, and what is
    new is entered once the plan stands (`enter`).
    """

    def __init__(self, run: Run, deal: Entry) -> None:
        matters = Q(retracted_at__isnull=True) | Q(retracted_origin=Origin.PERSON)
        ref = deal["ref"]
        claims = Claim.objects.filter(matters, milestone__deal__ref=ref)
        terms = Term.objects.filter(matters, deal__ref=ref)
        counts = Count.objects.filter(matters, lot__milestone__deal__ref=ref)
        self.parts = [
            _Part(run, deal, kind, deal[key], list(rows))
            for kind, key, rows in (
                (CLAIM, "claims", claims.select_related("milestone__deal", "source", "anchor")),
                (TERM, "terms", terms.select_related("deal", "source")),
                (COUNT, "counts", counts.select_related("lot__milestone__deal", "source")),
            )
        ]

    def let_go(self) -> None:
        """Retract what has gone from the file."""
        for part in self.parts:
            part.let_go()

    def enter(self, plan: Plan, sources: Mapping[str, Source]) -> None:
        """Enter what is new, and replace what has changed."""
        for part in self.parts:
            part.enter(plan, sources)


class _Part:
    """The statements of one kind."""

    def __init__(
        self, run: Run, deal: Entry, kind: Kind, entries: list[Entry], rows: list[Any]
    ) -> None:
        self.run, self.deal, self.kind = run, deal, kind
        self.standing = {kind.of_record(row): row for row in rows if not row.is_retracted}
        self.denied = {kind.of_record(row): row for row in rows if row.is_retracted}
        self.wanted = {kind.of_entry(entry): entry for entry in entries if entry.sound}

    def let_go(self) -> None:
        why = f"No longer in {PurePath(self.deal.file).name}."
        for same, row in self.standing.items():
            if same in self.wanted or row.origin != Origin.CATALOGUE:
                continue
            if not self.is_of_the_file(row):
                theirs = "a person has given its milestone another code; it stays as it is"
                self.run.outcome.keep(self.kind.name, self.key(same), theirs)
            else:
                retract(self.run.book, row, reason=why)
                self.run.outcome.did(RETRACTED, self.kind.name, self.key(same), why)

    def is_of_the_file(self, row: Any) -> bool:
        """Whether the file has or had the milestones that it is about."""
        has = {milestone["code"] for milestone in self.deal["milestones"]}
        had, ref = self.run.written.entries, self.deal["ref"]
        codes = [milestone.code for milestone in self.kind.milestones(row)]
        return all(code in has or ("milestone", f"{ref}/{code}") in had for code in codes)

    def enter(self, plan: Plan, sources: Mapping[str, Source]) -> None:
        for same, entry in self.wanted.items():
            row = self.standing.get(same)
            if row is not None:
                self.bring_up(entry, same, row, plan, sources)
            elif same in self.denied:
                why = f"a person has retracted it: {self.denied[same].retraction_reason}"
                self.run.outcome.keep(self.kind.name, self.key(same), why)
            elif self.say(entry, plan, sources):
                self.run.outcome.did(ADDED, self.kind.name, self.key(same))

    def bring_up(
        self,
        entry: Entry,
        same: Identity,
        row: Any,
        plan: Plan,
        sources: Mapping[str, Source],
    ) -> None:
        outcome, name, key = self.run.outcome, self.kind.name, self.key(same)
        there = identity.content_of(row, self.kind.names)
        here = self.kind.content(entry)
        other = [name for name in self.kind.names if there[name] != here[name]]
        if row.origin == Origin.PERSON:
            but = f"; {entry.file}:{entry.line} differs in {', '.join(other)}" if other else ""
            outcome.keep(name, key, f"entered by a person and left alone{but}")
        elif other:
            detail = turned(there, here, other)
            reason = f"Replaced: {PurePath(entry.file).name} has changed. {detail}"
            retract(self.run.book, row, reason=reason)
            if self.say(entry, plan, sources):
                outcome.did(CHANGED, name, key, detail)
        else:
            outcome.same(name)

    def say(self, entry: Entry, plan: Plan, sources: Mapping[str, Source]) -> bool:
        source = sources.get(entry["source"])
        if source is None:
            return False
        try:
            return self.kind.say(self.run.book, entry, plan, source)
        except ValidationError as error:
            self.run.refuse(entry, error)
            return False

    def key(self, same: Identity) -> str:
        """The statement in words, for people."""
        return " ".join((self.deal["ref"], *filter(None, same)))
