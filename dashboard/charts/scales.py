"""Days and numbers along an axis."""

from dataclasses import dataclass
from datetime import date

from deliveries.facts import plus
from deliveries.reasons import MONTHS

# Months from one tick to the next, and pieces: what people count in.
_STEPS = (1, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 12_000)
_ROUND = (1, 2, 5)


@dataclass(frozen=True, slots=True)
class Tick:
    """A place on an axis with what stands there."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Days:
    """An axis of days: `first` lies at `start`, `last` at `end`, whichever way that is."""

    first: date
    last: date
    start: float
    end: float

    def at(self, day: date) -> float:
        """Where a day lies; one beyond the axis lies at its end."""
        length = (self.last - self.first).days
        if length <= 0:
            return self.start
        part = min(max((day - self.first).days / length, 0), 1)
        return round(self.start + part * (self.end - self.start), 1)

    def ticks(self, room: float) -> list[Tick]:
        """Firsts of months or years, at least `room` apart, as few steps as people count in."""
        month = abs(self.end - self.start) / max((self.last - self.first).days, 1) * 30.44
        step = next((s for s in _STEPS if s * month >= room), _STEPS[-1])
        return [Tick(self.at(day), _tick_label(day, step)) for day in self._firsts(step)]

    def _firsts(self, step: int) -> list[date]:
        count = self.first.year * 12 + self.first.month - 1
        count = -(-count // step) * step
        days: list[date] = []
        while count // 12 <= self.last.year:
            day = date(count // 12, count % 12 + 1, 1)
            if self.first <= day <= self.last:
                days.append(day)
            count += step
        return days


def _tick_label(day: date, step: int) -> str:
    return str(day.year) if step >= 12 else f"{MONTHS[day.month - 1]} {day.year}"


@dataclass(frozen=True, slots=True)
class Numbers:
    """An axis of numbers from 0 up to `last`, from `start` to `end`."""

    last: float
    start: float
    end: float

    def at(self, number: float) -> float:
        """Where a number lies; one beyond the axis lies at its end."""
        part = min(max(number / self.last, 0), 1) if self.last > 0 else 0
        return round(self.start + part * (self.end - self.start), 1)

    def ticks(self, room: float) -> list[Tick]:
        """Round whole numbers at least `room` apart, 0 among them."""
        wanted = max(self.last * room / max(abs(self.end - self.start), 1), 1)
        power = 1
        while power * _ROUND[-1] < wanted:
            power *= 10
        step = next(power * r for r in _ROUND if power * r >= wanted)
        return [Tick(self.at(n), f"{n:,}") for n in range(0, int(self.last) + 1, step)]


def spanning(days: list[date], start: float, end: float) -> Days:
    """The axis that holds all these days, with a little air at both ends."""
    first, last = min(days), max(days)
    air = max((last - first).days // 50, 15)
    return Days(plus(first, -air), plus(last, air), start, end)
