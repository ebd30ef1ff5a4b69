"""A small catalogue of two deals, to be copied, edited and loaded."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management import call_command

from accounts.models import User
from deliveries.actions import Book, recording
from journal.ledger import By
from journal.models import Door
from tests.factories import TODAY

FOLDER = Path(__file__).parent / "folder"
NOTHING = "Nothing has changed"


def a_folder(tmp_path: Path, name: str = "mine") -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / name))


def edit(file: Path, old: str, new: str) -> None:
    """Replace the only occurrence of `old`."""
    text = file.read_text()
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file.name}"
    file.write_text(text.replace(old, new))


def line_of(file: Path, text: str) -> int:
    """The first line, from 1, in which `text` stands."""
    lines = file.read_text().splitlines()
    return next(number for number, line in enumerate(lines, start=1) if text in line)


def load(*paths: Path, **options: Any) -> str:
    """What the command prints."""
    out = StringIO()
    call_command("load_catalogue", *paths, stdout=out, today=TODAY, **options)
    return out.getvalue()


def row(printed: str, kind: str) -> list[int]:
    """Numbers added, changed, retracted and unchanged in what the command printed."""
    line = next(line for line in printed.splitlines() if line.startswith(f"{kind} "))
    return [int(number) for number in line.split()[1:]]


@contextmanager
def by_hand(user: User | None = None) -> Iterator[Book]:
    """A recording by a person."""
    with recording(by=By(user, Door.ADMIN), today=TODAY) as book:
        yield book
