"""What a body says when it is a statement: its shape, and the draft that comes of it."""

from typing import Any

from api.writing import shapes
from api.writing.flow import Names
from api.writing.shapes import Shape, words_of
from deals import choices, dates
from deals.models import Deal, Milestone, Source
from deliveries import drafts
from deliveries.models import CountKind, Lot

FORMS = tuple(form for form, _ in dates.ACCEPTED_FORMS)
_DATES = ("date", "by", "reported_on", "in_force_from", "threshold")
CLAIM = Names(
    {
        "edtf": "date",
        "reported_edtf": "reported_on",
        "in_force_edtf": "in_force_from",
        "in_force_on": "in_force_from",
        "threshold_edtf": "threshold",
        "threshold_on": "threshold",
        "predecessor": "date",
    },
    {name: FORMS for name in _DATES},
)
COUNT = Names({**CLAIM.members, "edtf": "by"}, CLAIM.accepted)

_DEAL = shapes.code("Ref of the deal.")
_MILESTONE = shapes.code("Code of the milestone, within the deal.")
_TEXT = shapes.text(300, "The words of the source.")
_SAID: dict[str, Shape] = {
    "source": shapes.code("Code of the source."),
    "said_by": shapes.text(300, "Name and office of the voice."),
}
_SIDED: dict[str, Shape] = {
    **_SAID,
    "side": shapes.word(choices.Side.values),
    "credibility": shapes.whole(
        1, 6, "Admiralty code: 1 confirmed by others … 5 improbable, 6 cannot be judged."
    ),
}
_MORE: dict[str, Shape] = {
    "reported_on": shapes.maybe(
        shapes.date("Day, month or year of the report; without it, that of the source.")
    ),
    "note": shapes.maybe(shapes.text(10_000, empty=True)),
}
_SIDED_MORE: dict[str, Shape] = {
    **_MORE,
    "in_force_from": shapes.maybe(
        shapes.date("Only where the source looks back: since when it held.")
    ),
}

CLAIM_SHAPE = shapes.record(
    {"deal": _DEAL, "milestone": _MILESTONE, "kind": shapes.word(choices.ClaimKind.values)}
    | _SIDED,
    {
        "date": shapes.maybe(
            shapes.date("As stated; none for unchanged, delayed, undone and cancelled.")
        ),
        "text": shapes.maybe({**_TEXT, "description": "The words; without them, those of date."}),
        "threshold": shapes.maybe(
            shapes.date("The contract's own limit, of a contracted or amended date.")
        ),
        "rank": shapes.word(choices.Rank.values),
    }
    | _SIDED_MORE,
)
TERM_SHAPE = shapes.record(
    {"deal": _DEAL, "kind": shapes.word(choices.TermKind.values), "text": _TEXT} | _SIDED,
    {
        "amount": shapes.maybe(
            shapes.decimal("In units of the currency, pieces, or percent; none for a stage.")
        ),
        "currency": shapes.maybe(
            {
                "type": "string",
                "maxLength": 3,
                "pattern": "^[A-Z]{3}$",
                "description": "ISO 4217 code, of a value.",
            }
        ),
        "stage": shapes.maybe(shapes.word(choices.Stage.values)),
    }
    | _SIDED_MORE,
)
COUNT_SHAPE = shapes.record(
    {
        "deal": _DEAL,
        "milestone": _MILESTONE,
        "kind": shapes.word(CountKind.values),
        "total": shapes.whole(0, 2_147_483_647),
        "by": shapes.date("By when the total was reached."),
    }
    | _SIDED,
    _SIDED_MORE,
)
EVENT_SHAPE = shapes.record(
    {
        "code": shapes.code("Its own code; one event at a time has it."),
        "deals": {**shapes.listed(_DEAL, 100, "The deals that it stands with."), "minItems": 1},
        "kind": shapes.word(choices.EventKind.values),
        "title": shapes.text(300),
        "date": shapes.date("When it happened."),
    }
    | _SAID,
    _MORE,
)
LINK_SHAPE = shapes.record({"deal": _DEAL}, {})
REASON_SHAPE = shapes.record(
    {"reason": shapes.text(10_000, "Why; it stays on record with the statement.")}, {}
)


def _voice(body: Any, source: Source) -> drafts.Voice:
    return drafts.Voice(
        reported_on=words_of(body.get("reported_on")) or source.published.text,
        said_by=body["said_by"].strip(),
        source=source,
        side=body.get("side", ""),
        credibility=int(body.get("credibility", 0)),
        in_force_from=words_of(body.get("in_force_from")),
        note=body.get("note") or "",
    )


def claim(body: Any, milestone: Milestone, source: Source) -> drafts.ClaimDraft:
    """The claim that a body of its shape says."""
    return drafts.ClaimDraft(
        milestone=milestone,
        kind=body["kind"],
        voice=_voice(body, source),
        date=words_of(body.get("date")),
        text=(body.get("text") or "").strip(),
        threshold=words_of(body.get("threshold")),
        rank=body.get("rank", "normal"),
    )


def term(body: Any, deal: Deal, source: Source) -> drafts.TermDraft:
    """The term that a body of its shape says."""
    return drafts.TermDraft(
        deal=deal,
        kind=body["kind"],
        voice=_voice(body, source),
        text=body["text"].strip(),
        amount=body.get("amount"),
        currency=body.get("currency") or "",
        stage=body.get("stage") or "",
    )


def count(body: Any, lot: Lot, source: Source) -> drafts.CountDraft:
    """The count that a body of its shape says."""
    return drafts.CountDraft(
        lot=lot,
        kind=body["kind"],
        voice=_voice(body, source),
        total=int(body["total"]),
        by=words_of(body["by"]),
    )


def event(body: Any, source: Source, deals: tuple[Deal, ...]) -> drafts.EventDraft:
    """The event that a body of its shape says."""
    return drafts.EventDraft(
        code=body["code"],
        kind=body["kind"],
        title=body["title"].strip(),
        date=words_of(body["date"]),
        voice=_voice(body, source),
        deals=deals,
    )
