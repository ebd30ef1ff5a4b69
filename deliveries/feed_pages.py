"""Entries of the feed with the records that they are about, and those that these name."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Model

from deals.models import Party, Source, Statement
from deliveries.feed import Place, above, records
from journal.models import Entry
from vendors.models import Organisation, Shareholding


@dataclass(frozen=True, slots=True)
class Change:
    """An entry; its record as it is now, None where it is gone; and the records that it names."""

    entry: Entry
    record: Model | None
    names: tuple[tuple[str, Model], ...]


def changes(entries: Sequence[Entry]) -> list[Change]:
    """The entries with their records, in so many queries, whatever their number."""
    there = records(_place(entry) for entry in entries)
    shared = _Shared(there.values())
    return [
        Change(entry, there.get(_place(entry)), tuple(shared.named(there.get(_place(entry)))))
        for entry in entries
    ]


def _place(entry: Entry) -> Place:
    return entry.subject, int(entry.key)


class _Shared:
    """What deals share, as far as some records name it."""

    def __init__(self, there: Iterable[Model]) -> None:
        rows = list(there)
        owners = {row.organisation_id for row in rows if isinstance(row, Party)}
        for row in rows:
            if isinstance(row, Shareholding):
                owners |= {row.venture_id, row.holder_id}
        numbers = above(owners) if owners else set()
        self.organisations = Organisation.objects.in_bulk(numbers) if numbers else {}
        shares = Shareholding.objects.filter(venture__in=numbers) if numbers else ()
        self.shares: dict[int, list[Shareholding]] = {}
        for share in shares:
            self.shares.setdefault(share.venture_id, []).append(share)
        said = {row.source_id for row in rows if isinstance(row, Statement)}
        self.sources = Source.objects.in_bulk(said) if said else {}
        codes = {s.source for held in self.shares.values() for s in held if s.source}
        cited = Source.objects.filter(code__in=codes) if codes else ()
        self.by_code = {source.code: source for source in cited}

    def named(self, row: Model | None) -> Iterator[tuple[str, Model]]:
        """What one record names: subjects and records, those that others name first."""
        if isinstance(row, Statement):
            yield "source", self.sources[row.source_id]
        elif isinstance(row, Party):
            yield from self._owned({row.organisation_id})
        elif isinstance(row, Shareholding):
            yield from self._owned({row.venture_id, row.holder_id})

    def _owned(self, numbers: set[int]) -> Iterator[tuple[str, Model]]:
        """Organisations with who holds shares of them, and so on up."""
        found: set[int] = set()
        while numbers:
            found |= numbers
            held = [share for number in sorted(numbers) for share in self.shares.get(number, ())]
            for number in sorted(numbers):
                yield "organisation", self.organisations[number]
            numbers = {share.holder_id for share in held} - found
        for number in sorted(found):
            for share in self.shares.get(number, ()):
                if share.source:
                    yield "source", self.by_code[share.source]
                yield "shareholding", share
