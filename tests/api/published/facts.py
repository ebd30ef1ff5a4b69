"""The smallest facts, with what a test is about changed."""

from datetime import date
from decimal import Decimal
from typing import Any

from api.ocds.facts import Counted, DealOn, Fixed, Paper, Part, Piece, Said, Step
from deals.dates import from_edtf

DAY = date(2021, 6, 1)


def a_part(role: str = "buyer", code: str = "mod") -> Part:
    return Part(code, code.title(), "IN", "India", "ministry", role)


def a_step(code: str = "first", **fields: Any) -> Step:
    usual = {"title": code.title(), "kind": "delivery", "progress": "open", "state": "on_track"}
    usual |= {"level": "", "knowledge": "single_source", "inferred": ""}
    return Step(**{"code": code, "stood_since": date(2019, 1, 2), **usual, **fields})


def a_met(code: str, kind: str, edtf: str) -> Step:
    return a_step(code, kind=kind, progress="met", state="met", actual=from_edtf(edtf))


def a_piece(quantity: int = 10) -> Piece:
    return Piece("Radar", quantity, "kit")


def a_counted(
    total: int, kind: str = "delivered", by: str = "2020", milestone: str = "first"
) -> Any:
    window = from_edtf(by)
    assert window.latest is not None
    return Counted(milestone, kind, total, window, window.latest, window.latest)


def a_said(amount: str = "5430000000", kind: str = "value", currency: str = "USD") -> Said:
    reported = from_edtf("2019-01-02")
    day = date(2019, 1, 2)
    words = f"{amount} {currency}"
    return Said(kind, Decimal(amount), currency, words, "buyer", 2, "a voice", reported, day, "a")


def a_fixed(text: str, held: date, **fields: Any) -> Fixed:
    usual = {"claim": 1, "milestone": "first", "title": "First", "is_amended": True}
    usual |= {"said_by": "a voice", "source": "gazette", "note": ""}
    return Fixed(**{"text": text, "held_on": held, "reported_on": held, **usual, **fields})


def a_paper(code: str = "gazette", url: str = "https://example.org/1") -> Paper:
    return Paper(code, "Gazette", url, from_edtf("2019-01"), date(2019, 1, 31), "B")


def a_deal_on(**fields: Any) -> DealOn:
    usual: dict[str, Any] = {
        "designation": "Radar",
        "title": "Radars for somebody",
        "kind": "supply",
    }
    usual |= {"route": "direct", "category": "air_defence", "unit": "radar", "summary": ""}
    usual |= {"state": "on_track", "stage": "", "is_suspended": False}
    begun = {"day": DAY, "stood_since": date(2019, 1, 2)}
    return DealOn(**{"ref": "radar", **begun, **usual, **fields})
