"""A date as it was stated: in EDTF, in English, and the days that it stands for.

The part of EDTF (ISO 8601-2:2019) that is used here:

    2021  2021-12  2021-12-05                 year, month, day
    2021-33 .. -36, -37 .. -39, -40 and -41   quarters, thirds (quadrimesters), half-years
    2026-05/2026-08  ../2025  2026-05/..      from – to, either side may be open
    2021~  2026-05~/2026-08~  ../2025~        approximate
"""

from dataclasses import dataclass
from datetime import date

from deals.dating import fiscal_years
from deals.dating.calendar_parts import TEN_DAYS, YEAR, Atom, Precision, Unit, shifted
from deals.dating.refusals import Unreadable


@dataclass(frozen=True, slots=True)
class Stated:
    """A date as stated: one atom (start and end are the same), from – to, or open (None).

    `approximate` widens each stated side by the unit of what is stated there. Raises Unreadable
    when both sides are open or the start is later than the end.
    """

    start: Atom | None
    end: Atom | None
    approximate: bool = False

    def __post_init__(self) -> None:
        if self.start is None and self.end is None:
            raise Unreadable("A date cannot be open on both sides.")
        if self.start and self.end and self.start.first > self.end.last:
            raise Unreadable(f"From is later than to: {self.start.edtf}, {self.end.edtf}.")

    @property
    def precision(self) -> Precision:
        """Its kind, by its shape."""
        if self.start is None or self.end is None:
            return Precision.OPEN
        if self.start == self.end:
            return self.start.precision
        if self._is_end_of_month():
            return Precision.END_OF_MONTH
        return Precision.FISCAL_YEAR if self._fiscal_years() == 1 else Precision.RANGE

    @property
    def units(self) -> tuple[Unit, Unit]:
        """What "about" adds before the start and after the end: the unit of each.

        Ten days for the end of a month and a year for whole fiscal years: EDTF can only write
        them as intervals, and they are recognised by their shape.
        """
        if self._is_end_of_month():
            return TEN_DAYS, TEN_DAYS
        if self._fiscal_years():
            return YEAR, YEAR
        start, end = (side.unit if side else Unit(0, 0) for side in (self.start, self.end))
        return start, end

    @property
    def earliest(self) -> date | None:
        """Its first day; None if open."""
        if self.start is None:
            return None
        first = self.start.first
        return shifted(first, self.units[0], -1) if self.approximate else first

    @property
    def latest(self) -> date | None:
        """Its last day; None if open."""
        if self.end is None:
            return None
        last = self.end.last
        return shifted(last, self.units[1]) if self.approximate else last

    @property
    def edtf(self) -> str:
        """Canonical EDTF; `parse` gives the same Stated back."""
        mark = "~" if self.approximate else ""
        sides = [f"{side.edtf}{mark}" if side else ".." for side in (self.start, self.end)]
        return sides[0] if self.start == self.end else "/".join(sides)

    @property
    def words(self) -> str:
        """English that reads back to the same days: "about Q4 2021", "by Dec 2025"."""
        about = "about " if self.approximate else ""
        if self.start is None or self.end is None:
            return " ".join(
                f"{side} {about}{atom.words}"
                for side, atom in (("from", self.start), ("by", self.end))
                if atom
            )
        start, end = self.start.words, self.end.words
        if self._is_end_of_month():
            return f"{about}end of {end.partition(' ')[2]}"
        if self._fiscal_years() == 1 and self.start.part == fiscal_years.USUAL_FIRST_MONTH:
            return f"{about}{fiscal_years.written(self.start.year)}"
        return f"{about}{start}" if start == end else f"{about}{start} to {end}"

    def _is_end_of_month(self) -> bool:
        """Whether it is just the last ten days of a month."""
        if not self.start or not self.end or not self.end.day or self.end.day < 28:
            return False
        month = Atom(self.end.year, self.end.part)
        return self.end.last == month.last and self.start == self.end.neighbour(-9)

    def _fiscal_years(self) -> int:
        """How many whole fiscal years its months make; none if it states other than months."""
        start, end = self.start, self.end
        if not start or not end or {start.precision, end.precision} != {Precision.MONTH}:
            return 0
        years, rest = divmod((end.year - start.year) * 12 + end.number - start.number + 1, 12)
        return years if start.number in fiscal_years.FIRST_MONTHS and not rest else 0


def parse(edtf: str) -> Stated:
    """The date that EDTF of the kinds above states: 2021-36~ is about Q4 2021. Raises Unreadable.

    An interval is approximate on both stated sides or on neither.
    """
    sides = edtf.split("/")
    if len(sides) > 2:
        raise Unreadable("An interval has two sides: 2026-05/2026-08.")
    atoms = [None if side == ".." else Atom.parse(side.removesuffix("~")) for side in sides]
    marks = {side.endswith("~") for side in sides if side != ".."}
    if len(marks) > 1:
        raise Unreadable("Mark both sides of an interval as approximate, or neither.")
    return Stated(atoms[0], atoms[-1], approximate=True in marks)
