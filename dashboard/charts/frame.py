"""What a picture has around its drawing where no page stands around it.

Above it the title and the day; below it what its shapes mean, and where it is from.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from textwrap import wrap

from dashboard.charts.placing import BOLD, fit, letters, width
from dashboard.charts.rows import LETTER, MARK

EDGE, TOP = 24, 78  # around everything, and above the drawing
_KEY, _NOTE = 24, 17  # heights of a line of the legend, and of a text
_HEADING = 20  # pixels of its letters


@dataclass(frozen=True, slots=True)
class Legend:
    """Shapes with what they mean, and sentences on what else is drawn."""

    shapes: Sequence[tuple[str, str]]
    notes: str


@dataclass(frozen=True, slots=True)
class Alone:
    """What a picture says of itself: what it shows, as known when, and the address it is from."""

    heading: str
    known: str
    address: str
    legend: Legend


@dataclass(frozen=True, slots=True)
class Key:
    """A shape of the legend, and the word after it."""

    shape: str
    word: str
    x: float
    text_at: float
    y: int


@dataclass(frozen=True, slots=True)
class Text:
    """A line of text, and the line that it stands on."""

    text: str
    y: int


@dataclass(frozen=True, slots=True)
class Framed:
    """The frame: its size, where the drawing lies in it, and all that stands around that."""

    title: str
    heading: str
    known: str
    width: int
    height: int
    keys: list[Key]
    notes: list[Text]
    source: Text
    left: int = EDGE
    top: int = TOP


def framed(alone: Alone, wide: int, high: int) -> Framed:
    """The frame around a drawing of that size."""
    y = TOP + high + _KEY
    keys = list(_keys(alone.legend.shapes, wide, y))
    y = (keys[-1].y if keys else y - _KEY) + _KEY
    notes = [
        Text(line, y + _NOTE * n)
        for n, line in enumerate(wrap(alone.legend.notes, letters(wide, LETTER)))
    ]
    y = notes[-1].y + _KEY if notes else y
    source = fit(f"Source: Slipwatch, {alone.address}", wide, LETTER)
    return Framed(
        title=f"{alone.heading}, {alone.known}",
        heading=fit(alone.heading, wide, _HEADING * BOLD),
        known=f"{alone.known[:1].upper()}{alone.known[1:]}",
        width=wide + 2 * EDGE,
        height=y + EDGE,
        keys=keys,
        notes=notes,
        source=Text(source, y),
    )


def _keys(legend: Iterable[tuple[str, str]], wide: int, y: int) -> Iterable[Key]:
    x: float = EDGE
    for shape, word in legend:
        text_at = x + MARK + 5
        end = text_at + width(word, LETTER)
        if end > EDGE + wide and x > EDGE:
            x, y = EDGE, y + _KEY
            text_at, end = x + MARK + 5, x + MARK + 5 + width(word, LETTER)
        yield Key(shape, word, round(x, 1), round(text_at, 1), y)
        x = end + 16
