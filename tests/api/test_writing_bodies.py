"""Whatever is sent as a body: read strictly, refused with a reason, and no fault of ours."""

import json
from typing import Any

import pytest

from tests.api.test_refusals import problem
from tests.api.writing import CLAIM, a_script

pytestmark = pytest.mark.django_db
DEEP = b"[" * 100_000 + b"]" * 100_000


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"nonsense",
        b"\xff\xfe",
        b'{"deal": "radar"} x',
        b'{"deal": NaN}',
        b'{"deal": -Infinity}',
        b'{"credibility": ' + b"9" * 10_000 + b"}",
        b'{"credibility": 1e999999999}' + b" " * 5,
        b'{"deal": "a", "deal": "b"}',
        b'{"said_by": "a\\u0000b"}',
        b'{"said_by": "\\ud800"}',
        b'{"\\ud800": 1}',
        b'{"a\\u0000": 1}',
        b'["\\udfff"]',
        DEEP,
        b'{"a":' * 50 + b"1" + b"}" * 50,
        b'"\\ud83d',
    ],
    ids=range(17),
)
def test_what_is_no_sound_json_is_a_bad_request(body: bytes) -> None:
    script = a_script()
    for path in ("claims/", "claims/bulk/", "sources/", "deals/"):
        told = script.send("POST", path, body)
        if body == b'{"credibility": 1e999999999}     ':
            problem(told, 422)  # a number, if a large one
        else:
            problem(told, 400)


@pytest.mark.parametrize(
    "body", [b"", b"null", b"[]", b"1", b'"x"', b"true", b"{}", b"[1]", b"1e5"]
)
def test_sound_json_of_another_shape_is_refused(body: bytes) -> None:
    script = a_script()
    for path in ("claims/", "claims/bulk/", "deals/", "milestones/", "claims/1/retract/"):
        response = script.raw("POST", path, body)
        status = 404 if path == "claims/1/retract/" else 422
        problem(response, status)


def test_the_largest_body_is_bounded() -> None:
    script = a_script()
    text = json.dumps({**CLAIM, "note": "x" * (4 * 1024 * 1024)})
    problem(script.send("POST", "claims/", text), 413)


@pytest.mark.parametrize(
    "type_",
    ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/xml"],
)
def test_another_media_type_is_refused(type_: str) -> None:
    script = a_script()
    problem(script.raw("POST", "claims/", json.dumps(CLAIM), type_), 415)


def test_every_type_in_every_place_is_answered() -> None:
    script = a_script()
    values: list[Any] = [
        None,
        True,
        0,
        -1,
        10**39,
        1.5,
        "",
        "x",
        "\u2028",
        [],
        [[]],
        {},
        {"text": 1},
    ]
    for name in CLAIM:
        for value in values:
            response = script.post("claims/", {**CLAIM, name: value})
            assert response.status_code in (201, 422), (name, value)


def test_parameters_are_refused_where_one_writes() -> None:
    script = a_script()
    (error,) = problem(script.post("claims/?as_of=2020-01-01", CLAIM), 400)["errors"]
    assert error["parameter"] == "as_of"


def test_an_answer_in_another_media_type_is_refused_before_anything_is_written() -> None:
    script = a_script()
    problem(script.post("claims/", CLAIM, accept="text/csv"), 406)
    assert script.posted("claims/", CLAIM)


def test_a_number_beyond_all_numbers_finds_nothing() -> None:
    script = a_script()
    for number in ("0", "9" * 19, "9" * 400):
        problem(script.get(f"claims/{number}/"), 404)
        problem(script.post(f"claims/{number}/retract/", {"reason": "x"}), 404)


def test_what_was_sent_is_given_back_cut_short() -> None:
    script = a_script()
    errors = problem(script.post("claims/", {**CLAIM, "x" * 5000: "y" * 5000}), 422)["errors"]
    assert all(len(error["value"] or "") <= 200 for error in errors)
    assert all(len(error["pointer"]) <= 210 for error in errors)
