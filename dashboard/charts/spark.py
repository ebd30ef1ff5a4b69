"""A small line of how an estimate moved: by the day of the word, earlier below and later above."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

WIDTH, HEIGHT, MARGIN = 96, 28, 3


@dataclass(frozen=True, slots=True)
class Step:
    """What the last day of an estimate was from one day on; None: none was given."""

    from_on: date
    until: date | None


@dataclass(frozen=True, slots=True)
class Spark:
    """The line as a path; the height of what was promised at first; where the line ends."""

    path: str
    baseline: float | None
    end_x: float
    end_y: float
    width: int = WIDTH
    height: int = HEIGHT


def spark(steps: Sequence[Step], original: date | None, day: date) -> Spark | None:
    """Draw the steps up to a day; None where fewer than two different dates were ever given.

    Where no date was given the line has a gap.
    """
    days = {step.until for step in steps if step.until}
    if len(days | ({original} if original else set())) < 2 or not days:
        return None
    least, most = (f(days | ({original} if original else set())) for f in (min, max))
    first = steps[0].from_on

    def at_x(when: date) -> float:
        share = (when - first).days / max((day - first).days, 1)
        return round(MARGIN + share * (WIDTH - 2 * MARGIN), 1)

    def at_y(when: date) -> float:
        share = (when - least).days / (most - least).days
        return round(HEIGHT - MARGIN - share * (HEIGHT - 2 * MARGIN), 1)

    path, drawing, end = "", False, (0.0, 0.0)
    ends = [step.from_on for step in steps[1:]] + [day]
    for step, until in zip(steps, ends, strict=True):
        if step.until is None:
            drawing = False
            continue
        y = at_y(step.until)
        path += f"V{y}" if drawing else f"M{at_x(step.from_on)} {y}"
        path += f"H{at_x(until)}"
        drawing, end = True, (at_x(until), y)
    return Spark(path, at_y(original) if original else None, *end)
