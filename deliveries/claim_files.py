"""Claims from a file, one a line: CSV with a header, or NDJSON. From lines to drafts.

Each thing wrong is a Problem: the line, the column, the value seen and what would be accepted.
"""

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from deals.choices import ClaimKind, Credibility, Rank, Side
from deals.models import Milestone, Source
from deliveries.catalogue.problems import Problem
from deliveries.drafts import ClaimDraft, Voice

NEEDED = ("deal", "milestone", "kind", "reported_on", "said_by", "side", "source", "credibility")
OPTIONAL = ("date", "text", "in_force_from", "rank", "threshold", "note")
COLUMNS = (*NEEDED, *OPTIONAL)
AT_ONCE = 1_000  # lines that are looked up, checked and recorded together

_ACCEPTED = {
    "kind": ", ".join(ClaimKind.values),
    "side": ", ".join(Side.values),
    "rank": ", ".join(Rank.values),
    "credibility": ", ".join(map(str, Credibility.values)),
    "reported_on": "a day, a month or a year that has begun",
}
# Columns of a claim that go by another name in the file; what is about none is about the line.
_COLUMN_OF = {
    "edtf": "date",
    "reported_edtf": "reported_on",
    "in_force_edtf": "in_force_from",
    "in_force_on": "in_force_from",
    "threshold_edtf": "threshold",
    "threshold_on": "threshold",
    "predecessor": "date",
    "__all__": "",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the file: where it ends, counted from 1, and its cells by column."""

    file: str
    number: int
    cells: dict[str, str]

    def get(self, column: str) -> str:
        """The cell without space around it; empty where there is none."""
        return self.cells.get(column, "").strip()

    def problem(self, name: str, message: str) -> Problem:
        """What is wrong with a column, or with a field of the claim that was made of it."""
        column = _COLUMN_OF.get(name, name)
        accepted = _ACCEPTED.get(column)
        if accepted:
            message = f"{message} Accepted: {accepted}."
        value = self.get(column) if column in COLUMNS else None
        return Problem(self.file, self.number, column, message, value)


@dataclass(frozen=True, slots=True)
class Batch:
    """Some lines that could be read, each with its draft."""

    lines: Sequence[Line]
    drafts: Sequence[ClaimDraft]


def batches(path: Path, problems: list[Problem]) -> Iterator[Batch]:
    """The lines of the file as drafts, some at a time; what is wrong is added to `problems`."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        read = _csv if path.suffix.lower() == ".csv" else _ndjson
        lines = read(str(path), file, problems)
        while some := list(islice(lines, AT_ONCE)):
            yield _drafted(some, problems)


def _csv(name: str, file: Iterable[str], problems: list[Problem]) -> Iterator[Line]:
    reader = csv.DictReader(file, restkey="", restval="", strict=True)
    try:
        columns = [column.strip() for column in reader.fieldnames or ()]
        if wrong := _columns(columns):
            problems.append(Problem(name, 1, "", wrong))
            return
        reader.fieldnames = columns
        for row in reader:
            line = Line(name, reader.line_num, row)
            if "" in row:
                problems.append(line.problem("", f"It has more cells than {len(columns)} columns."))
            else:
                yield line
    except (csv.Error, UnicodeDecodeError) as error:
        told = f"It cannot be read as CSV in UTF-8: {error}."
        problems.append(Problem(name, reader.line_num + 1, "", told))


def _columns(columns: Sequence[str]) -> str:
    """What is wrong with the header, in words; empty where nothing is."""
    unknown = [column for column in columns if column not in COLUMNS]
    missing = [column for column in NEEDED if column not in columns]
    twice = sorted({column for column in columns if columns.count(column) > 1})
    wrong = [
        f"{what}: {', '.join(names)}"
        for what, names in (("unknown", unknown), ("missing", missing), ("twice", twice))
        if names
    ]
    if not wrong:
        return ""
    return (
        f"The header has columns that are {'; '.join(wrong)}. "
        f"Accepted: {', '.join(NEEDED)}; and, if wanted, {', '.join(OPTIONAL)}."
    )


def _ndjson(name: str, file: Iterable[str], problems: list[Problem]) -> Iterator[Line]:
    number = 0
    try:
        for number, text in enumerate(file, start=1):
            if text.strip():
                line = _object(name, number, text, problems)
                if line is not None:
                    yield line
    except UnicodeDecodeError as error:
        problems.append(Problem(name, number + 1, "", f"It cannot be read as UTF-8: {error}."))


def _object(name: str, number: int, text: str, problems: list[Problem]) -> Line | None:
    try:
        found = json.loads(text)
    except ValueError as error:
        problems.append(Problem(name, number, "", f"It is no JSON: {error}.", text.strip()))
        return None
    if not isinstance(found, dict):
        problems.append(Problem(name, number, "", "It is no object of JSON.", text.strip()))
        return None
    cells = {key: value for key, value in found.items() if value is not None}
    wrong = [key for key, value in cells.items() if key not in COLUMNS or not _is_plain(key, value)]
    for key in wrong:
        told = "Accepted: text" if key in COLUMNS else f"Accepted columns: {', '.join(COLUMNS)}"
        problems.append(Problem(name, number, key, f"{told}.", json.dumps(found[key])))
    return None if wrong else Line(name, number, {key: str(cells[key]) for key in cells})


def _is_plain(column: str, value: object) -> bool:
    return isinstance(value, str) or (column == "credibility" and type(value) is int)


def _drafted(lines: Sequence[Line], problems: list[Problem]) -> Batch:
    """Look up what the lines name, and make drafts of those that name what is there."""
    refs, codes = {line.get("deal") for line in lines}, {line.get("milestone") for line in lines}
    named = Milestone.objects.filter(deal__ref__in=refs, code__in=codes).select_related("deal")
    milestones = {(m.deal.ref, m.code): m for m in named}
    cited = {line.get("source") for line in lines}
    sources = {source.code: source for source in Source.objects.filter(code__in=cited)}
    sound, drafts = [], []
    for line in lines:
        milestone = milestones.get((line.get("deal"), line.get("milestone")))
        source = sources.get(line.get("source"))
        wrong = [
            *([] if milestone else [_unknown(line)]),
            *([] if source else [line.problem("source", "No source has this code.")]),
            *_unread(line),
        ]
        problems += wrong
        if milestone and source and not wrong:
            sound.append(line)
            drafts.append(_draft(line, milestone, source))
    return Batch(sound, drafts)


def _unknown(line: Line) -> Problem:
    known = Milestone.objects.filter(deal__ref=line.get("deal")).values_list("code", flat=True)
    if not known:
        return line.problem("deal", "No deal with milestones has this reference.")
    return line.problem("milestone", f"Accepted: {', '.join(known)}.")


def _unread(line: Line) -> list[Problem]:
    if line.get("credibility").isdecimal():
        return []
    return [line.problem("credibility", "It is no number.")]


def _draft(line: Line, milestone: Milestone, source: Source) -> ClaimDraft:
    voice = Voice(
        reported_on=line.get("reported_on"),
        said_by=line.get("said_by"),
        source=source,
        side=line.get("side"),
        credibility=int(line.get("credibility")),
        in_force_from=line.get("in_force_from"),
        note=line.get("note"),
    )
    return ClaimDraft(
        milestone=milestone,
        kind=line.get("kind"),
        voice=voice,
        date=line.get("date"),
        text=line.get("text"),
        threshold=line.get("threshold"),
        rank=line.get("rank") or Rank.NORMAL,
    )
