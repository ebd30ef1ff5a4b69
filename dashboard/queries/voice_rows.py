"""Whose word holds, as rows of files: everybody who has spoken, and the words of one."""

from collections.abc import Iterator
from datetime import date

from dashboard.asof import AsOf
from dashboard.cells import end_cells
from dashboard.figures import NO_DATE
from dashboard.naming import buyers_of
from dashboard.queries.said import Tally
from dashboard.queries.speaker import WordShown, every_word
from dashboard.queries.voices import USUAL, every_speaker, sides_of
from dashboard.tables import AT_ONCE, Columns, Row
from deals.dates import Window
from deals.models import Actor

SPOKEN: Columns = {
    "of": "Side or speaker",
    "name": "Name",
    "for": "For",
    "words": "Words",
    "time_has_come": "Time has come",
    "kept": "Kept",
    "no_change_words": "“No change”, words",
    "no_change_time_has_come": "“No change”, time has come",
    "no_change_kept": "“No change”, kept",
    "last_word_on": "Last word, at the latest",
}
WORDS: Columns = {
    "deal": "Deal, reference",
    "designation": "Deal",
    "buyers": "Buyers",
    "milestone": "Milestone, code",
    "title": "Milestone",
    "claim": "Claim",
    "reported_on": "Reported, latest",
    "kind": "Kind, code",
    "kind_label": "Kind",
    "said": "Said",
    "quote": "Said, words of the source",
    "said_earliest": "Said, earliest",
    "said_latest": "Said, latest",
    "for": "For the day",
    "for_on": "For, latest",
    "what_came": "What came",
    "came_stated": "What came, as stated",
    "came_earliest": "What came, earliest",
    "came_latest": "What came, latest",
    "met": "Met",
    "outcome": "Kept?",
    "said_by": "Said by",
}


def voice_rows(actor: Actor, when: AsOf, ordering: str = USUAL) -> Iterator[Row]:
    """One row a side, then one a speaker, in the order of the page."""
    for side, of_all, unchanged in sides_of(actor, when):
        yield ("side", side, side, *_numbers(of_all, unchanged, None))
    for speaker in every_speaker(actor, when, AT_ONCE, ordering):
        numbers = _numbers(speaker.all, speaker.unchanged, speaker.last)
        yield ("speaker", speaker.name, ", ".join(speaker.sides), *numbers)


def _numbers(of_all: Tally, unchanged: Tally, last: date | None) -> Row:
    numbers = (t for tally in (of_all, unchanged) for t in (tally.words, tally.come, tally.kept))
    return (*numbers, last or "")


def word_rows(actor: Actor, when: AsOf, name: str) -> Iterator[Row]:
    """One row a word of one speaker, the latest first, and what came of it."""
    return (_word(word) for word in every_word(actor, when, name, AT_ONCE))


def _word(word: WordShown) -> Row:
    milestone, what = word.claim.milestone, word.what
    return (
        milestone.deal.ref,
        milestone.deal.designation,
        ", ".join(buyers_of(milestone.deal)),
        milestone.code,
        milestone.title,
        word.claim.pk,
        word.claim.reported_on,
        what.kind.code,
        what.kind.word,
        what.date.words if what.date else "",
        what.quote,
        *end_cells(said if isinstance(said := word.claim.date, Window) else None),
        word.due.words if word.due else "",
        word.due_on or "",
        word.stands.words if word.stands else NO_DATE,
        word.came.text if word.came and word.stands else "",
        *end_cells(word.came),
        "yes" if word.is_met else "no",
        word.outcome,
        word.claim.said_by,
    )
