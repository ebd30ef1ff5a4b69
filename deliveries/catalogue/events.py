"""Events: one code is one event, with every deal in whose file it stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.db.models import Q

from deals.choices import Origin
from deals.models import Deal, Event, Source
from deliveries.actions import link_event, record_event, retract, unlink_event
from deliveries.catalogue import identity
from deliveries.catalogue.agreement import Stated
from deliveries.catalogue.identity import stated
from deliveries.catalogue.kinds import voice
from deliveries.catalogue.outcome import ADDED, CHANGED, RETRACTED, turned
from deliveries.catalogue.records import Run, contradicted
from deliveries.drafts import EventDraft
from deliveries.models import CatalogueEntry

_KIND = "event"


@dataclass(frozen=True, slots=True)
class _Links:
    """Deals of an event, by reference: as written, as the files of this load say, as they are.

    What was written for deals that are not part of this load is not for it to change.
    """

    written: frozenset[str]
    said: frozenset[str]
    there: frozenset[str]
    loaded: frozenset[str]

    @property
    def to_link(self) -> frozenset[str]:
        return self.said - self.there - self.written

    @property
    def to_unlink(self) -> frozenset[str]:
        return ((self.written & self.loaded) - self.said) & self.there

    @property
    def undone(self) -> frozenset[str]:
        """Those that a person has unlinked."""
        return (self.said & self.written) - self.there

    @property
    def after(self) -> frozenset[str]:
        """Those it ends with."""
        return (self.there | self.to_link) - self.to_unlink

    @property
    def noted(self) -> list[str]:
        """What is written of it from now on."""
        return sorted((self.written - self.loaded) | self.said)


def keep_events(
    run: Run,
    events: Mapping[str, Stated],
    deals: Mapping[str, Deal],
    sources: Mapping[str, Source],
) -> None:
    """Make the catalogue's standing events of these deals those of the files."""
    _Events(run, deals, sources).keep(events)


@dataclass(frozen=True, slots=True)
class _Events:
    run: Run
    deals: Mapping[str, Deal]
    sources: Mapping[str, Source]

    def keep(self, events: Mapping[str, Stated]) -> None:
        written = {code: self.run.written.get(_KIND, code) for code in events}
        gone = [
            entry
            for entry in self.run.written.unseen(_KIND)
            if not self.deals.keys().isdisjoint(entry.values["deals"])
        ]
        codes = [*events, *(entry.key for entry in gone)]
        matters = Q(retracted_at__isnull=True) | Q(retracted_origin=Origin.PERSON)
        rows = Event.objects.filter(matters, code__in=codes)
        found = list(rows.select_related("source").prefetch_related("deals"))
        standing = {event.code: event for event in found if not event.is_retracted}
        denied = {event.code: event for event in found if event.is_retracted}
        for entry in gone:
            self.gone(entry, standing.get(entry.key))
        for code, said in events.items():
            links = self.links(written[code], said.deals, standing.get(code))
            if not said.entry.sound:
                continue
            if code in standing:
                self.bring_up(standing[code], said, links, written[code])
            elif code in denied:
                why = f"a person has retracted it: {denied[code].retraction_reason}"
                self.run.outcome.keep(_KIND, code, why)
            elif self.say(said, links.said | (links.written - links.loaded)):
                self.note(said, links)
                self.run.outcome.did(ADDED, _KIND, code, ", ".join(sorted(links.said)))

    def links(self, written: CatalogueEntry | None, said: list[str], event: Event | None) -> _Links:
        return _Links(
            frozenset(written.values["deals"] if written else ()),
            frozenset(said) & self.deals.keys(),
            frozenset(deal.ref for deal in event.deals.all()) if event else frozenset(),
            frozenset(self.deals),
        )

    def bring_up(
        self, event: Event, said: Stated, links: _Links, written: CatalogueEntry | None
    ) -> None:
        outcome = self.run.outcome
        there = identity.content_of(event, identity.EVENT_CONTENT)
        here = identity.event_content(said.entry)
        other = [name for name in identity.EVENT_CONTENT if there[name] != here[name]]
        if event.origin == Origin.PERSON:
            but = f"; {said.entry.file} differs in {', '.join(other)}" if other else ""
            outcome.keep(_KIND, event.code, f"entered by a person and left alone{but}")
            return
        for ref in sorted(links.undone):
            outcome.keep(_KIND, event.code, f"a person has taken it from {ref}, and it stays so")
        if other and self.run.written.is_of_others(written):
            contradicted(self.run, said.entry, other, written)
        elif other:
            detail = turned(there, here, other)
            name = PurePath(said.entry.file).name
            retract(self.run.book, event, reason=f"Replaced: {name} has changed. {detail}")
            if self.say(said, links.after):
                outcome.did(CHANGED, _KIND, event.code, detail)
        else:
            self.relink(event, links)
        self.note(said, links)

    def relink(self, event: Event, links: _Links) -> None:
        for ref in sorted(links.to_link):
            link_event(self.run.book, event, self.deals[ref])
        for ref in sorted(links.to_unlink):
            unlink_event(self.run.book, event, self.deals[ref])
        news = [f"with {ref}" for ref in sorted(links.to_link)]
        news += [f"no longer with {ref}" for ref in sorted(links.to_unlink)]
        if news:
            self.run.outcome.did(CHANGED, _KIND, event.code, ", ".join(news))
        else:
            self.run.outcome.same(_KIND)

    def gone(self, entry: CatalogueEntry, event: Event | None) -> None:
        """No file of this load says it any more."""
        links = self.links(entry, [], event)
        if event is not None and event.origin == Origin.CATALOGUE:
            if links.after:
                self.relink(event, links)
                if not links.noted:
                    why = "no longer in the files; it stays, for a person has put deals to it"
                    self.run.outcome.keep(_KIND, entry.key, why)
            else:
                reason = f"No longer in {PurePath(entry.file).name}."
                retract(self.run.book, event, reason=reason)
                self.run.outcome.did(RETRACTED, _KIND, entry.key, reason)
        if links.noted:
            self.run.written.note(_KIND, entry.key, "", entry.file, {"deals": links.noted})
        else:
            self.run.written.forget(entry)

    def say(self, said: Stated, refs: frozenset[str]) -> bool:
        source = self.sources.get(said.entry["source"])
        if source is None:
            return False
        draft = EventDraft(
            code=said.entry["code"],
            kind=said.entry["kind"],
            title=said.entry["title"],
            date=stated(said.entry["date"]),
            voice=voice(said.entry, source),
            deals=tuple(Deal.objects.filter(ref__in=refs).order_by("ref")),
        )
        try:
            record_event(self.run.book, draft)
        except ValidationError as error:
            self.run.refuse(said.entry, error)
            return False
        return True

    def note(self, said: Stated, links: _Links) -> None:
        values = {"deals": links.noted}
        self.run.written.note(_KIND, said.entry["code"], "", said.entry.file, values)
