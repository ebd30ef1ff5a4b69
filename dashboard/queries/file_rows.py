"""The lists of pages as rows of files, read some at a time."""

from collections.abc import Iterator
from datetime import date
from itertools import islice

from dashboard.asof import AsOf
from dashboard.cells import days_cell
from dashboard.queries.changes import Changed, changed_of, turned
from dashboard.queries.organisations import OrganisationPage, of_all
from dashboard.tables import AT_ONCE, Columns, Row
from deals.models import Actor
from deliveries.models import Span

CHANGED: Columns = {
    "deal": "Deal, reference",
    "milestone": "Milestone, code",
    "title": "Milestone",
    "state_before": "State before, code",
    "state_before_label": "State before",
    "state": "State, code",
    "state_label": "State",
    "date_before": "Date before",
    "date": "Date",
    "moved_days": "Moved, calendar days",
    "flags_opened": "Flags opened, codes",
    "flags_closed": "Flags closed, codes",
    "notes": "Notes",
    "reason": "Why",
}
RECORD: Columns = {
    "figure": "Figure",
    "of": "Of",
    "number": "Number",
    "out_of": "Out of",
}
ORGANISATIONS: Columns = {
    "organisation": "Organisation, code",
    "title": "Organisation",
    "kind": "Kind",
    "country": "Country",
    "deals": "Deals",
    "roles": "Roles",
    "on_time": "Ended on time",
    "late": "Ended late",
}


def changed_rows(actor: Actor, when: AsOf, since: date) -> Iterator[Row]:
    """One row a milestone that changed, what got worse first."""
    stood: Iterator[Span] = turned(actor, when.day, since).iterator(chunk_size=AT_ONCE)
    while some := list(islice(stood, AT_ONCE)):
        for change in changed_of(some, when.day, since, is_today=when.is_today):
            yield _changed(change)


def _changed(change: Changed) -> Row:
    return (
        change.milestone.deal.ref,
        change.milestone.code,
        change.milestone.title,
        change.before.code if change.before else "",
        change.before.word if change.before else "",
        change.after.code,
        change.after.word,
        change.was.words if change.was else "",
        change.now.words if change.now else "",
        days_cell(change.days or None),
        " ".join(f.code for f in change.opened),
        " ".join(f.code for f in change.closed),
        "; ".join(change.notes),
        change.reason,
    )


def organisation_rows(actor: Actor, when: AsOf) -> Iterator[Row]:
    """One row an organisation, those with the most deals first."""
    for o in of_all(actor, when, AT_ONCE):
        roles = ", ".join(o.roles)
        late = o.supplied.late
        yield (o.code, o.name, o.kind, o.country, o.deals, roles, o.supplied.on_time, late)


def record_rows(page: OrganisationPage) -> Iterator[Row]:
    """What came of what one organisation supplies, and of its word: one row a figure."""
    ended = page.supplied.ended
    if ended:
        yield ("on time", "what it supplies", page.supplied.on_time, ended)
    for words, number in page.late:
        yield ("came", words, number, sum(n for _, n in page.late))
    if page.median_days is not None:
        yield ("median days from the objective", "what it supplies", page.median_days, "")
    for promises in page.promises:
        yield ("promises", promises.role, promises.given, "")
        yield ("promises kept", promises.role, promises.kept, promises.come)
        yield ("promises that came later", promises.role, len(promises.late), promises.come)
        yield ("promises still open", promises.role, len(promises.behind), promises.come)
        if promises.median_days is not None:
            of = promises.median_days, promises.broken
            yield ("median days after the day promised", promises.role, *of)
    for words, whole, unchanged in page.words:
        yield ("words", words, whole.words, "")
        yield ("words kept", words, whole.kept, whole.come)
        yield ("no change kept", words, unchanged.kept, unchanged.come)
