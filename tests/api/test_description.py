"""The OpenAPI file says exactly what the API answers."""

import re
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from tests.api.asking import LISTS, ROOT, a_full_deal
from tests.api.described import FILE, check, description, parsed, validator


def test_the_committed_file_is_what_the_code_says() -> None:
    made = StringIO()
    call_command("spectacular", validate=True, fail_on_warn=True, stdout=made)
    assert made.getvalue() == FILE.read_text()


@pytest.mark.once
@pytest.mark.django_db
def test_the_address_of_the_description_serves_the_same(client: Client) -> None:
    told = parsed(FILE.read_text())
    response = client.get(f"{ROOT}schema/")
    assert parsed(response.content) == told
    as_json = client.get(f"{ROOT}schema/", HTTP_ACCEPT="application/json")
    assert as_json.json() == told


@pytest.mark.django_db
def test_a_deal_with_something_of_everything_is_answered_as_described(client: Client) -> None:
    a_full_deal()
    check("", client.get(ROOT))
    for name in LISTS:
        page = client.get(f"{ROOT}{name}/")
        assert page.json()["results"]
        check(f"{name}/", page)
    check("deals/{ref}/", client.get(f"{ROOT}deals/radar/"))


@pytest.mark.django_db
@pytest.mark.usefixtures("closed")
@pytest.mark.parametrize("path", ["", *(f"{name}/" for name in LISTS)])
def test_refusals_are_answered_as_described(client: Client, settings: Any, path: str) -> None:
    check(path, client.get(ROOT + path))
    settings.OPEN_READING = True
    check(path, client.get(f"{ROOT}{path}?x=1&as_of=0"))
    check(path, client.get(ROOT + path, HTTP_ACCEPT="image/png"))
    missing = client.get(f"{ROOT}deals/nothing/")
    check("deals/{ref}/", missing)
    check("problems/{name}/", client.get(missing.json()["type"]))


def test_the_check_refuses_what_the_description_does_not_name() -> None:
    slips = validator("#/components/schemas/Slip")
    slip = {"days": 1, "min_days": None, "max_days": 2}
    assert slips.is_valid(slip)
    assert not slips.is_valid({**slip, "more": 1})
    assert not slips.is_valid({"days": 1})
    assert not slips.is_valid({**slip, "days": "1"})
    until = {"at": "2026-11-22T12:00:00.000Z", "by": None, "note": "", "until": "2026-12-01"}
    until |= {"ends": "day", "worse_by": None}
    acknowledgements = validator("#/components/schemas/Acknowledgement")
    assert acknowledgements.is_valid(until)
    assert not acknowledgements.is_valid({**until, "until": "soon"})
    assert not acknowledgements.is_valid({**until, "at": "2026-11-22"})


def test_every_word_of_the_verdicts_has_a_name_in_the_description() -> None:
    schemas = description()["components"]["schemas"]
    milestone = schemas["Milestone"]["properties"]
    assert milestone["state"]["allOf"] == [{"$ref": "#/components/schemas/State"}]
    assert "on_track" in schemas["State"]["enum"]
    anonymous = [name for name in schemas if re.search(r"\d|Enum$", name)]
    assert anonymous == ["NullEnum"]
