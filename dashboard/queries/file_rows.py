"""The lists of pages as rows of files, read some at a time."""

from collections.abc import Iterator
from datetime import date
from itertools import islice

from dashboard.asof import AsOf
from dashboard.cells import days_cell, given_cells, yes
from dashboard.naming import buyers_of, with_parties
from dashboard.queries.changes import Changed, changed_of, turned
from dashboard.queries.organisations import OrganisationPage, of_all
from dashboard.queries.promises import Promises
from dashboard.tables import AT_ONCE, Columns, Row
from deals.models import Actor
from deliveries.models import Span

CHANGED: Columns = {
    "deal": "Deal, reference",
    "designation": "Deal",
    "buyers": "Buyers",
    "milestone": "Milestone, code",
    "title": "Milestone",
    "state_before": "State before, code",
    "state_before_label": "State before",
    "state": "State, code",
    "state_label": "State",
    "turn": "Worse, better or new",
    "ran_past": "Ran past its date",
    "date_before": "Date before",
    "date_before_earliest": "Date before, earliest",
    "date_before_latest": "Date before, latest",
    "stated": "Date, as stated",
    "date": "Date",
    "earliest": "Date, earliest",
    "latest": "Date, latest",
    "moved_days": "Moved, calendar days",
    "moved_remark": "Moved, remark",
    "flags_opened": "Flags opened, codes",
    "flags_closed": "Flags closed, codes",
    "flags_opened_label": "Flags opened",
    "flags_closed_label": "Flags closed",
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
        with_parties(span.milestone.deal for span in some)
        for change in changed_of(some, when.day, since, is_today=when.is_today):
            yield _changed(change)


def _changed(change: Changed) -> Row:
    deal = change.milestone.deal
    _, *was = given_cells(change.was) if change.was else ("",) * 4
    return (
        deal.ref,
        deal.designation,
        ", ".join(buyers_of(deal)),
        change.milestone.code,
        change.milestone.title,
        change.before.code if change.before else "",
        change.before.word if change.before else "",
        change.after.code,
        change.after.word,
        _turn(change),
        yes(change.ran_past),
        *was,
        *given_cells(change.now),
        days_cell(change.days or None),
        change.more,
        " ".join(f.code for f in change.opened),
        " ".join(f.code for f in change.closed),
        ", ".join(f.word for f in change.opened),
        ", ".join(f.word for f in change.closed),
        "; ".join(change.notes),
        change.reason,
    )


def _turn(change: Changed) -> str:
    """Which way it went; empty where it stands as it did."""
    if change.before is None:
        return "new"
    return "worse" if change.is_worse else "better" if change.is_eased else ""


def organisation_rows(actor: Actor, when: AsOf) -> Iterator[Row]:
    """One row an organisation, those with the most deals first."""
    for o in of_all(actor, when, AT_ONCE):
        roles = ", ".join(o.roles)
        late = o.supplied.late
        yield (o.code, o.name, o.kind, o.country, o.deals, roles, o.supplied.on_time, late)


def record_rows(page: OrganisationPage) -> Iterator[Row]:
    """What came of what one organisation supplies, and of its word: one row a figure."""
    for stake in page.stakes:
        yield ("per cent of its shares", stake.holder, float(stake.share), 100)
    ended = page.supplied.ended
    if ended:
        yield ("on time", "what it supplies", page.supplied.on_time, ended)
    for words, number in page.late:
        yield ("came", words, number, sum(n for _, n in page.late))
    if page.median_days is not None:
        yield ("median days from the objective", "what it supplies", page.median_days, "")
    for promises in page.promises:
        yield from _promised(promises)
    for words, whole, unchanged in page.words:
        yield ("words", words, whole.words, "")
        yield ("words kept", words, whole.kept, whole.come)
        yield ("no change kept", words, unchanged.kept, unchanged.come)


def _promised(promises: Promises) -> Iterator[Row]:
    role, broken = promises.role, promises.broken
    yield ("promises", role, promises.given, "")
    yield ("promises kept", role, promises.kept, promises.come)
    yield ("promises that came later", role, len(promises.late), promises.come)
    yield ("promises still open", role, len(promises.behind), promises.come)
    if promises.untold:
        yield ("promises of which it cannot be told", role, promises.untold, "")
    if broken:
        days = (*promises.late, *promises.behind)
        yield ("fewest days after the day promised", role, min(days), broken)
        yield ("most days after the day promised", role, max(days), broken)
    if promises.median_days is not None:
        yield ("median days after the day promised", role, promises.median_days, broken)
