import re
from pathlib import Path

import pytest

from deals.dates import ACCEPTED_FORMS, DateRefused, Relative, Window, read, read_window

DOCS = Path(__file__).parents[2] / "docs" / "dates.md"


def test_every_accepted_form_reads() -> None:
    for form, _ in ACCEPTED_FORMS:
        read_all = [read(example) for example in form.split("; ")]
        if isinstance(read_all[0], Window):
            windows = {(w.earliest, w.latest) for w in read_all if isinstance(w, Window)}
            assert len(windows) == 1


def _rows(heading: str) -> list[list[str]]:
    section = DOCS.read_text().split(f"## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def _examples(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


@pytest.mark.parametrize("heading", ["What can be written", "About", "Fiscal years"])
def test_the_page_on_dates_shows_the_windows_that_are_read(heading: str) -> None:
    rows = _rows(heading)
    assert rows
    for written, _, window in rows:
        for example in _examples(written):
            assert read_window(example).plain == window, example


def test_the_page_on_dates_shows_how_relative_dates_are_kept() -> None:
    for written, kept in _rows("After another milestone"):
        for example in _examples(written):
            assert str(read(example)) == kept
            assert isinstance(read(example), Relative)


def test_the_page_on_dates_names_what_is_refused_and_what_reads_instead() -> None:
    for refused, instead in _rows("What is refused"):
        with pytest.raises(DateRefused) as found:
            read(*_examples(refused))
        assert found.value.hint
        assert read_window(instead).text == instead
