"""What tells the lines of a chart apart without colour: names, letters on them, and dashes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from dashboard.charts.placing import BOLD, fit, width
from dashboard.charts.rows import LETTER, Room

Point = tuple[float, float]
Run = list[Point]

SAMPLE = 20  # length of the piece of a line that stands before its name
# Unlike the dots of the diagonal and the even dashes of a move. What decides is never dashed.
_DASHES = ("", "11 3", "5 3", "11 3 2 3", "6 2 2 2 2 2")
_LEAST = 34  # of a level piece that has room for a letter
_CLEAR = 13  # pixels between a letter and whatever else stands there
_LETTERED = SAMPLE + 4 + 17  # of the sample, and the letter after it


@dataclass(frozen=True, slots=True)
class Label:
    """What names a line: cut to its room, after a `sample` of the line and its letter.

    At the right, with what leads to it; on a phone below the plot, where the letter alone stands
    at the end of the line, at `end_y`.
    """

    text: str
    note: str
    y: float
    leader: str
    sample: str
    end_y: float


def begins(room: Room) -> int:
    """Where the names begin."""
    return 0 if room.above else room.right + 34


def beside(title: str, note: str, ends: tuple[Point, float], room: Room, *, is_bold: bool) -> Label:
    """A name at the right: `ends` are where the line ends, and how high its name stands."""
    ((x, at), y), left = ends, begins(room)
    leader = f"M{x} {at}H{room.right + 8}L{left - 10} {y}H{left - 4}"
    text = _named(title, note, room.width - left, is_bold=is_bold)
    return Label(text, note, y, leader, f"M{left} {y}H{left + SAMPLE}", y)


def below(
    title: str, note: str, ends: tuple[Point, float], y: float, room: Room, *, is_bold: bool
) -> Label:
    """A name below the plot at `y`; `ends` are where the line ends, and how high its letter is."""
    (x, at), end_y = ends
    leader = f"M{x} {at}H{room.right + 4}L{room.right + 10} {end_y}H{room.right + 12}"
    text = _named(title, note, room.width, is_bold=is_bold)
    return Label(text, note, y, leader, f"M0 {y}H{SAMPLE}", end_y)


def _named(title: str, note: str, room: float, *, is_bold: bool) -> str:
    size = LETTER * BOLD if is_bold else LETTER
    return fit(title, room - _LETTERED - width(note, LETTER), size)


def letter(number: int) -> str:
    """A to Z, then AA, AB and so on, for numbers from 0."""
    first, last = divmod(number, 26)
    return (letter(first - 1) if first else "") + chr(ord("A") + last)


def is_line(runs: Iterable[Run]) -> bool:
    """Whether there is more of it than points."""
    return any(run[0] != run[-1] for run in runs)


def dashes(lines: Iterable[tuple[bool, bool]]) -> list[str]:
    """How each line is dashed, given whether it decides and whether there is a line at all."""
    found: list[str] = []
    number = 0
    for is_deciding, is_drawn in lines:
        found.append("" if is_deciding or not is_drawn else _DASHES[number % len(_DASHES)])
        number += is_drawn and not is_deciding
    return found


def on_runs(lines: Sequence[Sequence[Run]], taken: Iterable[Point]) -> list[list[Point]]:
    """For each line the places of its letter: one on each run of it, clear of letters and `taken`.

    Where it can be, on a piece that no other line covers. A run without a long level piece that is
    free has none.
    """
    used = list(taken)
    level = [[piece for run in runs for piece in _level(run)] for runs in lines]
    found: list[list[Point]] = []
    for n, runs in enumerate(lines):
        others = [piece for m, pieces in enumerate(level) if m != n for piece in pieces]
        places: list[Point] = []
        for run in runs:
            free = [p for p in _places(run) if _is_clear(p, used)]
            place = next((p for p in free if not _is_covered(p, others)), next(iter(free), None))
            if place is not None:
                places.append(place)
                used.append(place)
        found.append(places)
    return found


def _level(run: Run) -> list[tuple[Point, Point]]:
    return [(a, b) for a, b in pairwise(run) if a[1] == b[1]]


def _places(run: Run) -> Iterable[Point]:
    """Along the level pieces of a run, the longest first: its middle, then beside that."""
    long = [(a, b) for a, b in _level(run) if b[0] - a[0] >= _LEAST]
    for (start, y), (end, _) in sorted(long, key=lambda piece: piece[0][0] - piece[1][0]):
        for part in (0.5, 0.3, 0.7, 0.15, 0.85):
            yield round(start + (end - start) * part, 1), y


def _is_clear(place: Point, used: Iterable[Point]) -> bool:
    return all(abs(place[0] - x) >= _CLEAR or abs(place[1] - y) >= _CLEAR for x, y in used)


def _is_covered(place: Point, pieces: Iterable[tuple[Point, Point]]) -> bool:
    """Whether one of these level pieces runs through it."""
    x, y = place
    return any(a[0] <= x <= b[0] and abs(a[1] - y) < _CLEAR / 2 for a, b in pieces)
