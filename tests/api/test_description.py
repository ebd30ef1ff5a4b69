"""The OpenAPI file says exactly what the API answers."""

import re
from datetime import date, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from jsonschema import Draft202012Validator, FormatChecker

from tests.api.asking import LISTS, ROOT, a_full_deal, answer
from tests.factories import TODAY

FILE = Path(settings.BASE_DIR) / "docs" / "openapi.yaml"
DAYS = (date(1990, 1, 1), date(2018, 10, 31), date(2020, 11, 12), TODAY, date(2199, 12, 31))
formats = FormatChecker(formats=["date"])


@formats.checks("date-time", raises=ValueError)
def is_instant(value: object) -> bool:
    return isinstance(value, str) and datetime.fromisoformat(value).tzinfo is not None


@formats.checks("uri")
def is_address(value: object) -> bool:
    return value is None or (isinstance(value, str) and value.startswith(("http://", "https://")))


def closed(schema: Any) -> Any:
    """The same schema, refusing every field that it does not name."""
    if isinstance(schema, list):
        return [closed(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    found = {name: closed(part) for name, part in schema.items()}
    return {**found, "additionalProperties": False} if "properties" in schema else found


@pytest.fixture(scope="module")
def described() -> Any:
    return closed(yaml.safe_load(FILE.read_text()))


def check(described: Any, path: str, response: Any) -> None:
    """Hold an answer against what the description says of this address and status."""
    operation = described["paths"][ROOT + path]["get"]
    content = operation["responses"][str(response.status_code)]["content"]
    schema = content[response.headers["Content-Type"].partition(";")[0]]["schema"]
    validator = Draft202012Validator(
        {"components": described["components"], **schema}, format_checker=formats
    )
    validator.validate(response.json())


def test_the_committed_file_is_what_the_code_says() -> None:
    made = StringIO()
    call_command("spectacular", validate=True, fail_on_warn=True, stdout=made)
    assert made.getvalue() == FILE.read_text()


@pytest.mark.django_db
def test_the_address_of_the_description_serves_the_same(client: Client) -> None:
    response = client.get(f"{ROOT}schema/")
    assert yaml.safe_load(response.content) == yaml.safe_load(FILE.read_text())
    as_json = client.get(f"{ROOT}schema/", HTTP_ACCEPT="application/json")
    assert as_json.json() == yaml.safe_load(FILE.read_text())


@pytest.mark.django_db
@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize("as_of", DAYS, ids=str)
def test_the_real_deals_are_answered_as_described(
    client: Client, described: Any, as_of: date
) -> None:
    query = {"as_of": as_of, "limit": 200}
    for name in LISTS:
        page = client.get(f"{ROOT}{name}/", query)
        check(described, f"{name}/", page)
        while following := page.json()["next"]:
            page = client.get(following)
            check(described, f"{name}/", page)
    for deal in answer(client, "deals/", **query)["results"]:
        address = f"{ROOT}deals/{deal['ref']}/"
        check(described, "deals/{ref}/", client.get(address, {"as_of": as_of}))


@pytest.mark.django_db
def test_a_deal_with_something_of_everything_is_answered_as_described(
    client: Client, described: Any
) -> None:
    a_full_deal()
    check(described, "", client.get(ROOT))
    for name in LISTS:
        page = client.get(f"{ROOT}{name}/")
        assert page.json()["results"]
        check(described, f"{name}/", page)
    check(described, "deals/{ref}/", client.get(f"{ROOT}deals/radar/"))


@pytest.mark.django_db
@pytest.mark.usefixtures("closed")
@pytest.mark.parametrize("path", ["", *(f"{name}/" for name in LISTS)])
def test_refusals_are_answered_as_described(
    client: Client, described: Any, settings: Any, path: str
) -> None:
    check(described, path, client.get(ROOT + path))
    settings.OPEN_READING = True
    check(described, path, client.get(f"{ROOT}{path}?x=1&as_of=0"))
    check(described, path, client.get(ROOT + path, HTTP_ACCEPT="image/png"))
    missing = client.get(f"{ROOT}deals/nothing/")
    check(described, "deals/{ref}/", missing)
    check(described, "problems/{name}/", client.get(missing.json()["type"]))


def test_a_closed_description_refuses_what_it_does_not_name(described: Any) -> None:
    schema = {"components": described["components"], "$ref": "#/components/schemas/Slip"}
    validator = Draft202012Validator(schema, format_checker=formats)
    slip = {"days": 1, "min_days": None, "max_days": 2}
    assert validator.is_valid(slip)
    assert not validator.is_valid({**slip, "more": 1})
    assert not validator.is_valid({"days": 1})


def test_every_word_of_the_verdicts_has_a_name_in_the_description(described: Any) -> None:
    schemas = described["components"]["schemas"]
    milestone = schemas["Milestone"]["properties"]
    assert milestone["state"]["allOf"] == [{"$ref": "#/components/schemas/State"}]
    assert "on_track" in schemas["State"]["enum"]
    anonymous = [name for name in schemas if re.search(r"\d|Enum$", name)]
    assert anonymous == ["NullEnum"]
