"""What a door hands in: a statement as somebody would type it, dates in words and all.

Each draft is turned into a checked, unsaved record; what is wrong is raised as one
ValidationError that names each field, the value seen and what would be accepted.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from deals import dates
from deals.models import Claim, Deal, Event, Milestone, Source, Term
from deliveries.faults import Errors
from deliveries.models import Count, Lot
from vendors.checked import Taken

Plan = Mapping[str, Milestone]


@dataclass(frozen=True, kw_only=True, slots=True)
class Voice:
    """Who said it, for which side, in which source, and when; `reported_on` is stated text."""

    reported_on: str
    said_by: str
    source: Source
    side: str = ""
    credibility: int = 0
    in_force_from: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class ClaimDraft:
    """A claim to record. `text` are the words of the source; empty, the date as typed."""

    milestone: Milestone
    kind: str
    voice: Voice
    date: str = ""
    text: str = ""
    threshold: str = ""
    rank: str = "normal"


@dataclass(frozen=True, kw_only=True, slots=True)
class TermDraft:
    """A term to record: an amount (with its currency for a value), or a stage."""

    deal: Deal
    kind: str
    voice: Voice
    text: str
    amount: str | None = None
    currency: str = ""
    stage: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class CountDraft:
    """A running total of a lot to record; `by` says by when it was reached."""

    lot: Lot
    kind: str
    voice: Voice
    total: int
    by: str


@dataclass(frozen=True, kw_only=True, slots=True)
class EventDraft:
    """An event to record, for one deal or several."""

    code: str
    kind: str
    title: str
    date: str
    voice: Voice
    deals: tuple[Deal, ...]


def _voice(voice: Voice, errors: Errors, today: date) -> dict[str, Any]:
    reported = errors.window("reported_edtf", voice.reported_on)
    if reported is not None and reported.latest is None:
        errors.add("reported_edtf", "A report has a last day: a day, a month or a year.")
    elif reported is not None and reported.earliest and reported.earliest > today:
        errors.add("reported_edtf", f"“{voice.reported_on}” is yet to come; a report is not.")
    return {
        "source": voice.source,
        "said_by": voice.said_by,
        "note": voice.note,
        "reported_edtf": reported.edtf if reported else "",
        "reported_on": reported.latest if reported else None,
    }


def _sided(voice: Voice, errors: Errors, today: date) -> dict[str, Any]:
    fields = _voice(voice, errors, today)
    held = errors.window("in_force_edtf", voice.in_force_from, required=False)
    reported = fields["reported_on"]
    held_on = held.latest if held else None
    if held is not None and reported and held.earliest and held.earliest > reported:
        errors.add("in_force_edtf", f"“{voice.in_force_from}” is after it was reported.")
    return {
        **fields,
        "side": voice.side,
        "credibility": voice.credibility,
        "in_force_edtf": held.edtf if held else "",
        "in_force_on": min(held_on, reported) if held_on and reported else held_on,
    }


def plan_of(milestone: Milestone) -> Plan:
    """The milestones of the same deal by code, in the order of the plan."""
    return {m.code: m for m in Milestone.objects.filter(deal=milestone.deal_id)}


def claim(
    draft: ClaimDraft,
    today: date,
    plan_of: Callable[[Milestone], Plan] = plan_of,
    taken: Taken | None = None,
) -> Claim:
    """The claim that the draft describes, checked and not yet saved.

    Whoever checks many has read the plans, and what is on record, for all of them at once.
    """
    errors = Errors()
    record = Claim(
        milestone=draft.milestone,
        kind=draft.kind,
        rank=draft.rank,
        text=draft.text or draft.date or draft.kind,
        **_sided(draft.voice, errors, today),
    )
    if draft.date:
        _dated(record, draft, errors, plan_of)
    _thresholded(record, draft, errors)
    errors.check(record, taken)
    errors.stop()
    return record


def _dated(
    record: Claim, draft: ClaimDraft, errors: Errors, plan_of: Callable[[Milestone], Plan]
) -> None:
    try:
        stated = dates.read(draft.date)
    except dates.DateRefused as refused:
        errors.add("edtf", str(refused))
        return
    if isinstance(stated, dates.Relative):
        _anchored(record, stated, errors, plan_of(draft.milestone))
        return
    record.edtf, record.earliest, record.latest = stated.edtf, stated.earliest, stated.latest
    reported: date | None = record.reported_on  # None while it could not be read
    if draft.kind == "actual" and reported and stated.earliest and stated.earliest > reported:
        errors.add("edtf", f"“{draft.date}” is after its report; what has happened lies before it.")


def _anchored(record: Claim, stated: dates.Relative, errors: Errors, plan: Plan) -> None:
    others = {code: m for code, m in plan.items() if m != record.milestone}
    if stated.anchor not in others:
        known = ", ".join(others)
        errors.add(
            "edtf", f"“{stated.anchor}” is no other milestone of the deal; those are: {known}."
        )
        return
    record.anchor = others[stated.anchor]
    record.offset_months, record.offset_days = stated.months, stated.days


def _thresholded(record: Claim, draft: ClaimDraft, errors: Errors) -> None:
    limit = errors.window("threshold_edtf", draft.threshold, required=False)
    if limit is None:
        return
    record.threshold_edtf, record.threshold_on = limit.edtf, limit.latest
    if record.latest and limit.latest and limit.latest < record.latest:
        errors.add("threshold_edtf", f"“{draft.threshold}” is before the date itself.")


def term(draft: TermDraft, today: date) -> Term:
    """The term that the draft describes, checked and not yet saved."""
    errors = Errors()
    record = Term(
        deal=draft.deal,
        kind=draft.kind,
        amount=draft.amount,
        currency=draft.currency,
        stage=draft.stage,
        text=draft.text,
        **_sided(draft.voice, errors, today),
    )
    errors.check(record)
    errors.stop()
    return record


def count(draft: CountDraft, today: date) -> Count:
    """The count that the draft describes, checked and not yet saved."""
    errors = Errors()
    voice = _sided(draft.voice, errors, today)
    by = errors.window("edtf", draft.by)
    if by is not None and by.latest is None:
        errors.add("edtf", f"“{draft.by}” has no last day; a total is reached by some day.")
    record = Count(
        lot=draft.lot,
        kind=draft.kind,
        total=draft.total,
        edtf=by.edtf if by else "",
        **{"by_on": by.latest if by else None, **voice},
    )
    errors.check(record)
    errors.stop()
    return record


def event(draft: EventDraft, today: date) -> Event:
    """The event that the draft describes, checked and not yet saved; its deals are linked after."""
    errors = Errors()
    voice = _voice(draft.voice, errors, today)
    when = errors.window("edtf", draft.date)
    record = Event(
        code=draft.code,
        kind=draft.kind,
        title=draft.title,
        edtf=when.edtf if when else "",
        earliest=when.earliest if when else None,
        latest=when.latest if when else None,
        **voice,
    )
    errors.check(record)
    errors.stop()
    return record
