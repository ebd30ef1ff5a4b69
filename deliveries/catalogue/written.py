"""What the catalogue last wrote of the records that people may change too."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from deliveries.catalogue.files import is_there
from deliveries.models import CatalogueEntry

Values = dict[str, Any]  # plain values of JSON, by the names of the record's columns


@dataclass(slots=True)
class Written:
    """What was last written, and what of it this load alters. `files` are those of this load.

    With `take_over` these files may say something else than files that are not part of it.
    """

    entries: dict[tuple[str, str], CatalogueEntry]
    files: Collection[str]
    take_over: bool = False
    altered: dict[tuple[str, str], CatalogueEntry] = field(default_factory=dict)
    forgotten: list[CatalogueEntry] = field(default_factory=list)
    seen: set[tuple[str, str]] = field(default_factory=set)

    def get(self, kind: str, key: str) -> CatalogueEntry | None:
        """What was written of this record; None if the catalogue never wrote it."""
        self.seen.add((kind, key))
        return self.entries.get((kind, key))

    def unseen(self, kind: str, deal: str = "") -> Iterator[CatalogueEntry]:
        """What was written of that kind and deal and has not been asked for in this load."""
        for (of, key), entry in list(self.entries.items()):
            if of == kind and entry.deal == deal and (of, key) not in self.seen:
                yield entry

    def is_of_others(self, entry: CatalogueEntry | None) -> bool:
        """Whether a file that is not part of this load, and still there, wrote it."""
        if entry is None or self.take_over or entry.file in self.files:
            return False
        return is_there(entry.file)

    def note(self, kind: str, key: str, deal: str, file: str, values: Values) -> None:
        """Remember what has been written, and by which file."""
        entry = self.entries.setdefault(
            (kind, key), CatalogueEntry(kind=kind, key=key, deal=deal, file=file)
        )
        owner = file if deal or not self._stays(entry) else entry.file
        if entry._state.adding or (entry.values, entry.file) != (values, owner):
            entry.values, entry.file = values, owner
            self.altered[kind, key] = entry

    def _stays(self, entry: CatalogueEntry) -> bool:
        """What deals share stays with the file that wrote it first, while that is there."""
        return entry.file in self.files or self.is_of_others(entry)

    def forget(self, entry: CatalogueEntry) -> None:
        """The record is there no more."""
        self.forgotten.append(entry)

    def save(self) -> None:
        """Store what was noted."""
        rows = self.altered.values()
        known = [e for e in rows if not e._state.adding]
        new = [e for e in rows if e._state.adding]
        CatalogueEntry.objects.bulk_create(new, batch_size=500)
        CatalogueEntry.objects.bulk_update(known, ["file", "values"], batch_size=500)
        CatalogueEntry.objects.filter(pk__in=[e.pk for e in self.forgotten]).delete()


def written(deals: Collection[str], files: Collection[str], *, take_over: bool) -> Written:
    """What was written of these deals and of all that deals share."""
    rows = CatalogueEntry.objects.filter(Q(deal__in=deals) | Q(deal=""))
    return Written({(row.kind, row.key): row for row in rows}, files, take_over)
