"""Which deals are meant: those of refs, and those that somebody calls by a name.

A ref in an address is exact. A name is taken in any case, and means a deal where it alone of the
visible ones has it, as its ref or its designation. Of several, and of those that merely begin with
it, it is asked which. With the country of the buyer, as `name_of` has it, it is exact again.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Case, Q, Value, When

from dashboard.asof import AsOf
from dashboard.naming import name_of, with_parties
from deals.models import Actor, Deal
from deliveries.filters.values import CODE
from deliveries.standings import deal_spans_on

CHOICES = 12  # deals that are offered for one name
_NAMES = 12  # names that are looked for; more are as unknown as those of no deal


@dataclass(frozen=True, slots=True)
class Unclear:
    """A name that may be that of several deals, or that of one is not quite."""

    value: str
    choices: list[Deal]

    @property
    def listed(self) -> str:
        """The deals with their refs, in words."""
        return ", ".join(f"{name_of(deal)} as {deal.ref}" for deal in self.choices)


@dataclass(frozen=True, slots=True)
class Sought:
    """The deals that are asked for.

    `refs` holds what is clear, and what is no name of any deal. `taken` are refs in which somebody
    might have meant other deals, which have them as designations and are not asked for.
    """

    refs: list[str]
    unclear: list[Unclear]
    taken: list[tuple[Deal, list[Deal]]]


def written(refs: Sequence[str]) -> list[str]:
    """Those that a ref can be; no database is asked for the others."""
    return [ref for ref in refs if re.fullmatch(CODE, ref, re.ASCII)]


def sought(actor: Actor, when: AsOf, asked: Sequence[str], names: Sequence[str]) -> Sought:
    """The deals of what is `asked` for by refs or by names, and by `names` alone."""
    exact = _exact(actor, when, asked)
    found = Sought(refs=[], unclear=[], taken=[])
    looked = 0
    for text in dict.fromkeys([*asked, *names]):
        if text in exact and text in asked:
            found.refs.append(text)
            others = [d for d in exact.values() if d.ref not in asked and _is(d.designation, text)]
            if others:
                found.taken.append((exact[text], others))
            continue
        looked += 1
        deals = _called(actor, when, text) if looked <= _NAMES and "\0" not in text else []
        meant = _meant(deals, text)
        if deals and meant is None:
            found.unclear.append(Unclear(text, deals))
        else:
            found.refs.append(meant.ref if meant else text)
    return Sought(list(dict.fromkeys(found.refs)), found.unclear, found.taken)


def _exact(actor: Actor, when: AsOf, asked: Sequence[str]) -> dict[str, Deal]:
    """By ref: the deals that have one of these, and those that have one as a designation."""
    refs = written(asked)[:_NAMES]
    if not refs:
        return {}
    is_one = Q(deal__ref__in=refs)
    for ref in refs:
        is_one |= Q(deal__designation__iexact=ref)
    deals = [span.deal for span in deal_spans_on(actor, when.day).filter(is_one).order_by()]
    with_parties(deals)
    return {deal.ref: deal for deal in deals}


def _called(actor: Actor, when: AsOf, text: str) -> list[Deal]:
    """Deals that somebody may call so, those that have all of it first, then the worst."""
    bare = re.sub(r" \([^()]*\)$", "", text)
    whole = Q(deal__ref__iexact=text) | Q(deal__designation__iexact=bare)
    begun = Q(deal__ref__istartswith=text) | Q(deal__designation__istartswith=text)
    is_whole = Case(When(whole, then=Value(0)), default=Value(1))
    spans = deal_spans_on(actor, when.day).filter(whole | begun)
    found = [span.deal for span in spans.order_by(is_whole, "severity", "deal__ref")[:CHOICES]]
    with_parties(found)
    return [d for d in found if bare == text or _is(name_of(d), text) or _begins(d, text)]


def _meant(deals: Sequence[Deal], text: str) -> Deal | None:
    """The one deal of these that the text can mean; None where that is to be asked."""
    full = [d for d in deals if _is(name_of(d), text) and not _is(d.designation, text)]
    if len(full) == 1:
        return full[0]
    whole = [d for d in deals if _is(d.ref, text) or _is(d.designation, text)]
    return whole[0] if len(whole) == 1 else None


def _begins(deal: Deal, text: str) -> bool:
    return any(own.casefold().startswith(text.casefold()) for own in (deal.ref, deal.designation))


def _is(name: str, text: str) -> bool:
    return name.casefold() == text.casefold()
