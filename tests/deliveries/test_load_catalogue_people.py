"""What people have entered, changed, removed or retracted wins over the files."""

from pathlib import Path
from typing import Any

import pytest

from accounts.models import User
from deals.choices import Origin
from deals.models import Claim, Deal, Milestone, Party, Source, Term
from deliveries.actions import (
    add,
    change,
    record_claim,
    remove,
    retract,
)
from deliveries.drafts import ClaimDraft, Voice
from deliveries.models import Count
from journal.models import Entry
from tests.deliveries.catalogue_files import NOTHING, a_folder, by_hand, edit, line_of, load, row
from tests.factories import a_deal, a_user, an_organisation
from vendors.models import Organisation, Shareholding

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of two deals that has been loaded."""
    folder = a_folder(tmp_path)
    load(folder)
    return folder


@pytest.fixture
def ada() -> User:
    return a_user("ada")


@pytest.mark.parametrize(("model", "kind"), [(Claim, "claim"), (Term, "term"), (Count, "count")])
def test_a_statement_that_a_person_retracted_is_not_entered_again(
    folder: Path, ada: User, model: Any, kind: str
) -> None:
    statement = model.objects.standing().first()
    with by_hand(ada) as book:
        retract(book, statement, reason="A misprint.")
    entries = Entry.objects.count()
    printed = load(folder)
    assert NOTHING in printed
    assert f"  {kind} " in printed
    assert "a person has retracted it: A misprint." in printed
    assert Entry.objects.count() == entries


def test_a_retraction_by_a_person_outlasts_a_change_of_the_entry(folder: Path, ada: User) -> None:
    with by_hand(ada) as book:
        retract(book, Claim.objects.get(kind="contracted"), reason="A misprint.")
    edit(folder / "radar.yaml", "note: Told to parliament.", "note: Told to the press.")
    assert NOTHING in load(folder)
    assert not Claim.objects.standing().filter(kind="contracted").exists()


def the_same_claim(**changes: Any) -> ClaimDraft:
    """The claim of rifle.yaml, by a person."""
    source = Source.objects.get(code="daily-2020-11-03")
    voice: dict[str, Any] = {
        "reported_on": "3 Nov 2020",
        "said_by": "the minister",
        "source": source,
        "side": "buyer",
        "credibility": 3,
    }
    return ClaimDraft(
        milestone=Milestone.objects.get(deal__ref="rifle"),
        kind="promised",
        date="Q4 2021",
        text="end 2021",
        voice=Voice(**voice | changes),
    )


def test_a_claim_that_a_person_entered_is_left_alone(tmp_path: Path, ada: User) -> None:
    folder = a_folder(tmp_path)
    rifle = folder / "rifle.yaml"
    whole = rifle.read_text()
    rifle.write_text(whole[: whole.index("claims:")] + whole[whole.index("events:") :])
    load(folder)
    with by_hand(ada) as book:
        theirs = record_claim(book, the_same_claim())
    rifle.write_text(whole)
    printed = load(folder)
    assert NOTHING in printed
    assert "entered by a person and left alone" in printed
    assert Claim.objects.standing().get(milestone__deal__ref="rifle") == theirs


def test_a_persons_claim_stays_when_it_differs_and_when_the_entry_goes(
    folder: Path, ada: User
) -> None:
    rifle = folder / "rifle.yaml"
    with by_hand(ada) as book:
        retract(book, Claim.objects.get(milestone__deal__ref="rifle"), reason="Mine is better.")
        theirs = record_claim(book, the_same_claim(credibility=1))
    line = line_of(rifle, "- on: contract")
    assert f"{rifle}:{line} differs in credibility" in load(folder)
    text = rifle.read_text()
    rifle.write_text(text[: text.index("claims:")] + text[text.index("events:") :])
    load(folder)
    theirs.refresh_from_db()
    assert not theirs.is_retracted
    assert theirs.origin == Origin.PERSON


FIELDS: dict[str, tuple[Any, str, str, tuple[str, str, str]]] = {
    "radar": (Deal, "ref", "title", ("radar.yaml", "title: Radars", "title: My radars")),
    "first": (Milestone, "code", "title", ("radar.yaml", "title: First", "title: My first")),
    "gazette-2019-01-02": (Source, "code", "publisher", ("radar.yaml", "Gazette, url", "My, url")),
    "maker": (Organisation, "code", "name", ("organisations.yaml", "name: Maker", "name: Makers")),
}


@pytest.mark.parametrize("code", FIELDS)
def test_a_field_that_a_person_changed_is_kept_also_when_the_file_changes(
    folder: Path, ada: User, code: str
) -> None:
    model, key, field, (file, old, new) = FIELDS[code]
    record = model.objects.get(**{key: code})
    setattr(record, field, "Theirs")
    with by_hand(ada) as book:
        change(book, record)
    entries = Entry.objects.count()
    assert f"{code}: {field} stays “Theirs”, as a person has it" in load(folder)
    edit(folder / file, old, new)
    assert f"{code}: {field} stays “Theirs”, as a person has it" in load(folder)
    record.refresh_from_db()
    assert getattr(record, field) == "Theirs"
    assert Entry.objects.count() == entries


def test_other_fields_of_a_record_that_a_person_changed_follow_the_file(
    folder: Path, ada: User
) -> None:
    deal = Deal.objects.get(ref="radar")
    deal.title = "Big radars"
    with by_hand(ada) as book:
        change(book, deal)
    edit(folder / "radar.yaml", "unit: radar", "unit: set")
    assert row(load(folder), "deals") == [0, 1, 0, 1]
    deal.refresh_from_db()
    assert (deal.title, deal.unit) == ("Big radars", "set")


def test_a_field_that_a_person_puts_back_follows_the_file_again(folder: Path, ada: User) -> None:
    deal = Deal.objects.get(ref="radar")
    for title in ("Big radars", "Radars for the home country"):
        deal.title = title
        with by_hand(ada) as book:
            change(book, deal)
        load(folder)
    edit(folder / "radar.yaml", "title: Radars for", "title: New radars for")
    load(folder)
    deal.refresh_from_db()
    assert deal.title == "New radars for the home country"


def test_what_a_person_removed_is_not_entered_again(folder: Path, ada: User) -> None:
    with by_hand(ada) as book:
        remove(book, Party.objects.get(organisation__code="maker"))
        remove(book, Shareholding.objects.get(holder__code="maker"))
    entries = Entry.objects.count()
    printed = load(folder)
    assert "party radar/maker/manufacturer: a person has removed it or changed its" in printed
    assert "shareholding home-radars/maker: a person has removed it" in printed
    assert Entry.objects.count() == entries


def test_a_milestone_that_a_person_changed_stays_when_it_goes_from_the_file(
    folder: Path, ada: User
) -> None:
    radar = folder / "radar.yaml"
    milestone = "  - {code: later, title: Later, kind: trial}\n"
    edit(radar, "\nclaims:", f"{milestone}\nclaims:")
    load(folder)
    later = Milestone.objects.get(code="later")
    later.title = "Much later"
    with by_hand(ada) as book:
        change(book, later)
    edit(radar, milestone, "")
    assert "milestone radar/later: no longer in its file; it stays, for a person" in load(folder)
    assert Milestone.objects.filter(code="later").exists()


def test_a_persons_own_records_are_neither_changed_nor_removed(tmp_path: Path) -> None:
    an_organisation("maker", name="Their Maker", country="FR")
    a_deal("radar", title="Their radars")
    folder = a_folder(tmp_path)
    assert "title stays “Their radars”, as a person has it" in load(folder)
    assert Organisation.objects.get(code="maker").name == "Their Maker"
    own = Milestone(deal=Deal.objects.get(ref="radar"), code="own", title="Own", kind="trial")
    with by_hand() as book:
        add(book, own)
    assert NOTHING in load(folder)
    assert Milestone.objects.filter(code="own").exists()


def test_a_field_put_back_after_the_file_has_changed_follows_the_file(
    folder: Path, ada: User
) -> None:
    deal = Deal.objects.get(ref="radar")
    written = deal.title
    deal.title = "Big radars"
    with by_hand(ada) as book:
        change(book, deal)
    edit(folder / "radar.yaml", "title: Radars for", "title: New radars for")
    load(folder)
    deal.title = written
    with by_hand(ada) as book:
        change(book, deal)
    load(folder)
    deal.refresh_from_db()
    assert deal.title == "New radars for the home country"


def test_what_a_person_removed_stays_so_when_it_comes_back(folder: Path, ada: User) -> None:
    with by_hand(ada) as book:
        remove(book, Party.objects.get(organisation__code="maker"))
    radar = folder / "radar.yaml"
    line = "  - {organisation: maker, role: manufacturer}\n"
    edit(radar, line, "")
    printed = load(folder)
    assert NOTHING in printed
    assert "party" not in printed
    edit(radar, "\nmilestones:", f"{line}\nmilestones:")
    assert "party radar/maker/manufacturer: a person has removed it" in load(folder)
    assert not Party.objects.filter(organisation__code="maker").exists()


def test_a_milestone_that_a_person_gave_another_code_keeps_its_claims(
    folder: Path, ada: User
) -> None:
    milestone = Milestone.objects.get(code="first")
    milestone.code = "first-four"
    with by_hand(ada) as book:
        change(book, milestone)
    entries = Entry.objects.count()
    printed = load(folder)
    assert NOTHING in printed
    assert "milestone radar/first: a person has removed it or changed its code" in printed
    assert "a person has given its milestone another code; it stays as it is" in printed
    assert Claim.objects.standing().filter(milestone=milestone).count() == 2
    assert Count.objects.standing().exists()
    assert Entry.objects.count() == entries
