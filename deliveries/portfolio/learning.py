"""From the files of a catalogue to the shapes of its deals."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from deals.dates import Relative, Window
from deliveries.catalogue.files import read
from deliveries.catalogue.nodes import Entry
from deliveries.catalogue.problems import Problem, Refused
from deliveries.portfolio.precise import day_of, manner_of
from deliveries.portfolio.shapes import (
    ENDS,
    Counted,
    Moment,
    Plan,
    Shapes,
    Spoken,
    Step,
    Termed,
    Track,
    Voice,
)


def learn(paths: Iterable[Path]) -> Shapes:
    """The shapes of the deals in these files. Raises Refused where a file cannot be read."""
    problems: list[Problem] = []
    documents = read(paths, problems)
    if problems:
        raise Refused(problems)
    organisations = {o["code"]: o for d in documents for o in d.organisations}
    deals = [d.deal for d in documents if d.deal is not None]
    tracks: dict[str, list[Track]] = defaultdict(list)
    endings: list[Spoken] = []
    plans = []
    for deal in deals:
        plans.append(_plan(deal, organisations))
        for milestone in deal["milestones"]:
            track = _track(deal, milestone)
            if track is not None:
                tracks[milestone["kind"]].append(track)
                endings += _endings(track)
    countries: dict[str, list[str]] = defaultdict(list)
    for organisation in organisations.values():
        countries[organisation["kind"]].append(organisation["country"])
    return Shapes(
        plans=tuple(plans),
        tracks={kind: tuple(found) for kind, found in tracks.items()},
        endings=tuple(endings),
        countries={kind: tuple(found) for kind, found in countries.items()},
        reliabilities=tuple(s["reliability"] for deal in deals for s in deal["sources"]),
        first=min(_begin(deal["claims"]) for deal in deals),
    )


def _begin(claims: Sequence[Entry]) -> date:
    """The day of the first report."""
    return min(day_of(c["reported_on"]) for c in claims)


def _plan(deal: Entry, organisations: dict[str, Entry]) -> Plan:
    begin = _begin(deal["claims"])
    places = {m["code"]: place for place, m in enumerate(deal["milestones"])}
    steps: list[Step] = []
    for place, milestone in enumerate(deal["milestones"]):
        first = _reference(_claims(deal, milestone))
        due = (first - begin).days if first else steps[-1].due if steps else 0
        # A milestone may stand in the file before one that it waits for.
        after = sorted(places[code] for code in milestone["after"] if places[code] < place)
        steps.append(Step(milestone["kind"], due, tuple(after)))
    parties = [(p["role"], organisations.get(p["organisation"])) for p in deal["parties"]]
    return Plan(
        kind=deal["kind"],
        route=deal["route"],
        category=deal["category"],
        unit=deal["unit"],
        steps=tuple(steps),
        terms=tuple(_term(t, begin) for t in deal["terms"]),
        parties=tuple((role, one["kind"]) for role, one in parties if one is not None),
    )


def _claims(deal: Entry, milestone: Entry) -> list[Entry]:
    """Those of one milestone with a date of its own, or none, in the order of their reports."""
    claims = [c for c in deal["claims"] if c["on"] == milestone["code"]]
    own = [c for c in claims if not isinstance(c["date"], Relative)]
    return sorted(own, key=lambda c: day_of(c["reported_on"]))


def _reference(claims: Sequence[Entry]) -> date | None:
    """The day from which a track counts: of its first date, else of its first report."""
    dated = next((c["date"] for c in claims if c["date"] is not None), None)
    if dated is not None:
        return day_of(dated)
    return day_of(claims[0]["reported_on"]) if claims else None


def _track(deal: Entry, milestone: Entry) -> Track | None:
    claims = _claims(deal, milestone)
    begin = _reference(claims)
    if begin is None:
        return None
    lot = milestone["lot"]
    counts = [c for c in deal["counts"] if lot and c["on"] == milestone["code"]]
    return Track(
        spoken=tuple(
            Spoken(c["kind"], c["rank"], _moment(c["date"], begin), _voice(c, begin))
            for c in claims
        ),
        counted=tuple(
            Counted(c["kind"], c["total"] / lot["quantity"], by, _voice(c, begin))
            for c in counts
            if (by := _moment(c["by"], begin)) is not None
        ),
        lot=(lot["quantity"], lot["mode"]) if lot else None,
    )


def _moment(window: Window | None, begin: date) -> Moment | None:
    if window is None:
        return None
    return Moment((day_of(window) - begin).days, manner_of(window))


def _voice(entry: Entry, begin: date) -> Voice:
    held: Any = entry.values.get("in_force_from")
    reported = _until(entry["reported_on"], begin)
    return Voice(
        entry["side"], entry["credibility"], reported, _until(held, begin) if held else None
    )


def _until(window: Window, begin: date) -> Moment:
    """By its last day, from which it counts: what had happened by then has happened before."""
    return Moment(((window.latest or day_of(window)) - begin).days, manner_of(window))


def _term(term: Entry, begin: date) -> Termed:
    voice = _voice(term, begin)
    return Termed(term["term"], term["amount"], term["currency"], term["value"], voice)


def _endings(track: Track) -> list[Spoken]:
    """The actuals that somebody had expected, in days from the last date that was expected."""
    expected = [s.date.at for s in track.spoken if s.date and s.kind not in ENDS]
    if not expected:
        return []
    actual = [s for s in track.spoken if s.kind == "actual" and s.rank != "deprecated"]
    return [s.moved(-max(expected)) for s in actual]
