"""What is wrong with a file: where, in which field, with which value, and what is accepted."""

from dataclasses import dataclass

from typing_extensions import override


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong. Lines count from 1; `value` is None where there is none to show."""

    file: str
    line: int
    field: str
    message: str
    value: str | None = None

    @override
    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        seen = "" if self.value is None else f"“{_shortened(self.value)}”"
        what = " ".join(filter(None, (self.field, seen)))
        return ": ".join(filter(None, (place, what, self.message)))


class Refused(Exception):
    """The files are refused, and nothing of them stays. `problems` has all that was found."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = sorted(set(problems), key=lambda p: (p.file, p.line, p.field, p.message))
        super().__init__("\n".join(map(str, self.problems)))


def _shortened(value: str) -> str:
    return value if len(value) <= 100 else f"{value[:99]}…"
