"""What happens to the record when a file changes."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from deals.models import Claim, Deal, Milestone, Party, Precedence, Source, Term
from deliveries.models import CatalogueEntry, Count, Lot
from journal.models import Entry
from tests.deliveries.catalogue_files import NOTHING, a_folder, edit, load, row
from vendors.models import Organisation, Shareholding

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of two deals that has been loaded."""
    folder = a_folder(tmp_path)
    load(folder)
    return folder


def test_dates_are_taken_quoted_and_unquoted_and_stay_as_stated(folder: Path) -> None:
    claim = Claim.objects.get(kind="contracted")
    assert (claim.edtf, claim.reported_edtf, claim.threshold_edtf) == (
        "2020-10",
        "2019-01-02",
        "2021-04",
    )
    assert Count.objects.get().edtf == "2021"
    assert Source.objects.get(code="daily-2021").published_edtf == "2021"


def test_numbers_and_words_arrive_as_written(folder: Path) -> None:
    term = Term.objects.get(kind="value")
    assert (term.amount, term.currency) == (Decimal(5_500_000), "USD")
    assert Deal.objects.get(ref="radar").summary == "Ten radars were ordered in 2019."
    assert Source.objects.get(code="daily-2020-11-03").url == ""


def test_a_relative_date_hangs_on_its_milestone(folder: Path) -> None:
    claim = Claim.objects.get(milestone__code="all")
    assert claim.anchor is not None
    assert (claim.anchor.code, claim.offset_months) == ("first", 12)


def test_a_second_run_changes_nothing(folder: Path) -> None:
    entries = Entry.objects.count()
    written = list(CatalogueEntry.objects.values())
    assert NOTHING in load(folder)
    assert Entry.objects.count() == entries
    assert list(CatalogueEntry.objects.values()) == written


def test_a_second_run_asks_as_much_for_21_claims_as_for_one(folder: Path) -> None:
    rifle = folder / "rifle.yaml"

    def queries() -> int:
        load(folder)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            load(folder)
        return len(captured)

    few = queries()
    claim = rifle.read_text().partition("claims:\n")[2].partition("\nevents:")[0]
    more = "".join(claim.replace("end 2021", f"20{number}") for number in range(22, 42))
    edit(rifle, claim, claim + more)
    assert queries() == few
    assert Claim.objects.filter(milestone__deal__ref="rifle").count() == 21


@pytest.mark.parametrize(
    ("old", "new", "field", "value"),
    [
        ("note: Told to parliament.", "note: Told to the press.", "note", "Told to the press."),
        ("text: October 2020", "text: in October 2020", "text", "in October 2020"),
        ("threshold: 2021-04", "threshold: 2021-05", "threshold_edtf", "2021-05"),
        ("in_force_from: null", "in_force_from: 2018-12", "in_force_edtf", "2018-12"),
        ("rank: preferred", "rank: normal", "rank", "normal"),
    ],
)
def test_a_changed_claim_is_retracted_and_replaced(
    folder: Path, old: str, new: str, field: str, value: str
) -> None:
    before = Claim.objects.get(kind="contracted")
    edit(folder / "radar.yaml", old, new)
    printed = load(folder)
    assert row(printed, "claims") == [0, 1, 0, 4]
    after = Claim.objects.standing().get(kind="contracted")
    assert after.pk != before.pk
    assert getattr(after, field) == value
    before.refresh_from_db()
    assert before.retraction_reason.startswith(f"Replaced: radar.yaml has changed. {field} “")
    assert NOTHING in load(folder)


def test_the_same_date_in_other_words_is_the_same_claim(folder: Path) -> None:
    edit(folder / "rifle.yaml", "date: end 2021", "date: Q4 2021\n    text: end 2021")
    assert NOTHING in load(folder)


def test_another_date_is_another_claim(folder: Path) -> None:
    edit(folder / "rifle.yaml", "date: end 2021", "date: 2022")
    assert row(load(folder), "claims") == [1, 0, 1, 4]
    old = Claim.objects.get(edtf="2021-36")
    assert old.retraction_reason == "No longer in rifle.yaml."


@pytest.mark.parametrize(
    ("old", "new", "kind", "model"),
    [
        ("text: USD 5.5 m", "text: 5.5 million", "terms", Term),
        ("note: Two of four.", "note: At least.", "counts", Count),
    ],
)
def test_changed_terms_and_counts_are_replaced(
    folder: Path, old: str, new: str, kind: str, model: Any
) -> None:
    standing = model.objects.standing().count()
    edit(folder / "radar.yaml", old, new)
    assert row(load(folder), kind)[1] == 1
    assert model.objects.standing().count() == standing
    assert model.objects.count() == standing + 1


def test_an_entry_that_has_gone_is_retracted_with_a_reason_that_says_so(folder: Path) -> None:
    radar = folder / "radar.yaml"
    text = radar.read_text()
    radar.write_text(text[: text.index("terms:")] + text[text.index("events:") :])
    printed = load(folder)
    assert row(printed, "terms") == [0, 0, 2, 0]
    assert row(printed, "counts") == [0, 0, 1, 0]
    reasons = set(Term.objects.values_list("retraction_reason", flat=True))
    assert reasons == {"No longer in radar.yaml."}
    assert not Count.objects.standing().exists()


def test_an_entry_that_comes_back_is_entered_again(folder: Path) -> None:
    rifle = folder / "rifle.yaml"
    whole = rifle.read_text()
    rifle.write_text(whole[: whole.index("claims:")] + whole[whole.index("events:") :])
    load(folder)
    rifle.write_text(whole)
    assert row(load(folder), "claims") == [1, 0, 0, 4]
    assert Claim.objects.standing().filter(milestone__deal__ref="rifle").count() == 1


def test_only_the_deals_that_change_are_touched(folder: Path) -> None:
    entries = Entry.objects.count()
    edit(folder / "rifle.yaml", "date: end 2021", "date: 2022")
    load(folder)
    assert set(Entry.objects.filter(seq__gt=entries).values_list("deal", flat=True)) == {"rifle"}


@pytest.mark.parametrize(
    ("file", "old", "new", "kind", "found"),
    [
        ("radar.yaml", "title: Radars for", "title: Ten radars for", "deals", Deal),
        ("radar.yaml", "unit: radar", "unit: null", "deals", Deal),
        ("radar.yaml", "title: Contract signed", "title: Signature", "milestones", Milestone),
        ("radar.yaml", "quantity: 4", "quantity: 5", "lots", Lot),
        ("radar.yaml", "reliability: A", "reliability: B", "sources", Source),
        ("radar.yaml", "published_on: 2021,", "published_on: mid 2021,", "sources", Source),
        ("organisations.yaml", "[MoD]", "[MoD, Raksha]", "organisations", Organisation),
    ],
)
def test_changed_records_are_changed_in_place(
    folder: Path, file: str, old: str, new: str, kind: str, found: Any
) -> None:
    before = set(found.objects.values_list("pk", flat=True))
    edit(folder / file, old, new)
    assert row(load(folder), kind)[:3] == [0, 1, 0]
    assert set(found.objects.values_list("pk", flat=True)) == before
    assert NOTHING in load(folder)


def test_shares_may_move_from_one_holder_to_another(folder: Path) -> None:
    organisations = folder / "organisations.yaml"
    edit(organisations, "percent: 50.5", "percent: 70")
    edit(organisations, "percent: 49.5", "percent: 30.00")
    assert row(load(folder), "shareholdings") == [0, 2, 0, 0]
    edit(organisations, "percent: 70", "percent: 20")
    edit(organisations, "percent: 30.00", "percent: 80")
    assert row(load(folder), "shareholdings") == [0, 2, 0, 0]
    shares = Shareholding.objects.order_by("percent").values_list("percent", flat=True)
    assert list(shares) == [20, 80]


def test_a_holder_that_has_gone_is_removed(folder: Path) -> None:
    line = "    - {organisation: maker, percent: 49.5, source: gazette-2019-01-02}\n"
    edit(folder / "organisations.yaml", line, "")
    assert row(load(folder), "shareholdings") == [0, 0, 1, 1]


def test_a_plan_can_be_turned_round(folder: Path) -> None:
    radar = folder / "radar.yaml"
    edit(radar, "    after: [first]\n", "")
    edit(radar, "date: first + 12 months", "date: 2022")
    edit(radar, "after: [contract]", "after: [contract, all]")
    assert row(load(folder), "precedences") == [1, 0, 1, 1]
    links = Precedence.objects.values_list("milestone__code", "predecessor__code")
    assert set(links) == {("first", "contract"), ("first", "all")}


def test_a_milestone_or_party_that_has_gone_is_removed_where_nothing_needs_it(
    folder: Path,
) -> None:
    radar = folder / "radar.yaml"
    party = "  - {organisation: maker, role: manufacturer}\n"
    milestone = "  - {code: later, title: Later, kind: trial, after: [all]}\n"
    edit(radar, "\nclaims:", f"{milestone}\nclaims:")
    load(folder)
    edit(radar, milestone, "")
    edit(radar, party, "")
    printed = load(folder)
    assert row(printed, "milestones") == [0, 0, 1, 4]
    assert row(printed, "parties") == [0, 0, 1, 3]
    assert not Milestone.objects.filter(code="later").exists()
    assert not Party.objects.filter(organisation__code="maker").exists()


def test_a_milestone_that_has_gone_and_is_needed_is_listed(folder: Path) -> None:
    rifle = folder / "rifle.yaml"
    edit(rifle, "code: contract,", "code: signature,")
    edit(rifle, "on: contract", "on: signature")
    printed = load(folder)
    listed = (
        "milestone rifle/contract: no longer in its file; it stays: “Contract signed” cannot be"
    )
    assert listed in printed
    assert Milestone.objects.filter(deal__ref="rifle").count() == 2
    assert Claim.objects.standing().get(milestone__deal__ref="rifle").milestone.code == "signature"
    assert NOTHING in load(folder)


def test_a_source_that_nothing_cites_any_more_goes_with_its_entry(folder: Path) -> None:
    radar = folder / "radar.yaml"
    line = "  - {code: spare, publisher: Spare, url: null, published_on: 2021, reliability: C}\n"
    radar.write_text(radar.read_text() + line)
    load(folder)
    edit(radar, line, "")
    assert row(load(folder), "sources") == [0, 0, 1, 3]
    assert not Source.objects.filter(code="spare").exists()


def test_an_organisation_that_nothing_names_any_more_goes_with_its_entry(folder: Path) -> None:
    organisations = folder / "organisations.yaml"
    entry = "- {code: spare, name: Spare, country: US, kind: other}\n"
    organisations.write_text(organisations.read_text() + entry)
    load(folder)
    edit(organisations, entry, "")
    assert row(load(folder), "organisations") == [0, 0, 1, 3]
    assert not Organisation.objects.filter(code="spare").exists()


def test_lists_may_be_left_empty(folder: Path) -> None:
    rifle = folder / "rifle.yaml"
    text = rifle.read_text()
    rifle.write_text(f"{text[: text.index('claims:')]}claims:\nterms: null\ncounts: []\n")
    assert row(load(folder), "claims") == [0, 0, 1, 4]
