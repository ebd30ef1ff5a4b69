"""Whatever a client sends: no fault of ours, and answers as they are described."""

from typing import Any

import pytest
import schemathesis
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
from tests.api.asking import ROOT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue")]


def at_this_machine(environ: dict[str, Any], start_response: Any) -> Any:
    """The product, asked by a client at this machine: who reads without a login."""
    return application({**environ, "REMOTE_ADDR": "127.0.0.1"}, start_response)


@pytest.fixture
def api(catalogue: None, db: None) -> Any:
    return schemathesis.openapi.from_wsgi(f"{ROOT}schema/", at_this_machine)


schema = schemathesis.pytest.from_fixture("api")


@schema.parametrize()
@limits(max_examples=25)
def test_whatever_is_sent_is_answered_as_described(case: Any) -> None:
    case.call_and_validate(
        checks=[
            not_a_server_error,
            status_code_conformance,
            content_type_conformance,
            response_schema_conformance,
            negative_data_rejection,
            unsupported_method,
        ]
    )
