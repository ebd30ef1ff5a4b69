"""What the page on clients shows is run, as it stands there, by somebody with a key."""

import os
import re
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from pytest_django.live_server_helper import LiveServer

from tests.accounts.test_keys import made
from tests.factories import a_user

PAGE = (Path(settings.BASE_DIR) / "docs" / "clients.md").read_text()
SHELL = re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)
PYTHON = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)

pytestmark = [pytest.mark.once, pytest.mark.django_db(transaction=True)]


def test_what_the_page_shows_works(live_server: LiveServer, tmp_path: Path) -> None:
    call_command("load_catalogue", stdout=StringIO(), stderr=StringIO())
    key = made(a_user("script"), "clients", scope="read")
    bin_ = Path(sys.executable).parent
    environ = os.environ | {
        "API": live_server.url,
        "KEY": key.secret,
        "PATH": f"{bin_}:{os.environ['PATH']}",
        "PYTHONPATH": str(tmp_path),
        "no_proxy": "localhost,127.0.0.1",
    }

    def run(*words: str) -> str:
        done = subprocess.run(
            words, cwd=tmp_path, env=environ, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    settings_, asked, generate = SHELL
    assert "export API" in settings_
    told = run("sh", "-ec", asked)
    assert '"s-400"' in told
    assert '"before"' in told
    first, generated = PYTHON
    lines = run(sys.executable, "-c", first).splitlines()
    assert lines[-1] == "304"
    assert any(line.startswith("s-400 ") for line in lines)
    run("sh", "-ec", generate)
    worst = run(sys.executable, "-c", generated).splitlines()
    assert worst
    assert {line.split()[1] for line in worst} <= {"critical", "breach"}
