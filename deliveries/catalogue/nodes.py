"""From the text of a YAML file to entries, each value with its line.

Scalars stay text: YAML would read 2021-12-05 as a day, 2021 as a number and `on` as true, where
the catalogue has dates as precise as they were stated.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from deals.dates import DateRefused
from deliveries.catalogue.form import Form, Many, One, Plain, Words
from deliveries.catalogue.problems import Problem

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NULLS = ("", "null", "Null", "NULL", "~")


class _AsText(_Loader):  # type: ignore[misc]
    """A safe loader for which every scalar is text."""

    yaml_implicit_resolvers: dict[str, Any] = {}


@dataclass(eq=False, slots=True)
class Entry:
    """One entry of a file.

    `name` is the list that it stands in, empty for a deal;
    `values` has every key of its form, `said` and `lines` the text and the line of those that
    stand in the file. An entry is `sound` unless something in it (not in its parts) is wrong.
    """

    name: str
    file: str
    line: int
    values: dict[str, Any] = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    sound: bool = True

    def __getitem__(self, key: str) -> Any:
        return self.values[key]

    def problem(self, key: str, message: str) -> Problem:
        """A problem with the value of one key; with the entry itself where the key is empty."""
        line = self.lines.get(key, self.line)
        return Problem(self.file, line, _path(self.name, key), message, self.said.get(key))


def parse(text: bytes, file: str, problems: list[Problem]) -> yaml.Node | None:
    """The tree of a YAML text; None where it cannot be read or has nothing in it."""
    try:
        root: yaml.Node | None = yaml.compose(text, Loader=_AsText)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        why = error.problem or error.context or "it cannot be read"
        problems.append(Problem(file, mark.line + 1 if mark else 0, "YAML", f"{why}"))
        return None
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        why = str(getattr(error, "reason", error))
        problems.append(Problem(file, 0, "YAML", f"{why}; accepted: text in UTF-8"))
        return None
    if root is None:
        problems.append(Problem(file, 1, "", "the file is empty"))
    return root


@dataclass(slots=True)
class Reader:
    """Turns the nodes of one file into entries and notes what is wrong in `problems`."""

    file: str
    problems: list[Problem]

    def entries(self, node: yaml.Node, form: Form, name: str) -> list[Entry]:
        """The entries of a list; nothing written is an empty list."""
        if _is_null(node):
            return []
        if not isinstance(node, yaml.SequenceNode):
            self._wrong(node, name, "accepted: a list of entries, each after “- ”")
            return []
        return [self.entry(part, form, name) for part in node.value]

    def entry(self, node: yaml.Node, form: Form, name: str) -> Entry:
        """The entry that a mapping holds."""
        found = Entry(name, self.file, _line(node))
        if not isinstance(node, yaml.MappingNode):
            found.sound = False
            found.values = {key: _empty(kind) for key, kind in form.items()}
            self._wrong(node, name, f"accepted: an entry with the keys {', '.join(form)}")
            return found
        nodes = dict(self._pairs(node, form, found))
        for key, kind in form.items():
            found.values[key] = self._value(found, key, kind, nodes.get(key))
        return found

    def _pairs(
        self, node: yaml.MappingNode, form: Form, entry: Entry
    ) -> Iterator[tuple[str, yaml.Node]]:
        for key_node, value in node.value:
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else "?"
            if key not in form:
                accepted = f"no such key; accepted: {', '.join(form)}"
                self._wrong(value, _path(entry.name, key), accepted)
                entry.sound = False
            elif key in entry.lines:
                first = f"given twice, first in line {entry.lines[key]}; accepted: once"
                self._wrong(value, _path(entry.name, key), first)
                entry.sound = False
            else:
                entry.lines[key] = _line(key_node)
                yield key, value

    def _value(
        self, entry: Entry, key: str, kind: Plain | Words | Many | One, node: yaml.Node | None
    ) -> Any:
        name = _path(entry.name, key)
        if node is None or _is_null(node):
            if isinstance(kind, Plain) and kind.required:
                self._refuse(entry, key, f"missing; accepted: {kind.accepts}")
            return _empty(kind)
        if isinstance(kind, Many):
            return self.entries(node, kind.form, name)
        if isinstance(kind, One):
            return self.entry(node, kind.form, name)
        if isinstance(kind, Words):
            return self._words(entry, key, kind, node)
        return self._plain(entry, key, kind, node)

    def _words(self, entry: Entry, key: str, kind: Words, node: yaml.Node) -> list[str]:
        parts = node.value if isinstance(node, yaml.SequenceNode) else [node]
        if parts == [node] or not all(isinstance(part, yaml.ScalarNode) for part in parts):
            self._refuse(entry, key, f"accepted: {kind.accepts}, as in [one, two]")
            return []
        return [" ".join(part.value.split()) for part in parts]

    def _plain(self, entry: Entry, key: str, kind: Plain, node: yaml.Node) -> Any:
        if not isinstance(node, yaml.ScalarNode):
            self._refuse(entry, key, f"accepted: {kind.accepts}")
            return kind.default
        said = entry.said[key] = str(node.value).strip()
        entry.lines[key] = _line(node)
        if not said and kind.required:
            self._refuse(entry, key, f"missing; accepted: {kind.accepts}")
            return kind.default
        try:
            return kind.read(said)
        except DateRefused as refused:
            self._refuse(entry, key, f"{refused.hint} accepted: {kind.accepts}".strip())
        except ValueError:
            self._refuse(entry, key, f"accepted: {kind.accepts}")
        return kind.default

    def _refuse(self, entry: Entry, key: str, message: str) -> None:
        entry.sound = False
        self.problems.append(entry.problem(key, message))

    def _wrong(self, node: yaml.Node, name: str, message: str) -> None:
        value = str(node.value) if isinstance(node, yaml.ScalarNode) else None
        self.problems.append(Problem(self.file, _line(node), name, message, value))


def _path(name: str, key: str) -> str:
    """The key's place in the file; what stands directly in a deal is known by its key alone."""
    return ".".join(part for part in (name, key) if part)


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _is_null(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and not node.style and node.value in _NULLS


def _empty(kind: Plain | Words | Many | One) -> Any:
    if isinstance(kind, Plain):
        return kind.default
    return None if isinstance(kind, One) else []
