"""What was agreed or reported of value, quantity, local content and stage."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings

from dashboard.asof import AsOf
from dashboard.queries.parties import percent
from dashboard.statements import Voice, voice
from deals.choices import TermKind
from deals.models import Term
from deliveries.dossiers import Dossier


@dataclass(frozen=True, slots=True)
class TermShown:
    """One statement: the words as stated, and the amount in full where they do not show it."""

    number: int
    text: str
    amount: str
    voice: Voice
    is_latest: bool
    is_contradicted: bool


@dataclass(frozen=True, slots=True)
class TermsOfKind:
    """All statements of one kind, the oldest first; a stage alone has no measure."""

    kind: str
    terms: list[TermShown]
    is_measured: bool

    @property
    def latest(self) -> list[TermShown]:
        """The latest, and those that contradict it: what to look at first."""
        shown = [t for t in self.terms if t.is_latest or t.is_contradicted]
        return shown[::-1]


def terms_shown(dossier: Dossier, when: AsOf) -> list[TermsOfKind]:
    """The terms of a deal by kind, as reported by the day."""
    rows = sorted(dossier.terms(when.day), key=_held)
    by_kind = ((kind, [t for t in rows if t.kind == kind]) for kind in TermKind)
    return [
        TermsOfKind(
            kind.label,
            [_shown(t, alike, when) for t in alike],
            is_measured=kind != TermKind.STAGE,
        )
        for kind, alike in by_kind
        if alike
    ]


def _held(term: Term) -> tuple[object, ...]:
    """Later sorts later, and of one day the more credible."""
    return (term.held_on, -term.credibility, term.pk)


def _shown(term: Term, alike: Sequence[Term], when: AsOf) -> TermShown:
    latest = alike[-1]
    return TermShown(
        number=term.pk,
        text=term.text,
        amount=_amount(term),
        voice=voice(term, when.day, with_note=when.is_present),
        is_latest=term is latest,
        is_contradicted=_contradicts(term, latest),
    )


def _contradicts(term: Term, latest: Term) -> bool:
    """Whether it says something else of the same measure, about the same time or more credibly."""
    if term.currency != latest.currency:
        return False
    apart = (latest.reported_on - term.reported_on).days
    differs = (term.amount, term.stage) != (latest.amount, latest.stage)
    weighs = abs(apart) <= settings.CONTEST_DAYS or term.credibility < latest.credibility
    return differs and weighs and term.kind != TermKind.STAGE


def _amount(term: Term) -> str:
    if term.amount is None:
        return term.get_stage_display()
    if term.kind == TermKind.LOCAL_CONTENT:
        return percent(term.amount)
    number = f"{term.amount.normalize():,f}"
    return f"{term.currency} {number}" if term.currency else number
