"""Tender, award and contract of a deal: one of each, and how far they have come."""

from collections.abc import Sequence
from datetime import date

from api.ocds.facts import DealOn, Fixed, Said, Step
from api.ocds.milestones import due_on, met_on, milestones
from api.ocds.parties import documents, references
from api.ocds.values import Json, end_of, exact, number, start_of, told, window
from api.ocds.words import (
    BEFORE_CONTRACT,
    ENDED,
    METHODS,
    OF_CONTRACT,
    PROCUREMENT,
    ROUTES,
    SIGNED,
    TENDER,
    UNSIGNED,
)


def is_signed(deal: DealOn) -> bool:
    """By the stage where it tells; else once every signature that is not cancelled was met."""
    if deal.stage in SIGNED or deal.stage in UNSIGNED:
        return deal.stage in SIGNED
    signatures = _signatures(deal)
    return bool(signatures) and all(step.progress == "met" for step in signatures)


def contract_status(deal: DealOn) -> str:
    """pending, active, terminated or, where it ended unsigned, cancelled."""
    if is_signed(deal):
        return "terminated" if deal.stage in ENDED else "active"
    return "cancelled" if deal.stage in ENDED else "pending"


def tender(deal: DealOn) -> Json:
    """How it was procured, and what comes before the contract."""
    buyers = references(deal.parts, "buyer")
    return told(
        {
            "id": f"{deal.ref}-tender",
            "title": deal.title,
            "description": deal.summary,
            "status": "complete" if is_signed(deal) else TENDER.get(deal.stage),
            "procuringEntity": buyers[0] if buyers else None,
            "procurementMethod": METHODS.get(deal.route),
            "procurementMethodDetails": ROUTES[deal.route],
            "mainProcurementCategory": PROCUREMENT.get(deal.kind),
            "milestones": milestones(deal, _of(deal, BEFORE_CONTRACT)),
        }
    )


def award(deal: DealOn) -> Json:
    """Who is to supply it."""
    return told(
        {
            "id": f"{deal.ref}-award",
            "title": deal.title,
            "status": {"pending": "pending", "cancelled": "cancelled"}.get(
                contract_status(deal), "active"
            ),
            "suppliers": references(deal.parts, "supplier"),
        }
    )


def contract(deal: DealOn) -> Json:
    """What was, or is to be, agreed; how it is carried out; and what is cited on it."""
    earlier = (*BEFORE_CONTRACT, *OF_CONTRACT)
    later = [step for step in deal.steps if step.kind not in earlier]
    return told(
        {
            "id": f"{deal.ref}-contract",
            "awardID": f"{deal.ref}-award",
            "title": deal.title,
            "status": contract_status(deal),
            "period": _period(deal),
            "value": deal.value and money(deal.value),
            "items": items(deal),
            "dateSigned": end_of(_signed_on(deal)),
            "documents": documents(deal.papers),
            "milestones": milestones(deal, _of(deal, OF_CONTRACT)),
            "implementation": told({"milestones": milestones(deal, later)}),
            "amendments": amendments(deal.fixed),
            "slipwatch": told(
                {
                    "quantity": deal.quantity and stated(deal.quantity),
                    "localContent": deal.local_content and stated(deal.local_content),
                }
            ),
        }
    )


def money(said: Said) -> Json:
    """The value by the word on it that was held last, and whose word that is."""
    return {"amount": number(said.amount), "currency": said.currency, "slipwatch": stated(said)}


def stated(said: Said) -> Json:
    """A statement about an amount, exactly."""
    return told(
        {
            "amount": exact(said.amount),
            "text": said.text,
            "saidBy": said.said_by,
            "side": said.side,
            "credibility": said.credibility,
            "reported": window(said.reported),
            "source": said.source,
        }
    )


def items(deal: DealOn) -> list[Json]:
    """The lots; without any, the quantity of the whole as it was said last."""
    unit = told({"name": deal.unit})
    found = [
        told(
            {
                "id": step.code,
                "description": step.lot.item,
                "quantity": step.lot.quantity,
                "unit": unit,
                "slipwatch": {"milestone": step.code, "mode": step.lot.mode},
            }
        )
        for step in deal.steps
        if step.lot
    ]
    if found or deal.quantity is None:
        return found
    whole = {"id": "quantity", "description": deal.designation, "unit": unit}
    return [told({**whole, "quantity": number(deal.quantity.amount)})]


def amendments(fixed: Sequence[Fixed]) -> list[Json]:
    """What moved dates of the contract: one for each day from which such dates held."""
    before: dict[str, str] = {}
    found: dict[date, list[tuple[Fixed, str]]] = {}
    for word in sorted(fixed, key=lambda w: (w.held_on, w.is_amended, w.claim)):
        if word.is_amended:
            found.setdefault(word.held_on, []).append((word, before.get(word.milestone, "")))
        before[word.milestone] = word.text
    return [_amendment(day, words) for day, words in found.items()]


def _amendment(day: date, words: Sequence[tuple[Fixed, str]]) -> Json:
    notes = dict.fromkeys(word.note for word, _ in words if word.note)
    return told(
        {
            "id": f"amendment-{day.isoformat()}",
            "date": start_of(day),
            "rationale": " ".join(notes),
            "description": " ".join(_moved(word, was) for word, was in words),
            "slipwatch": {
                "changes": [
                    told(
                        {
                            "milestone": word.milestone,
                            "from": was,
                            "to": word.text,
                            "saidBy": word.said_by,
                            "source": word.source,
                            "claim": word.claim,
                        }
                    )
                    for word, was in words
                ]
            },
        }
    )


def _moved(word: Fixed, was: str) -> str:
    return f"{word.title}: {f'“{was}” → ' if was else ''}“{word.text}”."


def _of(deal: DealOn, kinds: Sequence[str]) -> list[Step]:
    return [step for step in deal.steps if step.kind in kinds]


def _signatures(deal: DealOn) -> list[Step]:
    return [step for step in _of(deal, ("signature",)) if step.progress != "cancelled"]


def _signed_on(deal: DealOn) -> date | None:
    """The last day of the last signature, once all are known to have been made."""
    days = [met_on(step) for step in _signatures(deal)]
    known = [day for day in days if day is not None]
    return max(known) if is_signed(deal) and days and len(known) == len(days) else None


def _period(deal: DealOn) -> Json:
    """From the entry into force to the expiry, where the plan has them."""
    begins = [met_on(step) for step in _of(deal, ("entry_into_force",))]
    ends = [met_on(step) or due_on(step) for step in _of(deal, ("expiry",))]
    first = min(filter(None, begins), default=None)
    last = max(filter(None, ends), default=None)
    if first and last and last < first:
        last = None
    return told({"startDate": start_of(first), "endDate": end_of(last)})
