"""Where labels go so that none covers another, and how long they may be."""

from collections.abc import Sequence

# Of a sans-serif letter of one pixel in height, on average; a little wide to be safe.
_LETTER = 0.56
BOLD = 1.2  # how much wider bold letters are


def width(text: str, size: float) -> float:
    """About how wide a text is, set in letters of `size` pixels."""
    return len(text) * size * _LETTER


def letters(room: float, size: float) -> int:
    """About how many letters of `size` pixels fit into `room` pixels."""
    return int(room / (size * _LETTER))


def fit(text: str, room: float, size: float) -> str:
    """The text, or as much of it as fits into `room` pixels, with an ellipsis."""
    most = letters(room, size)
    return text if len(text) <= most else text[: max(most - 1, 0)].rstrip() + "…"


def spread(wanted: Sequence[float], gap: float, first: float, last: float) -> list[float]:
    """Places at least `gap` apart, in the order of those wanted and near to them.

    They lie between `first` and `last` where there is room for all; else they go on beyond `last`.
    """
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    if not order:
        return []
    last = max(last, first + gap * (len(order) - 1))
    groups: list[tuple[float, int]] = []  # the upper end of each, and how many are in it
    sums: list[float] = []
    for place in order:
        total, count = wanted[place], 1
        top = _within(total, first, last)
        while groups and groups[-1][0] + gap * groups[-1][1] > top:
            _, before = groups.pop()
            # The mean of where each would put the upper end of the group.
            total += sums.pop() - gap * before * count
            count += before
            top = _within(total / count, first, last - gap * (count - 1))
        groups.append((top, count))
        sums.append(total)
    tops = [top + gap * i for top, count in groups for i in range(count)]
    found = [0.0] * len(wanted)
    for place, top in zip(order, tops, strict=True):
        found[place] = round(top, 1)
    return found


def _within(value: float, first: float, last: float) -> float:
    return min(max(value, first), last)


def lanes(spans: Sequence[tuple[float, float]], gap: float) -> list[int]:
    """For each span from left to right the first lane in which it is clear of all others."""
    ends: list[float] = []
    found = [0] * len(spans)
    for place in sorted(range(len(spans)), key=lambda i: spans[i]):
        start, end = spans[place]
        lane = next((n for n, until in enumerate(ends) if until + gap <= start), len(ends))
        ends[lane : lane + 1] = [end]
        found[place] = lane
    return found
