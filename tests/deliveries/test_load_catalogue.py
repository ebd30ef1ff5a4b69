"""The project's own catalogue, whole."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.db import transaction

from deals.choices import Origin
from deals.models import Alias, Claim, Deal, Event, Milestone, Party, Precedence, Source, Term
from deliveries.models import Count, Flag, Lot, Span
from journal.models import Door, Entry
from tests.deliveries.catalogue_files import NOTHING, load
from vendors.models import Organisation, Shareholding

CATALOGUE = Path(settings.BASE_DIR) / "catalogue"


@pytest.fixture(scope="module")
def printed(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """What loading everything printed; it stays loaded for the tests of this module."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield load()
        transaction.set_rollback(True)


def counted_in_the_files() -> Counter[str]:
    """Counted from the YAML alone: lists are added up, what has a code is counted once."""
    found: Counter[str] = Counter()
    codes = set()
    for file in CATALOGUE.rglob("*.yaml"):
        content = yaml.safe_load(file.read_text())
        if isinstance(content, list) and "speaker" in content[0]:
            found["aliases"] += sum(len(each["also"]) for each in content)
            continue
        if isinstance(content, list):
            codes |= {("organisations", each["code"]) for each in content}
            found["shareholdings"] += sum(len(each.get("shareholders", ())) for each in content)
            continue
        found["deals"] += 1
        for name in ("parties", "milestones", "claims", "terms", "counts"):
            found[name] += len(content[name])
        found["lots"] += sum("lot" in each for each in content["milestones"])
        found["precedences"] += sum(len(each.get("after", ())) for each in content["milestones"])
        codes |= {(name, each["code"]) for name in ("sources", "events") for each in content[name]}
    return found + Counter(name for name, _ in codes)


def counted_on_record() -> dict[str, int]:
    rows: dict[str, Any] = {
        "organisations": Organisation,
        "shareholdings": Shareholding,
        "aliases": Alias,
        "sources": Source,
        "deals": Deal,
        "parties": Party,
        "milestones": Milestone,
        "lots": Lot,
        "precedences": Precedence,
        "claims": Claim,
        "terms": Term,
        "counts": Count,
        "events": Event,
    }
    return {name: model._default_manager.count() for name, model in rows.items()}


@pytest.mark.django_db
def test_every_fact_of_the_files_is_on_record_once(printed: str) -> None:
    assert counted_on_record() == counted_in_the_files()


@pytest.mark.django_db
def test_the_five_deals_of_the_user_are_there(printed: str) -> None:
    theirs = ["ak-203", "ka-226t", "mlsa", "s-400", "su-30mki"]
    assert list(Deal.objects.filter(ref__in=theirs).values_list("ref", flat=True)) == theirs


@pytest.mark.django_db
def test_the_summary_counts_what_was_added(printed: str) -> None:
    lines = [line.split() for line in printed.splitlines()[1:]]
    added = {name: int(number) for name, number, *_ in lines}
    assert added == counted_in_the_files()


@pytest.mark.django_db
def test_every_statement_shows_its_source_and_comes_from_the_catalogue(printed: str) -> None:
    for model in (Claim, Term, Count, Event):
        rows = model._default_manager.select_related("source")
        assert all(row.source.publisher and row.said_by for row in rows)
        assert {row.origin for row in rows} == {Origin.CATALOGUE}


@pytest.mark.django_db
def test_claims_read_as_their_files_say(printed: str) -> None:
    claim = Claim.objects.get(
        milestone__deal__ref="s-400",
        milestone__code="advance",
        kind="actual",
        source__code="india-today-2019-09-09",
    )
    assert (claim.text, claim.edtf, claim.side) == ("advance received", "../2019-09-08", "supplier")
    assert claim.said_by == "Yuri Borisov, Russian Deputy Prime Minister"


@pytest.mark.django_db
def test_histories_and_flags_follow_in_the_same_run(printed: str) -> None:
    assert set(Span.objects.values_list("deal__ref", flat=True)) == set(
        Deal.objects.values_list("ref", flat=True)
    )
    assert Flag.objects.open().exists()


@pytest.mark.django_db
def test_everything_is_in_the_journal_through_the_door_of_the_catalogue(printed: str) -> None:
    entries = Entry.objects.filter(door=Door.CATALOGUE)
    assert entries.count() == Entry.objects.count()
    assert entries.filter(verb="record", subject="claim").count() == Claim.objects.count()


@pytest.mark.django_db
def test_a_second_run_changes_nothing_and_says_so(printed: str) -> None:
    entries, spans = Entry.objects.count(), set(Span.objects.values_list("pk", flat=True))
    again = load()
    assert again.startswith(f"{NOTHING}: ")
    assert len(again.splitlines()) == 1
    assert Entry.objects.count() == entries
    assert set(Span.objects.values_list("pk", flat=True)) == spans


@pytest.mark.django_db
def test_every_name_of_a_speaker_is_one_that_somebody_has_spoken_under(printed: str) -> None:
    """A slip of the pen in the file of speakers would lead nowhere, unnoticed."""
    spoken = set[str]()
    for model in (Claim, Term, Count, Event):
        spoken |= set(model._default_manager.values_list("said_by", flat=True))
    assert not set(Alias.objects.values_list("said_by", flat=True)) - spoken


@pytest.mark.django_db
def test_one_person_is_one_speaker_and_what_no_source_makes_clear_stays_apart(
    printed: str,
) -> None:
    speakers = set(Claim.objects.standing().with_speaker().values_list("speaker", flat=True))
    for surname in ("Singh, Defence Secretary", "Chaudhari", "D.K. Sunil", "R. Madhavan"):
        assert len([name for name in speakers if surname in name]) == 1, surname
    # Who held the office on that day, no source of the catalogue says.
    assert not Alias.objects.filter(said_by="Russian Ambassador to India").exists()
