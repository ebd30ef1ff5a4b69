"""Finding and reading the files of a catalogue."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from django.conf import settings

from deliveries.catalogue.form import DEAL, ORGANISATION, SPEAKER
from deliveries.catalogue.nodes import Entry, Reader, parse
from deliveries.catalogue.problems import Problem

SUFFIXES = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class Document:
    """What one file holds: a deal, or a list of organisations or of speakers."""

    file: str
    deal: Entry | None = None
    organisations: list[Entry] = field(default_factory=list)
    speakers: list[Entry] = field(default_factory=list)


def label(path: Path) -> str:
    """The name by which a file is known: from the project's folder where it lies in that."""
    whole = path.resolve()
    if whole.is_relative_to(settings.BASE_DIR):
        return whole.relative_to(settings.BASE_DIR).as_posix()
    return whole.as_posix()


def is_there(file: str) -> bool:
    """Whether the file that is known by this name still exists."""
    return (settings.BASE_DIR / file).is_file()


def read(paths: Iterable[Path], problems: list[Problem]) -> list[Document]:
    """All that stands in these files and, at any depth, in these folders; each file once."""
    files = {label(file): file for path in paths for file in _files(path, problems)}
    found = (_document(name, file, problems) for name, file in files.items())
    return [document for document in found if document is not None]


def _files(path: Path, problems: list[Problem]) -> Iterator[Path]:
    if path.is_file():
        yield path
    elif path.is_dir():
        inside = [f for f in sorted(path.rglob("*")) if f.suffix in SUFFIXES and f.is_file()]
        shown = [f for f in inside if not f.name.startswith(".")]
        if not shown:
            accepted = f"no file in it ends in {' or '.join(SUFFIXES)}"
            problems.append(Problem(str(path), 0, "", accepted))
        yield from shown
    else:
        message = "no such file or folder; accepted: a YAML file, or a folder with such files"
        problems.append(Problem(str(path), 0, "", message))


def _document(name: str, path: Path, problems: list[Problem]) -> Document | None:
    try:
        text = path.read_bytes()
    except OSError as error:
        problems.append(Problem(name, 0, "", f"cannot be read: {error.strerror}"))
        return None
    root = parse(text, name, problems)
    if root is None:
        return None
    reader = Reader(name, problems)
    if isinstance(root, yaml.SequenceNode):
        if _is_of_speakers(root):
            return Document(name, speakers=reader.entries(root, SPEAKER, "speakers"))
        return Document(name, organisations=reader.entries(root, ORGANISATION, "organisations"))
    if isinstance(root, yaml.MappingNode):
        return Document(name, reader.entry(root, DEAL, ""))
    accepted = "accepted: the keys of a deal, or a list of organisations or of speakers"
    problems.append(Problem(name, 1, "", accepted, str(root.value)))
    return None


def _is_of_speakers(root: yaml.SequenceNode) -> bool:
    """Whether a list is one of speakers: its first entry names one."""
    first = root.value[0] if root.value else None
    return isinstance(first, yaml.MappingNode) and any(
        isinstance(key, yaml.ScalarNode) and key.value == "speaker" for key, _ in first.value
    )
