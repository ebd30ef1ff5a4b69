"""A deal's history told in order: what was contracted, promised, moved and met, by whose word."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from deals.choices import Rank
from deals.dates import Relative, Window
from deals.models import Claim, Deal, Source, Term, Voiced
from deliveries.dossiers import Dossier
from deliveries.models import Count, Span
from deliveries.pace import Pace
from deliveries.periods import Period
from deliveries.reasons import DOUBTS, a_month, come, over, spelt, when_reported
from deliveries.slips import slip
from deliveries.standings import DealOn, MilestoneOn


@dataclass(frozen=True, slots=True)
class Line:
    """What was said on a day, and what it did.

    Without a source it says what else made the verdict turn: word on another milestone, or the
    passing of time. `effects` are sentences: "expected 31 Dec 2021, 426 days later than before".
    `reported` is the day, month or year of the report; a line that does not count is a deprecated
    claim.
    """

    on: date
    text: str
    source: Source | None = None
    effects: tuple[str, ...] = ()
    reported: str = ""
    counts: bool = True


@dataclass(frozen=True, slots=True)
class Chapter:
    """The story of one milestone, and how it stands in the end."""

    milestone: MilestoneOn
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """The story of a deal as known on a day; `verdict` is None before its first word."""

    deal: Deal
    day: date
    verdict: DealOn | None
    is_suspended: bool
    terms: tuple[Line, ...]
    chapters: tuple[Chapter, ...]


def told(dossier: Dossier, day: date, period: Period | None = None) -> Story:
    """Tell the deal's story from what had been said by `day`, and from nothing later.

    The number of queries does not depend on what there is to tell.
    """
    on = dossier.milestones_on(day, period)
    verdict = dossier.deal_on(on, day, period)
    teller = _Teller(dossier, day)
    return Story(
        deal=dossier.deal,
        day=day,
        verdict=verdict,
        is_suspended=verdict is not None and dossier.is_suspended(verdict.span, day),
        terms=_terms(dossier.terms(day)),
        chapters=tuple(Chapter(m, teller.lines(m.milestone.pk)) for m in on),
    )


class _Teller:
    """The words and spans of a deal up to a day, by milestone."""

    def __init__(self, dossier: Dossier, day: date) -> None:
        self.spans: dict[int, list[Span]] = {}
        for span in dossier.begun(day):
            self.spans.setdefault(span.milestone_id, []).append(span)
        self.said: dict[int, list[Line]] = {}
        self.spoken_of: dict[date, list[str]] = {}
        for claim in dossier.claims(day):
            self.said.setdefault(claim.milestone_id, []).append(_claimed(claim))
            self.spoken_of.setdefault(claim.reported_on, []).append(claim.milestone.title)
        for count in dossier.counts(day):
            self.said.setdefault(count.lot.milestone_id, []).append(_counted(count))

    def lines(self, milestone: int) -> tuple[Line, ...]:
        """What was said of the milestone and what turned, in the order of days.

        What a day did stands with the last that was said on it and counts.
        """
        effects = _effects(self.spans[milestone])
        said = sorted(self.said.get(milestone, []), key=lambda line: line.on)
        told: list[Line] = []
        doing = {line.on: place for place, line in enumerate(said) if line.counts}
        for place, line in enumerate(said):
            did = effects.pop(line.on, ()) if doing.get(line.on) == place else ()
            told.append(replace(line, effects=did))
        told += [Line(on, self._because(on), None, did) for on, did in effects.items()]
        return tuple(sorted(told, key=lambda line: line.on))

    def _because(self, on: date) -> str:
        """What made the verdict turn on a day on which nothing was said of the milestone."""
        titles = dict.fromkeys(self.spoken_of.get(on, ()))
        if not titles:
            return "time passed"
        return f"by word on {', '.join(f'“{title}”' for title in titles)}"


def paced(pace: Pace | None, day: date) -> tuple[str, ...]:
    """How a lot comes along, in sentences: planned, done, the rates, the estimate at completion."""
    if pace is None:
        return ()
    planned = min(max(int(pace.elapsed_days * pace.planned), 0), pace.quantity)
    line = f"{spelt(pace.starts_on)} to {spelt(pace.due_on)}"
    lines = [f"{come(pace)}; a straight line from {line} gives {planned:,}"]
    if pace.spi is not None and pace.completes_on is not None:
        lines.append(
            f"SPI(t) {float(pace.spi):.2f}; at the average so far "
            f"all of it by {spelt(pace.completes_on)}"
        )
    needed, tspi = pace.needed_on(day), pace.tspi_on(day)
    if pace.remaining and needed is not None and tspi is not None:
        lines.append(f"needed from {spelt(day)} on: {a_month(needed)} (TSPI {float(tspi):.2f})")
    if pace.best is not None:
        lines.append(f"best rate so far: {a_month(pace.best.a_day)}, {over(pace.best)}")
    return tuple(lines)


def _claimed(claim: Claim) -> Line:
    stated = claim.date
    date_said = ""
    if isinstance(stated, Window):
        same = stated.text == stated.plain
        date_said = f" “{stated.text}”" if same else f" “{stated.text}” ({stated.plain})"
    elif isinstance(stated, Relative):
        date_said = f" “{stated.text}”"
    elif claim.text:
        date_said = f" “{claim.text}”"
    ignored = ", not used" if claim.rank == Rank.DEPRECATED else ""
    looks_back = f", in force from {claim.in_force_on}" if claim.in_force_on else ""
    return Line(
        claim.reported_on,
        f"{claim.kind}{date_said}, said {claim.said_by} ({_voice(claim)}{looks_back}{ignored})",
        claim.source,
        reported=when_reported(claim.reported),
        counts=claim.rank != Rank.DEPRECATED,
    )


def _terms(terms: Iterable[Term]) -> tuple[Line, ...]:
    """What had been said of value, quantity, local content and stage, side by side."""
    return tuple(
        Line(
            term.reported_on,
            f"{term.get_kind_display()} “{term.text}”, said {term.said_by} ({_voice(term)})",
            term.source,
            reported=when_reported(term.reported),
        )
        for term in sorted(terms, key=lambda t: (t.kind, t.reported_on, t.pk))
    )


def _voice(statement: Voiced) -> str:
    """The side that speaks, and that it is doubtful if it is."""
    doubt = f", {DOUBTS[statement.credibility]}" if statement.credibility in DOUBTS else ""
    return f"{statement.get_side_display()}{doubt}"


def _counted(count: Count) -> Line:
    return Line(
        count.reported_on,
        f"{count.total} of {count.lot.quantity} {count.kind} by {count.by.plain}, "
        f"said {count.said_by} ({_voice(count)})",
        count.source,
        reported=when_reported(count.reported),
    )


def _effects(spans: list[Span]) -> dict[date, tuple[str, ...]]:
    """What changed on the first day of each span: the expected date, the state."""
    effects: dict[date, tuple[str, ...]] = {}
    before: Span | None = None
    for span in spans:
        found = [e for e in (_moved(before, span), _turned(before, span)) if e]
        if found:
            effects[span.from_on] = tuple(found)
        before = span
    return effects


def _stated(span: Span | None) -> Window | None:
    return span.figure("estimate") if span else None


def _moved(before: Span | None, span: Span) -> str:
    since, to = _stated(before), _stated(span)
    if to is None or span.progress != "open" or (since and since.edtf == to.edtf):
        return ""
    if to.latest is None:
        return "no last day is given any more" if since else f"expected {to.plain}"
    if to.latest < span.from_on:
        return f"was due by {spelt(to.latest)}"
    moved = slip(to, since)
    if moved is None or not moved.days:
        return f"expected {to.plain}"
    way = "later" if moved.days > 0 else "earlier"
    return f"expected {to.plain}, {abs(moved.days):,} days {way} than before"


def _turned(before: Span | None, span: Span) -> str:
    state = span.get_state_display()
    if before is not None and before.state == span.state:
        return ""
    return state
