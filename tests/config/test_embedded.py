import json
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

import config
from tests.at_hand import environment_of

ROOT = Path(config.__file__).resolve().parent.parent
pytestmark = pytest.mark.once
Make = Callable[..., dict[str, str]]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def start(environ: dict[str, str], port: int, *, host: str = "127.0.0.1") -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "config.embedded", "--host", host, "--port", str(port)],
        cwd=ROOT,
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def said_until_announced(product: subprocess.Popen[str]) -> str:
    assert product.stdout is not None
    said = ""
    while "sign in to read" not in said and "without signing in." not in said:
        line = product.stdout.readline()
        assert line, said
        said += line
    return said


def processes_of(var: Path) -> list[str]:
    """Command lines of living processes that were started for this folder."""
    mark = f"SLIPWATCH_VAR={var}".encode()
    found = []
    for each in Path("/proc").glob("[0-9]*"):
        try:
            if mark in (each / "environ").read_bytes().split(b"\0"):
                found.append((each / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        except (OSError, ProcessLookupError):
            continue
    return found


def get(port: int, path: str) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=30) as answer:
        return str(answer.read().decode())


def wait_for(holds: Callable[[], bool], seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.1)


Running = tuple[subprocess.Popen[str], int, str, Path]


@pytest.fixture(scope="module")
def first_start(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """What a start in a folder that is not there yet says until it is ended, and the folder."""
    var, port = tmp_path_factory.mktemp("installed") / "var", free_port()
    running = start(environment_of(var), port)
    try:
        said = said_until_announced(running)
        get(port, "/healthz")
    finally:
        running.send_signal(signal.SIGINT)
        rest, _ = running.communicate(timeout=60)
    assert running.returncode == 0, rest
    return said + rest, var


@pytest.fixture
def installed(first_start: tuple[str, Path], environment: Make) -> Make:
    """Environments of a folder of the test's own, in which the product was started once."""
    # Not the clock's own notes, which may have been cut short.
    notes = shutil.ignore_patterns("schedule*")
    shutil.copytree(first_start[1], environment()["SLIPWATCH_VAR"], ignore=notes)
    return environment


@pytest.fixture
def product(installed: Make) -> Iterator[Running]:
    environ, port = installed(), free_port()
    running = start(environ, port)
    try:
        said = said_until_announced(running)
        yield running, port, said, Path(environ["SLIPWATCH_VAR"])
    finally:
        running.terminate()
        running.communicate(timeout=60)


def test_a_first_start_makes_an_admin_and_loads_the_catalogue(
    first_start: tuple[str, Path],
) -> None:
    said, var = first_start
    assert re.search(r"as admin with the password \S{16}", said)
    assert "20 deals" in said
    assert said.splitlines()[-1] == "Slipwatch has ended."
    assert processes_of(var) == []


def test_it_serves_runs_jobs_and_ends_without_a_trace(product: Running, environment: Make) -> None:
    running, port, said, var = product
    assert f"http://127.0.0.1:{port}/" in said
    assert json.loads(get(port, "/healthz")) == {"database": "ok"}

    # A page served while connections idle: a browser opens some ahead of need.
    idle = [socket.create_connection(("127.0.0.1", port)) for _ in range(4)]
    assert "csrfmiddlewaretoken" in get(port, "/accounts/login/")
    for each in idle:
        each.close()

    # The worker takes what any process of the installation sends.
    code = "from config.celery import app; app.send_task('deliveries.tasks.daily_scan')"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment(), check=True)
    wait_for(lambda: not list((var / "broker" / "queue").iterdir()))
    wait_for(lambda: any(var.glob("schedule*")))
    kinds = " ".join(processes_of(var))
    assert all(kind in kinds for kind in ("gunicorn", "worker", "beat"))

    running.send_signal(signal.SIGINT)
    rest, _ = running.communicate(timeout=60)
    assert rest.splitlines()[-1] == "Slipwatch has ended."
    assert running.returncode == 0
    assert "Traceback" not in rest
    assert processes_of(var) == []


def test_a_second_start_changes_nothing_and_names_no_password(
    installed: Make, tmp_path: Path
) -> None:
    environ = installed()
    for _ in range(2):
        port = free_port()
        running = start(environ, port)
        said = said_until_announced(running)
        get(port, "/healthz")
        # Killed, not stopped: nothing that is left behind may keep the next from starting.
        running.kill()
        running.communicate(timeout=60)
        wait_for(lambda: processes_of(tmp_path / "var") == [])
    assert "password" not in said
    assert "Nothing has changed" in said
    with closing(sqlite3.connect(tmp_path / "var" / "slipwatch.sqlite3")) as database:
        people = database.execute("SELECT username FROM accounts_user WHERE is_superuser")
        assert people.fetchall() == [("admin",)]


def test_a_start_with_another_margin_derives_anew_by_itself(installed: Make) -> None:
    for months, expected in (("6", False), ("9", True), ("9", False)):
        port = free_port()
        running = start(installed(SLIPWATCH_THRESHOLD_MONTHS=months), port)
        said = said_until_announced(running)
        assert ("20 deals derived anew: " in said) is expected, said
        assert "out of date" not in get(port, "/")
        running.terminate()
        running.communicate(timeout=60)


def test_a_folder_is_used_by_one_at_a_time_and_a_server_that_dies_is_started_again(
    product: Running, environment: Make
) -> None:
    running, port, _, var = product
    second = start(environment(), free_port())
    said, _ = second.communicate(timeout=60)
    assert said == f"Slipwatch already runs in {var}.\n"
    assert second.returncode == 1

    get(port, "/healthz")
    (master,) = (
        int(each.name)
        for each in Path("/proc").glob("[0-9]*")
        if (each / "stat").exists()
        and f" {running.pid} " in (each / "stat").read_text().rsplit(")")[1][:20]
        and b"gunicorn" in (each / "cmdline").read_bytes()
    )
    os.kill(master, signal.SIGKILL)
    assert running.stdout is not None
    assert "The web server ended (-9)" in running.stdout.readline()
    assert json.loads(get(port, "/healthz")) == {"database": "ok"}


def test_a_port_in_use_is_one_line_before_anything_is_done(
    environment: Make, tmp_path: Path
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        said, _ = start(environment(), port).communicate(timeout=60)
    assert said == f"Cannot serve on 127.0.0.1:{port}: Address already in use.\n"
    assert not (tmp_path / "var").exists()


@pytest.mark.parametrize(
    ("host", "port", "why"), [("nowhere.invalid", 8000, "name"), ("127.0.0.1", 70000, "port")]
)
def test_an_impossible_address_is_one_line(
    environment: Make, host: str, port: int, why: str
) -> None:
    said, _ = start(environment(), port, host=host).communicate(timeout=60)
    assert said.startswith(f"Cannot serve on {host}:{port}: ")
    assert len(said.splitlines()) == 1
    assert why in said.lower()


def test_serving_others_asks_for_a_login_and_says_so(installed: Make) -> None:
    port = free_port()
    running = start(installed(), port, host="0.0.0.0")
    try:
        assert "Reading without signing in is off on 0.0.0.0" in said_until_announced(running)
        assert "csrfmiddlewaretoken" in get(port, "/")  # led to the login
    finally:
        running.terminate()
        running.communicate(timeout=60)


def test_it_is_not_for_production(environment: Make) -> None:
    environ = environment(
        SLIPWATCH_MODE="production",
        SECRET_KEY="k3y-" + "0123456789abcdef" * 4,
        DATABASE_URL="postgresql://u@database.invalid/n",
        REDIS_URL="redis://redis.invalid",
        ALLOWED_HOSTS="slipwatch.invalid",
    )
    said, _ = start(environ, free_port()).communicate(timeout=60)
    assert said == "SLIPWATCH_MODE is production; this is the embedded product.\n"
