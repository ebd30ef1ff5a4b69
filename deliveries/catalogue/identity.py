"""Which entry of a file is which record: what makes a statement the same, and what may differ.

A claim is the same claim if deal, milestone, kind, date, reported_on, source and said_by are the
same; dates are compared as canonical EDTF, so that "Q4 2021" and "end 2021" are one date.
"""

from typing import Any

from deals.dates import Relative, Window
from deals.models import Claim, Event, Term
from deliveries.catalogue.nodes import Entry
from deliveries.models import Count

Identity = tuple[str, ...]
Content = dict[str, Any]  # by the record's own names

CLAIM_CONTENT = ("text", "side", "credibility", "rank", "note", "in_force_edtf", "threshold_edtf")
TERM_CONTENT = ("text", "side", "credibility", "note", "in_force_edtf")
COUNT_CONTENT = ("side", "credibility", "note")
EVENT_CONTENT = ("kind", "title", "edtf", "reported_edtf", "said_by", "source", "note")


def edtf(window: Window | None) -> str:
    """The canonical text of a date of its own; empty for none."""
    return window.edtf if window else ""


def stated(date: Window | Relative | None) -> str:
    """The words in which a date was stated, as a draft takes them; empty for none."""
    return date.text if date else ""


def claim_entry(entry: Entry) -> Identity:
    """What makes an entry the same claim within its deal."""
    date = entry["date"]
    when = date.text if isinstance(date, Relative) else edtf(date)
    return (entry["on"], entry["kind"], when, *_voice_entry(entry))


def claim_record(claim: Claim) -> Identity:
    """What makes a claim on record the same; it needs its milestone, anchor and source."""
    when = claim.edtf
    if claim.anchor is not None:
        when = Relative(claim.anchor.code, claim.offset_months, claim.offset_days).text
    return (claim.milestone.code, claim.kind, when, *_voice_record(claim))


def claim_content(entry: Entry) -> Content:
    """What a claim says besides."""
    return {
        **_sided(entry),
        "text": entry["text"] or stated(entry["date"]) or entry["kind"],
        "rank": entry["rank"],
        "in_force_edtf": edtf(entry["in_force_from"]),
        "threshold_edtf": edtf(entry["threshold"]),
    }


def term_entry(entry: Entry) -> Identity:
    """What makes an entry the same term within its deal."""
    what = (entry["term"], _number(entry["amount"]), entry["currency"], entry["value"])
    return (*what, *_voice_entry(entry))


def term_record(term: Term) -> Identity:
    """What makes a term on record the same."""
    return (term.kind, _number(term.amount), term.currency, term.stage, *_voice_record(term))


def term_content(entry: Entry) -> Content:
    """What a term says besides."""
    held = edtf(entry["in_force_from"])
    return {**_sided(entry), "text": entry["text"], "in_force_edtf": held}


def count_entry(entry: Entry) -> Identity:
    """What makes an entry the same count within its deal."""
    what = (entry["on"], entry["kind"], str(entry["total"]), edtf(entry["by"]))
    return (*what, *_voice_entry(entry))


def count_record(count: Count) -> Identity:
    """What makes a count on record the same; it needs its lot's milestone and its source."""
    what = (count.lot.milestone.code, count.kind, str(count.total), count.edtf)
    return (*what, *_voice_record(count))


def count_content(entry: Entry) -> Content:
    """What a count says besides."""
    return _sided(entry)


def event_content(entry: Entry) -> Content:
    """What an event says; its code alone makes it the same."""
    return {
        "kind": entry["kind"],
        "title": entry["title"],
        "edtf": edtf(entry["date"]),
        "reported_edtf": edtf(entry["reported_on"]),
        "said_by": entry["said_by"],
        "source": entry["source"],
        "note": entry["note"],
    }


def content_of(record: Any, names: tuple[str, ...]) -> Content:
    """The same of a record: its values under `names`, a source by its code."""
    return {
        name: record.source.code if name == "source" else getattr(record, name) for name in names
    }


def plain_number(number: Any) -> str:
    """A number as text, the same for equal numbers: 50.50 and 50.5."""
    return format(number.normalize(), "f")


def _number(number: Any) -> str:
    return "" if number is None else plain_number(number)


def _voice_entry(entry: Entry) -> Identity:
    return (edtf(entry["reported_on"]), entry["source"], entry["said_by"])


def _voice_record(record: Claim | Term | Count | Event) -> Identity:
    return (record.reported_edtf, record.source.code, record.said_by)


def _sided(entry: Entry) -> Content:
    return {name: entry[name] for name in ("side", "credibility", "note")}
