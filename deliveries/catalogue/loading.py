"""Bringing a catalogue into the database, whole or not at all."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import transaction

from deals.choices import Origin
from deals.models import Deal, Source
from deliveries.actions import recording
from deliveries.catalogue import shared
from deliveries.catalogue.agreement import Catalogue, brought_together, check_references
from deliveries.catalogue.events import keep_events
from deliveries.catalogue.files import Document, is_there, label, read
from deliveries.catalogue.nodes import Entry
from deliveries.catalogue.outcome import Outcome
from deliveries.catalogue.plan import keep_deal, keep_plan
from deliveries.catalogue.problems import Problem, Refused
from deliveries.catalogue.records import Run
from deliveries.catalogue.statements import Statements
from deliveries.catalogue.written import written
from deliveries.models import CatalogueEntry
from journal.ledger import By
from journal.models import Door
from vendors.models import Organisation

Progress = Callable[[int, int], None]  # deals done, deals in all


@dataclass(frozen=True, slots=True)
class Way:
    """How to load: for which day, for good or only to see, over other files or beside them."""

    today: date
    dry_run: bool = False
    take_over: bool = False


def load(paths: Iterable[Path], way: Way, progress: Progress) -> Outcome:
    """Make the database say what these files and folders say, save where people said otherwise.

    One transaction. Raises Refused, with every problem that was found, and nothing stays.
    """
    paths = list(paths)
    problems: list[Problem] = []
    documents = read(paths, problems)
    with transaction.atomic():
        outcome = _loaded(paths, documents, problems, way, progress)
        if way.dry_run:
            transaction.set_rollback(True)
    return outcome


def _loaded(
    paths: list[Path],
    documents: list[Document],
    problems: list[Problem],
    way: Way,
    progress: Progress,
) -> Outcome:
    outcome = Outcome(files=len(documents))
    documents = _ours(documents, way, outcome)
    catalogue = brought_together(documents, problems)
    check_references(
        catalogue,
        organisations=set(Organisation.objects.values_list("code", flat=True)),
        sources=set(Source.objects.values_list("code", flat=True)),
    )
    refs = list(catalogue.deals)
    # All locks first and in one order; deals that turn out unchanged are not derived anew.
    locked = Deal.objects.select_for_update().filter(ref__in=refs).order_by("pk")
    deals = {deal.ref: deal for deal in locked}
    by = By(None, Door.CATALOGUE)
    with recording(by=by, today=way.today, origin=Origin.CATALOGUE) as book:
        before = written(refs, {d.file for d in documents}, take_over=way.take_over)
        run = Run(book, before, outcome, problems)
        _apply(run, catalogue, deals, progress)
        if problems:
            raise Refused(problems)
        before.save()
    _list_orphans(paths, refs, outcome)
    return outcome


def _apply(run: Run, catalogue: Catalogue, deals: dict[str, Deal], progress: Progress) -> None:
    """Apply what can be applied; what cannot is noted, so that one run finds all problems."""
    organisations = shared.keep_organisations(run, catalogue)
    cited = {s["source"] for deal in catalogue.deals.values() for s in _statements(deal)}
    shared.keep_speakers(run, catalogue)
    sources = shared.keep_sources(run, catalogue, cited)
    shared.keep_shareholdings(run, catalogue, organisations)
    kept = {}
    for number, (ref, entry) in enumerate(catalogue.deals.items(), start=1):
        deal = keep_deal(run, entry, deals.get(ref))
        if deal is not None:
            kept[ref] = deal
            said = Statements(run, entry)
            said.let_go()
            said.enter(keep_plan(run, entry, deal, organisations), sources)
        if not run.problems:
            run.book.settle()  # deal by deal, for the sake of progress
        progress(number, len(catalogue.deals))
    keep_events(run, catalogue.events, kept, sources)
    shared.let_go(run, organisations)


def _statements(deal: Entry) -> Iterable[Entry]:
    return (*deal["claims"], *deal["terms"], *deal["counts"], *deal["events"])


def _ours(documents: list[Document], way: Way, outcome: Outcome) -> list[Document]:
    """Without the deals that files outside this load, which are still there, have loaded."""
    refs = {d.deal["ref"]: d.file for d in documents if d.deal is not None}
    loaded = CatalogueEntry.objects.filter(kind="deal", key__in=refs)
    others = {}
    for entry in loaded.exclude(file__in={d.file for d in documents}):
        if is_there(entry.file) and not way.take_over:
            others[entry.key] = entry.file
            why = f"it comes from {entry.file}, and {refs[entry.key]} is left out"
            outcome.keep("deal", entry.key, f"{why}; --take-over lets this file stand instead")
    return [d for d in documents if d.deal is None or d.deal["ref"] not in others]


def _list_orphans(paths: list[Path], refs: list[str], outcome: Outcome) -> None:
    """List the deals that came from files of these folders which are no longer there."""
    for folder in (label(path) for path in paths if path.is_dir()):
        gone = CatalogueEntry.objects.filter(kind="deal", file__startswith=f"{folder}/")
        for entry in gone.exclude(key__in=refs):
            if not is_there(entry.file):
                why = f"its file {entry.file} is gone; the deal stays until a person removes it"
                outcome.keep("deal", entry.key, why)
