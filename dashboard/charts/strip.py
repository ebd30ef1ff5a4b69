"""The state strips: for each milestone what it stood as, from one day to another."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dashboard.charts.placing import fit, width
from dashboard.charts.rows import LEFT, LETTER, WIDTH, Frame, Room
from dashboard.charts.scales import Days

TOP, ROW, BOTTOM, SHAPE = 12, 26, 28, 14
WIDE = Room(right=WIDTH - 46)  # so that the last label of the axis has room
NARROW = Room(320, 0, 306, above=16)
# How dark a state is drawn, the worse the darker; what is not here is light.
SHADES = {
    "critical": "0.5",
    "breach": "0.36",
    "slipping": "0.25",
    "unknown_delay": "0.25",
    "at_risk": "0.14",
    "met_late": "0.14",
}


@dataclass(frozen=True, slots=True)
class Run:
    """Days in a row, both included, in which a milestone stood as one thing."""

    from_on: date
    until: date
    state: str
    word: str
    words: str


@dataclass(frozen=True, slots=True)
class Strip:
    """A milestone with its runs in order; `at` is the page it is on, where it is not that drawn."""

    code: str
    title: str
    runs: Sequence[Run]
    at: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    """A run as it is drawn: with its shape and its word as far as there is room for them."""

    x: float
    width: float
    state: str
    shade: str
    words: str
    has_shape: bool
    text: str

    @property
    def shape_at(self) -> float:
        """Where its shape stands."""
        return round(self.x + 3, 1)

    @property
    def text_at(self) -> float:
        """Where its word begins."""
        return round(self.x + 5 + SHAPE, 1)


@dataclass(frozen=True, slots=True)
class Row:
    """The strip of a milestone; `y` is its upper side, `words_y` the middle of its title."""

    code: str
    title: str
    label: str
    y: int
    words_y: int
    boxes: list[Box]
    at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StripChart(Frame):
    """The strips below each other."""

    rows: list[Row]


def strips(told: Sequence[Strip], until: date, room: Room = WIDE) -> StripChart | None:
    """Draw the runs up to a day; None where there is none."""
    days = [run.from_on for strip in told for run in strip.runs]
    if not days:
        return None
    across = Days(min(days), max(until, *days), room.left, room.right)
    each = ROW + room.above
    bottom = TOP + each * len(told)
    beside = 0 if room.above else ROW // 2 - 2
    return StripChart(
        width=room.width,
        height=bottom + BOTTOM,
        left=room.left,
        right=room.right,
        top=TOP,
        bottom=bottom,
        across=room.legible(across.ticks(64)),
        rows=[
            Row(
                strip.code,
                strip.title,
                fit(strip.title, room.width if room.above else LEFT - 12, LETTER),
                TOP + each * n + room.above,
                TOP + each * n + (beside or room.above // 2),
                [_box(run, across) for run in strip.runs],
                strip.at,
            )
            for n, strip in enumerate(told)
        ],
    )


def _box(run: Run, across: Days) -> Box:
    start, end = across.at(run.from_on), across.at(run.until)
    wide = max(round(end - start, 1), 1)
    has_shape = wide >= SHAPE + 6
    room = wide - SHAPE - 10
    return Box(
        x=start,
        width=wide,
        state=run.state,
        shade=SHADES.get(run.state, "0.05"),
        words=run.words,
        has_shape=has_shape,
        text=run.word if has_shape and width(run.word, LETTER) <= room else "",
    )
