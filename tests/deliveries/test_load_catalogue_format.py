"""The documented format is the format."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from deliveries.catalogue.form import FORMS, Form, Plain
from tests.deliveries.catalogue_files import load, row

PAGE = (Path(settings.BASE_DIR) / "docs" / "catalogue-format.md").read_text()


def section(name: str) -> str:
    """The text under the heading of one kind of entry."""
    return re.split(r"^##+ ", PAGE.partition(f"\n### {name}\n")[2], flags=re.MULTILINE)[0]


def documented(name: str) -> dict[str, str]:
    """Each key of one kind of entry with the rest of its line; shared keys as in a claim."""
    rows = re.findall(r"^\| (`\w+`(?:, `\w+`)*) \| (needed)? ?\| (.*) \|$", section(name), re.M)
    return {
        key: f"{needed} {rest}" for keys, needed, rest in rows for key in re.findall(r"\w+", keys)
    }


@pytest.mark.once
@pytest.mark.parametrize("name", FORMS)
def test_every_key_is_documented_and_no_other(name: str) -> None:
    assert documented(name).keys() == FORMS[name].keys()


@pytest.mark.once
@pytest.mark.parametrize("name", FORMS)
def test_what_is_needed_is_documented_as_needed(name: str) -> None:
    form: Form = FORMS[name]
    needed = {key for key, kind in form.items() if isinstance(kind, Plain) and kind.required}
    said = documented(name)
    as_in_a_claim = {key for key in said if said[key].endswith("as in a claim")}
    claim = {key for key, text in documented("claim").items() if text.startswith("needed")}
    assert {key for key in said if said[key].startswith("needed")} == needed - as_in_a_claim
    assert as_in_a_claim & needed == as_in_a_claim & claim


@pytest.mark.once
@pytest.mark.parametrize("name", FORMS)
def test_every_closed_list_is_documented_whole(name: str) -> None:
    for key, kind in FORMS[name].items():
        text = documented(name)[key]
        if not isinstance(kind, Plain) or not kind.choices or "as in a claim" in text:
            continue
        if text.endswith("see below"):
            text = " ".join(re.findall(r"^\| (`\w+`) \|", section(name), re.MULTILINE))
        missing = [word for word in kind.choices if f"`{word}`" not in text]
        assert not missing, f"{name}.{key}: {missing}"


@pytest.mark.django_db
def test_the_example_of_the_documentation_loads(tmp_path: Path) -> None:
    examples = re.findall(r"^```yaml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    assert len(examples) == 3
    for number, example in enumerate(examples):
        (tmp_path / f"{number}.yaml").write_text(example)
    printed = load(tmp_path)
    assert row(printed, "claims") == [3, 0, 0, 0]
    assert row(printed, "shareholdings") == [1, 0, 0, 0]
    assert row(printed, "aliases") == [2, 0, 0, 0]
