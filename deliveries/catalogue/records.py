"""Records that people may change: kept as the files say, where no person's hand is on them.

Three things are compared, field by field: what the catalogue last wrote, what the file says and
what the database has. What the database has and the catalogue did not write is a person's, and
stays.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError

from deliveries.actions import Book, Record, add, change, remove
from deliveries.catalogue.nodes import Entry
from deliveries.catalogue.outcome import ADDED, CHANGED, RETRACTED, Outcome, shown, turned
from deliveries.catalogue.problems import Problem
from deliveries.catalogue.written import Values, Written
from deliveries.models import CatalogueEntry
from journal.snapshots import snapshot

_KEYS = {  # columns that go by another name in the files
    "edtf": "date",
    "reported_edtf": "reported_on",
    "in_force_edtf": "in_force_from",
    "threshold_edtf": "threshold",
    "published_edtf": "published_on",
    "stage": "value",
    "predecessor": "after",
    "__all__": "",
}
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A record as a file wants it: its kind and key, its entry, its values, and it, not saved.

    `deal` is the reference of the deal that it is part of, empty for what deals share.
    """

    kind: str
    key: str
    entry: Entry
    values: Values
    record: Record
    deal: str = ""


@dataclass(slots=True)
class Run:
    """One load under way: the book it writes to, what was written before, what came of it."""

    book: Book
    written: Written
    outcome: Outcome
    problems: list[Problem]

    def refuse(self, entry: Entry, error: ValidationError) -> None:
        """Note what the actions refused, each thing at the line of its key.

        A check across keys belongs to the first key that its message names.
        """
        by_field = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
        for name, messages in by_field.items():
            key = _KEYS.get(name, name)
            if key not in entry.values:
                key = {"date": "by", "kind": "term", "said_by": "also"}.get(key, "")
            for message in messages:
                named = key or next((w for w in _WORD.findall(message) if w in entry.said), "")
                self.problems.append(entry.problem(named, message))


def keep(run: Run, wanted: Wanted, found: Any) -> Any:
    """Add the record, or bring the one that was found up to the file; returns it.

    None if there is none: a person has removed it, or it was refused.
    """
    before = run.written.get(wanted.kind, wanted.key)
    if not wanted.entry.sound:
        return found
    if found is None and before is not None:
        why = (
            f"a person has removed it or changed its code, and it stays so ({_place(wanted.entry)})"
        )
        run.outcome.keep(wanted.kind, wanted.key, why)
        return None
    try:
        if found is not None:
            _bring_up(run, wanted, found, before)
            return found
        add(run.book, wanted.record)
    except ValidationError as error:
        run.refuse(wanted.entry, error)
        return found
    run.written.note(wanted.kind, wanted.key, wanted.deal, wanted.entry.file, wanted.values)
    run.outcome.did(ADDED, wanted.kind, wanted.key)
    return wanted.record


def _bring_up(run: Run, wanted: Wanted, found: Any, before: CatalogueEntry | None) -> None:
    there = snapshot(found)
    written = dict(before.values) if before else {}
    new = {}
    for name, value in wanted.values.items():
        if there[name] != value and written.get(name, value) == there[name]:
            new[name] = value
        elif there[name] != value:
            why = f"{name} stays {shown(there[name])}, as a person has it"
            line = f"{_place(wanted.entry)} says {shown(value)}"
            run.outcome.keep(wanted.kind, wanted.key, f"{why}; {line}")
    if new and not wanted.deal and run.written.is_of_others(before):
        contradicted(run, wanted.entry, new, before)
        return
    if new:
        for name, value in new.items():
            setattr(found, name, value)
        change(run.book, found)
        run.outcome.did(CHANGED, wanted.kind, wanted.key, turned(there, new, new))
    else:
        run.outcome.same(wanted.kind)
    if before:
        equal = {n: v for n, v in wanted.values.items() if n in new or there[n] == v}
        values = written | equal
        run.written.note(wanted.kind, wanted.key, wanted.deal, wanted.entry.file, values)


def contradicted(
    run: Run, entry: Entry, names: Iterable[str], before: CatalogueEntry | None
) -> None:
    """Note that a file outside this load says otherwise of something that deals share."""
    other, of = (before.file, before.key) if before else ("", "")
    message = (
        f"{other}, which is not part of this load, says otherwise of “{of}”; "
        "accepted: the same, another code, or --take-over"
    )
    run.problems.extend(entry.problem(_KEYS.get(name, name), message) for name in names)


def let_go(run: Run, entry: CatalogueEntry, found: Any, *, listed: bool = True) -> None:
    """Remove a record that has gone from its file.

    It stays where a person has changed it or something depends on it; if `listed`, the outcome
    says so.
    """
    if found is None:
        return  # a person has removed it; what was written stays, should the entry come back
    there = snapshot(found)
    why = "no longer in its file; it stays, for a person has changed it"
    if all(there[name] == value for name, value in entry.values.items()):
        try:
            remove(run.book, found)
        except ValidationError as error:
            why = f"no longer in its file; it stays: {' '.join(error.messages)}"
        else:
            run.written.forget(entry)
            run.outcome.did(RETRACTED, entry.kind, entry.key, "no longer in its file")
            return
    if listed:
        run.outcome.keep(entry.kind, entry.key, why)


def _place(entry: Entry) -> str:
    return f"{entry.file}:{entry.line}"
