"""What a load did, or would do."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

ADDED, CHANGED, RETRACTED, UNCHANGED = "added", "changed", "retracted", "unchanged"
COLUMNS = (ADDED, CHANGED, RETRACTED, UNCHANGED)
KINDS = (
    "organisation",
    "shareholding",
    "alias",
    "source",
    "deal",
    "party",
    "milestone",
    "lot",
    "precedence",
    "claim",
    "term",
    "count",
    "event",
)
_PLURALS = {"party": "parties", "alias": "aliases"}


def shown(value: Any) -> str:
    """A value in quotes, for people, no longer than a line takes."""
    text = ", ".join(value) if isinstance(value, list) else str(value)
    return f"“{text if len(text) <= 60 else text[:59] + '…'}”"


def turned(there: Mapping[str, Any], here: Mapping[str, Any], names: Iterable[str]) -> str:
    """What turns from what into what."""
    return ", ".join(f"{name} {shown(there[name])} → {shown(here[name])}" for name in names)


def plural(kind: str) -> str:
    """The kind's name for several of them."""
    return _PLURALS.get(kind, f"{kind}s")


@dataclass(slots=True)
class Outcome:
    """Numbers by kind and column, each change in a line, and what was left as people have it.

    A record that was removed counts as retracted.
    """

    numbers: Counter[tuple[str, str]] = field(default_factory=Counter)
    changes: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    files: int = 0

    def did(self, column: str, kind: str, key: str, detail: str = "") -> None:
        """Note one change."""
        self.numbers[kind, column] += 1
        self.changes.append(f"{column} {kind} {key}" + (f": {detail}" if detail else ""))

    def same(self, kind: str) -> None:
        """Note that one is as its file says."""
        self.numbers[kind, UNCHANGED] += 1

    def keep(self, kind: str, key: str, why: str) -> None:
        """Note what stays as it is although a file says otherwise."""
        self.kept.append(f"{kind} {key}: {why}")

    def table(self) -> list[str]:
        """The numbers in lines, a line for each kind."""
        names = [plural(kind) for kind in KINDS]
        width = max(map(len, names))
        lines = [" " * width + "".join(f"{column:>11}" for column in COLUMNS)]
        for kind, name in zip(KINDS, names, strict=True):
            figures = "".join(f"{self.numbers[kind, column]:>11}" for column in COLUMNS)
            lines.append(f"{name:<{width}}{figures}")
        return lines
