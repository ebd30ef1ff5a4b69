"""The extension says of itself what it is, and what we answer is within it."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from api.ocds import extension, words
from tests.api import described
from tests.api.asking import ROOT, a_full_deal, answer
from tests.api.published.schemas import check, published, validator

BASE = f"{ROOT}ocds/extension/"
PAGE = (Path(settings.BASE_DIR) / "docs" / "open-contracting.md").read_text()


def test_each_reference_within_the_patch_leads_somewhere() -> None:
    patch = extension.files("")[extension.RELEASE]
    refs = set(re.findall(r'"\$ref": "#/definitions/(\w+)"', json.dumps(patch)))
    assert refs == {name for name in patch["definitions"] if name.startswith("Slipwatch")}


@pytest.mark.ocds
def test_it_patches_definitions_that_the_standard_has() -> None:
    standard = published()["release-schema.json"]["definitions"]
    assert {of for of in extension.FIELDS if of} <= set(standard)
    assert not any("slipwatch" in standard[of]["properties"] for of in extension.FIELDS if of)


@pytest.mark.ocds
@pytest.mark.django_db
def test_the_check_refuses_what_neither_the_standard_nor_the_extension_names(
    client: Client,
) -> None:
    a_full_deal()
    package = answer(client, "ocds/releases/")
    check("releases", package)
    release = package["releases"][0]
    release["contracts"][0]["implementation"]["milestones"][0]["slipwatch"]["more"] = 1
    assert validator("releases").is_valid(package)
    assert not validator("releases", extended=True).is_valid(package)
    del release["contracts"][0]["awardID"]
    assert not validator("releases").is_valid(package)


@pytest.mark.ocds
def test_codes_of_closed_lists_are_those_of_the_standard() -> None:
    schema = published()["release-schema.json"]["definitions"]

    def codes(definition: str, name: str) -> set[Any]:
        return set(schema[definition]["properties"][name]["enum"])

    assert set(words.METHODS.values()) <= codes("Tender", "procurementMethod")
    assert set(words.PROCUREMENT.values()) <= codes("Tender", "mainProcurementCategory")
    assert {*words.TENDER.values(), "complete"} <= codes("Tender", "status")


@pytest.mark.django_db
def test_a_package_names_the_manifest_and_that_names_its_files(client: Client) -> None:
    a_full_deal()
    for entries in ("releases", "records"):
        (address,) = answer(client, f"ocds/{entries}/")["extensions"]
        assert address == f"http://testserver{BASE}extension.json"
    response = client.get(address)
    described.check("ocds/extension/extension.json", response)
    manifest = response.json()
    for name in manifest["schemas"]:
        file = client.get(BASE + name)
        described.check(f"ocds/extension/{name}", file)
        assert file.json() == extension.files("")[name]
    for name in manifest["codelists"]:
        file = client.get(f"{BASE}codelists/{name}")
        assert file.headers["Content-Type"] == "text/csv; charset=utf-8"
        assert file.content.decode().splitlines()[0] == "Code,Title,Description"
    assert client.get(f"{BASE}nothing.json").status_code == 404
    assert client.get(f"{BASE}codelists/nothing.csv").status_code == 404
    assert client.get(f"{BASE}extension.json?x=1").status_code == 400


def test_every_field_of_the_extension_is_on_the_page() -> None:
    told = re.findall(r"^\| `(\w+)` \| (.+?) \|$", PAGE.split("## The extension")[1], re.MULTILINE)
    named = {of: set(re.findall(r"`(\w+)`", fields)) for of, fields in told}
    assert named == {
        extension.definition_of(of): {field.name for field in fields}
        for of, fields in extension.FIELDS.items()
    } | {
        f"Slipwatch{of}": {field.name for field in fields} for of, fields in extension.PARTS.items()
    }


def test_the_mapping_of_words_is_on_the_page() -> None:
    rows = dict(re.findall(r"^\| ([\w, ]+) \| (`[\w`, ]+`) \|$", PAGE, re.MULTILINE))
    told = {
        name.strip(): tuple(re.findall(r"`(\w+)`", codes))
        for names, codes in rows.items()
        for name in names.split(",")
    }
    for role, codes in words.ROLES.items():
        assert told[role] == tuple(codes)
    for names in (words.MILESTONE_TYPES, words.METHODS, words.PROCUREMENT):
        for name, code in names.items():
            assert told[name] == (code,)
