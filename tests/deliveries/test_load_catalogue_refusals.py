"""A bad file is refused whole, and each thing wrong with it is said at its line."""

import re
from pathlib import Path

import pytest
from django.core.management import CommandError

from deals.models import Deal, Source
from deliveries.models import CatalogueEntry
from journal.models import Entry
from tests.deliveries.catalogue_files import a_folder, edit, line_of, load
from tests.deliveries.catalogue_files.bad import REFUSALS
from vendors.models import Organisation

pytestmark = pytest.mark.django_db


def refused(*paths: Path) -> str:
    """What the command says when it refuses; nothing has stayed."""
    with pytest.raises(CommandError) as caught:
        load(*paths)
    assert not Entry.objects.exists()
    for model in (Deal, Source, Organisation, CatalogueEntry):
        assert not model._default_manager.exists()
    return str(caught.value)


@pytest.mark.parametrize("case", REFUSALS)
def test_a_bad_file_is_refused_at_its_line_with_what_is_accepted(tmp_path: Path, case: str) -> None:
    folder = a_folder(tmp_path)
    (name, old, new), at, said = REFUSALS[case]
    file = folder / name
    edit(file, old, new)
    message = refused(folder)
    assert message.startswith("Nothing is loaded: 1 problem.\n"), message
    lines = [line for line in message.splitlines() if said in line]
    assert lines, message
    if at != "nowhere":
        assert any(line.startswith(f"{file}:{line_of(file, at)}: ") for line in lines), message


def test_every_problem_is_found_at_once(tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    radar, rifle = folder / "radar.yaml", folder / "rifle.yaml"
    edit(radar, "kind: delayed", "kind: late")
    edit(radar, "threshold: 2021-04", "threshold: 2020-04")
    edit(radar, "total: 2", "total: two")
    edit(radar, "url: https://daily.example/2021", "url: the daily")
    edit(rifle, "date: end 2021", "date: some day")
    edit(rifle, "organisation: home-mod", "organisation: nobody")
    edit(folder / "organisations.yaml", "country: RU", "country: XX")
    (folder / "broken.yaml").write_text("ref: [")
    message = refused(folder)
    assert message.startswith("Nothing is loaded: 8 problems.\n")
    found = re.findall(r"^.*/(\w+\.yaml):(\d+): ", message, re.MULTILINE)
    assert len(found) == 8
    assert found == sorted(found, key=lambda each: (each[0], int(each[1])))


def test_one_bad_file_keeps_the_good_ones_out(tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    edit(folder / "rifle.yaml", "date: end 2021", "date: some day")
    assert refused(folder).startswith("Nothing is loaded: 1 problem.\n")


def test_one_bad_file_leaves_what_was_loaded_before_as_it_was(tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    load(folder)
    entries = Entry.objects.count()
    edit(folder / "radar.yaml", "title: Radars", "title: New radars")
    edit(folder / "rifle.yaml", "date: end 2021", "date: some day")
    with pytest.raises(CommandError):
        load(folder)
    assert Entry.objects.count() == entries
    assert Deal.objects.get(ref="radar").title == "Radars for the home country"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"ref: radar\n  kind: supply\n", r"broken\.yaml:2: YAML: mapping values are not allowed"),
        (b"ref: 'radar\n", r"broken\.yaml:\d: YAML: found unexpected end of stream"),
        (b"ref: radar\n---\nref: rifle\n", r"broken\.yaml:\d: YAML: but found another document"),
        (b"ref: r\xe9dar\n", r"broken\.yaml: YAML: .*; accepted: text in UTF-8"),
        (b"", r"broken\.yaml:1: the file is empty"),
        (b"# nothing yet\n", r"broken\.yaml:1: the file is empty"),
        (b"radar\n", r"broken\.yaml:1: “radar”: accepted: the keys of a deal, or a list of org"),
        (b"- radar\n", r"broken\.yaml:1: organisations “radar”: accepted: an entry with the keys"),
        (b"ref: radar\nclaims: none\n", r"broken\.yaml:2: claims “none”: accepted: a list of ent"),
        (b"? [ref]\n: radar\n", r"broken\.yaml:2: \? “radar”: no such key; accepted: ref, "),
        (b"[" * 5000, r"broken\.yaml"),
    ],
)
def test_what_is_no_catalogue_is_refused_with_its_line(
    tmp_path: Path, content: bytes, said: str
) -> None:
    file = tmp_path / "broken.yaml"
    file.write_bytes(content)
    assert re.search(said, refused(file))


def test_a_path_that_is_not_there_is_named(tmp_path: Path) -> None:
    nowhere = tmp_path / "nowhere"
    assert f"{nowhere}: no such file or folder; accepted: " in refused(nowhere)


def test_a_folder_without_files_is_named(tmp_path: Path) -> None:
    assert f"{tmp_path}: no file in it ends in .yaml or .yml" in refused(tmp_path)


def test_a_file_that_cannot_be_read_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = a_folder(tmp_path)

    def denied(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", denied)
    assert f"{folder / 'radar.yaml'}: cannot be read: Permission denied" in refused(folder)
