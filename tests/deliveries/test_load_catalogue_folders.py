"""Dry runs, people's own folders, and what the command tells."""

import shutil
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from deals.models import Claim, Deal, Event, Milestone, Source
from deliveries.catalogue.loading import Way
from deliveries.catalogue.loading import load as load_paths
from deliveries.management.commands import load_catalogue
from deliveries.models import CatalogueEntry, Span
from journal.models import Entry, Head
from tests.deliveries.catalogue_files import NOTHING, a_folder, edit, load, row
from vendors.models import Organisation, Shareholding

pytestmark = pytest.mark.django_db

OWN = """\
ref: own
designation: Own
title: A deal of my own
kind: supply
route: direct
category: artillery
parties:
  - {organisation: maker, role: supplier}
milestones:
  - {code: contract, title: Contract signed, kind: signature}
claims:
  - {on: contract, kind: promised, date: 2023, reported_on: 2020-11-03, said_by: me,
     side: third_party, source: daily-2020-11-03, credibility: 3}
events:
  - {code: show-2021, kind: exhibition, title: Air show, date: 2021-02-03/2021-02-05,
     reported_on: 2020-11-03, said_by: the organiser, source: daily-2020-11-03}
"""
ORGANISATION = "- {code: maker, name: Maker, aliases: [MK], country: RU, kind: manufacturer}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of two deals that has been loaded."""
    folder = a_folder(tmp_path)
    load(folder)
    return folder


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """Another folder, with a deal that cites what the first has loaded."""
    own = tmp_path / "own"
    own.mkdir()
    (own / "own.yaml").write_text(OWN)
    return own


def everything() -> list[object]:
    """All that a load writes."""
    models = (
        Deal,
        Milestone,
        Claim,
        Event,
        Source,
        Organisation,
        CatalogueEntry,
        Span,
        Entry,
        Head,
    )
    return [list(model._default_manager.order_by("pk").values()) for model in models]


# Dry runs.


def test_a_dry_run_of_a_first_load_says_each_line_and_writes_nothing(tmp_path: Path) -> None:
    before = everything()
    printed = load(a_folder(tmp_path), dry_run=True)
    assert everything() == before
    assert "added deal radar\n" in printed
    assert (
        "added claim rifle contract promised 2021-36 2020-11-03 daily-2020-11-03 the mi" in printed
    )
    assert "added event show-2021: radar, rifle\n" in printed
    assert printed.endswith("This was a dry run: nothing has been written.\n")


def test_a_dry_run_says_exactly_what_the_run_then_does(folder: Path) -> None:
    edit(folder / "radar.yaml", "title: Radars", "title: New radars")
    edit(folder / "radar.yaml", "note: Told to parliament.", "note: Told to the press.")
    edit(folder / "rifle.yaml", "date: end 2021", "date: 2022")
    before = everything()
    dry = load(folder, dry_run=True)
    assert everything() == before
    assert (
        "changed deal radar: title “Radars for the home country” → "
        "“New radars for the home country”\n" in dry
    )
    assert ": note “Told to parliament.” → “Told to the press.”\n" in dry
    assert "retracted claim rifle contract promised 2021-36 " in dry
    assert "added claim rifle contract promised 2022 " in dry
    assert dry.startswith(load(folder, verbosity=2))


def test_a_dry_run_without_changes_says_so(folder: Path) -> None:
    assert "Nothing would change: 31 entries of 3 files" in load(folder, dry_run=True)


def test_a_dry_run_refuses_what_a_run_would_refuse(tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    edit(folder / "rifle.yaml", "date: end 2021", "date: some day")
    with pytest.raises(CommandError, match="some day"):
        load(folder, dry_run=True)


# Folders of people.


def test_an_own_folder_adds_to_what_others_loaded_and_retracts_nothing(
    folder: Path, own: Path
) -> None:
    before = set(Claim.objects.standing().values_list("pk", flat=True))
    printed = load(own)
    assert row(printed, "claims") == [1, 0, 0, 0]
    assert row(printed, "events") == [0, 1, 0, 0]
    assert before < set(Claim.objects.standing().values_list("pk", flat=True))
    assert Event.objects.get().deals.count() == 3
    assert NOTHING in load(folder)
    assert NOTHING in load(own)
    assert NOTHING in load(folder, own)


def test_an_own_folder_takes_back_only_what_it_loaded(folder: Path, own: Path) -> None:
    load(own)
    file = own / "own.yaml"
    file.write_text(OWN.partition("claims:")[0])
    printed = load(own)
    assert row(printed, "claims") == [0, 0, 1, 0]
    assert sorted(deal.ref for deal in Event.objects.get().deals.all()) == ["radar", "rifle"]
    assert NOTHING in load(folder)


def test_an_own_folder_does_not_make_forget_what_others_loaded(folder: Path, own: Path) -> None:
    load(own)
    rifle = folder / "rifle.yaml"
    text = rifle.read_text()
    rifle.write_text(text[: text.index("events:")] + text[text.index("sources:") :])
    load(folder)
    assert sorted(deal.ref for deal in Event.objects.get().deals.all()) == ["own", "radar"]


def test_an_own_file_may_name_an_organisation_of_others_and_leaves_it_as_it_is(
    folder: Path, own: Path
) -> None:
    (own / "organisations.yaml").write_text(
        ORGANISATION
        + "- {code: home-radars, name: Home Radars, country: IN, kind: joint_venture}\n"
    )
    load(own)
    assert Organisation.objects.get(code="maker").aliases == []
    assert Shareholding.objects.count() == 2
    edit(folder / "organisations.yaml", "name: Maker", "name: Makers")
    assert row(load(folder), "organisations") == [0, 1, 0, 2]


@pytest.mark.parametrize(
    ("file", "content", "said"),
    [
        ("organisations.yaml", ORGANISATION.replace("RU", "FR"), "organisations.country “FR”: "),
        ("own.yaml", OWN.replace("Air show", "Boat show"), "events.title “Boat show”: "),
        (
            "own.yaml",
            OWN
            + "sources:\n  - {code: daily-2020-11-03, publisher: Other, published_on: 2020-11-03, "
            "reliability: B}\n",
            "sources.publisher “Other”: ",
        ),
    ],
)
def test_an_own_file_may_not_give_another_meaning_to_a_code_of_others(
    folder: Path, own: Path, file: str, content: str, said: str
) -> None:
    (own / file).write_text(content)
    before = everything()
    with pytest.raises(CommandError) as caught:
        load(own)
    assert said in str(caught.value)
    assert "which is not part of this load, says otherwise of" in str(caught.value)
    assert everything() == before
    load(own, take_over=True)


def test_a_deal_that_another_file_loaded_is_left_out_and_listed(
    folder: Path, tmp_path: Path
) -> None:
    copy = a_folder(tmp_path, "copy")
    edit(copy / "rifle.yaml", "date: end 2021", "date: 2022")
    printed = load(copy)
    assert NOTHING in printed
    assert (
        f"deal rifle: it comes from {folder / 'rifle.yaml'}, and {copy / 'rifle.yaml'} is"
        in printed
    )
    assert Claim.objects.get(milestone__deal__ref="rifle").edtf == "2021-36"


def test_a_file_takes_a_deal_over_when_told_so(folder: Path, tmp_path: Path) -> None:
    copy = a_folder(tmp_path, "copy")
    edit(copy / "rifle.yaml", "date: end 2021", "date: 2022")
    assert row(load(copy, take_over=True), "claims") == [1, 0, 1, 4]
    assert NOTHING in load(copy)
    assert f"deal rifle: it comes from {copy / 'rifle.yaml'}" in load(folder)
    assert Claim.objects.standing().get(milestone__deal__ref="rifle").edtf == "2022"


def test_a_folder_that_has_moved_goes_on_as_before(folder: Path, tmp_path: Path) -> None:
    moved = Path(shutil.move(folder, tmp_path / "moved"))
    assert NOTHING in load(moved)
    edit(moved / "rifle.yaml", "date: end 2021", "date: 2022")
    assert row(load(moved), "claims") == [1, 0, 1, 4]
    edit(moved / "organisations.yaml", "name: Maker", "name: Makers")
    assert row(load(moved), "organisations") == [0, 1, 0, 2]


def test_a_deal_whose_file_is_gone_stays_and_is_listed(folder: Path) -> None:
    (folder / "rifle.yaml").unlink()
    printed = load(folder)
    assert f"deal rifle: its file {folder / 'rifle.yaml'} is gone; the deal stays" in printed
    assert Claim.objects.standing().filter(milestone__deal__ref="rifle").exists()


def test_one_file_can_be_loaded_alone_and_twice_in_one_go(folder: Path) -> None:
    edit(folder / "rifle.yaml", "date: end 2021", "date: 2022")
    printed = load(folder / "rifle.yaml", folder / "." / "rifle.yaml")
    assert row(printed, "claims") == [1, 0, 1, 0]
    assert row(printed, "deals") == [0, 0, 0, 1]


def test_folders_are_read_at_any_depth_and_hidden_files_are_not(tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    (folder / "deep" / "down").mkdir(parents=True)
    (folder / "rifle.yaml").rename(folder / "deep" / "down" / "rifle.yml")
    (folder / ".radar.yaml").write_text("unfinished: [")
    (folder / "notes.txt").write_text("not: [yaml")
    assert row(load(folder), "deals") == [2, 0, 0, 0]


# What the command tells.


def test_the_day_of_the_load_is_an_argument(tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    out = StringIO()
    with pytest.raises(CommandError, match="“2021-06” is yet to come"):
        call_command("load_catalogue", folder, today=date(2020, 11, 12), stdout=out)
    call_command("load_catalogue", str(folder), "--today", "2021-12-31", stdout=out)
    assert row(out.getvalue(), "deals") == [2, 0, 0, 0]


def test_progress_is_told_deal_by_deal(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    way = Way(today=date(2026, 11, 22))
    load_paths([a_folder(tmp_path)], way, lambda done, of: told.append((done, of)))
    assert told == [(1, 2), (2, 2)]


def test_only_a_long_load_shows_progress(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = a_folder(tmp_path)
    errors = StringIO()
    call_command("load_catalogue", folder, stdout=StringIO(), stderr=errors)
    assert errors.getvalue() == ""
    monkeypatch.setattr(load_catalogue, "QUIET", 0.0)
    call_command("load_catalogue", folder, stdout=StringIO(), stderr=errors)
    assert errors.getvalue() == "1 of 2 deals\n2 of 2 deals\n"
