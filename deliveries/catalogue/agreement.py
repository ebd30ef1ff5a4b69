"""What the files say together: each code one thing, each reference to something that is there."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from graphlib import CycleError, TopologicalSorter
from typing import Any

from deals.dates import Relative, Window
from deliveries.catalogue import identity
from deliveries.catalogue.files import Document
from deliveries.catalogue.nodes import Entry
from deliveries.catalogue.problems import Problem


@dataclass(frozen=True, slots=True)
class Stated:
    """An event, as the first file says it, and the deals in whose files it stands."""

    entry: Entry
    deals: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Catalogue:
    """What all files of a load say, each code once."""

    problems: list[Problem]
    organisations: dict[str, Entry] = field(default_factory=dict)
    speakers: dict[str, Entry] = field(default_factory=dict)  # by each of their other names
    sources: dict[str, Entry] = field(default_factory=dict)
    events: dict[str, Stated] = field(default_factory=dict)
    deals: dict[str, Entry] = field(default_factory=dict)


def brought_together(documents: Iterable[Document], problems: list[Problem]) -> Catalogue:
    """One catalogue of all documents; what contradicts itself is noted in `problems`."""
    found = Catalogue(problems)
    for document in documents:
        for organisation in document.organisations:
            _organisation(found, organisation)
        for speaker in document.speakers:
            _speaker(found, speaker)
        if document.deal is not None:
            _deal(found, document.deal)
    return found


def _organisation(found: Catalogue, entry: Entry) -> None:
    if not entry["code"]:
        return
    first = found.organisations.setdefault(entry["code"], entry)
    if first is entry:
        return
    _agree(first, entry, found, leave=("aliases", "shareholders"))
    first.values["aliases"] = list(dict.fromkeys([*first["aliases"], *entry["aliases"]]))
    mine, theirs = (
        [(s["organisation"], s["percent"], s["source"]) for s in e["shareholders"]]
        for e in (first, entry)
    )
    if mine and theirs and sorted(mine, key=str) != sorted(theirs, key=str):
        _contradicted(entry, "shareholders", first, found)
    first.values["shareholders"] = first["shareholders"] or entry["shareholders"]


def _speaker(found: Catalogue, entry: Entry) -> None:
    """Each other name leads to one speaker, by whichever file."""
    for name in entry["also"]:
        first = found.speakers.setdefault(name, entry)
        if first is not entry and first["speaker"] != entry["speaker"]:
            there = (
                f"{first.file}:{first.line} has “{name}” as another name of “{first['speaker']}”"
            )
            found.problems.append(entry.problem("also", f"{there}; accepted: one speaker each"))


def _deal(found: Catalogue, deal: Entry) -> None:
    first = found.deals.setdefault(deal["ref"] or f"(no ref in {deal.file})", deal)
    if first is not deal:
        deal.sound = False
        given = f"given already in {first.file}:{first.line}; accepted: one file for each deal"
        found.problems.append(deal.problem("ref", given))
    for source in filter(_has_code, deal["sources"]):
        _agree(found.sources.setdefault(source["code"], source), source, found)
    for event in filter(_has_code, deal["events"]):
        stated = found.events.setdefault(event["code"], Stated(event))
        _agree(stated.entry, event, found)
        stated.deals.append(deal["ref"])


def _has_code(entry: Entry) -> bool:
    return bool(entry["code"])


def _agree(first: Entry, entry: Entry, found: Catalogue, leave: Collection[str] = ()) -> None:
    """Note where a second entry with the same code says something else."""
    if first is entry:
        return
    if first.file == entry.file:
        message = f"given already in line {first.line}; accepted: each code once"
        found.problems.append(entry.problem("code", message))
        return
    if not (first.sound and entry.sound):
        return
    for key, value in entry.values.items():
        if key not in leave and _same(value) != _same(first[key]):
            _contradicted(entry, key, first, found)


def _contradicted(entry: Entry, key: str, first: Entry, found: Catalogue) -> None:
    there = f"{first.file}:{first.lines.get(key, first.line)}"
    said = f"says “{first.said[key]}”" if key in first.said else "says otherwise"
    message = f"{there} {said} of “{entry['code']}”; accepted: the same in every file"
    found.problems.append(entry.problem(key, message))


def _same(value: Any) -> Any:
    return value.edtf if isinstance(value, Window) else value


# References and repetitions.


def check_references(
    catalogue: Catalogue, *, organisations: Collection[str], sources: Collection[str]
) -> None:
    """Note what leads nowhere; the codes given are those on record besides the files'."""
    check = _References(
        catalogue.problems,
        {*organisations, *catalogue.organisations},
        {*sources, *catalogue.sources},
    )
    for organisation in catalogue.organisations.values():
        for share in organisation["shareholders"]:
            check.organisation(share)
            check.source(share)
        check.once(organisation["shareholders"], "organisation", lambda s: (s["organisation"],))
    for deal in catalogue.deals.values():
        check.deal(deal)


@dataclass(frozen=True, slots=True)
class _References:
    problems: list[Problem]
    organisations: set[str]
    sources: set[str]

    def deal(self, deal: Entry) -> None:
        for party in deal["parties"]:
            self.organisation(party)
        self.once(deal["parties"], "role", lambda p: (p["organisation"], p["role"]))
        self.once(deal["milestones"], "code", lambda m: (m["code"],))
        self.plan(deal)
        for entry in (*deal["claims"], *deal["terms"], *deal["counts"], *deal["events"]):
            self.source(entry)
        self.statements(deal)

    def plan(self, deal: Entry) -> None:
        """What each milestone waits for is there, and none waits for itself."""
        codes = [m["code"] for m in deal["milestones"]]
        needs: dict[str, list[str]] = {code: [] for code in codes}
        for milestone in deal["milestones"]:
            for code in milestone["after"]:
                self.known(milestone, "after", code, codes)
            needs[milestone["code"]] += [c for c in milestone["after"] if c in codes]
        for claim in deal["claims"]:
            anchor = claim["date"].anchor if isinstance(claim["date"], Relative) else None
            if anchor and self.known(claim, "date", anchor, codes) and claim["on"] in codes:
                needs[claim["on"]].append(anchor)
        self.no_circle(deal, needs)

    def no_circle(self, deal: Entry, needs: dict[str, list[str]]) -> None:
        try:
            TopologicalSorter(needs).prepare()
        except CycleError as circle:
            inside = circle.args[1]
            message = f"these wait for each other in a circle: {', '.join(inside)}"
            within = [m for m in deal["milestones"] if m["code"] in inside]
            self.problems.append(within[0].problem("after", message))
            for milestone in within:
                milestone.values["after"] = []  # said once

    def statements(self, deal: Entry) -> None:
        codes = [m["code"] for m in deal["milestones"]]
        lots = [m["code"] for m in deal["milestones"] if m["lot"] is not None]
        for claim in deal["claims"]:
            self.known(claim, "on", claim["on"], codes)
        for count in deal["counts"]:
            self.known(count, "on", count["on"], lots)
        self.once(deal["claims"], "", identity.claim_entry)
        self.once(deal["terms"], "", identity.term_entry)
        self.once(deal["counts"], "", identity.count_entry)

    def organisation(self, entry: Entry) -> None:
        self.shared(entry, "organisation", self.organisations)

    def source(self, entry: Entry) -> None:
        self.shared(entry, "source", self.sources)

    def shared(self, entry: Entry, key: str, codes: set[str]) -> None:
        code = entry[key]
        if code and code not in codes:
            near = " or ".join(f"“{c}”" for c in get_close_matches(code, sorted(codes)))
            meant = f" ({near}?)" if near else ""
            accepted = f"no such {key}{meant}; accepted: a code of these files or on record"
            self.refuse(entry, key, accepted)

    def known(self, entry: Entry, key: str, code: str, codes: list[str]) -> bool:
        if code in codes or not code:
            return bool(code)
        what = f"“{code}” is none of these" if key in ("after", "date") else "none of these"
        self.refuse(entry, key, f"{what}; accepted: {', '.join(codes) or 'none is given'}")
        return False

    def once(
        self, entries: list[Entry], key: str, same: Callable[[Entry], tuple[str, ...]]
    ) -> None:
        seen: dict[tuple[str, ...], Entry] = {}
        for entry in entries:
            if not entry.sound:
                continue
            first = seen.setdefault(same(entry), entry)
            if first is not entry:
                self.refuse(entry, key, f"given already in line {first.line}; accepted: once")

    def refuse(self, entry: Entry, key: str, message: str) -> None:
        entry.sound = False
        self.problems.append(entry.problem(key, message))
