"""Whatever a client sends: no fault of ours, and answers as they are described."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck
from hypothesis import settings as limits
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from config.wsgi import application
from tests.accounts.test_keys import made
from tests.api.described import FILE
from tests.factories import an_admin

pytestmark = [pytest.mark.django_db, pytest.mark.once]
SOAK = os.environ.get("SLIPWATCH_TEST_PROFILE") == "soak"
# Of each operation, of which there are some sixty; each is sent twice.
EXAMPLES = 400 if SOAK else 6
# Bodies have patterns, which few texts that are tried meet.
PATIENT = [HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much, HealthCheck.too_slow]


@pytest.fixture(autouse=True)
def one_transaction() -> Iterator[None]:
    """Lets no request close the connection: as Django's own test client has it."""
    request_finished.disconnect(close_old_connections)
    request_started.disconnect(close_old_connections)
    yield
    request_finished.connect(close_old_connections)
    request_started.connect(close_old_connections)


def at_this_machine(environ: dict[str, Any], start_response: Any) -> Any:
    """The product, asked by a client at this machine: who reads without a login."""
    return application({**environ, "REMOTE_ADDR": "127.0.0.1"}, start_response)


schema = schemathesis.openapi.from_path(FILE)
schema.app = at_this_machine
# Every limit of every parameter, and just beyond: two hundred requests more for each operation.
schema.config.phases.coverage.enabled = SOAK


# What the catalogue has.
REAL = {"ref": "s-400", "deal": "s-400", "milestone": "contract", "source": "ndtv-2018-10-05"}
REAL |= {"code": "contract"}
ANSWERS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


reading = schema.include(method="GET")
writing = schema.include(method=["POST", "PATCH", "DELETE"])


@reading.parametrize()
@limits(max_examples=EXAMPLES)
def test_whatever_is_sent_is_answered_as_described(case: Any) -> None:
    case.call_and_validate(checks=[*ANSWERS, negative_data_rejection, unsupported_method])
    # A cursor and a ref that were made up find little: the same once more without them.
    for name in ("cursor", "deal"):
        case.query.pop(name, None)
    case.call_and_validate(checks=ANSWERS)


@pytest.fixture
def writer() -> dict[str, str]:
    """The key of somebody who may do everything."""
    return {"Authorization": f"Bearer {made(an_admin('writer'), scope='admin').secret}"}


@writing.parametrize()
@limits(max_examples=EXAMPLES, suppress_health_check=PATIENT)
def test_whatever_is_written_is_answered_as_described(case: Any, writer: dict[str, str]) -> None:
    case.headers.pop("Authorization", None)
    checks = [*ANSWERS, negative_data_rejection, unsupported_method]
    case.call_and_validate(headers=writer, checks=checks)
    # Names that were made up find little: the same once more about what is there.
    for part in (case.body, case.path_parameters):
        if isinstance(part, dict):
            part.update({name: text for name, text in REAL.items() if name in part})
    case.call_and_validate(headers={**writer, "If-Match": "*"}, checks=ANSWERS)
