"""Speakers of several names, as the catalogue has them."""

from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError

from deals.models import Alias, Claim
from deliveries.actions import change, remove
from journal.models import Entry
from tests.deliveries.catalogue_files import NOTHING, a_folder, by_hand, edit, line_of, load, row
from tests.factories import an_alias

pytestmark = pytest.mark.django_db
SPEAKERS = """\
- speaker: Ada, minister
  also: [the minister, A. Lovelace]
  reason: The same office on the same day.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The small catalogue with a file of speakers, loaded."""
    folder = a_folder(tmp_path)
    (folder / "speakers.yaml").write_text(SPEAKERS)
    load(folder)
    return folder


def names() -> dict[str, str]:
    return dict(Alias.objects.values_list("said_by", "speaker"))


def test_each_other_name_leads_to_the_speaker_and_no_statement_is_touched(folder: Path) -> None:
    assert names() == {"the minister": "Ada, minister", "A. Lovelace": "Ada, minister"}
    claim = Claim.objects.with_speaker().filter(said_by="the minister").first()
    assert claim.speaker == "Ada, minister"
    assert Entry.objects.filter(subject="alias", verb="add").count() == 2
    assert NOTHING in load(folder)


def test_a_speaker_may_go_by_another_of_the_names(folder: Path) -> None:
    text = "- speaker: the minister\n  also: ['Ada, minister', A. Lovelace]\n  reason: As before.\n"
    (folder / "speakers.yaml").write_text(text)
    assert row(load(folder), "aliases") == [1, 1, 1, 0]
    assert names() == {"Ada, minister": "the minister", "A. Lovelace": "the minister"}
    assert NOTHING in load(folder)


def test_a_name_that_has_gone_is_a_name_of_its_own_again(folder: Path) -> None:
    edit(folder / "speakers.yaml", "[the minister, A. Lovelace]", "[the minister]")
    assert row(load(folder), "aliases") == [0, 0, 1, 1]
    assert names() == {"the minister": "Ada, minister"}


def test_people_win(folder: Path) -> None:
    with by_hand() as book:
        remove(book, Alias.objects.get(said_by="A. Lovelace"))
        other = Alias.objects.get(said_by="the minister")
        other.speaker = "Bea, minister"
        change(book, other)
    printed = load(folder)
    assert names() == {"the minister": "Bea, minister"}
    assert "alias A. Lovelace: a person has removed it" in printed
    assert "alias the minister: speaker stays “Bea, minister”, as a person has it" in printed


@pytest.mark.parametrize(
    ("more", "line", "said"),
    [
        (
            "- speaker: Bea\n  also: [the minister]\n  reason: None.\n",
            "[the minister]",
            "as another name of “Ada, minister”; accepted: one speaker each",
        ),
        (
            "- speaker: A. Lovelace\n  also: [Countess]\n  reason: None.\n",
            "speaker: A. Lovelace",
            "“A. Lovelace” is itself another name, of “Ada, minister”: choose that.",
        ),
        (
            "- speaker: Bea\n  also: [Bea]\n  reason: None.\n",
            "speaker: Bea",
            "no other name of its",
        ),
        ("- speaker: Bea\n  also: [B.]\n", "speaker: Bea", "reason: missing"),
        ("- speaker: Bea\n  code: bea\n  reason: None.\n", "code: bea", "accepted: speaker, also,"),
    ],
)
def test_what_leads_to_two_or_further_is_refused_with_its_line(
    folder: Path, more: str, line: str, said: str
) -> None:
    file = folder / "speakers.yaml"
    file.write_text(SPEAKERS + more)
    with pytest.raises(CommandError) as refused:
        load(folder)
    assert said in str(refused.value)
    assert f"speakers.yaml:{line_of(file, line)}: " in str(refused.value)
    assert names() == {"the minister": "Ada, minister", "A. Lovelace": "Ada, minister"}


def test_a_name_for_which_others_stand_is_no_other_name() -> None:
    an_alias("A. Lovelace", "Ada")
    with pytest.raises(ValidationError, match="Others are counted under “Ada”"):
        an_alias("Ada", "Countess")
    with pytest.raises(ValidationError, match="is itself another name, of “Ada”"):
        an_alias("Countess", "A. Lovelace")
