"""Every command of the README is run, as it stands there."""

import json
import os
import re
import shlex
import signal
import socket
import subprocess
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg2
import pytest

import config
from tests.at_hand import REDIS, postgresql

ROOT = Path(config.__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text()
COMMANDS = [
    line
    for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    for line in block.split("\n")
]
COMMANDS = [line for line in COMMANDS if line]
PRODUCTION = README.split("## In production")[1].split("\n## ")[0]
STAYS = ("gunicorn", "celery")
BY_CI = ("make test", "make check")

pytestmark = pytest.mark.once
Make = Callable[..., dict[str, str]]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def of_production(command: str) -> bool:
    return f"\n{command}\n" in PRODUCTION


def test_the_readme_has_commands_for_each_of_its_readers() -> None:
    assert "make run" in COMMANDS
    assert sum(map(of_production, COMMANDS)) == 8
    assert len(COMMANDS) == 15


@pytest.mark.parametrize("command", BY_CI)
def test_what_ci_runs_is_what_the_readme_says(command: str) -> None:
    """`make check` is `make lint` and `make test`, which CI runs one by one."""
    assert command in COMMANDS
    gate = (ROOT / ".ci" / "run").read_text()
    parts = ("lint", "test") if command == "make check" else ("test",)
    assert all(f"\nmake {part} ||" in gate for part in parts)


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, dict[str, str]]]:
    """`make run` on a port and in a folder of its own."""
    port, var = free_port(), tmp_path_factory.mktemp("readme") / "var"
    ours = ("SLIPWATCH_", "DATABASE_URL", "REDIS_URL", "SECRET_KEY", "MAKE")
    kept = {name: text for name, text in os.environ.items() if not name.startswith(ours)}
    environ = kept | {"SLIPWATCH_VAR": str(var), "PYTHONUNBUFFERED": "1"}
    product = subprocess.Popen(
        ["make", "run", f"PORT={port}"],
        cwd=ROOT,
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    assert product.stdout is not None
    said = ""
    while f"http://127.0.0.1:{port}/" not in said:
        line = product.stdout.readline()
        assert line, said
        said += line
    yield port, environ
    os.killpg(product.pid, signal.SIGINT)
    product.communicate(timeout=60)


@pytest.mark.parametrize(
    "command",
    [c for c in COMMANDS if c not in BY_CI and c != "make run" and not of_production(c)],
)
def test_the_commands_of_the_embedded_product_work(
    command: str, serving: tuple[int, dict[str, str]]
) -> None:
    port, environ = serving
    done = subprocess.run(
        shlex.split(command.replace(":8000/", f":{port}/")),
        cwd=ROOT,
        env=environ,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    if command.startswith("curl"):
        assert json.loads(done.stdout)["results"]
    else:
        assert done.stdout.strip()


@pytest.fixture(scope="module")
def production() -> Iterator[dict[str, str]]:
    """The environment of production, with a PostgreSQL database of its own."""
    server = postgresql()
    assert server is not None
    name = f"test_readme_{uuid.uuid4().hex}"
    connection = psycopg2.connect(server[0])
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    ours = ("SLIPWATCH_", "DATABASE_URL")
    kept = {key: text for key, text in os.environ.items() if not key.startswith(ours)}
    yield kept | {
        "SLIPWATCH_MODE": "production",
        "SECRET_KEY": uuid.uuid4().hex * 2,
        "DATABASE_URL": server[0].rsplit("/", 1)[0] + f"/{name}",
        "REDIS_URL": REDIS,
        "ALLOWED_HOSTS": "localhost",
        "DJANGO_SUPERUSER_PASSWORD": "correct horse battery",
        "DJANGO_SUPERUSER_USERNAME": "root",
        "DJANGO_SUPERUSER_EMAIL": "root@example.org",
    }
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
    connection.close()


@pytest.mark.redis
@pytest.mark.postgresql
def test_the_commands_of_production_work_in_their_order(production: dict[str, str]) -> None:
    commands = [c for c in COMMANDS if of_production(c)]
    running = []
    try:
        for command in commands:
            words = shlex.split(command.replace(":8000", f":{free_port()}"))
            if any(name in words[0] for name in STAYS):
                running.append(_start(words, production))
                continue
            if "createsuperuser" in words:
                words.append("--noinput")  # a person would be asked
            done = subprocess.run(
                words, cwd=ROOT, env=production, capture_output=True, text=True, check=False
            )
            assert done.returncode == 0, done.stderr
        time.sleep(3)
        assert [process.poll() for process in running] == [None, None, None]
    finally:
        for process in running:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(60)


def _start(words: list[str], environ: dict[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        words,
        cwd=ROOT,
        env=environ,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
