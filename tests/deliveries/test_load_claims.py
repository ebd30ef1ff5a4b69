"""`manage.py load_claims`: what it records, what it refuses at which line, and going on."""

import csv
import json
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from deals.models import Claim, Milestone
from deliveries.models import Span
from journal.models import Entry
from tests.factories import TODAY, a_claim, a_deal, a_milestone, a_source

pytestmark = pytest.mark.django_db

ROW = {
    "deal": "radar",
    "milestone": "first",
    "kind": "promised",
    "date": "end of 2021",
    "reported_on": "2020-02-06",
    "said_by": "the maker",
    "side": "supplier",
    "source": "gazette",
    "credibility": "2",
}


@pytest.fixture(autouse=True)
def _radar() -> None:
    a_source("gazette")
    deal = a_deal("radar")
    a_milestone(deal, "first", after=(a_milestone(deal, "signature"),))


def as_csv(path: Path, *rows: dict[str, str]) -> Path:
    file = path / "claims.csv"
    with file.open("w", encoding="utf-8", newline="") as text:
        writer = csv.DictWriter(text, fieldnames=list({name: 0 for row in rows for name in row}))
        writer.writeheader()
        writer.writerows(rows)
    return file


def load(file: Path, *options: str) -> str:
    out = StringIO()
    call_command("load_claims", str(file), *options, f"--today={TODAY}", stdout=out)
    return out.getvalue()


def refused(file: Path, *options: str) -> list[str]:
    """What is said of a file that is refused; nothing of it stays."""
    before = Claim.objects.count(), Entry.objects.count()
    with pytest.raises(CommandError) as wrong:
        load(file, *options)
    assert (Claim.objects.count(), Entry.objects.count()) == before
    return str(wrong.value).splitlines()


def test_claims_of_a_csv_file_are_recorded_and_their_deals_derived(tmp_path: Path) -> None:
    full = {
        "text": "by the year’s end, he said",
        "in_force_from": "2020-01",
        "rank": "preferred",
        "note": "a\nnote",
    }
    file = as_csv(tmp_path, ROW | full, ROW | {"kind": "contracted", "threshold": "2022-06"})
    assert load(file) == "2 claims recorded.\n"
    one, other = Claim.objects.order_by("pk")
    assert (one.text, one.edtf, one.rank, one.note) == (
        "by the year’s end, he said",
        "2021-36",
        "preferred",
        "a\nnote",
    )
    assert (one.in_force_on, other.threshold_on) == (date(2020, 1, 31), date(2022, 6, 30))
    assert Span.objects.on(TODAY).get(milestone__code="first").state == "critical"
    assert Entry.objects.filter(verb="record", subject="claim", door="command").count() == 2


def test_ndjson_is_read_as_well(tmp_path: Path) -> None:
    file = tmp_path / "claims.ndjson"
    rows: list[dict[str, Any]] = [
        ROW | {"credibility": 2, "note": None},
        ROW | {"date": "signature + 36 months"},
    ]
    file.write_text("\n\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    load(file)
    assert [claim.text for claim in Claim.objects.order_by("pk")] == [
        "end of 2021",
        "signature + 36 months",
    ]


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    before = Entry.objects.count()
    assert load(as_csv(tmp_path, ROW), "--dry-run").startswith("1 claims would be recorded")
    assert (Claim.objects.count(), Entry.objects.count()) == (0, before)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"deal": "sonar"}, "deal “sonar”: No deal"),
        ({"milestone": "last"}, "milestone “last”: Accepted: signature, first."),
        ({"source": "hearsay"}, "source “hearsay”: No source"),
        ({"kind": "hoped"}, "kind “hoped”: Value 'hoped' is not a valid choice. Accepted: contr"),
        ({"side": "neutral"}, "Accepted: buyer, supplier, third_party."),
        ({"credibility": "high"}, "credibility “high”: It is no number. Accepted: 1, 2"),
        ({"credibility": "9"}, "credibility “9”"),
        ({"date": "soon"}, "date “soon”"),
        ({"date": "last + 1 month"}, "date “last + 1 month”"),
        ({"date": ""}, "Only unchanged, delayed, undone and cancelled go without a date."),
        ({"reported_on": "2030"}, "reported_on “2030”"),
        ({"in_force_from": "2021"}, "in_force_from “2021”"),
        ({"threshold": "2022"}, "Only a contracted or amended date carries a threshold."),
        ({"rank": "golden"}, "Accepted: preferred, normal, deprecated."),
        ({"said_by": ""}, "said_by “”"),
    ],
)
def test_what_is_wrong_is_said_at_its_line_and_nothing_is_recorded(
    tmp_path: Path, change: dict[str, str], said: str
) -> None:
    sound = ROW | {"said_by": "another", "in_force_from": "", "threshold": "", "rank": ""}
    file = as_csv(tmp_path, sound, ROW | change)
    head, *problems = refused(file)
    assert head == "Nothing is recorded: 1 problem."
    assert problems[0].startswith(f"{file}:3: "), problems
    assert said in problems[0]


def test_everything_wrong_is_said_at_once_whatever_its_batch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("deliveries.claim_files.AT_ONCE", 2)
    rows = [ROW | {"date": f"20{y}"} for y in range(20, 25)]
    circle = ROW | {"milestone": "signature", "date": "first + 1 month"}
    wrong = [rows[0], circle, ROW | {"kind": "hoped", "date": "soon"}]
    head, *problems = refused(as_csv(tmp_path, *rows, *wrong))
    assert head == "Nothing is recorded: 4 problems."
    assert [line.split(": ")[0].rsplit(":", 1)[1] for line in problems] == ["7", "8", "9", "9"]


def test_a_file_that_was_recorded_in_part_can_be_gone_on_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("deliveries.claim_files.AT_ONCE", 2)
    rows = [ROW | {"date": f"20{y}"} for y in range(20, 25)]
    a_claim(
        Milestone.objects.get(code="first"),
        "promised",
        "2020",
        reported="2020-02-06",
        said_by="the maker",
        side="supplier",
    )
    file = as_csv(tmp_path, *rows)
    assert "already on record" in refused(file)[1]
    assert load(file, "--skip-recorded") == "4 claims recorded.\n"
    assert load(file, "--skip-recorded") == "0 claims recorded.\n"


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.csv", "deal,kind,kind,colour\n", "unknown: colour; missing: milestone"),
        ("a.csv", "", "missing: deal"),
        ("a.csv", ",".join(ROW) + "\n" + ",".join(ROW.values()) + ",more\n", "more cells than 9"),
        ("a.csv", ",".join(ROW) + '\n"radar', "cannot be read as CSV"),
        ("a.ndjson", "{", "no JSON"),
        ("a.ndjson", "[1]", "no object"),
        ("a.ndjson", json.dumps(ROW | {"kind": 3}), "kind “3”: Accepted: text."),
        ("a.ndjson", json.dumps(ROW | {"colour": "red"}), "Accepted columns: deal"),
        ("a.txt", "", "no file that ends in"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(
    tmp_path: Path, name: str, text: str, said: str
) -> None:
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    assert said in "\n".join(refused(file))


def test_a_file_of_other_letters_than_utf_8_is_refused(tmp_path: Path) -> None:
    for name in ("a.csv", "a.jsonl"):
        file = tmp_path / name
        file.write_bytes(",".join(ROW).encode() + b"\n\xff\xfe")
        assert "utf-8" in "\n".join(refused(file)).lower()
