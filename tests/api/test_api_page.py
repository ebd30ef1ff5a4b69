"""What docs/api.md says of the API is so."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from accounts.models import Scope
from api import shapes
from api.listing import Shape
from api.parameters import CURSOR, OF_A_DEAL
from api.problems import KINDS, address
from deals.models import Claim
from tests.api.asking import LISTS
from tests.api.writing import Script
from tests.factories import a_claim, a_deal, a_milestone, a_source

PAGE = (Path(settings.BASE_DIR) / "docs" / "api.md").read_text()
SCRIPTS = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
SERVER = "http://127.0.0.1:8000"


@pytest.mark.django_db
def test_the_addresses_of_the_page_answer_as_it_says(client: Client) -> None:
    addresses = re.findall(rf"curl '{SERVER}([^']+)'", PAGE)
    assert [client.get(path).status_code for path in addresses] == [200, 200, 400]


def test_every_list_parameter_and_problem_is_on_the_page() -> None:
    assert set(re.findall(r"^\| `(\w+)/` \|", PAGE, re.MULTILINE)) >= set(LISTS)
    lists = [shape for shape in vars(shapes).values() if isinstance(shape, Shape)]
    taken = {parameter.name for shape in lists for parameter in (*shape.taken(), *OF_A_DEAL)}
    assert CURSOR.name in taken
    assert [name for name in sorted(taken) if f"`{name}`" not in PAGE] == []
    told = re.findall(r"^\| (\d+) \| `([^`]+)`", PAGE, re.MULTILINE)
    assert told == [(str(status), address(kind)) for status, kind in KINDS.items()]


def ran(script: str, server: str) -> str:
    """What a script of the page prints."""
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", script.replace(SERVER, server)],
        capture_output=True,
        text=True,
        check=True,
    ).stdout


@pytest.mark.django_db(transaction=True)
def test_the_script_that_writes_runs_and_can_be_run_again(live_server: Any) -> None:
    a_milestone(a_deal("s-400"), "unit-5")
    a_source("ndtv-2018-10-05")
    script = SCRIPTS[1].replace("slw_…", Script().key.secret)
    printed = ran(script, live_server.url)
    assert printed.startswith("None → due_soon")
    assert ran(script, live_server.url) == printed
    assert Claim.objects.count() == 1


def test_every_scope_is_on_the_page() -> None:
    assert re.findall(r"^\| (\w+) \| [a-z]", PAGE, re.MULTILINE)[1:4] == Scope.values


@pytest.mark.django_db(transaction=True)
def test_the_script_of_the_page_runs(live_server: Any) -> None:
    deal = a_deal()
    for number in range(51):
        a_claim(a_milestone(deal, f"m{number}"))
    lines = ran(SCRIPTS[0], live_server.url).splitlines()
    assert len(lines) == 51
    assert lines[0] == "radar m0 critical 457"
